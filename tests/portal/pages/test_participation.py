"""Who voted, on the page of a project: in sentences and bars, in both languages, or why not."""

from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from datasets import database
from datasets.settings import Settings
from datasets.tables.projects import Project
from feedback import publish
from portal.app import create_app
from tests import builders
from tests.conftest import NOON

DISTRICTS = {"hoerde": 40, "hombruch": 12, "eving": 30, "brackel": 15, "mengede": 4, "ausserhalb": 3, "": 12}


def vote(app: FastAPI, settings: Settings, districts: dict[str, int], slug: str = "radweg") -> str:
    """The page after so many votes from each district and a snapshot, its words side by side."""
    with database.transaction(app.state.engine) as session:
        project = builders.a_project(session, slug=slug)
        for district, count in districts.items():
            for number in range(count):
                value = 1 + number % 5
                builders.a_rating(session, project, value, district=district, created_at=NOON, changed_at=NOON)
        publish.publish(session, settings, NOON)
    return words(TestClient(app).get(f"/projekte/{slug}").text)


def words(text: str) -> str:
    return " ".join(text.split())


def test_votes_stand_beside_people_in_sentences_a_table_and_bars(app: FastAPI, settings: Settings) -> None:
    page = vote(app, settings, DISTRICTS)
    assert "Von 100 Stimmen kamen 38 aus Hörde; dort wohnen 9 von 100 Menschen." in page
    assert '<td class="number">38</td><td class="number">9</td>' in page
    assert "keine Angabe: 12 Stimmen" in page
    assert "Übrige zusammen: Innenstadt-West, Innenstadt-Nord" in page
    assert page.count('<rect class="people"') == 4
    english = words(TestClient(app).get("/en/projekte/radweg").text)
    assert "Of 100 votes 38 came from Hörde; 9 of 100 people live there." in english


def test_the_weighted_score_stands_second_and_says_what_it_costs(app: FastAPI, settings: Settings) -> None:
    page = vote(app, settings, DISTRICTS)
    assert page.index("von 5. Wahrscheinlich liegt der Wert") < page.index("Gewichtet nach Stadtbezirk:")
    assert "116 Stimmen sagen dann so viel wie" in page
    assert "repräsentativ" not in page


def test_the_share_of_great_benefit_has_its_range(app: FastAPI, settings: Settings) -> None:
    page = vote(app, settings, {"hoerde": 20})
    assert (
        "8 von 20 Stimmen sehen einen großen Nutzen. Bei so vielen Stimmen liegt der Anteil wahrscheinlich zwischen 22 und 61 von 100."
        in page
    )


@pytest.mark.parametrize(
    ("districts", "why"),
    [
        ({"hoerde": 20}, "zeigen wir ab 30 Stimmen"),
        ({"hoerde": 20, "": 60}, "Noch sagen zu wenige Stimmen, woher sie kommen"),
        ({"hoerde": 40, "eving": 40}, "Gewichtet haben wir nicht: Dafür müssen mindestens 100 Stimmen"),
    ],
)
def test_what_is_withheld_has_its_reason(app: FastAPI, settings: Settings, districts: dict[str, int], why: str) -> None:
    assert why in vote(app, settings, districts)


def test_below_five_votes_nothing_of_it_is_there(app: FastAPI, settings: Settings) -> None:
    assert "Wer hat bewertet?" not in vote(app, settings, {"hoerde": 4})


def without_residents(settings: Settings) -> Settings:
    return replace(settings, city=settings.city.model_copy(update={"residents": ()}))


def test_a_city_without_residents_says_so_on_the_page_and_in_the_method(app: FastAPI, settings: Settings) -> None:
    poor = without_residents(settings)
    portal = create_app(poor)
    page = vote(portal, poor, DISTRICTS)
    assert "liegen uns keine Zahlen vor" in page
    assert "liegen uns keine Zahlen vor" in TestClient(portal).get("/methode").text


def test_the_method_says_with_whom_votes_are_compared_and_works_out_an_example(client: TestClient) -> None:
    page = words(client.get("/methode").text)
    assert "<td>57.315</td>" in page
    assert "Wie alt die Menschen in Dortmund sind, wissen wir nicht." in page
    assert "zählt dann 0,67, eine aus dem zweiten 2,00. Ohne die gedachten Stimmen ergibt das 3,50 statt 4,25." in page
    assert "sagen nur noch so viel wie 92 (Faktor 1,3, nach Kish)" in page
    assert "$" not in page.split("<main")[1].split("</main>")[0]
    assert "counts 0.67, one from the second 2.00" in words(client.get("/en/methode").text)


def test_a_table_older_than_the_score_says_so(app: FastAPI, settings: Settings) -> None:
    vote(app, settings, DISTRICTS)
    facts: dict[str, Any] = {"created_at": NOON, "changed_at": NOON}
    with database.transaction(app.state.engine) as session:
        project = session.exec(select(Project).where(Project.slug == "radweg")).one()
        for value in (1, 2, 3, 4, 5):
            builders.a_rating(session, project, value, district="hoerde", **facts)
        builders.a_rating(session, project, 3, district="eving", **facts)
        publish.publish(session, settings, NOON.replace(day=25))
    page = words(TestClient(app).get("/projekte/radweg").text)
    assert "Gezählt haben wir 122 Stimmen." in page
    assert "Stand 23. November 2026, 116 Stimmen." in page
    assert "Die Tabelle ist älter als die Zahl oben." in page


def publish_target(session: Any) -> Any:
    from sqlmodel import select

    from datasets.tables.projects import Project

    return session.exec(select(Project).where(Project.slug == "radweg")).one()
