import csv
import datetime as dt
import re
import zipfile
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.errors import SourceChanged
from harvesters.reading.persons import MASK
from harvesters.sources.cordis import BULK, SOURCE
from tests.harvesters.samples import FILES, Read, a_city, a_workbook, read

ORGANISATIONS, PROJECTS = FILES / "cordis_organization.csv", FILES / "cordis_project.csv"


def _zip(folder: Path, **members: bytes) -> Path:
    path = folder / "cordis-HORIZONprojects-csv.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return path


def _bulk(folder: Path) -> Path:
    return _zip(
        folder,
        project__csv=PROJECTS.read_bytes(),
        topics__csv=b'"projectID";"topic";"title"\n',
        organization__csv=ORGANISATIONS.read_bytes(),
    )


def _changed(folder: Path, old: str, new: str, path: Path = ORGANISATIONS) -> Path:
    text = path.read_text("utf-8")
    assert old in text
    (folder / "changed.csv").write_text(text.replace(old, new), "utf-8")
    return folder / "changed.csv"


@pytest.fixture(scope="module")
def frozen() -> Read:
    return read(SOURCE, ORGANISATIONS, "cordis-horizon")


def test_every_row_is_accepted_or_rejected_with_a_reason(frozen: Read) -> None:
    assert [row.line for row in frozen.rows] == [2, 3, 4, 5, 6, 7, 9, 11]
    assert [(one.line, one.field, one.reason) for one in frozen.rejected] == [(8, "name", "is empty"), (10, "ec_contribution", "no number")]


def test_comma_and_point_part_the_cents_in_one_row(frozen: Read) -> None:
    first = frozen.tables[0]
    assert (first["ec_contribution"], first["net_ec_contribution"], first["total_cost"]) == (
        Decimal(500_000),
        Decimal("420000.5"),
        Decimal("610000.75"),
    )


def test_cells_are_typed_and_countries_stay_as_the_source_writes_them(frozen: Read) -> None:
    assert [table["country"] for table in frozen.tables[2:4]] == ["EL", "DE;HU"]
    assert (frozen.tables[1]["sme"], frozen.tables[6]["sme"], frozen.tables[0]["position"]) == (True, None, 1)
    assert frozen.tables[0]["content_update_date"] == dt.datetime(2026, 3, 1, 8, 30)
    assert frozen.dataset.key == ("project_id", "position")


def test_quotes_that_are_not_doubled_cost_no_row_and_are_told(frozen: Read) -> None:
    assert frozen.tables[5]["name"] == 'Verein "Licht" am Kanal'
    told = [one for one in frozen.remarks if one.line == 0]
    assert [one.reason for one in told] == ["1 rows have quotes that are not doubled; read as part of the text: line 7"]
    assert [(one.line, one.field) for one in frozen.remarks if one.line] == [(11, "end_of_participation")]


def test_the_city_is_found_by_nuts_code_or_by_postcode_with_its_name(frozen: Read) -> None:
    keys = [one.key for one in frozen.fundings]
    assert keys == ["901000001-990000001", "901000001-990000002", "901000002-2", "301001-990000001", "901000003-990000009"]


def test_a_funding_is_the_net_contribution_and_before_2014_the_only_one_there_is(frozen: Read) -> None:
    assert [one.amount for one in frozen.fundings] == [Decimal("420000.5"), 80_000, 30_000, 541_640, 0]
    assert {one.amount_type for one in frozen.fundings} == {"union_contribution"}
    assert [one.amount_raw for one in frozen.fundings][::3] == ["420000.5", "541640"]


def test_a_funding_says_who_gives_what_to_whom_and_where_it_is_written(frozen: Read) -> None:
    one = frozen.fundings[0]
    assert one.recipient is not None
    assert (one.funder, one.title, one.as_of) == ("Europäische Union, Horizont Europa", "HAFENLICHT", "2026-03-01")
    assert one.source_url == "https://cordis.europa.eu/project/id/901000001"
    assert [(each.scheme, each.value) for each in (*one.external_ids, *one.recipient.external_ids)] == [
        ("eu-grant", "901000001"),
        ("pic", "990000001"),
    ]
    assert (one.recipient.kind, one.recipient.website) == ("university", "https://hafen.example")


def test_a_natural_person_and_what_leads_to_it_is_named_nowhere(frozen: Read) -> None:
    row = frozen.rows[4]
    assert row.masked
    assert (frozen.tables[4]["name"], frozen.tables[4]["organisation_id"]) == (MASK, None)
    assert not any(word in repr(row) for word in ("MUSTERMANN", "990000005", "51.51"))
    assert [one.masked for one in frozen.rows].count(True) == 1


def test_every_column_is_described_in_german_and_english(frozen: Read) -> None:
    header = ORGANISATIONS.read_text("utf-8").splitlines()[0]
    assert ";".join(f'"{column.source_name}"' for column in frozen.dataset.columns) == header
    assert all(column.title.de and column.title.en and column.description.de and column.description.en for column in frozen.dataset.columns)


def test_the_table_of_projects_is_known_by_its_headers_and_keeps_line_breaks() -> None:
    found = read(SOURCE, PROJECTS, "projects")
    assert (len(found.rows), found.rejected, found.dataset.key) == (3, [], ("id",))
    assert found.tables[0]["objective"] == 'First line.\nSecond line with "wrong" quotes; and more.'
    assert [(one.line, one.field) for one in found.remarks if one.line] == [(4, "end_date")]
    assert found.fundings == []


def test_an_older_dump_has_nature_and_no_keywords(tmp_path: Path) -> None:
    found = read(SOURCE, _changed(tmp_path, '"keywords"', '"nature"', PROJECTS), "projects")
    assert {"nature", "objective"} <= {column.name for column in found.dataset.columns}
    assert len(found.rows) == 3


def test_the_archive_gives_its_participations_with_what_the_projects_say(tmp_path: Path, frozen: Read) -> None:
    found = read(SOURCE, _bulk(tmp_path), "cordis")
    assert found.tables == frozen.tables
    first, unknown = found.fundings[0], found.fundings[3]
    assert (first.title, first.start, first.end) == ('Light for the harbour; a "quoted" title', dt.date(2025, 1, 1), dt.date(2028, 12, 31))
    assert (first.funder, unknown.funder, unknown.title) == ("Europäische Union, Horizont Europa", "Europäische Union", "ALTGLAS")


def test_the_xml_of_one_project_gives_its_participations() -> None:
    found = read(SOURCE, FILES / "cordis.xml", "project-901000001")
    assert [(table["role"], table["net_ec_contribution"], table["country"]) for table in found.tables] == [
        ("coordinator", Decimal("420000.5"), "DE"),
        ("participant", None, "EL"),
    ]
    (one,) = found.fundings
    assert (one.title, one.funder, one.start) == ("Light for the harbour", "Europäische Union, Horizont Europa", dt.date(2025, 1, 1))
    assert (found.rejected, found.remarks) == ([], [])


def test_the_xml_of_a_project_without_participations_is_the_project(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<project xmlns="http://cordis.europa.eu"><id>7</id><title>T</title><totalCost>1,5</totalCost></project>', "utf-8"
    )
    assert read(SOURCE, tmp_path / "a.xml").tables == [{"id": "7", "title": "T", "total_cost": Decimal("1.5")}]


@pytest.mark.parametrize(
    "text", ["<!DOCTYPE project [<!ENTITY a 'b'>]><project {}><id>&a;</id></project>", "<project {}><id>1", "<call {}/>", "<project {}/>"]
)
def test_xml_that_is_no_project_or_declares_entities_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.xml").write_text(text.replace("{}", 'xmlns="http://cordis.europa.eu"'), "utf-8")
    with pytest.raises(SourceChanged):
        read(SOURCE, tmp_path / "a.xml")


def test_a_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(SourceChanged, match="attack or a mistake"):
        read(SOURCE, _zip(tmp_path, organization__csv=b"0" * (40 << 20)))


def test_an_archive_without_csv_is_refused_with_what_to_take_instead(tmp_path: Path) -> None:
    with pytest.raises(SourceChanged, match=r"-csv\.zip"):
        read(SOURCE, _zip(tmp_path, project__json=b"[]", project__xml=b"<a/>"))


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = _bulk(tmp_path)
    content = bytearray(path.read_bytes())
    content[60:400] = bytes(340)
    path.write_bytes(content)
    with pytest.raises(SourceChanged, match="damaged"):
        read(SOURCE, path)


@pytest.mark.parametrize("header", ["projectID", "name", "netEcContribution"])
def test_a_renamed_needed_column_is_refused_by_its_name(tmp_path: Path, header: str) -> None:
    path = _changed(tmp_path, f'"{header}"', '"other"')
    path.write_text(
        path.read_text("utf-8").replace('"ecContribution"', '"another"') if header.startswith("net") else path.read_text("utf-8"), "utf-8"
    )
    with pytest.raises(SourceChanged, match=f"the column .*{header}.* is missing"):
        read(SOURCE, path)


@pytest.mark.parametrize(
    "content", [b"", b"<html><title>Wartung</title></html>", b"a;b\n1;2\n", b"\0\1\2" * 99, b'"projectID"', b"PK\x03\x04x"]
)
def test_what_is_no_table_of_cordis_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(SourceChanged):
        read(SOURCE, tmp_path / "a.csv")


@pytest.mark.parametrize("kept", [-3, -40, 900])
def test_a_table_that_was_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    (tmp_path / "a.csv").write_bytes(ORGANISATIONS.read_bytes()[:kept])
    with pytest.raises(SourceChanged, match="cut off"):
        read(SOURCE, tmp_path / "a.csv")


def test_a_workbook_with_a_wrong_dimension_and_an_empty_last_column_reads_the_same(tmp_path: Path) -> None:
    with PROJECTS.open(encoding="utf-8", newline="") as file:
        rows: list[list[object]] = [[*row, None] for row in csv.reader(file, delimiter=";")]
    path = a_workbook(tmp_path, DATA=rows)
    with zipfile.ZipFile(path) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', sheet)
    assert parts["xl/worksheets/sheet1.xml"] != sheet
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    found = read(SOURCE, path, "projects")
    assert [table["id"] for table in found.tables] == ["901000001", "901000002", "901000003"]
    assert len(found.dataset.columns) == 20


@settings(max_examples=60)
@given(st.floats(0, 1), st.binary(max_size=5), st.integers(0, 40))
def test_whatever_is_changed_in_a_file_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, where: float, new: bytes, lost: int
) -> None:
    content = ORGANISATIONS.read_bytes()
    at = int(where * len(content))
    path = tmp_path_factory.mktemp("changed") / "a.csv"
    path.write_bytes(content[:at] + new + content[at + lost :])
    with suppress(SourceChanged):
        assert read(SOURCE, path).seen <= 12


def test_the_live_flow_is_the_archive_of_the_programme_that_grows() -> None:
    (step,) = SOURCE.steps(a_city())
    assert (step.url, step.keep) == (BULK, True)


def test_every_cell_of_the_real_participations_is_there(shared: Path) -> None:
    path = shared / "samples/cordis/organization_verbatim_2026-10-03.csv"
    found = read(SOURCE, path)
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    assert [column.source_name for column in found.dataset.columns] == header
    assert (len(found.rows), found.rejected, found.remarks) == (len(rows), [], [])
    assert [str(table["total_cost"] or "") for table in found.tables] == [row[22].replace(",", ".") for row in rows]
    assert [table["name"] for table in found.tables if table["name"] != MASK] == [row[4] for row in rows if "CORDOVA" not in row[4]]
    assert [row.masked for row in found.rows].count(True) == 1
    assert "CORDOVA" not in repr(found.rows)


@pytest.mark.parametrize(("name", "rows"), [("hopon_orgs_pipe.csv", 250), ("hopon_projects_pipe.csv", 48)])
def test_the_real_tables_with_bars_are_read_whole(shared: Path, name: str, rows: int) -> None:
    path = shared / "samples/cordis" / name
    with path.open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file, delimiter="|"))
    found = read(SOURCE, path)
    assert (len(told), found.seen, found.rejected) == (rows, rows, [])
    money = "ec_contribution" if "orgs" in name else "total_cost"
    header = {column.name: column.source_name for column in found.dataset.columns}[money]
    values = [Decimal(row[header].replace(",", ".")) for row in told if row[header]]
    assert sum(value for value in (table[money] for table in found.tables) if isinstance(value, Decimal)) == sum(values)


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
@pytest.mark.parametrize("name", ["topics", "legalBasis", "euroSciVoc", "webLink", "webItem"])
def test_the_real_workbooks_are_read_whole(shared: Path, name: str) -> None:
    path = shared / f"samples/cordis/hlageek_{name}.xlsx"
    book = openpyxl.load_workbook(path)
    header, *rows = book["DATA"].iter_rows(values_only=True)
    found = read(SOURCE, path)
    assert [column.source_name for column in found.dataset.columns] == [cell for cell in header if cell]
    assert (found.seen, found.rejected) == (len(rows), [])
    shown = [["" if cell is None else str(cell).lower() for cell in row.cells] for row in found.rows]
    assert shown == [[" ".join(str(cell or "").lower().split()) for cell in row[: len(shown[0])]] for row in rows]
