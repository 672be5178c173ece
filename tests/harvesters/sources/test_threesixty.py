import csv
import datetime as dt
import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.errors import SourceChanged
from datasets.records import Cell
from harvesters.reading.persons import MASK
from harvesters.sources.threesixty import SOURCE
from tests.harvesters.samples import FILES, Read, a_workbook, read

CSV, JSON = FILES / "threesixty.csv", FILES / "threesixty.json"
SAMPLES = "samples/360giving"


@pytest.fixture(scope="module", params=["csv", "json", "xlsx"])
def frozen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Read:
    if request.param != "xlsx":
        return read(SOURCE, FILES / f"threesixty.{request.param}", "stiftung")
    with CSV.open(encoding="cp1252", newline="") as file:
        rows: list[list[object]] = [[*row] for row in csv.reader(file)]
    folder = tmp_path_factory.mktemp("book")
    return read(SOURCE, a_workbook(folder, Notes=[["Read", "me"], ["first", "please"]], Data=rows), "stiftung")


def _grants(folder: Path, *grants: dict[str, object]) -> Path:
    (folder / "a.json").write_text(json.dumps({"grants": grants}), "utf-8")
    return folder / "a.json"


def _first(**changes: object) -> dict[str, object]:
    grant: dict[str, object] = json.loads(JSON.read_text("utf-8"))["grants"][0]
    return {key: value for key, value in {**grant, **changes}.items() if value is not None}


def test_every_row_is_accepted_or_rejected_with_a_reason(frozen: Read) -> None:
    assert (len(frozen.rows), [(one.field, one.reason) for one in frozen.rejected]) == (
        17,
        [
            ("identifier", "stands in the file already"),
            ("amount_awarded", "no number"),
            ("currency", "no code of a currency"),
            ("recipient_org_name", "is empty"),
        ],
    )


def test_the_same_grants_have_the_same_columns_and_cells_in_every_kind_of_file(frozen: Read) -> None:
    other = read(SOURCE, CSV, "stiftung")
    assert {column.name for column in frozen.dataset.columns} == {column.name for column in other.dataset.columns}
    assert frozen.tables == other.tables


def test_cells_are_typed_and_unknown_columns_are_kept(frozen: Read) -> None:
    first = frozen.tables[0]
    assert (first["amount_awarded"], first["award_date"], first["last_modified"]) == (
        Decimal("15000.50"),
        dt.date(2024, 3, 1),
        "2024-04-02",
    )
    assert (first["planned_dates_end_date"], first["planned_dates_duration_months"]) == ("2025-04", 12)
    assert (first["website_decision_notes"], frozen.tables[1]["recipient_org_1_name"]) == ("angenommen", "Second Trust")


def test_a_natural_person_is_named_nowhere(frozen: Read) -> None:
    row = frozen.rows[2]
    assert row.masked
    assert (frozen.tables[2]["recipient_ind_name"], frozen.tables[2]["title"]) == (MASK, f"Grant to {MASK}")
    assert not any(word in repr(row) for word in ("Mustermann", "IND:3"))
    assert [one.masked for one in frozen.rows].count(True) == 1


def test_a_recipient_in_the_city_makes_a_funding_and_a_name_without_country_or_postcode_does_not(frozen: Read) -> None:
    (one,) = frozen.fundings
    assert one.recipient is not None
    assert (one.key, one.funder, one.programme, one.amount) == ("360G-nebel-1", "Stiftung Nebelhorn", "Nachbarschaft", Decimal("15000.50"))
    assert (one.amount_type, one.currency, one.as_of, one.start, one.end) == ("awarded", "EUR", "2024-03-01", dt.date(2024, 5, 1), None)
    assert [(each.scheme, each.value) for each in one.recipient.external_ids] == [("org-id", "DE-CR-111")]


def test_columns_are_described_in_german_and_english_and_the_funder_publishes(frozen: Read) -> None:
    assert all(column.title.en and column.description.de and column.description.en for column in frozen.dataset.columns)
    assert frozen.dataset.publisher == "Stiftung Nebelhorn"
    assert frozen.dataset.key == ("identifier",)


def test_columns_of_people_are_masked_where_organisations_receive(tmp_path: Path) -> None:
    path = _grants(
        tmp_path, _first(**{"Full name of applicant": "Prof Erika Mustermann", "E-mail": "e@muster.example", "Grant type": "large"})
    )
    found = read(SOURCE, path)
    assert (found.tables[0]["full_name_of_applicant"], found.tables[0]["e_mail"], found.tables[0]["grant_type"]) == (MASK, None, "large")
    assert "uster" not in repr(found.rows)


def test_an_award_to_a_person_in_the_city_keeps_the_person_out_of_the_register(tmp_path: Path) -> None:
    found = read(
        SOURCE,
        _grants(tmp_path, _first(recipientOrganization=[{"name": "Muster, Erika", "addressLocality": "Dortmund", "postalCode": "44147"}])),
    )
    assert found.fundings[0].recipient is not None
    assert (found.fundings[0].recipient.kind, "Muster" in repr(found.rows)) == ("person", False)


@pytest.mark.parametrize(
    ("lost", "said"),
    [("currency", "Currency"), ("id", "Identifier"), ("recipientOrganization", "Recipient Org:Name"), ("amountAwarded", "Amount Awarded")],
)
def test_a_lost_needed_column_is_refused_by_its_name(tmp_path: Path, lost: str, said: str) -> None:
    with pytest.raises(SourceChanged, match=f"{said}.* is missing"):
        read(SOURCE, _grants(tmp_path, _first(**{lost: None})))


def test_a_column_that_the_standard_wants_too_is_only_warned_about(tmp_path: Path) -> None:
    found = read(SOURCE, _grants(tmp_path, _first(description=None)))
    assert [(one.line, one.field) for one in found.remarks] == [(0, "description")]
    assert len(found.rows) == 1


def test_all_sheets_with_grants_are_read(tmp_path: Path) -> None:
    header = ["Identifier", "Title", "Currency", "Amount Awarded", "Recipient Org:Name", "Funding Org:Name"]
    one, two = (["a", "x", "EUR", 1, "A e. V.", "F"], ["b", "y", "EUR", 2, "B e. V.", "F", "more"])
    found = read(SOURCE, a_workbook(tmp_path, Y2023=[header, one], Y2024=[[*header, "Extra"], two]))
    assert [(table["identifier"], table["extra"]) for table in found.tables] == [("a", None), ("b", "more")]


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"a;b\n1;2\n", b"\0\1" * 99, b"[]", b'{"grants": {}}', b"[" * 99_999, b"PK\x03\x04x"]
)
def test_what_holds_no_grants_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(SourceChanged):
        read(SOURCE, tmp_path / "a.json")


@settings(max_examples=60)
@given(st.sampled_from([CSV, JSON]), st.floats(0, 1), st.binary(max_size=5), st.integers(0, 40))
def test_whatever_is_changed_in_a_file_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, file: Path, where: float, new: bytes, lost: int
) -> None:
    content = file.read_bytes()
    at = int(where * len(content))
    path = tmp_path_factory.mktemp("changed") / "a"
    path.write_bytes(content[:at] + new + content[at + lost :])
    with suppress(SourceChanged):
        assert read(SOURCE, path).seen <= 26


def test_the_real_grants_are_the_same_from_workbook_and_json(shared: Path) -> None:
    book, document = (read(SOURCE, shared / SAMPLES / f"registry__a003W000001B7PzQAK.{kind}") for kind in ("xlsx", "json"))
    assert (book.seen, document.seen, book.rejected, document.rejected) == (475, 475, [], [])
    assert [_plain(table) for table in book.tables] == [_plain(table) for table in document.tables]


def _plain(table: dict[str, Cell]) -> dict[str, Cell]:
    return {name: " ".join(cell.split()) if isinstance(cell, str) else cell for name, cell in table.items() if cell is not None}


def test_the_sums_of_the_real_grants_are_those_of_the_file(shared: Path) -> None:
    grants = json.loads((shared / SAMPLES / "registry__a003W000001B7PzQAK.json").read_text("utf-8"), parse_float=Decimal)["grants"]
    book = openpyxl.load_workbook(shared / SAMPLES / "registry__a003W000001B7PzQAK.xlsx", read_only=True)
    counted = sum(row[0] is not None for row in book.worksheets[0].iter_rows(min_row=2, values_only=True))
    book.close()
    found = read(SOURCE, shared / SAMPLES / "registry__a003W000001B7PzQAK.xlsx")
    assert (counted, len(grants), found.dataset.publisher) == (475, 475, "Andrew Lloyd Webber Foundation")
    assert [table["amount_awarded"] for table in found.tables] == [round(grant["amountAwarded"], 2) for grant in grants]


@pytest.mark.parametrize(
    "name", ["s-grants_2_grants.xlsx", "s-grants_2_grants_cp1252.csv", "s_grants_2_grants.csv"], ids=["xlsx", "cp1252", "utf-8"]
)
def test_the_real_fixtures_are_read_and_their_applicants_masked(shared: Path, name: str) -> None:
    found = read(SOURCE, shared / SAMPLES / f"cove_fixture__fundingprovider{name}")
    assert (len(found.rows), found.rejected) == (2, [])
    assert [(table["amount_awarded"], table["award_date"]) for table in found.tables] == [
        (152505, dt.date(2014, 7, 24)),
        (178990, dt.date(2014, 7, 24)),
    ]
    assert not any(name in repr(found.rows) for name in ("Jane", "Hypatia", "John Doe"))


@pytest.mark.parametrize("kind", ["broken", "fixed_2"])
def test_the_real_files_with_ids_that_repeat_lose_those_rows_with_the_reason(shared: Path, kind: str) -> None:
    path = shared / SAMPLES / f"cove_fixture__fundingproviders-grants_{kind}_grants.json"
    ids = [grant["id"] for grant in json.loads(path.read_text("utf-8"))["grants"]]
    found = read(SOURCE, path)
    assert (len(ids), len(set(ids)), len(found.rows)) == (4, 2, 2)
    assert {(one.field, one.reason) for one in found.rejected} == {("identifier", "stands in the file already")}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("cove_fixture__bom.csv", "Title and Amount Awarded"),
        ("cove_fixture__fundingproviders-grants_malformed.json", "broken JSON in line 10"),
        ("360-giving-schema.json", "without a list of grants"),
        ("360-giving-package-schema.json", "without a list of grants"),
        ("registry__data_all.json", "Amount Awarded"),
        ("registry__status.json", "Amount Awarded"),
    ],
)
def test_the_real_files_without_grants_are_refused_as_what_they_are(shared: Path, name: str, reason: str) -> None:
    with pytest.raises(SourceChanged, match=reason):
        read(SOURCE, shared / SAMPLES / name)
