"""The daily mail to staff, with a real mail server on loopback: to whom, about what, once a day, and with nobody named."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from datasets.database import transaction
from datasets.mailing import MailServer
from datasets.settings import Settings
from feedback.review import digest
from feedback.tables.ideas import IdeaProposal
from feedback.tables.notices import Notice
from feedback.tables.replies import ReplyDraft
from tests.builders import a_project, key_of
from tests.feedback.follow.test_round import Box, Line
from tests.feedback.voters import DAY, NOON, a_person


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def posting(box: Box, settings: Settings) -> Iterator[Settings]:
    line = Line(box, hostname="127.0.0.1", port=0)
    line.start()
    yield replace(settings, base_url="https://mehrwert.example.org", mail=MailServer("127.0.0.1", line.port, "none", "portal@example.org"))
    line.stop()


@pytest.fixture
def staff(engine: Engine) -> dict[str, str]:
    """Address by role; three things wait."""
    with transaction(engine) as session:
        found = {role: a_person(session, role) for role in ("redaktion", "pruefung", "auditor", "partner")}
        session.add(Notice(kind="error", text="Geheimnis", code_hash="c", nonce="n"))
        session.add(IdeaProposal(title="Geheimnis", what="x", nonce="n"))
        draft = {"project_id": key_of(a_project(session)), "text": "Geheimnis", "organisation": "Amt", "author_id": found["redaktion"].id}
        session.add(ReplyDraft.model_validate(draft))
        return {role: person.email for role, person in found.items()}


def test_each_reads_what_waits_for_them(engine: Engine, posting: Settings, box: Box, staff: dict[str, str]) -> None:
    assert digest.remind(engine, posting, NOON) == 2
    mails = {str(mail["To"]): mail for mail in box.mails}
    assert set(mails) == {staff["redaktion"], staff["pruefung"]}
    texts = {to: mail.get_content() for to, mail in mails.items()}  # type: ignore[attr-defined]
    assert "1 offene Meldungen: https://mehrwert.example.org/pruefung/meldungen" in texts[staff["pruefung"]]
    assert ("Entwürfe" in texts[staff["pruefung"]], "Entwürfe" in texts[staff["redaktion"]]) == (True, False)
    assert "Geheimnis" not in str(texts)
    assert mails[staff["pruefung"]]["Subject"] == "Am Prüftisch wartet: 3"


def test_nobody_gets_two_on_one_day(engine: Engine, posting: Settings, box: Box, staff: dict[str, str]) -> None:
    days = [NOON, NOON + timedelta(hours=3), NOON + DAY]
    assert [digest.remind(engine, posting, moment) for moment in days] == [2, 0, 2]


def test_workers_at_the_same_moment_send_it_once(engine: Engine, posting: Settings, box: Box, staff: dict[str, str]) -> None:
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: digest.remind(engine, posting, NOON), range(4)))
    assert (sum(sent), len(box.mails)) == (2, 2)


def test_a_mail_that_fails_is_not_tried_again_that_day(engine: Engine, posting: Settings, box: Box, staff: dict[str, str]) -> None:
    box.says = "451 later"
    assert digest.remind(engine, posting, NOON) == 0
    box.says = "250 OK"
    assert [digest.remind(engine, posting, moment) for moment in (NOON, NOON + DAY)] == [0, 2]


def test_none_goes_out_where_nothing_waits_or_at_night(engine: Engine, posting: Settings, box: Box) -> None:
    with transaction(engine) as session:
        a_person(session)
    assert digest.remind(engine, posting, NOON) == 0
    with transaction(engine) as session:
        session.add(Notice(kind="error", text="x", code_hash="c", nonce="n"))
    assert digest.remind(engine, posting, NOON.replace(hour=2)) == 0
    assert digest.remind(engine, replace(posting, mail=None), NOON) == 0
    assert digest.remind(engine, posting, NOON) == 1
