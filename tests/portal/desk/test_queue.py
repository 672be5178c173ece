"""The queue of the desk: what stands in it, what is found, in which order, and as a table."""

import csv
import io
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import database
from datasets.settings import Settings
from feedback import publish
from tests import builders
from tests.staffing import signed_in


@pytest.fixture
def desk(app: FastAPI, settings: Settings) -> Iterator[TestClient]:
    """A project with 6 votes, one with 4, a planned one; somebody of the staff looks at them."""
    with database.transaction(app.state.engine) as session:
        rated = builders.a_project(session, slug="radweg", title="Radweg", topics=("mobilitaet",))
        few = builders.a_project(session, slug="aepfel", title="Äpfel für alle")
        builders.a_project(session, slug="hafen", title="Hafen", status="planned")
        for project, votes in ((rated, 6), (few, 4)):
            for _ in range(votes):
                builders.a_rating(session, project, 4)
        publish.publish(session, settings)
    return signed_in(app)


def titles(desk: TestClient, query: str = "") -> list[str]:
    return [row["title"] for row in table(desk, query)]


def table(desk: TestClient, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(desk.get(f"/pruefung/export.csv{query}").text)))


def test_every_project_stands_in_the_queue_with_its_published_score(desk: TestClient) -> None:
    page = desk.get("/pruefung")
    assert page.headers["cache-control"] == "no-store"
    assert all(title in page.text for title in ("Radweg", "Äpfel für alle", "Hafen"))
    assert "<strong>3,68</strong>" in page.text


def test_below_five_votes_the_desk_sees_no_figure_either(desk: TestClient) -> None:
    few = next(row for row in table(desk) if row["project"] == "aepfel")
    assert (few["state"], few["n_class"], few["score"]) == ("too_few", "<5", "")
    assert "Auch hier steht keine Zahl" in desk.get("/pruefung/aepfel").text


def test_the_table_holds_what_the_queue_shows(desk: TestClient) -> None:
    row = next(row for row in table(desk) if row["project"] == "radweg")
    assert (row["n_class"], row["score"], row["reasons"], row["waits"]) == ("5-29", "3.68", "review_due", "false")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=rad", ["Radweg"]),
        ("?q=RADWEG", ["Radweg"]),
        ("?stand=first", ["Radweg"]),
        ("?thema=mobilitaet", ["Radweg"]),
        ("?thema=nichts", []),
        ("?anlass=review_due", ["Radweg"]),
        ("?zweit=1", []),
    ],
)
def test_filters_find(desk: TestClient, query: str, found: list[str]) -> None:
    assert titles(desk, query) == found


def test_sorting_puts_what_has_no_value_last_in_both_directions(desk: TestClient) -> None:
    assert titles(desk, "?sort=nutzen")[0] == titles(desk, "?sort=-nutzen")[0] == "Radweg"


def test_titles_sort_in_german_and_turn_round(desk: TestClient) -> None:
    assert titles(desk, "?sort=titel") == ["Äpfel für alle", "Hafen", "Radweg"]
    assert titles(desk, "?sort=-titel") == ["Radweg", "Hafen", "Äpfel für alle"]


def test_the_state_stands_in_the_address(desk: TestClient) -> None:
    page = desk.get("/pruefung?q=rad&stand=first&sort=titel").text
    assert 'value="rad"' in page
    assert '<option value="first" selected>' in page
    assert 'aria-sort="ascending"' in page
    assert "/pruefung/export.csv?q=rad&amp;stand=first&amp;sort=titel" in page


def test_htmx_gets_only_the_table(desk: TestClient) -> None:
    assert "<html" not in desk.get("/pruefung", headers={"hx-request": "true"}).text


def test_the_desk_names_who_is_there_and_has_a_way_out(desk: TestClient) -> None:
    page = desk.get("/pruefung").text
    assert "Ada" in page
    assert 'action="/abmelden"' in page


def test_a_partner_sees_no_queue(app: FastAPI) -> None:
    desk = signed_in(app, "partner")
    assert 'class="queue"' not in desk.get("/pruefung").text
    assert desk.get("/pruefung/export.csv").status_code == 403
