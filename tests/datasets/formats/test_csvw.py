"""Tests of the CSVW metadata."""

import json
from pathlib import Path

from datasets.formats import csvw
from datasets.formats.datapackage import LICENCES
from tests.datasets.tables import COLUMNS, a_dataset, column


def test_metadata_name_the_table_beside_them(tmp_path: Path) -> None:
    csvw.write(tmp_path / "x.json", a_dataset(), "2026-11-23")
    metadata = json.loads((tmp_path / "x.json").read_bytes())
    assert metadata["@context"][0] == "http://www.w3.org/ns/csvw"
    assert metadata["url"] == "foerderungen.csv"
    assert metadata["dc:license"] == {"@id": LICENCES + "dl-zero-de/2.0"}
    assert metadata["tableSchema"]["primaryKey"] == ["fkz"]


def test_titles_are_the_header_and_words_for_people_have_their_language() -> None:
    (described,) = csvw.metadata(a_dataset(columns=[column("fkz")]), "2026-11-23")["tableSchema"]["columns"]
    assert described["titles"] == {"und": "fkz"}
    assert described["dc:title"] == [{"@value": "Fkz", "@language": "de"}]
    assert described["required"] is True


def test_every_type_has_a_datatype() -> None:
    columns = csvw.metadata(a_dataset(columns=COLUMNS, key=()), "2026-11-23")["tableSchema"]["columns"]
    kinds = [described["datatype"] for described in columns[::2]]
    assert kinds == ["string", "integer", "decimal", "boolean", "date", "dateTime", "gYear"]


def test_what_is_not_known_is_left_out() -> None:
    metadata = csvw.metadata(a_dataset().model_copy(update={"source_url": "", "key": ()}), "2026-11-23")
    assert "dc:source" not in metadata
    assert "primaryKey" not in metadata["tableSchema"]
