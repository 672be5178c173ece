import datetime as dt
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import SourceChanged
from harvesters.lists.federal import KNOWN
from harvesters.lists.federal_search import form_is_known, hits
from harvesters.reading import wrapped
from harvesters.reading.persons import MASK
from harvesters.sources.foerderkatalog import SOURCE
from tests.harvesters.samples import FILES, Read, a_workbook, read

FROZEN = FILES / "foerderkatalog.csv"
REAL = "samples/foekat/foekat_oldenburg_2026-09-24.latin9.csv"
LATIN9 = "iso8859-15"
BEFORE_2025 = {
    "Administrierende Stelle": "PT",
    "Förderempfänger /Auftragnehmer": "Zuwendungsempfänger",
    "Thema des geförderten Vorhabens": "Thema",
    "Förder- / Auftragssumme (Anteil des Bundes) in EUR": "Fördersumme in EUR",
    '="Projekt"': '="Verbundprojekt"',
}


def _changed(folder: Path, old: str, new: str, path: Path = FROZEN) -> Path:
    text = path.read_bytes().decode(LATIN9)
    assert old in text
    (folder / "changed.csv").write_bytes(text.replace(old, new).encode(LATIN9))
    return folder / "changed.csv"


@pytest.fixture(scope="module")
def frozen() -> Read:
    return read(SOURCE, FROZEN, "foerderkatalog")


def test_every_row_is_accepted_or_rejected_with_a_reason(frozen: Read) -> None:
    assert [row.line for row in frozen.rows] == [2, 3, 4, 5, 6, 7, 8, 11, 12, 13]
    reasons = [(one.line, one.field, one.reason) for one in frozen.rejected]
    assert reasons == [(9, "thema", "is empty"), (10, "foerdersumme_eur", "no number")]


def test_columns_have_stable_names_and_keep_the_header_letter_by_letter(frozen: Read) -> None:
    assert [column.name for column in frozen.dataset.columns] == [known.name for known in KNOWN]
    assert frozen.dataset.columns[22].source_name == "Förder- / Auftragssumme (Anteil des Bundes) in EUR"
    assert all(column.title.de and column.title.en and column.description.de for column in frozen.dataset.columns)
    assert frozen.dataset.key == ("fkz",)


def test_a_bare_text_keeps_its_commas_quotes_and_semicolons(frozen: Read) -> None:
    text = str(frozen.tables[1]["thema"])
    assert len(text) > 255
    assert 'Bänke und "kluge" Mülleimer miteinander reden; Teilvorhaben' in text
    assert frozen.tables[2]["thema"] == "Speicher aus Salz; zweite Stufe"


def test_sums_and_days_are_typed_and_placeholders_and_wrong_days_are_empty(frozen: Read) -> None:
    first, placeholder, wrong = frozen.tables[0], frozen.tables[4], frozen.tables[5]
    assert (first["foerdersumme_eur"], first["laufzeit_von"]) == (Decimal("1250000.50"), dt.date(2024, 3, 1))
    assert (placeholder["foerdersumme_eur"], wrong["laufzeit_von"], wrong["laufzeit_bis"]) == (None, None, dt.date(1991, 12, 31))
    assert [(one.line, one.field) for one in frozen.remarks] == [(7, "laufzeit_von"), (0, "foerdersumme_eur"), (0, "thema")]


def test_the_euro_sign_is_read(frozen: Read) -> None:
    assert frozen.tables[5]["thema"] == "Nebelhorn mit 50 € Bauteilen"


def test_the_city_is_found_by_the_key_of_recipient_or_executing_unit(frozen: Read) -> None:
    assert [one.key for one in frozen.fundings] == ["16HL0001A", "K0815 /7", "67EX0003", "67EX0008"]
    assert frozen.fundings[1].note == "Ausführende Stelle: Forschungsverein Süd e. V., Institut am Hafen"


def test_a_row_that_only_books_a_payment_stays_in_the_dataset_and_makes_no_funding(frozen: Read) -> None:
    assert frozen.tables[3]["fkz"] == "DV 5402I"
    assert "DV 5402I" not in {one.key for one in frozen.fundings}


def test_a_funding_says_who_gives_what_to_whom_and_where_it_is_written(frozen: Read) -> None:
    one = frozen.fundings[1]
    assert (one.funder, one.amount, one.amount_type, one.amount_raw) == ("Bund, BMWE", Decimal("99999.99"), "awarded", "99.999,99")
    assert (one.external_ids[0].scheme, one.external_ids[0].value) == ("fkz", "K0815 /7")
    assert parse_qs(urlsplit(str(one.source_url)).query)["fkz"] == ["K0815 /7"]
    assert one.source_url is not None
    assert one.source_url.endswith("fkz=K0815%20%2F7")
    assert one.recipient is not None
    assert (one.recipient.city, one.recipient.municipality_key) == ("München", "09162000")
    assert (one.raw["Ort"], one.raw["Ort (Ausführende Stelle)"]) == ("München", "Dortmund")


def test_a_natural_person_is_named_nowhere(frozen: Read) -> None:
    row = frozen.rows[6]
    assert row.masked
    assert "Mustermann" not in repr(row)
    assert row.cells[5] == row.cells[11] == MASK
    assert [one.masked for one in frozen.rows].count(True) == 1


def test_a_file_in_another_order_of_columns_reads_the_same(tmp_path: Path, frozen: Read) -> None:
    lines = [wrapped.cells(line, 26) for _, line in wrapped.lines(FROZEN, LATIN9)]
    order = [*range(20, 26), *range(20)]
    text = "".join("".join(f'="{line[at]}";' for at in order) + "\n" for line in lines if all(";" not in cell for cell in line))
    (tmp_path / "a.csv").write_bytes(text.encode(LATIN9))
    assert read(SOURCE, tmp_path / "a.csv").tables[0] == frozen.tables[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", LATIN9])
def test_the_export_saved_in_another_encoding_reads_the_same(tmp_path: Path, frozen: Read, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(FROZEN.read_bytes().decode(LATIN9).replace("€", "Euro").encode(encoding))
    assert read(SOURCE, tmp_path / "a.csv").tables[:5] == frozen.tables[:5]


def test_the_export_saved_as_a_workbook_reads_the_same(tmp_path: Path, frozen: Read) -> None:
    rows: list[list[object]] = [list(wrapped.cells(line, 26)) for _, line in wrapped.lines(FROZEN, LATIN9)]
    rows[1][22], rows[1][20] = 1250000.5, dt.datetime(2024, 3, 1)
    found = read(SOURCE, a_workbook(tmp_path, Liste=[["Export"], *rows]))
    assert found.tables == [{**table} for table in frozen.tables]


def test_a_new_column_is_kept_and_a_lost_optional_one_is_no_error(tmp_path: Path) -> None:
    found = read(SOURCE, _changed(tmp_path, '="Referat"', '="Neue Spalte %"'))
    assert [column.name for column in found.dataset.columns][-1] == "neue_spalte_prozent"
    assert "referat" not in {column.name for column in found.dataset.columns}


@pytest.mark.parametrize("header", ["FKZ", "Förderempfänger /Auftragnehmer", "Thema des geförderten Vorhabens"])
def test_a_lost_needed_column_is_refused_by_its_name(tmp_path: Path, header: str) -> None:
    with pytest.raises(SourceChanged, match=f"{header!r} is missing"):
        read(SOURCE, _changed(tmp_path, f'="{header}"', '="Anderes"'))


@pytest.mark.parametrize("kept", [-1, -30, 2200])
def test_an_export_that_was_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    (tmp_path / "a.csv").write_bytes(FROZEN.read_bytes().rstrip()[:kept])
    with pytest.raises(SourceChanged, match="cut off"):
        read(SOURCE, tmp_path / "a.csv")


@pytest.mark.parametrize("content", [b"", b"<html><title>Wartung</title></html>", b"a;b\n1;2\n", b"\0\1\2" * 99])
def test_what_is_no_export_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(SourceChanged):
        read(SOURCE, tmp_path / "a.csv")


def test_a_row_with_a_cell_too_few_is_rejected_and_costs_no_other(tmp_path: Path) -> None:
    found = read(SOURCE, _changed(tmp_path, '="03PL0001";="BMWE";', '="03PL0001";'))
    assert (found.rejected[0].line, found.rejected[0].reason) == (6, "25 cells instead of 26")
    assert len(found.rows) == 9


TEXT = st.text(st.characters(blacklist_characters='"\r\n', blacklist_categories=("Cs", "Cc")), max_size=30)


@given(st.lists(TEXT, min_size=2, max_size=6), st.integers(0, 10**9), st.lists(TEXT, min_size=2, max_size=6))
def test_any_text_without_quotes_comes_back_from_its_cells(before: list[str], cents: int, after: list[str]) -> None:
    bare = f"{cents // 100},{cents % 100:02}"
    row = "".join(f'="{cell}";' for cell in before) + f"{bare};" + "".join(f'="{cell}";' for cell in after)
    assert wrapped.cells(row, len(before) + 1 + len(after)) == [*before, bare, *after]


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("<h2>Suchergebnis &nbsp;(1.295&nbsp;Treffer)</h2>", 1295),
        ("<p>12 Treffer insgesamt</p>", 12),
        ("<b>302.043</b> Treffer", 302_043),
        ("<p>Ihre Suche\n liefert keine Ergebnisse.</p>", 0),
    ],
)
def test_the_result_page_tells_how_many_rows_the_export_must_have(page: str, count: int) -> None:
    assert hits(page.encode(LATIN9)) == count


@pytest.mark.parametrize("inspect", [hits, form_is_known])
def test_a_page_under_maintenance_is_refused_by_its_title(inspect: object) -> None:
    assert callable(inspect)
    with pytest.raises(SourceChanged, match="Wartungsarbeiten"):
        inspect("<html><title>Wartungsarbeiten</title><p>Bitte später</p></html>".encode(LATIN9))


def test_every_cell_of_the_real_rows_is_right(shared: Path) -> None:
    path = shared / REAL
    found = read(SOURCE, path, "foerderkatalog")
    lines = path.read_bytes().decode(LATIN9).splitlines()[1:]
    assert [len(found.rows), len(found.rejected), len(found.remarks)] == [len(lines), 0, 0] == [12, 0, 0]
    for line, row in zip(lines, found.rows, strict=True):
        assert "".join(_written(at, cell) for at, cell in enumerate(row.cells)) == line


def _written(at: int, cell: object) -> str:
    """A cell as the source writes it."""
    if isinstance(cell, Decimal):
        return f"{cell:,.2f}".translate(str.maketrans(",.", ".,")) + ";"
    text = cell.strftime("%d.%m.%Y") if isinstance(cell, dt.date) else str(cell or "")
    return f"{text};" if len(text) > 255 else f'="{text}";'


def test_the_real_rows_read_the_same_under_the_headers_before_2025(shared: Path, tmp_path: Path) -> None:
    text = (shared / REAL).read_bytes().decode(LATIN9)
    for new, old in BEFORE_2025.items():
        text = text.replace(new, old, 1)
    (tmp_path / "old.csv").write_bytes(text.encode(LATIN9))
    old, new = read(SOURCE, tmp_path / "old.csv"), read(SOURCE, shared / REAL)
    assert old.tables == new.tables
    assert [column.source_name for column in old.dataset.columns][3] == "PT"


def test_a_cleaned_excerpt_of_the_catalogue_is_read_too(shared: Path) -> None:
    found = read(SOURCE, shared / "samples/foekat/technologiestiftung_berlin_excerpt_20260901.csv")
    assert (len(found.rows), found.rejected) == (14, [])
    assert {"K332700 /7", "13ME0191/5", "0315865"} <= {table["fkz"] for table in found.tables}
    assert found.tables[1]["foerdersumme_eur"] == Decimal("10054408.00")
