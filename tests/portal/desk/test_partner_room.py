"""Partners and all others who meet a closed door at the desk: where they come in, who may what, and in which language mail comes."""

import re
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import database
from datasets.mailing import MailServer
from datasets.settings import Settings
from feedback import publish
from feedback.people import staff
from portal.app import create_app
from tests import builders, voting
from tests.staffing import signed_in

LINK = re.compile(r'<a (?:class="\w+" )?href="(/[^"]*)"')


@pytest.fixture(autouse=True)
def project(app: FastAPI, settings: Settings) -> None:
    with database.transaction(app.state.engine) as session:
        lead = builders.an_organisation(session, slug="tiefbau", name="Tiefbauamt", partner=True)
        own = builders.a_project(session, slug="kai", title="Bänke am Kai", lead_id=lead.id)
        builders.a_project(session, slug="hafen", title="Hafen")
        for value in (2, 3, 4, 4, 5, 5):
            builders.a_rating(session, own, value)
        publish.publish(session, settings)


def test_a_partner_comes_in_where_its_projects_are(app: FastAPI) -> None:
    desk = signed_in(app, "partner", unit="Tiefbauamt")
    page = desk.get("/pruefung").text
    assert "Bänke am Kai" in page
    assert "aus 6 Stimmen" in page
    assert "Hafen" not in page
    assert 'href="/pruefung/antworten/neu?projekt=kai"' in page
    assert "Bänke am Kai" in desk.get("/pruefung/antworten/neu?projekt=kai").text


def test_every_link_in_the_head_of_a_partner_opens(app: FastAPI) -> None:
    desk = signed_in(app, "partner", unit="Tiefbauamt")
    head = desk.get("/pruefung").text.partition("<main")[0]
    links = set(LINK.findall(head.partition("<header")[2]))
    assert links == {"/pruefung", "/pruefung/antworten", "/pruefung/ich", "/"}
    assert {desk.get(address).status_code for address in links} == {200}


@pytest.mark.parametrize(("unit", "said"), [("Amt 99", "„Amt 99“ leitet"), ("", "keine Einrichtung")])
def test_a_partner_without_a_project_reads_what_to_do(app: FastAPI, unit: str, said: str) -> None:
    assert said in signed_in(app, "partner", unit=unit).get("/pruefung").text


@pytest.mark.parametrize("path", ["/pruefung/kommentare", "/pruefung/kai", "/pruefung/export.csv", "/en/pruefung/karten"])
def test_a_refusal_says_who_may_and_leads_on(app: FastAPI, path: str) -> None:
    answer = signed_in(app, "partner", unit="Tiefbauamt").get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (403, "no-store")
    said = ("This page is for", "To your start page") if path.startswith("/en") else ("Redaktion, Prüfung", "Zu Ihrer Startseite")
    assert all(words in answer.text for words in said)
    assert "may not do that" not in answer.text


@pytest.mark.parametrize(
    ("role", "path", "said"),
    [
        ("redaktion", "/pruefung/karten", "Prüfung, Zweitprüfung oder Leitung"),
        ("redaktion", "/pruefung/haeufungen", "Prüfung, Zweitprüfung oder Leitung"),
        ("auditor", "/pruefung/kommentare", "Redaktion, Prüfung, Zweitprüfung oder Leitung"),
        ("auditor", "/pruefung/register", "Redaktion, Prüfung, Zweitprüfung oder Leitung"),
        ("auditor", "/pruefung/zuordnungen", "Redaktion, Prüfung, Zweitprüfung oder Leitung"),
        ("auditor", "/pruefung/quellen", "Redaktion oder Leitung"),
        ("auditor", "/pruefung/kai", "Prüfung, Zweitprüfung oder Leitung"),
    ],
)
def test_who_may_only_look_reads_who_decides(app: FastAPI, role: str, path: str, said: str) -> None:
    assert said in signed_in(app, role).get(path).text


def test_what_waits_stands_where_one_comes_in(app: FastAPI, client: TestClient) -> None:
    assert "Auf Sie wartet gerade nichts" in signed_in(app, "redaktion").get("/pruefung").text
    voting.rate(client, "hafen", comment="Gut so.")
    desk = signed_in(app, "redaktion", name="Bea")
    assert "Kommentare, die niemand gelesen hat" in desk.get("/pruefung").text
    assert "Auf Sie wartet" not in desk.get("/pruefung?q=hafen").text


def test_everybody_chooses_the_language_of_their_mail(app: FastAPI) -> None:
    desk = signed_in(app, "auditor", name="Eva")
    page = desk.get("/pruefung/ich").text
    assert "Projekte mit ihren Ergebnissen" in page
    assert "Meldungen, Kommentare und Ideen bearbeiten" not in page
    assert "Nachrichten an Sie" not in page
    assert desk.post("/pruefung/ich", data={"language": "fr"}).status_code == 422
    assert desk.post("/pruefung/ich", data={"language": "en"}).headers["location"] == "/pruefung/ich?getan=1"
    with database.reading(app.state.engine) as session:
        assert staff.by_email(session, "eva@example.org").language == "en"


def test_where_mail_is_sent_the_page_asks_for_its_language(settings: Settings) -> None:
    there = replace(settings, base_url="http://testserver", mail=MailServer("127.0.0.1", 25, "none", "portal@example.org"))
    app = create_app(there, fresh=0)
    assert "Nachrichten an Sie" in signed_in(app, "pruefung", name="Fee").get("/pruefung/ich").text
    app.state.engine.dispose()


def test_somebody_new_reads_what_is_done_in_each_room(app: FastAPI) -> None:
    desk = signed_in(app, "redaktion", name="Gül")
    page = desk.get("/pruefung").text
    fold = page.partition("Neu hier?")[2].partition("</details>")[0]
    links = set(LINK.findall(fold))
    assert len(links) == 11
    assert {desk.get(address).status_code for address in links} == {200}
