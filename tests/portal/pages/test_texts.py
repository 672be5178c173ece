import pytest
from starlette.testclient import TestClient

NAMES = ["hilfe", "ueber", "methode", "entwickler", "datenschutz", "impressum", "barrierefreiheit"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_text_is_there_in_german_and_english(client: TestClient, name: str, prefix: str) -> None:
    answer = client.get(f"{prefix}/{name}")
    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1
    assert "Diesen Text gibt es nur auf Deutsch" not in answer.text


def test_help_exists_in_leichte_sprache_as_a_draft(client: TestClient) -> None:
    text = client.get("/ls/hilfe").text
    assert "Leichter Sprache" in text
    assert "Entwurf" in text


def test_a_text_names_this_portal_and_its_city(client: TestClient) -> None:
    text = client.get("/entwickler").text
    assert "http://testserver/daten/projekte/aktuell/projekte.csv" in text
    assert "$" not in text.split('class="prose"')[1].split("</article>")[0]


@pytest.mark.parametrize("name", ["impressum", "datenschutz"])
def test_legal_texts_come_from_the_city(client: TestClient, name: str) -> None:
    assert "Betreiber" in client.get(f"/{name}").text
