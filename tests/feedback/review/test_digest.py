"""The daily mail to staff, with a real mail server on loopback: to whom, about what, once a day, and with nobody named."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from datasets.database import transaction
from datasets.errors import BadQuestion
from datasets.mailing import MailServer
from datasets.settings import Settings
from feedback.follow import letters
from feedback.people import staff as people
from feedback.review import digest
from feedback.tables.ideas import IdeaProposal
from feedback.tables.notices import Notice
from feedback.tables.replies import ReplyDraft
from feedback.tables.subscriptions import LANGUAGES
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
    texts = {to: mail.get_content().replace("\r\n", "\n") for to, mail in mails.items()}  # type: ignore[attr-defined]
    assert "Offene Meldungen: 1\nhttps://mehrwert.example.org/pruefung/meldungen\n" in texts[staff["pruefung"]]
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


@pytest.mark.parametrize(
    ("own", "city", "english"), [("en", "de", True), ("de", "en", False), (None, "en", True), (None, "de-simple", False)]
)
def test_it_is_written_in_the_language_of_each(
    engine: Engine, posting: Settings, box: Box, staff: dict[str, str], own: str | None, city: str, english: bool
) -> None:
    with transaction(engine) as session:
        people.speak(session, int(people.by_email(session, staff["redaktion"]).id or 0), own or "")
    there = replace(posting, city=posting.city.model_copy(update={"languages": (city, "de", "en")}))
    digest.remind(engine, there, NOON)
    [mail] = [mail for mail in box.mails if mail["To"] == staff["redaktion"]]
    text = mail.get_content().replace("\r\n", "\n")  # type: ignore[attr-defined]
    assert ("Open notices: 1\nhttps://mehrwert.example.org/en/pruefung/meldungen\n" in text) is english
    assert ("Offene Meldungen: 1\nhttps://mehrwert.example.org/pruefung/meldungen\n" in text) is not english
    assert ("Waiting at the desk" in str(mail["Subject"])) is english


def test_every_text_of_a_mail_is_there_in_every_language(session: Session) -> None:
    assert [set(letters.words(language)) for language in LANGUAGES] == [set(letters.words("de"))] * len(LANGUAGES)
    with pytest.raises(BadQuestion, match="no language of ours"):
        people.speak(session, int(a_person(session).id or 0), "fr")
