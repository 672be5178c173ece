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
from harvesters.reading.persons import MASK
from harvesters.sources.liste_der_vorhaben import SOURCE
from tests.harvesters.samples import FILES, Read, a_csv, a_workbook, read

FROZEN = ["liste_der_vorhaben.xlsx", "liste_der_vorhaben.csv", "liste_der_vorhaben.json"]
HEADER = ["Begünstigter", "Vorhaben", "Zuschuss"]
GOOD = ["Werkhof gGmbH", "Zweite Lehre", "1.000,00"]


def _read(folder: Path, *rows: list[str]) -> Read:
    return read(SOURCE, a_csv(folder, list(rows)))


@pytest.fixture(scope="module", params=FROZEN)
def frozen(request: pytest.FixtureRequest) -> Read:
    return read(SOURCE, FILES / request.param, url="https://example.org/liste.xlsx")


def test_a_list_reads_the_same_in_every_kind_of_file(frozen: Read) -> None:
    assert (len(frozen.rows), frozen.rejected) == (6, [])
    assert frozen.tables[0] == {
        "beguenstigter": "Stadt Dortmund",
        "vorhaben": "Grüne Höfe",
        "zusammenfassung": "Bäume und Bänke\nfür Hinterhöfe",
        "beginn": dt.date(2016, 3, 1),
        "ende": dt.date(2018, 2, 28),
        "foerderfaehige_kosten": Decimal("1200300.5"),
        "kofinanzierungssatz": 50,
        "gebietskennziffer": "05913000",
        "plz": "44137",
        "ort": "Dortmund",
        "land": "DE",
        "art_der_massnahme": "Bau",
    }


def test_the_dataset_says_what_its_columns_are(frozen: Read) -> None:
    types = {column.name: (column.type, column.unit) for column in frozen.dataset.columns}
    assert (types["foerderfaehige_kosten"], types["beginn"], types["plz"]) == (("number", "EUR"), ("date", ""), ("string", ""))
    assert all(column.title.de and column.source_name for column in frozen.dataset.columns)
    assert frozen.dataset.key == ()
    assert (frozen.dataset.temporal_start, frozen.dataset.temporal_end) == (dt.date(2014, 1, 1), dt.date(2020, 12, 31))


def test_rows_of_the_city_become_fundings_by_key_and_postcode_never_by_their_title(frozen: Read) -> None:
    assert [one.title for one in frozen.fundings] == ["Grüne Höfe", "Zweite Lehre", "Lesen am Kanal", "Praxis für Stimme"]
    assert {one.amount_type for one in frozen.fundings} == {"eligible"}
    assert {one.funder for one in frozen.fundings} == {"Europäische Union, EFRE"}
    assert frozen.fundings[0].source_url == "https://example.org/liste.xlsx"
    assert frozen.fundings[0].raw["Ort"] == "Dortmund"


def test_a_natural_person_is_named_nowhere(frozen: Read) -> None:
    row = frozen.rows[4]
    assert row.masked
    assert "Mustermann" not in repr(row)
    assert (row.cells[0], row.cells[2]) == (MASK, f"Umbau der Praxis {MASK}")
    assert [one.masked for one in frozen.rows].count(True) == 1


def test_a_funding_has_the_same_name_in_every_kind_of_file() -> None:
    keys = [[one.key for one in read(SOURCE, FILES / name).fundings] for name in FROZEN]
    assert keys[0] == keys[1] == keys[2]
    assert len(set(keys[0])) == 4


def test_titles_other_headers_totals_and_notes_are_no_data_rows_and_are_told() -> None:
    (remark,) = read(SOURCE, FILES / FROZEN[0]).remarks
    assert remark.reason == "4 rows are headings, totals or notes and no operations: line 6, 7, 15, 16"


def test_rows_that_are_the_same_have_different_names(tmp_path: Path) -> None:
    row = ["Werkhof Dortmund", "Zweite Lehre", "1.000,00"]
    found = _read(tmp_path, HEADER, row, row, row)
    first = found.fundings[0].key
    assert [one.key for one in found.fundings] == [first, f"{first}-2", f"{first}-3"]


@pytest.mark.parametrize(("second", "key"), [("B-2", ("vorhaben_code",)), ("A-1", ()), ("", ())])
def test_the_code_of_the_operation_is_the_key_where_each_row_has_its_own(tmp_path: Path, second: str, key: tuple[str, ...]) -> None:
    found = _read(tmp_path, [*HEADER, "Code des Vorhabens"], [*GOOD, "A-1"], [*GOOD, second])
    assert found.dataset.key == key


def test_a_code_names_the_funding(tmp_path: Path) -> None:
    (one,) = _read(tmp_path, [*HEADER, "Operation ID", "Ort"], [*GOOD, "Nds_02x7", "Dortmund"]).fundings
    assert (one.key, one.external_ids[0].scheme, one.external_ids[0].value) == ("Nds_02x7", "operation", "Nds_02x7")


@pytest.mark.parametrize(
    ("row", "field"),
    [(["", "Lehre", "5"], "beguenstigter"), (["Werkhof", " ", "5"], "vorhaben"), (["Werkhof", "Lehre", "siehe oben"], "zuwendung")],
)
def test_a_row_is_rejected_where_a_needed_cell_cannot_be_read(tmp_path: Path, row: list[str], field: str) -> None:
    found = _read(tmp_path, HEADER, GOOD, row, GOOD)
    assert (len(found.rows), [(one.line, one.field) for one in found.rejected]) == (2, [(3, field)])


def test_one_sum_that_can_be_read_is_enough(tmp_path: Path) -> None:
    found = _read(tmp_path, [*HEADER, "Gesamtkosten"], ["Werkhof", "Lehre", "siehe oben", "2.000,00"], ["Werkhof", "Lehre", "", ""])
    assert (len(found.rows), found.rejected) == (2, [])
    assert [(one.line, one.field) for one in found.remarks] == [(2, "zuwendung"), (3, "")]


def test_another_bad_cell_becomes_empty_and_is_told(tmp_path: Path) -> None:
    found = _read(tmp_path, [*HEADER, "Beginn"], [*GOOD, "31.02.2015"])
    assert found.tables[0]["beginn"] is None
    assert [(one.line, one.field, one.raw) for one in found.remarks] == [(2, "beginn", "31.02.2015")]


@pytest.mark.parametrize(("at", "said"), [(0, "the beneficiary"), (1, "the operation's name"), (2, "a sum of money")])
def test_a_list_without_what_is_needed_is_refused_and_says_what_it_has(tmp_path: Path, at: int, said: str) -> None:
    header = [*HEADER, "Ort"]
    header[at] = "Anderes"
    with pytest.raises(SourceChanged, match=f"no column for {said} .*'Anderes'"):
        _read(tmp_path, header, [*GOOD, "Köln"])


def test_sheets_with_the_same_header_are_all_read_and_others_are_not(tmp_path: Path) -> None:
    rows: list[list[object]] = [[*HEADER], ["Werkhof", "eins", 1]]
    path = a_workbook(tmp_path, Info=[["Stand"]], EFRE=rows, JTF=[["JTF 2021-2027"], [], [*HEADER], ["Werkhof", "zwei", 2]])
    assert [table["vorhaben"] for table in read(SOURCE, path).tables] == ["eins", "zwei"]


def test_cells_merged_over_rows_belong_to_each_of_them(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, Liste=[[*HEADER], ["Werkhof", "eins", 1], [None, "zwei", 2]])
    book = openpyxl.load_workbook(path)
    book["Liste"].merge_cells("A2:A3")
    book.save(path)
    assert [table["beguenstigter"] for table in read(SOURCE, path).tables] == ["Werkhof", "Werkhof"]


def test_a_column_without_header_is_kept_beside_its_neighbour(tmp_path: Path) -> None:
    found = _read(tmp_path, [*HEADER, "Landkreis", "", ""], [*GOOD, "0591300000", "Dortmund, Stadt", ""])
    assert found.tables[0]["kreis_2"] == "Dortmund, Stadt"
    assert [column.name for column in found.dataset.columns][-1] == "kreis_2"
    assert len(found.fundings) == 1


def test_years_stay_text_where_a_cell_holds_two(tmp_path: Path) -> None:
    header = [*HEADER, "Jahr der Bewilligung / Jahr der Restzahlung"]
    assert _read(tmp_path, header, [*GOOD, "2010"], [*GOOD, "2012"]).tables[0]["jahr"] == 2010
    assert _read(tmp_path, header, [*GOOD, "2010"], [*GOOD, "2010/ 2012"]).tables[0]["jahr"] == "2010"


def test_months_stay_months(tmp_path: Path) -> None:
    found = _read(tmp_path, [*HEADER, "Beginn"], [*GOOD, "06/2015"], [*GOOD, "01.07.2015"])
    assert [table["beginn"] for table in found.tables] == ["2015-06", "2015-07-01"]


def test_american_days_and_english_sums_are_seen_from_the_whole_column(tmp_path: Path) -> None:
    header = ["Name des Begünstigten", "Bezeichnung des Vorhabens", "Datum des Beginns", "Gesamtbeitrag der förderfähigen Ausgaben", "Land"]
    path = a_csv(tmp_path, [header, ["A GmbH    ", "x", "9/7/2015", "4,156.00", "D"], ["B GmbH", "y", "12/17/2015", "1,200", "D"]], ",")
    first, second = read(SOURCE, path).tables
    assert (first["beginn"], first["foerderfaehige_kosten"]) == (dt.date(2015, 9, 7), 4156)
    assert second["foerderfaehige_kosten"] == 1200


def test_a_source_may_say_itself_that_a_person_is_meant(tmp_path: Path) -> None:
    header = [*HEADER, "Rechtsform des Begünstigten", "Straße des Begünstigten"]
    person = ["Erika Mustermann", "Atelier Erika Mustermann", "500", "natürliche Person", "Musterweg 1"]
    found = _read(tmp_path, header, person, [*GOOD, "gGmbH", "Gasse 2"])
    assert [row.masked for row in found.rows] == [True, False]
    assert "Muster" not in repr(found.rows[0])


def test_a_list_without_any_place_goes_by_the_name_of_the_recipient_and_says_so(tmp_path: Path) -> None:
    found = _read(tmp_path, HEADER, ["Hochschule Dortmund", "x", "1"], ["Hochschule Köln", "Reise nach Dortmund", "1"])
    assert [(one.recipient.name if one.recipient else "", bool(one.note)) for one in found.fundings] == [("Hochschule Dortmund", True)]


def test_the_sum_that_was_awarded_stands_before_what_it_may_cost(tmp_path: Path) -> None:
    header = ["Begünstigter", "Vorhaben", "Ort", "Gesamtkosten", "EU-Mittel", "Zuwendung", "Bewilligungsdatum"]
    found = _read(tmp_path, header, ["A", "x", "Dortmund", "900", "300", "400", "1.2.2020"], ["A", "y", "Dortmund", "900", "300", "0", ""])
    assert [(one.amount, one.amount_type) for one in found.fundings] == [(400, "awarded"), (300, "union_contribution")]
    assert found.fundings[0].as_of == "2020-02-01"


@settings(max_examples=60)
@given(st.sampled_from(FROZEN), st.floats(0, 1), st.binary(max_size=5), st.integers(0, 40))
def test_whatever_is_changed_in_a_file_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, where: float, new: bytes, lost: int
) -> None:
    content = (FILES / name).read_bytes()
    at = int(where * len(content))
    path = tmp_path_factory.mktemp("changed") / name
    path.write_bytes(content[:at] + new + content[at + lost :])
    with suppress(SourceChanged):
        assert read(SOURCE, path).seen <= 7


SHAPES: dict[str, list[list[str]]] = {
    "bilingual in one cell": [
        [
            "Name des Begünstigten /\nbeneficiary name",
            "Bezeichnung des Vorhabens /\noperation name",
            "Unions-Kofinanzierungssatz /\nUnion co-financing rate",
            "Gesamtbetrag der förderfähigen Ausgaben /\ntotal eligible expenditure",
            "Postleitzahl des Vorhabens /\noperation postcode",
        ],
        ["Werkhof Nord GmbH", "Erweiterung", "25%*", "459000", "94065"],
    ],
    "trilingual below each other": [
        ["", "", "Datum:", "30.06.2016"],
        ["Name des Begünstigten\n(keine natürlichen Personen)", "Bezeichnung\ndes Vorhabens", "Datum des Beginns", "Förderfähige Ausgaben"],
        ["English", "", "", ""],
        ["Beneficiary name\n(no natural persons)", "Operation name", "Operation start date", "Total eligible expenditure"],
        ["Français", "", "", ""],
        ["Nom du bénéficiaire\n(art. 115)", "Nom de l'opération", "Date de début", "Total des dépenses éligibles"],
        ["", "", "", ""],
        ["Werkhof Nord GmbH", "Erweiterung", "01.02.2015", "459.000,00"],
    ],
    "a language that no rule knows": [
        ["Name des Begünstigten", "Bezeichnung des Vorhabens", "Beginn", "Gesamtkosten"],
        ["Nazwa beneficjenta", "Tytuł projektu", "Data rozpoczęcia", "Całkowity koszt"],
        ["Werkhof Nord GmbH", "Erweiterung", "01.02.2015", "459.000,00"],
    ],
    "footnotes and hyphens": [
        ["Name des Begünstigten", "Bezeichnung des Vorhabens", "Bewilligungs-datum", "Förderfähige Ausgaben1)\n(in EUR)", "Ort"],
        ["Werkhof Nord GmbH\nStraße 1\n18055 Rostock", "Erweiterung", "6/29/2015", "5,819,053", "Rostock"],
        ["1) ohne Eigenmittel", "", "", "", ""],
    ],
    "capitals, no summary": [
        ["ANTRAGSNUMMER", "Name des Begünstigten", "PLZ", "BEGINN", "ENDE", "ZUSAMMENFASSUNG", "BEZEICHNUNG", "GESAMTBETRAG 1)"],
        ["ESF/14-1", "Werkhof Nord GmbH", "o.A.", "01-01-2014", "31.07.16", "Ausbildung", "Erweiterung", "575160.34"],
        ["", "", "", "", "", "", "Summe", "575160.34"],
    ],
    "English only": [
        ["Operation_Unique_Identifier", "Operation_Name_English", "Country", "Total_Eligible_Expenditure_amount", "Beneficiary_Name"],
        ["Q1", "Extension", "DE", "459000.0", "Werkhof Nord GmbH"],
    ],
    "scraped": [
        ["_source", "allocated_public_funding", "beneficiary", "name_of_operation", "on_finish_total_value", "years"],
        ["https://example.org/a.pdf", "79.650,64", "Werkhof Nord\nGmbH", "Erweiterung", "", "2010"],
    ],
    "2007-2013": [
        ["NAME DES BEGÜNSTIGTEN", "NAME DES PROJEKTS", "JAHR DER BEWILLIGUNG / ABSCHLUSS", "VORGESEHENE ÖFFENTLICHE BETEILIGUNG"],
        ["Werkhof Nord GmbH", "Erweiterung", "2009/2011", "12.000"],
    ],
    "two funds and a subtotal": [
        ["Fonds", "Zuwendungsempfänger", "Projekttitel", "EU-Mittel", "Gesamtkosten"],
        ["EFRE", "Werkhof Nord GmbH", "Erweiterung", "1.000,00", "2.000,00"],
        ["", "Zwischensumme EFRE", "", "1.000,00", "2.000,00"],
        ["JTF", "Werkhof Süd GmbH", "Neubau", "3.000,00", "4.000,00"],
        ["", "Gesamt", "", "4.000,00", "6.000,00"],
    ],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_lists_of_other_shapes_are_read_whole(tmp_path: Path, shape: str) -> None:
    found = _read(tmp_path, *SHAPES[shape])
    assert (len(found.rows), found.rejected) == (2 if shape == "two funds and a subtotal" else 1, [])
    assert str(found.tables[0]["beguenstigter"]).startswith("Werkhof Nord")
    assert str(found.tables[0]["vorhaben"]) in {"Erweiterung", "Extension"}
    assert any(isinstance(cell, Decimal) and cell > 100 for cell in found.rows[0].cells)


def test_the_real_workbooks_are_read_whole(shared: Path) -> None:
    for name, rows in (("nrw_erdf_2014-2020.xlsx", 160), ("nrw_esf_2014-2020.xlsx", 19_389)):
        path = shared / "samples/efre" / name
        book = openpyxl.load_workbook(path, read_only=True)
        counted = sum(isinstance(row[3], dt.date) for row in book.worksheets[0].iter_rows(min_row=5, values_only=True))
        book.close()
        found = read(SOURCE, path)
        assert (counted, found.seen, found.rejected) == (rows, rows, [])


def test_the_real_json_lists_are_read_whole(shared: Path) -> None:
    for name in ("nrw_erdf_2007-2013.json", "nrw_erdf_2014-2020.json"):
        path = shared / "samples/efre" / name
        found = read(SOURCE, path)
        assert (found.seen, found.rejected) == (len(json.loads(path.read_text("utf-8"))), [])


def test_the_real_csv_is_read_whole(shared: Path) -> None:
    path = shared / "samples/efre/berlin_esf_2014-2020.csv"
    with path.open(encoding="utf-8", newline="") as file:
        counted = sum(1 for _ in csv.reader(file)) - 1
    found = read(SOURCE, path)
    assert (found.seen, found.rejected) == (counted, [])
    assert found.tables[0]["foerderfaehige_kosten"] == Decimal("91100.16")


def test_the_same_real_list_is_the_same_from_workbook_and_json(shared: Path) -> None:
    book, document = (read(SOURCE, shared / "samples/efre" / f"nrw_erdf_2014-2020.{kind}") for kind in ("xlsx", "json"))
    assert book.tables == document.tables


def test_the_three_real_rows_with_the_key_of_the_city_are_found_and_not_only_the_two_with_its_name(shared: Path) -> None:
    found = read(SOURCE, shared / "samples/efre/nrw_erdf_2014-2020.xlsx")
    names = [one.recipient.name for one in found.fundings if one.recipient]
    assert names == ["Log-It Club e.V.", "Stadt Dortmund - Wirtschaftsförderung", "Technische Universität Dortmund"]


def test_a_real_table_that_is_no_list_is_refused(shared: Path) -> None:
    with pytest.raises(SourceChanged, match="no column for the beneficiary"):
        read(SOURCE, shared / "samples/efre/kohesio_regions3.csv")
