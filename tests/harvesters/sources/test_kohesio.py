import datetime as dt
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.errors import SourceChanged
from harvesters.reading.persons import MASK
from harvesters.sources.kohesio import SOURCE
from tests.harvesters.samples import FILES, Read, read

PROJECTS, BENEFICIARIES = FILES / "kohesio.csv", FILES / "kohesio_beneficiaries.tsv"


@pytest.fixture(scope="module")
def frozen() -> Read:
    return read(SOURCE, PROJECTS, "kohesio")


def _changed(folder: Path, old: str, new: str) -> Path:
    text = PROJECTS.read_text("utf-8")
    assert old in text
    (folder / "changed.csv").write_text(text.replace(old, new), "utf-8")
    return folder / "changed.csv"


def test_every_row_is_accepted_or_rejected_with_a_reason(frozen: Read) -> None:
    assert [row.line for row in frozen.rows] == [2, 4, 5, 6, 9, 10, 11, 12]
    assert [(one.line, one.field, one.reason) for one in frozen.rejected] == [(7, "title", "is empty"), (8, "eu_budget", "no number")]


def test_days_with_slashes_and_iso_days_sums_and_line_breaks_are_read(frozen: Read) -> None:
    first, second = frozen.tables[:2]
    assert (first["start_date"], first["end_date"]) == (dt.date(2017, 9, 4), dt.date(2019, 8, 31))
    assert first["summary"] == 'Bäume, Bänke\nund "kluge" Höfe'
    assert (first["cofinancing_rate"], second["eligible_expenditure"]) == (50, 15_000_000)
    assert [(one.line, one.field) for one in frozen.remarks] == [(4, "start_date"), (0, "operation_id")]


def test_the_city_is_found_by_its_region_or_by_its_german_postcodes(frozen: Read) -> None:
    assert [one.key for one in frozen.fundings] == ["Q101", "Q102"]


def test_an_operation_in_two_rows_is_one_funding(frozen: Read) -> None:
    assert [one.key for one in frozen.fundings].count("Q101") == 1
    assert frozen.remarks[-1].reason == "1 rows of the city repeat an operation; its sums are not counted again"
    assert frozen.dataset.key == ()


def test_a_funding_is_what_the_union_pays_else_what_may_be_spent(frozen: Read) -> None:
    first, second = frozen.fundings
    assert (first.amount, first.amount_type, first.amount_raw) == (Decimal("600150.25"), "union_contribution", "600150.25")
    assert (second.amount, second.amount_type, second.amount_raw) == (15_000_000, "eligible", "1.5E7")
    assert (first.funder, second.funder) == ("Europäische Union, EFRE", "Europäische Union, ESF")


def test_a_funding_names_no_recipient_that_the_source_does_not_name(frozen: Read) -> None:
    first = frozen.fundings[0]
    assert (first.recipient, first.note) == (None, "Die Quelle nennt den Begünstigten nicht mit Namen.")
    assert first.source_url == "https://linkedopendata.eu/entity/Q101"
    assert [(one.scheme, one.value) for one in first.external_ids] == [("kohesio", "Q101"), ("operation", "NB-1")]
    assert (first.title, frozen.fundings[1].title) == ("Grüne Höfe", "Second teaching")


def test_a_newer_table_names_the_beneficiary_and_a_person_is_masked_everywhere(tmp_path: Path) -> None:
    text = PROJECTS.read_text("utf-8").replace("Beneficiary_Unique_Identifier", "Beneficiary_Name")
    text = text.replace("https://linkedopendata.eu/entity/Q8101", '"Mustermann, Erika"').replace("Green yards", "Yard of Erika Mustermann")
    (tmp_path / "a.csv").write_text(text, "utf-8")
    found = read(SOURCE, tmp_path / "a.csv", "kohesio")
    assert [row.masked for row in found.rows[:4]] == [True, False, False, True]
    assert "Mustermann" not in repr(found.rows)
    assert found.fundings[0].recipient is not None
    assert (found.fundings[0].recipient.name, found.fundings[0].recipient.kind) == (MASK, "person")


def test_every_column_is_described_in_german_and_english(frozen: Read) -> None:
    assert len(frozen.dataset.columns) == 33
    assert all(column.title.de and column.title.en and column.description.de and column.description.en for column in frozen.dataset.columns)


def test_beneficiaries_keep_the_quotes_of_their_names_and_persons_are_masked() -> None:
    found = read(SOURCE, BENEFICIARIES, "beneficiaries")
    assert [table["name"] for table in found.tables] == ['"Зора" ЕООД', MASK, "Община Мъгла", "Werkhof Nord", "Werkhof Süd"]
    assert found.tables[2]["eu_contribution"] == Decimal("39558345.94")
    assert (found.tables[1]["transliterated_name"], found.tables[1]["projects"]) == (MASK, 2)
    assert [(one.line, one.field) for one in found.rejected] == [(5, "name")]
    assert len(found.dataset.columns) == 7


def test_the_official_beneficiaries_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('Beneficiary,BeneficiaryLabel,Website,WikidataID\nhttps://e.example/Q1,"Werk, Hof GmbH",,Q7\n', "utf-8")
    found = read(SOURCE, tmp_path / "a.csv", "beneficiaries")
    assert found.tables == [{"beneficiary_id": "https://e.example/Q1", "name": "Werk, Hof GmbH", "website": None, "wikidata_id": "Q7"}]
    assert found.dataset.key == ("beneficiary_id",)


@pytest.mark.parametrize("header", ["Operation_Unique_Identifier", "Beneficiary_Unique_Identifier"])
def test_a_renamed_needed_column_is_refused_by_its_name(tmp_path: Path, header: str) -> None:
    with pytest.raises(SourceChanged, match=f"the column .*{header}.* is missing"):
        read(SOURCE, _changed(tmp_path, header, "Other"))


def test_a_new_column_is_kept(tmp_path: Path) -> None:
    found = read(SOURCE, _changed(tmp_path, "Image_URL", "NUTS2_Label"))
    assert "nuts2_label" in {column.name for column in found.dataset.columns}


@pytest.mark.parametrize("content", [b"", b"<html><title>Wartung</title></html>", b"a;b\n1;2\n", b"\0\1\2" * 99, b"[]", b"PK\x03\x04x"])
def test_what_is_no_table_of_kohesio_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(SourceChanged):
        read(SOURCE, tmp_path / "a.csv")


@settings(max_examples=60)
@given(st.sampled_from([PROJECTS, BENEFICIARIES]), st.floats(0, 1), st.binary(max_size=5), st.integers(0, 40))
def test_whatever_is_changed_in_a_file_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, file: Path, where: float, new: bytes, lost: int
) -> None:
    content = file.read_bytes()
    at = int(where * len(content))
    path = tmp_path_factory.mktemp("changed") / "a.csv"
    path.write_bytes(content[:at] + new + content[at + lost :])
    with suppress(SourceChanged):
        assert read(SOURCE, path).seen <= 14


def test_a_table_of_beneficiaries_beside_it_names_who_they_are(tmp_path: Path) -> None:
    header, *rows = PROJECTS.read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "step-002").write_text(header + "".join(rows), "utf-8")
    known = read(SOURCE, PROJECTS, "kohesio").tables
    wanted = next(str(one["beneficiary_id"]) for one in known if one.get("beneficiary_id"))
    (tmp_path / "step-004").write_text(f"Beneficiary,BeneficiaryLabel,EU Contribution\n{wanted},Werkhof gGmbH,1\n", "utf-8")
    found = read(SOURCE, tmp_path, "kohesio")
    assert len(found.rows) == len(known)
    assert {one["beneficiary"] for one in found.tables if one["beneficiary_id"] == wanted} == {"Werkhof gGmbH"}
    assert {one["beneficiary"] for one in found.tables if one["beneficiary_id"] != wanted} <= {
        None,
        *(one.get("beneficiary") for one in known),
    }


def test_the_real_table_of_regions_is_refused_as_what_it_is(shared: Path) -> None:
    with pytest.raises(SourceChanged, match="is a list of regions and holds no operations"):
        read(SOURCE, shared / "samples/efre/kohesio_regions3.csv")
