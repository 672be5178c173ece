import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from datasets.errors import SourceChanged
from harvesters.reading.encodings import encoding_of
from harvesters.reading.grid import RawCell
from harvesters.reading.sheets import open_sheets
from tests.harvesters.samples import a_csv, a_workbook

ROWS = [["Name", "Ort", "Summe"], ["Café Größe", "Köln", "1,5"], ["Zweite; Zeile", "Bonn", "2"]]


def _rows(path: Path, sheet: int = 0) -> list[list[RawCell]]:
    return [list(row) for _, row in open_sheets(path)[sheet].rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_text_is_read_in_every_encoding_and_with_every_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = a_csv(tmp_path, ROWS, delimiter, encoding)
    if encoding == "utf-16-le":
        path.write_bytes(b"\xff\xfe" + path.read_bytes())
    assert _rows(path) == ROWS


def test_the_content_decides_and_not_the_suffix(tmp_path: Path) -> None:
    book = a_workbook(tmp_path, Liste=[["Name", "Summe"], ["A", 1.5]])
    assert _rows(book.rename(tmp_path / "liste.csv")) == [["Name", "Summe"], ["A", 1.5]]


def test_a_sheet_may_be_read_again(tmp_path: Path) -> None:
    (sheet,) = open_sheets(a_csv(tmp_path, ROWS))
    assert list(sheet.rows()) == list(sheet.rows())


def test_lines_count_as_an_editor_counts_them(tmp_path: Path) -> None:
    path = a_csv(tmp_path, [["Name", "Text"], ["A", "zwei\nZeilen"], ["B", "eine"]])
    assert [line for line, _ in open_sheets(path)[0].rows()] == [1, 2, 4]


def test_a_declared_encoding_counts_unless_the_bytes_say_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for text, encoding, found in (("50 €", "iso8859-15", "iso8859-15"), ("50 €", "utf-8", "utf-8"), ("„50 €“", "cp1252", "cp1252")):
        path.write_bytes(text.encode(encoding))
        assert encoding_of(path, "iso8859-15") == found


def test_workbooks_keep_their_first_columns_and_fill_merged_cells_downwards(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for cell, value in (("B2", "Träger"), ("C2", "Projekt"), ("B3", "Werkhof"), ("C3", "eins"), ("C4", "zwei")):
        sheet[cell] = value
    sheet.merge_cells("B3:B4")
    book.save(tmp_path / "a.xlsx")
    assert _rows(tmp_path / "a.xlsx")[1:] == [["", "Träger", "Projekt"], ["", "Werkhof", "eins"], ["", "Werkhof", "zwei"]]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(a_workbook(tmp_path, Alt=[["a"]], Neu=[["b"]]))
    book["Alt"].sheet_state = "hidden"
    book.save(tmp_path / "list.xlsx")
    assert [sheet.name for sheet in open_sheets(tmp_path / "list.xlsx")] == ["Neu"]


@pytest.mark.parametrize(
    "document",
    [
        [{"b": 1, "a": "x"}, {"a": "y", "b": None}],
        {"success": True, "result": {"records": [{"a": "x", "b": 1}, {"b": None, "a": "y"}]}},
        {"features": [{"properties": {"a": "x", "b": 1}}, {"properties": {"b": None, "a": "y"}}]},
        {"Blatt": [["a", "b"], ["x", 1], ["y", None]]},
    ],
)
def test_json_is_a_table_in_whatever_wrapping_and_order_of_keys(tmp_path: Path, document: object) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps(document))
    assert _rows(path) == [["a", "b"], ["x", 1], ["y", None]]


def test_one_json_object_per_line_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text('{"a": "x", "b": 1}\n{"b": 2, "a": "y"}\n')
    assert _rows(path) == [["a", "b"], ["x", 1], ["y", 2]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \r\n \n", "is empty"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html><head><title>Wartungs\narbeiten</title>", "Wartungs arbeiten"),
        (b'<?xml version="1.0"?><rss/>', "a web page or XML"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\x1f\x8b\x08\0", "is packed"),
        (bytes(range(256)) * 9, "no text"),
        (b"a;b\n1;\x81\xe4\n", "neither UTF-8 nor cp1252"),
        (b'[{"a": 1}, {"a"', "cut off"),
        (b'{"a": 1}\n{"a"', "cut off"),
        (b'{"title": "Liste"}', "without a list"),
        (b"[" * 100_000, "JSON"),
        (b"PK\x03\x04 and no more", "cut off or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more", "not readable as a workbook"),
    ],
)
def test_what_is_no_list_is_refused_by_its_name(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceChanged, match=said):
        open_sheets(path)


def test_a_workbook_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, Liste=[["a", "b"]] * 400)
    path.write_bytes(path.read_bytes()[:-900])
    with pytest.raises(SourceChanged, match="Fetch it again"):
        open_sheets(path)


def test_a_workbook_with_a_changed_byte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet>" + "a" * 100 + "</worksheet>")
    path.write_bytes(path.read_bytes().replace(b"aaaa", b"aaab", 1))
    with pytest.raises(SourceChanged, match="damaged"):
        open_sheets(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 << 20))
    with pytest.raises(SourceChanged, match="would unpack to 41,943,040"):
        open_sheets(path)


def test_a_stray_cell_in_the_far_corner_is_refused_and_not_given_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(SourceChanged, match="row 1,048,576 and column 16,384"):
        open_sheets(tmp_path / "far.xlsx")


def test_an_archive_without_a_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.zip", "w") as archive:
        archive.writestr("list.csv", "a;b")
    with pytest.raises(SourceChanged, match="unpack it"):
        open_sheets(tmp_path / "list.zip")


def test_an_open_document_is_refused_by_its_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    with pytest.raises(SourceChanged, match="OpenDocument file; save the list as XLSX or CSV"):
        open_sheets(tmp_path / "list.ods")


@pytest.mark.parametrize("end", ["Dritte;Köl", 'Dritte;"Köln\n'])
def test_text_that_ends_within_a_row_is_refused(tmp_path: Path, end: str) -> None:
    path = a_csv(tmp_path, ROWS)
    path.write_text(path.read_text() + end)
    with pytest.raises(SourceChanged, match="cut off"):
        _rows(path)


def test_a_note_without_a_line_break_is_no_cut(tmp_path: Path) -> None:
    path = a_csv(tmp_path, ROWS)
    path.write_text(path.read_text() + "* erfunden")
    assert _rows(path)[-1] == ["* erfunden"]
