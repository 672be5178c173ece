"""The page of one project."""

import datetime as dt
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session
from starlette.testclient import TestClient

from datasets import catalogue
from datasets.database import transaction
from datasets.tables.outcomes import Measure, Outcome
from datasets.tables.projects import Identifier
from datasets.tables.scores import Score, Snapshot
from tests.builders import a_funding, a_participation, a_project, an_organisation, key_of

FIGURES: dict[str, Any] = {
    "basis": "experience", "n": 67, "score": 3.94, "ci_low": 3.68, "ci_high": 4.2, "band": "high-very_high",
    "n_1": 3, "n_2": 5, "n_3": 10, "n_4": 24, "n_5": 25, "n_dont_know": "8", "n_held": "<5", "n_excluded": "<5",
}  # fmt: skip


@pytest.fixture(autouse=True)
def licht(app: FastAPI) -> int:
    """A project with all that a page can show."""
    with transaction(app.state.engine) as session:
        amt, verein = (
            an_organisation(session, slug="amt", name="Amt für Licht"),
            an_organisation(session, slug="verein", name="Verein Hell"),
        )
        texts: dict[str, Any] = {
            "title": "Licht",
            "title_en": "Light",
            "summary": "Helle Wege.",
            "summary_en": "Bright paths.",
            "note": "Quellen weichen ab.",
        }
        sources = ["https://www.example.org/news/neue-laternen-fuer-die-stadt.html"]
        project = a_project(
            session, slug="licht", topics=("energie",), goals=("klimaschutz",), lead_id=amt.id, source_urls=sources, **texts
        )
        a_participation(session, project, verein)
        a_funding(session, project, "6400000", as_of="2019-04-24", approximate=True, recipient_id=amt.id, recipient_name="Amt für Licht")
        a_funding(session, project, "8000000", as_of="2021", amount_type="total_cost")
        a_funding(session, project, "5000000", as_of="2018")
        session.add(Identifier(owner="project", owner_id=key_of(project), scheme="fkz", value="16DKV1"))
        catalogue.raise_version(session)
        return key_of(project)


def a_score(app: FastAPI, project: int, dimension: str = "overall", state: str = "solid", **figures: Any) -> None:
    with transaction(app.state.engine) as session:
        session.add(snapshot := Snapshot())
        session.flush()
        session.add(Score(snapshot_id=key_of(snapshot), project_id=project, dimension=dimension, state=state, figures=FIGURES | figures))


def test_it_says_who_does_it_and_where_that_is_known_from(client: TestClient) -> None:
    page = client.get("/projekte/licht").text
    for text in (
        "Amt für Licht",
        "Verein Hell",
        "16DKV1",
        "Klimaschutz",
        "Quellen weichen ab.",
        "example.org: neue laternen fuer die stadt",
    ):
        assert text in page
    assert 'href="/melden?projekte=licht"' in page


def test_the_newest_awarded_sum_stands_first_and_older_ones_stay(client: TestClient) -> None:
    page = client.get("/projekte/licht").text
    assert "<b>rund 6.400.000" in page
    assert page.count('class="newest"') == 1
    assert page.index("6.400.000") < page.index("5.000.000") < page.index("8.000.000")


def test_a_project_without_money_says_so(app: FastAPI, client: TestClient) -> None:
    with transaction(app.state.engine) as session:
        a_project(session, slug="arm")
        a_funding(session, a_project(session, slug="ungenau"), None)
    assert "Wir kennen keine Förderung" in client.get("/projekte/arm").text
    assert "Einen bewilligten Betrag nennt aber keine" in client.get("/projekte/ungenau").text


def test_the_result_stands_closed_below_the_form(client: TestClient) -> None:
    page = client.get("/projekte/licht").text
    assert '<details class="result" id="ergebnis"><summary>' in page
    assert page.index('id="rating"') < page.index('id="ergebnis"')


def test_published_figures_are_shown_with_range_and_histogram(app: FastAPI, client: TestClient, licht: int) -> None:
    a_score(app, licht)
    a_score(app, licht, "climate", score=4.4, n=40)
    page = client.get("/projekte/licht").text
    assert "hoch bis sehr hoch" in page
    assert "3,94 von 5. Wahrscheinlich liegt der Wert zwischen 3,68 und 4,20." in page
    assert "Gezählt haben wir 67 Stimmen. 49 davon sagen" in " ".join(page.split())
    assert "Umwelt und Klima" in page
    assert "weniger als 5. Nicht gezählt" in page


@pytest.mark.parametrize("state", ["too_few", None])
def test_below_five_votes_no_figure_is_on_the_page(app: FastAPI, client: TestClient, licht: int, state: str | None) -> None:
    if state:
        a_score(app, licht, state=state, n=4, score=4.75)
    page = client.get("/projekte/licht").text
    assert "Weniger als 5 Stimmen." in page
    assert "4,75" not in page
    assert "bar-5" not in page


def test_first_votes_are_called_preliminary(app: FastAPI, client: TestClient, licht: int) -> None:
    a_score(app, licht, state="first", n=7, band=None)
    page = client.get("/projekte/licht").text
    assert "Erste Stimmen, vorläufig" in page


def test_a_score_under_review_says_so(app: FastAPI, client: TestClient, licht: int) -> None:
    a_score(app, licht, state="review")
    assert "Wird geprüft" in client.get("/projekte/licht").text


def test_a_decision_is_shown_with_its_measures(app: FastAPI, client: TestClient, licht: int) -> None:
    with transaction(app.state.engine) as session:
        outcome = an_outcome(session, licht)
        session.add(Measure(outcome_id=key_of(outcome), text="Mehr Laternen", owner="Amt für Licht", due=dt.date(2027, 1, 31)))
    page = client.get("/projekte/licht").text
    for text in ("Das Projekt wird geändert", "Zu dunkel.", "Mehr Laternen", "zugesagt bis 31. Januar 2027"):
        assert text in page


def an_outcome(session: Session, project: int) -> Outcome:
    outcome = Outcome(project_id=project, decision="adjust", text="Zu dunkel.", decided_on=dt.date(2026, 5, 1))
    session.add(outcome)
    session.flush()
    return outcome


def test_it_speaks_english_and_leichte_sprache(client: TestClient) -> None:
    assert "<h1>Light</h1>" in client.get("/en/projekte/licht").text
    simple = client.get("/ls/projekte/licht").text
    assert "Das ist ein Entwurf in Leichter Sprache." in simple
    assert '<html lang="de-simple">' in simple


def test_an_unknown_project_is_not_found(client: TestClient) -> None:
    assert client.get("/projekte/nirgends").status_code == 404


def test_reading_sets_no_cookie(client: TestClient) -> None:
    assert "set-cookie" not in client.get("/projekte/licht").headers
