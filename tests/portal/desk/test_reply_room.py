"""Official replies, seen by a browser: drafted by a partner, published by the office, read by everybody, corrected, taken off."""

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from datasets import database
from datasets.settings import Settings
from datasets.tables.comments import PublishedComment
from feedback import publish
from feedback.review import audit
from feedback.tables.audit import AuditEvent
from feedback.tables.ratings import Comment
from feedback.tables.replies import ReplyDraft
from feedback.voices import comments
from tests import builders, voting
from tests.staffing import signed_in

PATH = "/pruefung/antworten"
NEW = {"projekt": "kai", "organisation": "Tiefbauamt", "text": "Die Bänke kommen im Mai.", "action": "saved"}


@pytest.fixture(autouse=True)
def project(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        lead = builders.an_organisation(session, slug="tiefbau", name="Tiefbauamt", partner=True)
        builders.a_project(session, slug="kai", title="Bänke am Kai", lead_id=lead.id)
        builders.a_project(session, slug="hafen", title="Hafen")


def saved(desk: TestClient, **fields: str) -> str:
    """The address of a new draft."""
    answer = desk.post(f"{PATH}/neu", data=NEW | fields)
    assert answer.status_code == 303
    return str(answer.headers["location"].partition("?")[0])


def public(client: TestClient) -> str:
    return client.get("/projekte/kai").text


def test_a_reply_is_previewed_published_corrected_and_taken_off(app: FastAPI, client: TestClient) -> None:
    desk = signed_in(app, "redaktion")
    assert 'value="preview"' in desk.get(f"{PATH}/neu?projekt=kai").text
    preview = desk.post(f"{PATH}/neu", data=NEW | {"action": "preview"})
    assert "So sieht es aus" in preview.text
    assert "Kein Eintrag" not in desk.get(PATH).text
    path = saved(desk)
    assert NEW["text"] not in public(client)
    assert desk.post(path, data=NEW | {"action": "published"}).headers["location"] == f"{path}?getan=published"
    assert "Die Antwort ist veröffentlicht." in desk.get(f"{path}?getan=published").text
    assert NEW["text"] in public(client)
    assert "korrigiert am" not in public(client)
    desk.post(path, data=NEW | {"text": "Die Bänke kommen im Juni.", "action": "corrected"})
    assert ("Juni" in public(client), "Mai." in public(client), "korrigiert am" in public(client)) == (True, False, True)
    assert "corrected on" in client.get("/en/projekte/kai").text
    assert "im Juni" in client.get("/feeds/projekte/kai.atom").text
    desk.post(path, data={"action": "withdrawn"})
    assert "Juni" not in public(client)
    with database.reading(app.state.engine) as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.subject == "reply/1")).all()
        assert [event.action for event in events] == ["reply.draft", "reply.published", "reply.correct", "reply.withdrawn"]
        assert "Bänke" not in str([event.facts for event in events])
        assert audit.count(session) >= 4


def test_a_partner_drafts_for_its_own_projects_and_the_office_decides(app: FastAPI, client: TestClient) -> None:
    partner = signed_in(app, "partner", name="Pia", unit="tiefbau")
    path = saved(partner)
    assert partner.post(path, data=NEW | {"action": "published"}).status_code == 403
    assert partner.post(f"{PATH}/neu", data=NEW | {"projekt": "hafen"}).status_code == 403
    desk = signed_in(app, "redaktion")
    assert desk.post(path, data=NEW | {"action": "rejected"}).status_code == 422
    desk.post(path, data=NEW | {"action": "rejected", "answer": "Bitte mit Datum."})
    assert "Bitte mit Datum." in partner.get(path).text
    assert desk.post(path, data=NEW | {"action": "published"}).status_code == 409
    assert NEW["text"] not in public(client)


def test_a_partner_sees_nobody_elses_drafts(app: FastAPI) -> None:
    path = saved(signed_in(app, "redaktion"))
    partner = signed_in(app, "partner", name="Pia", unit="tiefbau")
    assert partner.get(path).status_code == 404
    assert NEW["text"] not in partner.get(PATH).text


def test_who_only_reads_writes_nothing(app: FastAPI) -> None:
    assert signed_in(app, "auditor").post(f"{PATH}/neu", data=NEW).status_code == 403


@pytest.mark.parametrize(("field", "value"), [("text", " "), ("text", "x" * 3001), ("organisation", ""), ("comment_key", "weg")])
def test_what_is_wrong_is_said_and_nothing_is_stored(app: FastAPI, field: str, value: str) -> None:
    desk = signed_in(app, "redaktion")
    answer = desk.post(f"{PATH}/neu", data=NEW | {field: value})
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    with database.reading(app.state.engine) as session:
        assert session.exec(select(ReplyDraft)).all() == []


def test_a_reply_beneath_a_comment_goes_with_it(app: FastAPI, client: TestClient, settings: Settings) -> None:
    for one in range(5):
        voting.rate(TestClient(app), "kai", comment=f"Gut so {one}.")
    with database.transaction(app.state.engine) as session:
        for comment in session.exec(select(Comment)):
            comment.state = "shown"
            session.add(comment)
        session.flush()
        publish.publish(session, settings)
        key = session.exec(select(PublishedComment.key)).first() or ""
    desk = signed_in(app, "redaktion")
    assert "kommentar=" in desk.get("/pruefung/kommentare?stand=shown").text
    path = saved(desk, comment_key=key)
    desk.post(path, data=NEW | {"comment_key": key, "action": "published"})
    assert f'id="k-{key}"' in public(client).partition(NEW["text"])[0]
    with database.transaction(app.state.engine) as session:
        rating = session.exec(select(Comment.rating_id).where(Comment.copy_key == key)).one()
        comments.remove(session, rating)
    assert NEW["text"] not in public(client)
    assert "Zurückgezogen" in desk.get(path).text
