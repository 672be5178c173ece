"""Programmes on their page: who may apply, until when, and closed once the day has passed."""

import datetime as dt
import re

import time_machine
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets.database import transaction
from datasets.tables.programmes import Programme

DAY = dt.date(2026, 11, 28)


def _programme(app: FastAPI, key: str, **values: object) -> None:
    given = {"title": f"Programm {key}", "funder": "Bund", "level": "bund", "source_url": "https://quelle.example/a"} | values
    with transaction(app.state.engine) as session:
        session.add(Programme(source="foerderprogramme", dataset="foerderprogramme", key=key, **given))


def test_without_programmes_the_page_says_so(client: TestClient) -> None:
    assert "Kein Programm passt" in client.get("/foerderung/programme").text
    assert "/foerderung/programme" not in client.get("/foerderung").text


def test_a_deadline_that_has_passed_shows_as_closed_the_next_day(app: FastAPI) -> None:
    _programme(app, "gruen", deadline=DAY, applicants=["municipality"], topics=["energie"])
    with time_machine.travel(dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC), tick=False) as clock:
        client = TestClient(app)
        assert "Offen" in client.get("/foerderung/programme?stand=open").text
        assert "Programm gruen" in client.get("/foerderung").text
        clock.shift(dt.timedelta(days=1))
        assert "Kein Programm passt" in client.get("/foerderung/programme?stand=open").text
        assert "Programm gruen" in client.get("/foerderung/programme?stand=closed").text
        assert "Programm gruen" not in client.get("/foerderung").text


def test_filters_are_links_and_lead_to_joint_bids(app: FastAPI) -> None:
    _programme(app, "stadt", applicants=["municipality"], who="Nur Städte")
    _programme(app, "firma", applicants=["company"])
    text = TestClient(app).get("/en/foerderung/programme?wer=municipality").text
    assert "Nur Städte" in text
    assert "Programm firma" not in text
    assert 'href="/en/foerderung/programme?wer=company"' in text
    assert 'href="/en/ideen/neu"' in text


def test_an_unknown_filter_finds_nothing_and_breaks_nothing(app: FastAPI) -> None:
    _programme(app, "stadt")
    assert TestClient(app).get("/foerderung/programme?wer=%3Cb%3E&frist=x").status_code == 200


def test_closed_ones_are_folded_behind_their_number(app: FastAPI) -> None:
    _programme(app, "spaet", deadline=dt.date(2027, 6, 30))
    _programme(app, "bald", deadline=dt.date(2026, 12, 1))
    _programme(app, "offen", stated="open")
    _programme(app, "alt", deadline=dt.date(2026, 1, 1))
    _programme(app, "zu", stated="closed")
    with time_machine.travel(dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC), tick=False):
        text = TestClient(app).get("/foerderung/programme").text
        current, _, folded = text.partition('<details class="fold offers">')
        assert re.findall(r"Programm (\w+)</h3>", current) == ["bald", "spaet", "offen"]
        assert re.findall(r"Programm (\w+)</h3>", folded) == ["alt", "zu"]
        assert folded.startswith("<summary>2 geschlossene Programme</summary>")
        assert "5 Programme · Offen: 3 · Geschlossen: 2" in re.sub(r"<[^>]+>", "", text)
        assert '<details class="fold offers" open>' in TestClient(app).get("/foerderung/programme?stand=closed").text


def test_words_are_found_like_everywhere_and_keep_the_filters(app: FastAPI) -> None:
    _programme(app, "a", title="Trinkwasser in Städten", applicants=["municipality"])
    _programme(app, "b", title="Forschung", summary="Für Kläranlagen und Wasserwerke.", applicants=["company"])
    _programme(app, "c", title="Radwege", funder="Stiftung Wasser", applicants=["municipality"])
    client = TestClient(app)

    def titles(query: str) -> list[str]:
        return re.findall(r"<h3[^>]*>([^<]+)", client.get(f"/foerderung/programme?{query}").text)

    assert titles("q=wasser") == ["Forschung", "Radwege", "Trinkwasser in Städten"]
    assert titles("q=Stadt") == ["Trinkwasser in Städten"]
    assert titles("q=Kl%C3%A4ranlage+wasserwerk") == ["Forschung"]
    assert titles("q=wasser&wer=municipality") == ["Radwege", "Trinkwasser in Städten"]
    page = client.get("/foerderung/programme?q=wasser&wer=municipality").text
    assert '<input type="hidden" name="wer" value="municipality" form="ask">' in page
    assert 'href="/foerderung/programme?q=wasser"' in page
    assert "Kein Programm passt" in client.get("/foerderung/programme?q=%22%2A+xyz").text
    assert titles("q=%22%2A%28") == []
    assert len(titles("q=+")) == 3


def test_words_stay_when_all_filters_go(app: FastAPI) -> None:
    _programme(app, "stadt", applicants=["municipality"], stated="open")
    text = TestClient(app).get("/foerderung/programme?q=stadt&wer=municipality&stand=open").text
    assert '<a href="/foerderung/programme?q=stadt">Alle Filter entfernen</a>' in text
