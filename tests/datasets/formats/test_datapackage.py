"""Tests of the data package, checked by frictionless against the data."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given, settings

from datasets.formats import csv, datapackage, index, jsonl
from datasets.formats.files import File, described, sha256
from datasets.records import Cell, DatasetRecord, Text
from tests.datasets.tables import COLUMNS, GRANT_ROWS, GRANTS, ROWS, a_dataset, an_index, column

TABLE = File("x.csv", "csv", "text/csv", 1, "00")


def written(folder: Path, dataset: DatasetRecord, rows: Sequence[Sequence[Cell]]) -> Path:
    path = an_index(folder / "index.sqlite", dataset.columns, rows, dataset.key)
    csv.write(folder / f"{dataset.slug}.csv", dataset.columns, index.read_rows(path))
    jsonl.write(folder / f"{dataset.slug}.jsonl", dataset.columns, index.read_rows(path))
    files = [described(folder / f"{dataset.slug}.{ending}") for ending in ("jsonl", "csv")]
    datapackage.write(folder / "datapackage.json", dataset, "2026-11-23", files)
    return folder / "datapackage.json"


def errors(path: Path) -> list[Any]:
    return list(frictionless.Package(str(path)).validate().flatten(["type", "note"]))


def test_package_and_data_are_valid(tmp_path: Path) -> None:
    assert errors(written(tmp_path, a_dataset(), GRANT_ROWS)) == []


@settings(max_examples=10, deadline=None)
@given(rows=ROWS)
def test_a_table_of_every_type_is_valid(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Cell, ...]]) -> None:
    filled = [row for row in rows if any(cell not in {None, ""} for cell in row)]  # frictionless calls an empty row an error
    assert errors(written(tmp_path_factory.mktemp("package"), a_dataset(columns=COLUMNS, key=()), filled)) == []


def test_a_key_of_two_columns_may_have_an_empty_one(tmp_path: Path) -> None:
    rows = [(*GRANT_ROWS[0][:5], True), ("01A", None, "x", None, None, None)]
    assert errors(written(tmp_path, a_dataset(key=("fkz", "ort")), rows)) == []


def test_frictionless_sees_data_that_were_changed(tmp_path: Path) -> None:
    path = written(tmp_path, a_dataset(), GRANT_ROWS)
    table = tmp_path / "foerderungen.csv"
    table.write_text(table.read_text().replace("1000.5", "viel"))
    assert {kind for kind, _ in errors(path)} >= {"hash-count", "type-error"}


def test_files_are_named_without_any_address_with_their_sums(tmp_path: Path) -> None:
    package = json.loads(written(tmp_path, a_dataset(), GRANT_ROWS).read_bytes())
    (table,), (lines,) = package["resources"], package["alternates"]
    assert (table["path"], lines["path"]) == ("foerderungen.csv", "foerderungen.jsonl")
    assert lines["hash"] == "sha256:" + sha256(tmp_path / "foerderungen.jsonl")
    assert table["hash"] == "sha256:" + sha256(tmp_path / "foerderungen.csv")
    assert table["bytes"] == (tmp_path / "foerderungen.csv").stat().st_size
    assert (package["name"], package["version"]) == ("foerderungen", "2026-11-23")


def test_columns_are_described_in_both_languages() -> None:
    amount = column("summe", "number").model_copy(
        update={"title": Text(de="Summe", en="Amount"), "description": Text(de="In Euro.", en="In euros."), "unit": "EUR"}
    )
    schema = datapackage.table_schema([column("fkz"), amount], ("fkz",))
    assert schema["primaryKey"] == ["fkz"]
    assert schema["fields"] == [
        {"name": "fkz", "type": "string", "title": "Fkz", "constraints": {"required": True, "unique": True}},
        {
            "name": "summe",
            "type": "number",
            "title": "Summe",
            "description": "In Euro.",
            "translations": {"en": {"title": "Amount", "description": "In euros."}},
            "unit": "EUR",
        },
    ]


def test_an_unknown_licence_is_never_called_open() -> None:
    package = datapackage.package(a_dataset().model_copy(update={"licence": "other-closed"}), "2026-11-23", [TABLE])
    assert package["licenses"] == [{"name": "other-closed", "path": "http://dcat-ap.de/def/licenses/other-closed"}]


def test_a_package_needs_a_table() -> None:
    with pytest.raises(ValueError, match="one CSV"):
        datapackage.package(a_dataset(), "2026-11-23", [])


def test_what_is_not_known_is_left_out() -> None:
    bare = DatasetRecord(
        slug="bare", title=Text(de="B"), description=Text(de=""), licence="other-closed", publisher="P", columns=GRANTS, origin="own"
    )
    package = datapackage.package(bare, "2026-11-23", [TABLE])
    assert not {"sources", "keywords", "description", "attribution"} & package.keys()
    assert package["contributors"] == [{"title": "P", "roles": ["publisher"]}]
