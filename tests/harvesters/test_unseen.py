"""Files of the kinds we read as other Länder, publishers and portals write them: nothing crashes, is lost or invented."""

import csv
import datetime as dt
import io
import json
import tracemalloc
from contextlib import suppress
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.errors import SourceChanged
from harvesters.source import Ask, Rejected, Row
from harvesters.sources import all_sources
from tests.harvesters.samples import a_city, a_workbook

CITY = a_city()
SOURCES = all_sources()
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16"]


def parsed(name, path, slug="efre-probe-2021-2027"):
    """(columns of the dataset, rows by column, rejections, all that came)."""
    listing = SOURCES[name].parse(path, Ask(CITY, slug))
    found = list(listing.rows)
    names = [column.name for column in listing.dataset.columns] if listing.dataset else []
    rows = [dict(zip(names, one.cells, strict=True)) if names else one.records for one in found if isinstance(one, Row)]
    return names, rows, [one for one in found if isinstance(one, Rejected)], found


def written(folder, content, name="list"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def text_of(rows, delimiter=","):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


LANDS = {
    "numbered, English in brackets below": (
        [
            ["1. Name des Begünstigten", "2. Bezeichnung des Vorhabens", "4. Datum des Beginns des Vorhabens",
             "6. Gesamtbetrag der förderfähigen Ausgaben des Vorhabens", "7. Unions-Kofinanzierungssatz pro Prioritätsachse",
             "8. Durchführungsort des Vorhabens", "9. Landkreis/Kreisfreie Gemeinde/ Große Kreisstädte", "16. Vorhabensident"],
            ["(Beneficiary name)", "(Operation name)", "(Operation start date)", "(Total eligible expenditure allocated to the operation)",
             "(Union co-financing rate, as per priority axis)", "(Operation location)", "(Administrative district)", "(Operation ID)"],
            ["Werkhof GmbH", "Messe", "14.04.2015", "3,000.00", "80", "Dresden, Stadt", "Dresden, Kreisfreie Stadt", "672 / 1010"],
            ["Hofwerk AG", "Anlage", "15.05.2015", "50,000.02", "80", "Leisnig, Stadt", "Mittelsachsen", "672 / 1011"],
        ],
        {"vorhaben_code": "672 / 1010", "beginn": dt.date(2015, 4, 14), "foerderfaehige_kosten": Decimal("3000.00"),
         "kofinanzierungssatz": 80},
    ),
    "hyphens of narrow columns, point percent": (
        [
            ["Name des Begünstigten ", "Bezeichnung des Vorhabens", "Beginn des Vor-habens ", "Ende des Vor-habens ",
             "Gesambetrag der förderfähigen Ausgaben des Vorhabens", "Unions-Kofinan- zierungssatz  pro Prioritäts-achse  ",
             "Postleit-zahl des Vor-habens"],
            ["Werkhof GmbH", "Kurs", "2015-05-01T00:00:00Z", "2018-12-31T00:00:00Z", "1978677.04", "80.00%", "24768 Rendsburg"],
            ["Hofwerk AG", "Lehre", "2015-05-01T00:00:00Z", "2018-12-31T00:00:00Z", "1488469", "47.00%", "04600 Altenburg"],
        ],
        {"beginn": dt.date(2015, 5, 1), "foerderfaehige_kosten": Decimal("1978677.04"), "kofinanzierungssatz": 80,
         "plz": "24768 Rendsburg"},
    ),
    "years, granted and paid": (
        [
            ["Name der Begünstigten", "Vorhaben", "Jahr der Bewilligung", "Jahr der Restzahlung", "Gewährte Beträge (insgesamt)",
             "Bei Abschluss des Vorhabens gezahlte Gesamtbeträge"],
            ["Werkhof GmbH, Illingen", "Umbau", "2010", "", "5.696,05 €", "5.677,64 €"],
            ["Hofwerk AG, Tholey", "Neubau", "2014", "2015", "16.800,00", ""],
            ["Summe", "", "", "", "22.496,05 €", "5.677,64 €"],
        ],
        {"jahr": 2010, "jahr_abschluss": None, "zuwendung": Decimal("5696.05"), "auszahlung": Decimal("5677.64")},
    ),
    "two languages in a cell, starred rate, postcode as a float": (
        [
            ["Name des Begünstigten beneficiary name", "Bezeichnung des Vorhabens operation name",
             "Gesamtbetrag der förderfähigen Aus-gaben des Vorhabens in € total eligible expenditure allocated to the operation in €",
             "Unions-Kofinanzie-rungssatz Union co-financing rate",
             "Kofinanzie-rung aus anderen öffent-lichen Mitteln co-financing from other public funding", "PLZ operation postcode"],
            ["Werkhof GmbH", "Lehre", "172.306 €", "25%*", "25%", "80331.0"],
            ["Hofwerk AG", "Lehre", "2.306 €", "25%*", "25%", "4109.0"],
        ],
        {"foerderfaehige_kosten": Decimal(172306), "kofinanzierungssatz": 25, "plz": "80331"},
    ),
    "millions and thousands in the cell": (
        [
            ["Zuwendungsempfänger", "Projekttitel", "Fördersumme", "Laufzeit von", "Laufzeit bis"],
            ["Werkhof GmbH", "Halle", "12,5 Mio. €", "01.2016", "2019"],
            ["Hofwerk AG", "Hof", "400 T€", "45292", "12/2025"],
        ],
        {"zuwendung": Decimal("12500000.0"), "beginn": "2016-01", "ende": "2019"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("form", "encoding", "delimiter"), list(product(LANDS, ENCODINGS, ",;\t")))
def test_lists_of_other_laender_are_read_in_every_encoding(tmp_path, form, encoding, delimiter):
    rows, first = LANDS[form]
    _, found, rejected, _ = parsed("liste-der-vorhaben", written(tmp_path, text_of(rows, delimiter).encode(encoding)))
    assert (len(found), rejected) == (2, [])
    assert found[0]["beguenstigter"].startswith("Werkhof GmbH")
    assert {name: found[0][name] for name in first} == first


def test_two_funds_in_one_sheet_thousands_in_the_header_and_totals_between(tmp_path):
    rows = [
        ["Liste der Vorhaben"], ["Stand 30.06.2025"], [],
        ["Fonds / Fund", "Name des\nBegünstigten /\nBeneficiary / Beneficjent",
         "Bezeichnung des Vorhabens¹⁾\nName of operation\nNazwa operacji",
         "Gesamtkosten in T€", "Unionsbeitrag in T€", "PLZ"],
        ["EFRE", "Stadt Nord", "Haus", 1250.5, 1000.4, 3046.0],
        ["Zwischensumme", None, None, 1250.5, 1000.4, None],
        ["JTF", "Stadt Süd", "Bad", "2.300,5", "1.840,4", 3130],
        ["1) vorläufig"],
    ]  # fmt: skip
    _, found, rejected, _ = parsed("liste-der-vorhaben", a_workbook(tmp_path, Liste=rows, Erläuterung=[["Text"], ["mehr"]]))
    assert rejected == []
    assert [(one["fonds"], one["gesamtkosten"], one["unionsbeitrag"], one["plz"]) for one in found] == [
        ("EFRE", Decimal("1250500.0"), Decimal("1000400.0"), "03046"),
        ("JTF", Decimal("2300500.0"), Decimal("1840400.0"), "03130"),
    ]


def test_two_sums_in_one_cell_are_never_one(tmp_path):
    rows = [["Begünstigter", "Vorhaben", "Zuschuss"], ["A GmbH", "x", "1.000,00 € 2.000,00 €"], ["B GmbH", "y", "3.000,00 €"]]
    _, found, rejected, _ = parsed("liste-der-vorhaben", written(tmp_path, text_of(rows, ";")))
    assert ([one["zuschuss" if "zuschuss" in one else "zuwendung"] for one in found], len(rejected)) == ([Decimal("3000.00")], 1)


GRANT = ["360G-w-1", "Halle", "Umbau", "GBP", "£1,000.50", "2021-01-26", "GB-CHC-1", "Werkhof", "GB-CHC-2", "Stiftung"]
HEADERS = {
    "titles": ["Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date", "Recipient Org:Identifier",
               "Recipient Org:Name", "Funding Org:Identifier", "Funding Org:Name"],
    "numbered titles": ["Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date", "Recipient Org:0:Identifier",
                        "Recipient Org:0:Name", "Funding Org: 0 : Identifier", "Funding Org:0:Name"],
    "paths of the JSON": ["id", "title", "description", "currency", "amountAwarded", "awardDate", "recipientOrganization/0/id",
                          "recipientOrganization/0/name", "fundingOrganization/0/id", "fundingOrganization/0/name"],
    "capitals": ["IDENTIFIER", "TITLE", "DESCRIPTION", "CURRENCY", "AMOUNT AWARDED", "AWARD DATE", "RECIPIENT ORG: IDENTIFIER",
                 "RECIPIENT ORG: NAME", "FUNDING ORG: IDENTIFIER", "FUNDING ORG: NAME"],
}  # fmt: skip


@pytest.mark.parametrize(("form", "encoding"), list(product(HEADERS, ENCODINGS)))
def test_grants_of_other_publishers_are_read(tmp_path, form, encoding):
    _, (grant,), rejected, _ = parsed("threesixty", written(tmp_path, text_of([HEADERS[form], GRANT]).encode(encoding)))
    told = {"identifier": "360G-w-1", "amount_awarded": Decimal("1000.50"), "recipient_org_name": "Werkhof", "funding_org_name": "Stiftung"}
    assert (rejected, {name: grant[name] for name in told}) == ([], told)


PACKAGE = {"id": "u1", "name": "halle", "title": "Halle", "resources": [{"id": "r"}, {"url": "https://daten.example/a b.csv"}, None, "x"],
           "extras": {"dates": [{"role": "veroeffentlicht"}]}, "tags": None, "organization": None}  # fmt: skip


@pytest.mark.parametrize(
    "result", [PACKAGE, [PACKAGE], [[PACKAGE]], {"count": 1, "results": [PACKAGE]}], ids=["show", "DKAN show", "DKAN list", "search"]
)
def test_packages_of_other_ckans_are_read(tmp_path, result):
    answer = {"help": "https://ckan.example/api/3/action/help_show?name=x", "success": True, "result": result}
    _, ((record,),), rejected, _ = parsed("ckan", written(tmp_path, json.dumps(answer)))
    assert (record.title.de, record.landing, [one.url for one in record.distributions], rejected) == (
        "Halle", "https://ckan.example/dataset/halle", ["https://daten.example/a%20b.csv"], [],
    )  # fmt: skip


DCAT = "http://www.w3.org/ns/dcat#"
GRAPHS = {
    "Turtle": f'# Halle\n@prefix dcat: <{DCAT}> . <https://x.example/1> a dcat:Dataset ; <http://purl.org/dc/terms/title> "Halle"@de .',
    "N-Triples": f"<https://x.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{DCAT}Dataset> .\n"
    '<https://x.example/1> <http://purl.org/dc/terms/title> "Halle" .\n',
    "JSON-LD": json.dumps(
        {
            "@context": {"title": "http://purl.org/dc/terms/title"},
            "@graph": [{"@id": "https://x.example/1", "@type": DCAT + "Dataset", "title": "Halle"}],
        }
    ),
    "data.json": json.dumps(
        {
            "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
            "dataset": [
                {"@type": "dcat:Dataset", "title": "Halle", "landingPage": "https://x.example/1", "license": "<a href='x'>Frei</a>"}
            ],
        }
    ),
    "RDF/XML in Latin": '<?xml version="1.0" encoding="ISO-8859-1"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    f'<d:Dataset xmlns:d="{DCAT}" rdf:about="https://x.example/1"><t:title xmlns:t="http://purl.org/dc/terms/">Halle</t:title></d:Dataset></rdf:RDF>',
}


@pytest.mark.parametrize("form", GRAPHS)
def test_catalogues_in_every_notation_are_read(tmp_path, form):
    content = GRAPHS[form].encode("latin-1" if "Latin" in form else "utf-8")
    _, ((record,),), rejected, _ = parsed("dcat", written(tmp_path, content))
    assert (record.title.de, record.landing, rejected) == ("Halle", "https://x.example/1", [])


def test_words_that_another_server_would_have_to_explain_are_not_fetched(tmp_path):
    file = written(tmp_path, json.dumps({"@context": "https://elsewhere.example/context.jsonld", "@type": "Dataset"}))
    with pytest.raises(SourceChanged, match=r"explains its words at https://elsewhere\.example/context\.jsonld, which is not fetched"):
        parsed("dcat", file)


TABLES = [name for name in SOURCES if name != "register"]
CELLS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(
        ["", "1.234,50 €", "12/17/2015", "2015", "44135.0", "0.6012", "Summe", "#NV", '"', "=1+1", "Muster, Erika", "€", "1) x"]
    ),
)
HEADS = st.sampled_from([*(rows[0] for rows, _ in LANDS.values()), *HEADERS.values()])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    HEADS, st.lists(st.lists(CELLS, max_size=11), max_size=8), st.sampled_from(",;\t"), st.sampled_from(ENCODINGS), st.sampled_from(TABLES)
)
def test_any_table_is_read_or_refused(tmp_path, head, rows, delimiter, encoding, name):
    content = text_of([head, *rows], delimiter).encode(encoding, "replace")
    with suppress(SourceChanged):
        *_, found = parsed(name, written(tmp_path, content))
        assert sum(isinstance(one, Row | Rejected) for one in found) <= len(content.splitlines())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"<?xml ", b"{", b"[", b'="FKZ";', b"\xff\xfe", b"<rss>"]),
    st.sampled_from(TABLES),
)
def test_any_bytes_are_read_or_refused(tmp_path, content, start, name):
    with suppress(SourceChanged):
        parsed(name, written(tmp_path, start + content))


@pytest.mark.parametrize(
    ("name", "start"), [("liste-der-vorhaben", b"Name des Beg"), ("foerderkatalog", b'="FKZ";="'), ("kohesio", b"Operation_")]
)
def test_a_line_without_end_is_refused_before_memory_is(tmp_path, name, start):
    file = tmp_path / "list"
    with file.open("wb") as handle:
        handle.write(start)
        for _ in range(40):
            handle.write(b"x" * (1 << 20))
    tracemalloc.start()
    with pytest.raises(SourceChanged, match="a line of more than 16 MB"):
        parsed(name, file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20
