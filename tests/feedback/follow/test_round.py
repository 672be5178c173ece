"""Mail, with a real mail server on loopback: confirmed first, told once, tried again, dropped where refused, left in one click."""

import datetime as dt
import email
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from email.message import Message
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine
from sqlmodel import Session, select

from datasets.database import transaction
from datasets.mailing import MailServer
from datasets.settings import Settings
from datasets.tables.comments import PublishedReply
from datasets.tables.projects import Project
from feedback.follow import subscriptions
from feedback.follow.round import DAILY, FIRST_WAIT, deliver
from feedback.tables.subscriptions import Subscription
from feedback.trust import retention
from feedback.trust.sealed import opened
from tests.builders import a_project, key_of
from tests.feedback.voters import DAY, NOON, SECRET

WHO = "erika@example.org"
LATER = dt.timedelta(minutes=10)


@dataclass
class Box:
    """What a mail server got; ``says`` is its answer to the mail, ``to_the_address`` to the address."""

    mails: list[Message] = field(default_factory=list)
    says: str = "250 OK"
    to_the_address: str = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.to_the_address.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_the_address

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.says.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return self.says


class Line(Controller):
    """On any free port."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def posting(box: Box, settings: Settings) -> Iterator[Settings]:
    line = Line(box, hostname="127.0.0.1", port=0)
    line.start()
    server = MailServer("127.0.0.1", line.port, "none", "portal@example.org")
    yield replace(settings, base_url="https://mehrwert.example.org", mail=server)
    line.stop()


@pytest.fixture
def project(engine: Engine) -> Project:
    with transaction(engine) as session:
        return a_project(session, slug="kai", title="Bänke am Kai")


def ask(engine: Engine, project: Project | None, language: str = "de", address: str = WHO) -> None:
    with transaction(engine) as session:
        subscriptions.ask(session, SECRET, address, project.id if project else None, language, NOON)


def rows(engine: Engine) -> list[Subscription]:
    with Session(engine) as session:
        return list(session.exec(select(Subscription)))


def text(mail: Message) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")  # type: ignore[attr-defined]


def confirmed(engine: Engine, posting: Settings, box: Box, project: Project | None) -> None:
    ask(engine, project)
    deliver(engine, posting, NOON)
    [key] = re.findall(r"/nachrichten/([\w-]+)\n", text(box.mails.pop()))
    with transaction(engine) as session:
        subscriptions.confirm(session, key, NOON)


def reply(engine: Engine, project: Project, moment: dt.datetime, said: str = "Kommt im Mai.") -> None:
    with transaction(engine) as session:
        session.add(PublishedReply(project_id=key_of(project), text=said, organisation="Tiefbauamt", published_at=moment))


def test_nobody_gets_news_who_has_not_confirmed(engine: Engine, posting: Settings, box: Box, project: Project) -> None:
    ask(engine, project)
    ask(engine, project)
    assert deliver(engine, posting, NOON)["taken"] == 1
    reply(engine, project, NOON + LATER)
    assert deliver(engine, posting, NOON + DAY)["taken"] == 0
    assert [mail["To"] for mail in box.mails] == [WHO]
    assert "Bänke am Kai" in box.mails[0]["Subject"]


def test_workers_at_the_same_moment_send_one_mail(engine: Engine, posting: Settings, box: Box, project: Project) -> None:
    ask(engine, project)
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: deliver(engine, posting, NOON)["taken"], range(4)))
    assert (sum(sent), len(box.mails)) == (1, 1)


def test_the_address_is_sealed_and_gone_after_two_days_without_a_confirmation(engine: Engine, project: Project) -> None:
    ask(engine, project)
    [row] = rows(engine)
    assert WHO not in str(row.model_dump())
    assert opened(SECRET, row.address) == WHO
    with transaction(engine) as session:
        assert retention.sweep(session, NOON + 3 * DAY)["unconfirmed_addresses"] == 1
    assert rows(engine) == []


def test_news_come_once_and_can_be_left_in_one_click(engine: Engine, posting: Settings, box: Box, project: Project) -> None:
    confirmed(engine, posting, box, project)
    reply(engine, project, NOON + LATER)
    for minutes in (30, 60, 90):
        deliver(engine, posting, NOON + dt.timedelta(minutes=minutes))
    [mail] = box.mails
    assert "Antwort: Bänke am Kai\nTiefbauamt: Kommt im Mai." in text(mail)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [key] = re.findall(r"<https://mehrwert.example.org/nachrichten/([\w-]+)/ende>", mail["List-Unsubscribe"])
    with transaction(engine) as session:
        subscriptions.leave(session, key)
    assert rows(engine) == []


def test_there_is_one_mail_a_day_with_all_that_is_new(engine: Engine, posting: Settings, box: Box, project: Project) -> None:
    confirmed(engine, posting, box, project)
    reply(engine, project, NOON + LATER, "Eins.")
    deliver(engine, posting, NOON + 2 * LATER)
    reply(engine, project, NOON + 3 * LATER, "Zwei.")
    reply(engine, project, NOON + 4 * LATER, "Drei.")
    deliver(engine, posting, NOON + 5 * LATER)
    assert len(box.mails) == 1
    deliver(engine, posting, NOON + 2 * LATER + DAILY)
    assert [("Zwei." in text(mail), "Drei." in text(mail)) for mail in box.mails] == [(False, False), (True, True)]


@pytest.mark.parametrize("where", ["says", "to_the_address"])
def test_not_now_means_later_and_nothing_is_lost(engine: Engine, posting: Settings, box: Box, project: Project, where: str) -> None:
    confirmed(engine, posting, box, project)
    reply(engine, project, NOON + LATER)
    setattr(box, where, "451 Try again later")
    moment = NOON + 2 * LATER
    assert deliver(engine, posting, moment)["later"] == 1
    assert deliver(engine, posting, moment + FIRST_WAIT / 2) == {"taken": 0, "refused": 0, "later": 0}
    setattr(box, where, "250 OK")
    assert deliver(engine, posting, moment + FIRST_WAIT)["taken"] == 1
    assert "Kommt im Mai." in text(box.mails[0])


def test_an_address_that_is_refused_for_good_is_dropped(engine: Engine, posting: Settings, box: Box, project: Project) -> None:
    ask(engine, project)
    box.to_the_address = "550 No such user"
    assert deliver(engine, posting, NOON)["refused"] == 1
    assert rows(engine) == []


def test_a_server_that_is_away_is_tried_later(engine: Engine, posting: Settings, project: Project) -> None:
    ask(engine, project)
    assert posting.mail is not None
    away = replace(posting, mail=replace(posting.mail, port=1))
    assert deliver(engine, away, NOON)["later"] == 1
    assert rows(engine)[0].attempts == 1


def test_whoever_dies_after_the_mail_was_taken_does_not_send_it_again(
    engine: Engine, posting: Settings, box: Box, project: Project
) -> None:
    confirmed(engine, posting, box, project)
    reply(engine, project, NOON + LATER)
    with transaction(engine) as session:
        [row] = session.exec(select(Subscription)).all()
        row.handed_over, row.told_until, row.due_at = True, NOON + 2 * LATER, NOON + 2 * LATER
    deliver(engine, posting, NOON + 3 * LATER)
    reply(engine, project, NOON + 4 * LATER, "Neu.")
    deliver(engine, posting, NOON + 3 * LATER + DAILY)
    assert ["Kommt im Mai." in text(mail) for mail in box.mails] == [False]


def test_a_mail_in_english_speaks_it(engine: Engine, posting: Settings, box: Box) -> None:
    ask(engine, None, "en")
    deliver(engine, posting, NOON)
    assert box.mails[0]["Subject"] == "Please confirm: news on all decisions"
    assert "https://mehrwert.example.org/en/nachrichten/" in text(box.mails[0])


def test_without_a_mail_server_nothing_happens(engine: Engine, settings: Settings, project: Project) -> None:
    ask(engine, project)
    assert deliver(engine, settings, NOON) == {"taken": 0, "refused": 0, "later": 0}
