"""Search over everything."""

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from datasets import catalogue, search
from datasets.database import transaction
from datasets.records import Text
from datasets.tables.catalogue import Release
from tests.builders import a_dataset_record, a_project, an_organisation


@pytest.fixture(autouse=True)
def things(app: FastAPI) -> None:
    """A project, a partner, a dataset with a release and one without, all about sensors."""
    with transaction(app.state.engine) as session:
        project = a_project(session, title="Müllsensoren")
        partner = an_organisation(session, slug="sensor-ag", name="Sensor AG", partner=True)
        search.put(session, "project", project.slug, project.title, "")
        search.put(session, "organisation", partner.slug, partner.name, "")
        for slug in ("messwerte", "entwurf"):
            record = a_dataset_record(slug=slug, title=Text(de=f"Sensoren: {slug}"))
            id_ = catalogue.put(session, record)
            if slug == "messwerte":
                session.add(Release(dataset_id=id_, name="2026-11-23", rows=1, digest="", record=record.model_dump(mode="json")))
        catalogue.raise_version(session)


def test_one_word_finds_every_kind(client: TestClient) -> None:
    page = client.get("/suche?q=sensor").text
    assert "3 Treffer zu „sensor“" in page
    for text in ("Müllsensoren", "Sensor AG", "Sensoren: messwerte"):
        assert text in page


def test_a_dataset_without_a_release_is_not_found(client: TestClient) -> None:
    assert "entwurf" not in client.get("/suche?q=sensor").text


def test_nothing_found_says_what_helps(client: TestClient) -> None:
    assert "Nichts gefunden" in client.get("/suche?q=xyzzy").text


def test_without_a_question_there_is_only_the_field(client: TestClient) -> None:
    page = client.get("/suche").text
    assert "Treffer" not in page
    assert 'name="q"' in page


@given(q=st.text(max_size=20))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_is_answered_and_shown_as_text(client: TestClient, q: str) -> None:
    answer = client.get("/suche", params={"q": f"<b>{q}"})
    assert answer.status_code == 200
    assert "<b><b>" not in answer.text
    assert f'value="<b>{q}' not in answer.text
