import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from datasets.records import Text
from tests.published import a_portal, a_published


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[TestClient]:
    """Three datasets: one with an open licence, one harvested without one, one of another theme."""
    with a_portal(tmp_path_factory.mktemp("portal"), sqlite_template) as app, TestClient(app) as client:
        a_published(app, slug="wege", title=Text(de="Radwege der Stadt", en="Cycle paths"))
        a_published(app, slug="geld", title=Text(de="Förderungen"), origin="harvested", licence="other-closed", publisher="Land NRW")
        a_published(app, slug="klima", title=Text(de="Klima"), theme=("ENVI",), description=Text(de="Messwerte an Wegen."))
        yield client


def found(client: TestClient, query: str = "", headers: dict[str, str] | None = None) -> list[str]:
    answer = client.get(f"/daten?{query}", headers=headers or {})
    assert answer.status_code == 200
    return re.findall(r'<h3><a href="(?:/en)?/daten/(\w+)">', answer.text)


def test_all_datasets_are_listed_by_title(client: TestClient) -> None:
    assert found(client) == ["geld", "klima", "wege"]


def test_a_search_puts_titles_first(client: TestClient) -> None:
    assert found(client, "q=Wege") == ["wege", "klima"]
    assert found(client, "q=Nirgends") == []


@pytest.mark.parametrize(("query", "slugs"), [
    ("herkunft=harvested", ["geld"]),
    ("thema=ENVI", ["klima"]),
    ("lizenz=dl-zero-de/2.0&thema=GOVE", ["wege"]),
    ("herkunft=nirgends", []),
    ("sort=neu", ["klima", "geld", "wege"]),
    ("seite=99", ["geld", "klima", "wege"]),
])  # fmt: skip
def test_filters_and_order_stand_in_the_address(client: TestClient, query: str, slugs: list[str]) -> None:
    assert found(client, query) == slugs


def test_counts_are_those_that_a_click_would_show(client: TestClient) -> None:
    text = client.get("/daten?herkunft=harvested").text
    count = re.search(r"Regierung und öffentlicher Sektor</span><span>(\d+)<", text)
    assert count is not None
    assert count[1] == "1"


def test_where_no_open_licence_is_stated_it_says_so(client: TestClient) -> None:
    assert "Keine offene Lizenz angegeben" in client.get("/daten?herkunft=harvested").text


def test_every_file_can_be_had_from_the_list(client: TestClient) -> None:
    for address in re.findall(r'href="(/daten/wege/aktuell/[^"]+)"', client.get("/daten").text):
        assert client.get(address, follow_redirects=False).status_code == 302


def test_htmx_gets_the_hits_alone(client: TestClient) -> None:
    text = client.get("/daten?q=Wege", headers={"HX-Request": "true"}).text
    assert "<html" not in text
    assert "Radwege der Stadt" in text


def test_in_english_titles_are_english_where_there_is_one(client: TestClient) -> None:
    text = client.get("/en/daten").text
    assert "Cycle paths" in text
    assert "Förderungen" in text


def test_words_of_a_person_are_never_markup(client: TestClient) -> None:
    assert "<script>x" not in client.get("/daten?q=<script>x").text


def test_pages_of_twenty(tmp_path: Path, sqlite_template: Path) -> None:
    with a_portal(tmp_path, sqlite_template) as app, TestClient(app) as client:
        for number in range(23):
            a_published(app, slug=f"nr{number}", title=Text(de=f"Nummer {number:02}"))
        first, second = found(client), found(client, "seite=2")
    assert (len(first), len(second)) == (20, 3)
    assert not set(first) & set(second)
