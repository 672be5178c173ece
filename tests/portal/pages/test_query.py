import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.published import a_published, many_rows


@pytest.fixture
def name(app: FastAPI) -> str:
    return a_published(app, many_rows(60)).name


def cells(text: str) -> list[list[str]]:
    """The texts of the answer's rows."""
    body = re.search(r"<tbody>(.*?)</tbody>", text[text.index('id="antwort"') :], re.DOTALL)
    assert body
    return [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in body[1].split("<tr>")[1:]]


def sent(client: TestClient, *pairs: tuple[str, str]) -> str:
    """Where the form leads."""
    answer = client.get("/daten/liste/abfrage", params=[("formular", "1"), *pairs])
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_the_form_becomes_the_address_of_the_question(client: TestClient, name: str) -> None:
    address = sent(
        client,
        ("woerter", ""), ("spalte", "betrag"), ("vergleich", "ge"), ("wert", "12,5"), ("spalte", ""), ("vergleich", "eq"), ("wert", ""),
        ("spalte", "name"), ("vergleich", "starts"), ("wert", "Zeile"), ("sortierung", "betrag"), ("richtung", "desc"),
        ("zeige", "id"), ("zeige", "betrag"), ("gruppe", ""), ("rechnung", ""), ("rechenspalte", ""),
    )  # fmt: skip
    assert address == "/daten/liste/abfrage?betrag__ge=12.5&name__starts=Zeile&fields=id%2Cbetrag&sort=betrag+desc#antwort"
    page = client.get(address).text
    assert cells(page)[0] == ["59", "14,75"]
    assert f"/daten/liste/{name}/abfrage.parquet?betrag__ge=12.5&amp;name__starts=Zeile" in page
    assert 'value="12.5"' in page
    english = client.get("/en" + address).text
    assert cells(english)[0] == ["59", "14.75"]


def test_groups_are_shown_with_their_figures(client: TestClient, name: str) -> None:
    lines = (
        ("gruppe", "name"),
        ("gruppe", ""),
        ("rechnung", "sum"),
        ("rechenspalte", "betrag"),
        ("sortierung", "sum_betrag"),
        ("richtung", "desc"),
    )
    address = sent(client, *lines)
    assert address.startswith("/daten/liste/abfrage?group=name&aggregate=count%2Csum%3Abetrag&sort=sum_betrag+desc")
    assert cells(client.get(address).text)[0] == ["Zeile 9", "6", "36,5"] or len(cells(client.get(address).text)) == 10


def test_the_same_question_to_one_release_and_by_pages(client: TestClient, name: str) -> None:
    assert len(cells(client.get(f"/daten/liste/{name}/abfrage").text)) == 50
    assert cells(client.get(f"/daten/liste/{name}/abfrage?seite=2").text)[0][0] == "51"
    assert client.get("/daten/liste/2001-01-01/abfrage").status_code == 404


@pytest.mark.parametrize("query", ["aggregate=sum:name", "betrag__ge=viel", "sort=nirgends", "nirgends=1"])
def test_what_cannot_be_answered_is_a_page_that_says_what_to_do(client: TestClient, name: str, query: str) -> None:
    answer = client.get(f"/daten/liste/abfrage?{query}")
    assert answer.status_code == 422
    assert "Von vorn beginnen" in answer.text


def test_the_page_of_a_dataset_has_the_form_and_the_citation(client: TestClient, name: str) -> None:
    page = client.get("/daten/liste").text
    assert 'action="/daten/liste/abfrage#antwort"' in page
    assert f"(Version {name}) [Datensatz]" in page
    assert f'href="/daten/liste/{name}/zitat.bib"' in page


def test_htmx_gets_the_answer_alone(client: TestClient, name: str) -> None:
    answer = client.get("/daten/liste/abfrage?formular=1&spalte=id&vergleich=le&wert=2", headers={"HX-Request": "true"})
    assert answer.headers["hx-push-url"] == "/daten/liste/abfrage?id__le=2"
    assert "<html" not in answer.text
    assert answer.text.count("<tr>") == 3
