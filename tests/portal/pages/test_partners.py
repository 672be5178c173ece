"""Partners of the alliance and the page of one organisation."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import catalogue, search
from datasets.database import transaction
from tests.builders import a_funding, a_participation, a_project, an_organisation


@pytest.fixture(autouse=True)
def alliance(app: FastAPI) -> None:
    """A university in two projects and a company."""
    with transaction(app.state.engine) as session:
        uni = an_organisation(session, slug="uni", name="Universität", kind="university", partner=True, website="https://www.uni.example")
        an_organisation(session, slug="werk", name="Stadtwerk", partner=True)
        a_participation(session, a_project(session, title="Forschung"), uni)
        led = a_project(session, title="Lehre", lead_id=uni.id)
        a_funding(session, led, "1234567", title="Lehre neu", recipient_id=uni.id, as_of="2022")
        for slug, name in (("uni", "Universität"), ("werk", "Stadtwerk")):
            search.put(session, "organisation", slug, name, "")
        catalogue.raise_version(session)


def test_partners_are_listed_with_filters(client: TestClient) -> None:
    page = client.get("/partner").text
    assert "2 Partner" in page
    assert 'href="/partner?art=university"><span>Hochschule</span><span>1</span>' in page


def test_partners_can_be_searched_and_filtered(client: TestClient) -> None:
    page = client.get("/partner?q=werk&art=company").text
    assert "Stadtwerk" in page
    assert "Universität" not in page


def test_a_partner_shows_projects_roles_and_money(client: TestClient) -> None:
    page = client.get("/partner/uni").text
    for text in ("Forschung", "Lehre", "Leitung", "1.234.567", "uni.example", "Partner der Allianz"):
        assert text in page


def test_nobody_found_offers_the_whole_list(client: TestClient) -> None:
    assert "Keine Partner gefunden" in client.get("/partner?q=xyzzy").text


def test_an_unknown_organisation_is_not_found(client: TestClient) -> None:
    assert client.get("/partner/niemand").status_code == 404
