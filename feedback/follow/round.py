"""One round of the worker over all subscriptions that are due: each gets its mail, once, or another try later."""

import datetime as dt
from email.message import EmailMessage

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from datasets.database import transaction
from datasets.settings import Settings
from datasets.tables.types import now
from feedback.follow import letters, news, post, subscriptions
from feedback.tables.subscriptions import Subscription
from feedback.trust.sealed import opened

log = structlog.get_logger("feedback.follow")

AT_ONCE = 20
"""Mails of one round; the next begins seconds later."""

LAG = dt.timedelta(minutes=1)
"""News are told up to so long ago: what is being published right now has its moment already, but nobody can read it yet."""

CLAIM = dt.timedelta(minutes=10)
"""So long nobody else takes a mail up: longer than a mail server is waited for."""

DAILY = dt.timedelta(days=1)
"""At most one mail with news in this time."""

FIRST_WAIT = dt.timedelta(minutes=5)
LONGEST_WAIT = dt.timedelta(days=1)
GIVEN_UP = 12
"""Failed tries after which an address is dropped; with the waits between them that is about a week."""


def deliver(engine: Engine, settings: Settings, moment: dt.datetime | None = None) -> dict[str, int]:
    """How many mails were taken, refused for good and put off."""
    counts = {"taken": 0, "refused": 0, "later": 0}
    if settings.mail is None:
        return counts
    moment = moment or now()
    with transaction(engine) as session:
        due = select(Subscription.id).where(col(Subscription.due_at) <= moment).order_by(col(Subscription.due_at)).limit(AT_ONCE)
        waiting = list(session.exec(due))
    for number in waiting:
        answer = _deliver(engine, settings, int(number or 0), moment)
        if answer:
            counts[answer] += 1
    if any(counts.values()):
        log.info("mail", **counts)
    return counts


def _deliver(engine: Engine, settings: Settings, number: int, moment: dt.datetime) -> post.Answer | None:
    """Each step is a transaction of its own: no database waits for a mail server."""
    with transaction(engine) as session:
        mail = _written(session, settings, number, moment)
    if mail is None or settings.mail is None:
        return None
    letter, told_until = mail
    answer = post.send(settings.mail, letter, lambda: _handing_over(engine, number, moment))
    with transaction(engine) as session:
        found = session.get(Subscription, number, with_for_update=True)
        if found is not None and answer == "taken":
            _told(session, found, moment)
        elif found is not None:
            found.told_until = told_until
            _put_off(session, found, answer, moment)
    return answer


def _written(session: Session, settings: Settings, number: int, moment: dt.datetime) -> tuple[EmailMessage, dt.datetime] | None:
    """The mail of a subscription, and up to when its owner knew the news before; None where it may have gone out before a crash."""
    found = session.get(Subscription, number, with_for_update=True)
    # Another worker may have written it since it was found.
    if found is None or found.due_at is None or found.due_at > moment:
        return None
    if found.handed_over:
        _told(session, found, moment)
        return None
    address = opened(settings.secret(), found.address)
    if not address:
        session.delete(found)
        return None
    title, pieces = subscriptions.subject(session, found), []
    if found.state == "active":
        pieces = news.since(session, found, moment - LAG)
    # A claim, or where nothing is new the next look: the gate and the desk are slower than that.
    found.due_at = moment + CLAIM
    session.add(found)
    if found.state == "asked":
        return letters.confirmation(settings, found, title, address), found.told_until
    return (letters.news(settings, found, title, address, pieces), found.told_until) if pieces else None


def _handing_over(engine: Engine, number: int, moment: dt.datetime) -> None:
    """From here on the mail may have gone out: what it tells counts as told."""
    with transaction(engine) as session:
        found = session.get(Subscription, number, with_for_update=True)
        if found is not None:
            found.handed_over = True
            found.told_until = moment - LAG if found.state == "active" else found.told_until
            session.add(found)


def _put_off(session: Session, found: Subscription, answer: post.Answer, moment: dt.datetime) -> None:
    """Another try later; none where the address is refused for good, or the tries are used up."""
    if answer == "refused" or found.attempts + 1 >= GIVEN_UP:
        session.delete(found)
        return
    found.attempts, found.handed_over = found.attempts + 1, False
    found.due_at = moment + min(FIRST_WAIT * 2 ** (found.attempts - 1), LONGEST_WAIT)
    session.add(found)


def _told(session: Session, found: Subscription, moment: dt.datetime) -> None:
    """A wish waits for its owner; the next news for tomorrow."""
    found.attempts, found.handed_over = 0, False
    found.due_at = moment + DAILY if found.state == "active" else None
    session.add(found)
