"""Data of other portals: named, attributed, linked, searched."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import catalogue, elsewhere
from datasets.database import transaction
from datasets.records import Distribution, ElsewhereRecord, Text


def a_record(number: int, **values: object) -> ElsewhereRecord:
    given = {"identifier": f"https://d.example/{number}", "title": Text(de=f"Satz {number:02}", en=f"Set {number:02}"), "host": "d.example"}
    more = {"portal": "Landesportal", "portal_url": "https://land.example", "landing": f"https://land.example/{number}"}
    return ElsewhereRecord.model_validate(given | more | values)


@pytest.fixture(autouse=True)
def holdings(app: FastAPI) -> None:
    """Twenty-two datasets, one of them in two portals."""
    trees = {
        "title": Text(de="Bäume <b>überall</b>"),
        "description": Text(de="Alle Straßenbäume."),
        "publisher": "Grünflächenamt",
        "licence": "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
        "distributions": (Distribution(url="https://d.example/a.csv", format="text/csv"),),
    }
    with transaction(app.state.engine) as session:
        found = [a_record(0, **trees), *(a_record(number) for number in range(1, 22))]
        elsewhere.load(session, found, "ckan", "land", complete=True)
        elsewhere.load(session, [a_record(0, portal="Bundesportal", landing="https://bund.example/0")], "dcat", "bund", complete=True)
        catalogue.raise_version(session)


def test_what_another_portal_says_is_shown_with_the_way_there(client: TestClient) -> None:
    page = client.get("/daten/anderswo").text
    assert "22 Datensätze" in page
    assert '<a href="https://land.example/0" rel="external" hx-boost="false">Bäume &lt;b&gt;überall&lt;/b&gt;</a>' in page
    for text in ("Alle Straßenbäume.", "Grünflächenamt · Datenlizenz Deutschland – Zero – Version 2.0 · CSV", ">Landesportal</a>"):
        assert text in page


def test_a_dataset_in_two_portals_stands_once_and_names_both(client: TestClient) -> None:
    page = client.get("/daten/anderswo?q=Bäume").text
    assert "1 Datensatz" in page
    assert 'Auch bei <a href="https://bund.example/0"' in page


def test_a_licence_that_nobody_states_is_said_to_be_so(client: TestClient) -> None:
    assert "Lizenz nicht angegeben" in client.get("/daten/anderswo?q=Satz").text


def test_pages_lead_on_and_keep_the_question(client: TestClient) -> None:
    page = client.get("/daten/anderswo?q=Satz&seite=2").text
    assert "Satz 21" in page
    assert 'href="/daten/anderswo?q=Satz&amp;seite=1"' in page


def test_nothing_found_leads_on(client: TestClient) -> None:
    page = client.get("/daten/anderswo?q=Xylophon").text
    assert "Keine Daten gefunden" in page
    assert 'href="/daten?q=Xylophon"' in page


def test_the_list_of_our_data_leads_to_it_with_the_question(client: TestClient) -> None:
    assert 'href="/daten/anderswo"' in client.get("/daten").text
    assert 'href="/daten/anderswo?q=B%C3%A4ume"' in client.get("/daten?q=Bäume").text


def test_it_speaks_english(client: TestClient) -> None:
    page = client.get("/en/daten/anderswo").text
    for text in ("Data of other portals", "Set 01", "Licence not stated", "In the portal"):
        assert text in page


def test_htmx_gets_only_the_hits(client: TestClient) -> None:
    part = client.get("/daten/anderswo?q=Satz", headers={"HX-Request": "true", "HX-Request-Type": "partial"}).text
    assert "<html" not in part
    assert "21 Datensätze" in part
