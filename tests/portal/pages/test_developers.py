"""The pages for developers: complete in both languages, and true."""

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from portal import language
from portal.api.openapi import document
from portal.faults import FAULTS
from portal.pages import reference
from portal.pages.texts import TEXTS
from tests.published import a_published


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_kind_of_error_has_a_page(client: TestClient, name: str, prefix: str) -> None:
    answer = client.get(f"{prefix}/entwickler/fehler/{name}")
    assert answer.status_code == 200
    heading = FAULTS[name].title.en if prefix else FAULTS[name].title.de
    assert f"<h1>{heading}</h1>" in answer.text
    assert str(FAULTS[name].status) in answer.text
    assert "$" not in answer.text.split('class="prose"')[1].split("</article>")[0]


def test_no_page_of_an_error_is_left_over() -> None:
    files = {file.name for file in (TEXTS / "fehler").iterdir()}
    assert files == {f"{name}.{key}.md" for name in FAULTS for key in ("de", "en")}


@pytest.mark.parametrize(("path", "accept", "fault"), [
    ("/api/3/action/package_show?id=nichts", "*/*", "nicht-gefunden"),
    ("/api/3/action/nichts", "*/*", "unlesbar"),
    ("/api/3/action/package_search?q=(", "*/*", "suche-unlesbar"),
    ("/api/3/action/package_search?falsch=1", "*/*", "unbekannter-parameter"),
    ("/api/3/action/datastore_search", "*/*", "falsche-angabe"),
    ("/api/3/action/datastore_search_sql?sql=x", "*/*", "nicht-erlaubt"),
    ("/daten/nichts/ausgaben.json", "*/*", "nicht-gefunden"),
    ("/daten/nichts/ausgaben.json", "text/html", "nicht-gefunden"),
    ("/catalog.ttl?page=x", "*/*", "falsche-angabe"),
])  # fmt: skip
def test_an_error_leads_to_its_page(client: TestClient, path: str, accept: str, fault: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.headers["link"] == f'<http://testserver/entwickler/fehler/{fault}>; rel="help"'


def test_a_problem_at_data_is_one_that_programs_read(client: TestClient) -> None:
    answer = client.get("/daten/nichts/ausgaben.json")
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["type"]) == (404, "http://testserver/entwickler/fehler/nicht-gefunden")
    assert "nichts" in problem["detail"]


def test_a_person_at_data_sees_a_page_that_leads_on(client: TestClient) -> None:
    answer = client.get("/daten/nichts/ausgaben.json", headers={"Accept": "text/html,*/*;q=0.8"})
    assert 'href="/entwickler/fehler/nicht-gefunden"' in answer.text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_description_as_a_page_has_every_address_and_no_script(app: FastAPI, client: TestClient, prefix: str) -> None:
    text = client.get(f"{prefix}/api/docs").text
    described = document(app, "http://testserver")
    for path, item in described["paths"].items():
        assert f'id="{item["get"]["operationId"]}"' in text
        assert path in text
    assert all(f'id="schema-{name}"' in text for name in described["components"]["schemas"])
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(re.findall(r'id="([^"]+)"', text))
    assert len(re.findall(r"<script\b", text)) == 1


def test_everything_that_people_read_of_the_description_is_german_too(app: FastAPI) -> None:
    described = document(app, "http://testserver")
    said = {tag["description"] for tag in described["tags"]}
    for item in described["paths"].values():
        said |= {item["get"]["summary"]} | {one["description"] for one in item["get"].get("parameters", [])}
        said |= {answer["description"].partition(": /")[0] for answer in item["get"]["responses"].values() if "$ref" not in answer}
    assert sorted(text for text in said if language.gettext(text) == text) == []


def test_no_german_text_of_the_description_is_left_over(app: FastAPI) -> None:
    described = str(document(app, "http://testserver"))
    german = [str(message.id) for message in language.translations("de") if message.id]
    # "string" and "integer" stand in the schemas, all others are sentences of the description.
    assert [text for text in german if text not in described and repr(text)[1:-1] not in described] == []


def test_code_is_shown_for_the_dataset_that_is_chosen(app: FastAPI, client: TestClient) -> None:
    a_published(app, slug="projekte")
    a_published(app, slug="liste")
    assert "/daten/projekte/aktuell/projekte.csv" in client.get("/entwickler").text
    text = client.get("/entwickler?datensatz=liste").text
    assert "/daten/liste/aktuell/liste.csv" in text
    assert "Csv.Document" in text
    assert "/daten/projekte/abfrage.json?limit=5" in client.get("/entwickler?datensatz=%22%3E").text


def test_an_example_has_what_the_parameters_say() -> None:
    parameters = [
        {"name": "slug", "in": "path", "example": "a b"},
        {"name": "limit", "in": "query", "example": 5},
        {"name": "q", "in": "query"},
    ]
    assert reference.example("/daten/{slug}/x.json", parameters) == "/daten/a%20b/x.json?limit=5"


def test_a_schema_is_told_in_short() -> None:
    assert reference.kind_of({"anyOf": [{"type": "string"}, {"type": "null"}]}) == ("string | null", "")
    assert reference.kind_of({"type": "array", "items": {"$ref": "#/components/schemas/Tag"}}) == ("[Tag]", "Tag")
    assert reference.kind_of({"enum": ["a", "b"]}) == ("a | b", "")


def test_what_limits_say_is_what_holds(app: FastAPI, client: TestClient) -> None:
    assert f"{app.state.settings.requests_per_minute:,}" in client.get("/en/entwickler").text
