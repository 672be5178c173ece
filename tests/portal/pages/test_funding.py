"""Sums of funding as they are shown."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import catalogue
from datasets.database import transaction
from datasets.tables.catalogue import Dataset
from tests.builders import a_funding, a_project


@pytest.fixture(autouse=True)
def money(app: FastAPI) -> None:
    """Two sums of one project over time, and a harvested list."""
    with transaction(app.state.engine) as session:
        project = a_project(session)
        a_funding(session, project, "900", as_of="2019", funder="Bund", programme="Alt")
        a_funding(session, project, "700", as_of="2021", funder="Land", programme="Neu")
        a_funding(session, project, "5000", as_of="2021", funder="Land", amount_type="total_cost")
        session.add(Dataset(slug="esf", title="Liste des ESF", origin="harvested", record={}))
        for number in range(30):
            a_funding(session, None, "10", dataset="esf", source="esf", funder=f"Fonds {number:02}", as_of="2020")
        catalogue.raise_version(session)


def test_the_register_counts_a_project_once(client: TestClient) -> None:
    page = client.get("/foerderung").text
    assert "1 Betrag, zusammen 700" in page
    assert "Alt" not in page.split("Projekte im Verzeichnis")[1].split("<h2>")[0]


def test_a_list_stands_apart_and_small_funders_are_added_up(client: TestClient) -> None:
    page = client.get("/foerderung").text
    assert "30 Zeilen" in page
    assert "5 weitere zusammen" in page
    assert 'href="/daten/esf"' in page


def test_sums_can_be_ordered_by_year_and_by_type(client: TestClient) -> None:
    page = client.get("/foerderung?nach=jahr&art=total_cost").text
    assert "Gesamtkosten nach Jahr" in page
    assert "5.000" in page
    assert 'href="/foerderung?nach=programm&amp;art=total_cost"' in page


def test_a_type_without_sums_says_so(client: TestClient) -> None:
    assert "keine Zahlen" in client.get("/foerderung?art=disbursed").text


def test_odd_choices_become_the_usual_ones(client: TestClient) -> None:
    assert "Bewilligt nach Fördergeber" in client.get("/foerderung?nach=x&art=y").text


def test_htmx_gets_the_sums_alone(client: TestClient) -> None:
    part = client.get("/foerderung?nach=jahr", headers={"HX-Request": "true"}).text
    assert "Bewilligt nach Jahr" in part
    assert "<h1" not in part
