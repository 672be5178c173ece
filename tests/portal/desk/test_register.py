"""A file at the desk: taken in, shown, confirmed or discarded, by those who may, and audited."""

from fastapi import FastAPI
from sqlmodel import select

from datasets import uploads
from datasets.database import reading, transaction
from datasets.tables.runs import Job
from datasets.tables.uploads import Upload
from feedback.tables.audit import AuditEvent
from tests.staffing import signed_in


def _handed_in(client, body=b"slug\nx\n", name="liste.csv", **fields):
    return client.post("/pruefung/register", files={"file": (name, body)}, data=fields)


def _ready(app: FastAPI, number: int) -> str:
    with transaction(app.state.engine) as session:
        row = uploads.one(session, number)
        row.state, row.digest = "ready", "d" * 64
        row.changes = [{"kind": "project", "key": "bruecke", "what": "changed", "field": "status", "old": "running", "new": "<i>x</i>"}]
        session.add(row)
    return "d" * 64


def test_a_file_waits_in_the_inbox_under_a_random_name_and_changes_nothing(app: FastAPI) -> None:
    answer = _handed_in(signed_in(app), name="../../<b>.csv", complete="1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/pruefung/register/1")
    with reading(app.state.engine) as session:
        upload = session.exec(select(Upload)).one()
        assert (upload.state, upload.complete, upload.bytes) == ("waiting", True, 7)
        assert "<" not in upload.name
        assert session.exec(select(Job)).one().subject == "1"
        assert session.exec(select(AuditEvent).where(AuditEvent.action == "upload.receive")).one().subject == "upload/1"
    assert [file.name for file in app.state.settings.inbox.iterdir()] == [upload.stored]


def test_only_what_was_shown_can_be_confirmed(app: FastAPI) -> None:
    client = signed_in(app)
    _handed_in(client)
    digest = _ready(app, 1)
    assert "&lt;i&gt;x&lt;/i&gt;" in client.get("/pruefung/register/1").text
    assert client.post("/pruefung/register/1", data={"action": "confirm", "digest": "0" * 64}).status_code == 409
    assert client.post("/pruefung/register/1", data={"action": "confirm", "digest": digest}).status_code == 303
    assert client.post("/pruefung/register/1", data={"action": "confirm", "digest": digest}).status_code == 409
    with reading(app.state.engine) as session:
        assert {job.kind for job in session.exec(select(Job))} == {uploads.PARSE, uploads.APPLY}
        assert [one.action for one in session.exec(select(AuditEvent)) if one.action.startswith("upload.")] == [
            "upload.receive", "upload.confirm",
        ]  # fmt: skip


def test_a_discarded_file_is_gone(app: FastAPI) -> None:
    client = signed_in(app)
    _handed_in(client)
    assert client.post("/pruefung/register/1", data={"action": "discard"}).status_code == 303
    assert list(app.state.settings.inbox.iterdir()) == []
    assert "Verworfen" in client.get("/pruefung/register").text


def test_an_empty_form_says_what_to_do(app: FastAPI) -> None:
    client = signed_in(app)
    assert client.post("/pruefung/register", data={"complete": "1"}).status_code == 422
    assert _handed_in(client, b"").status_code == 422


def test_who_may_not_change_the_register_hands_nothing_in(app: FastAPI) -> None:
    assert _handed_in(signed_in(app, "auditor")).status_code == 403
    assert _handed_in(signed_in(app, "partner", "Bea")).status_code == 403
    with reading(app.state.engine) as session:
        assert session.exec(select(Upload)).all() == []
