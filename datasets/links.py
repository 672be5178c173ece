"""Addresses that the catalogue points to: which are due for a check, and which answered."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, delete, func, select

from datasets import catalogue
from datasets.catalogue import Edition
from datasets.database import insert_many
from datasets.records import ElsewhereRecord
from datasets.tables.elsewhere import Elsewhere
from datasets.tables.links import Link
from datasets.tables.types import now
from datasets.vocabularies import ckan

AGE = dt.timedelta(days=7)
"""An address that answered is asked again after that."""
AGE_FAILED = dt.timedelta(days=1)
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """What an address answered; ``status`` 0 where nothing came."""

    url: str
    status: int
    message: str = ""

    @property
    def answers(self) -> bool:
        """Whether a reader gets what the address promises; one who may not ask as often is told so by a server that is there."""
        return 200 <= self.status < 400 or self.status == 429


@dataclass(frozen=True, slots=True)
class Answered:
    """What is known of an address that was asked."""

    status: int
    answers: bool
    message: str
    checked_at: dt.datetime
    failing_since: dt.datetime | None


def gather(session: Session, base: str) -> int:
    """Brings the table to the addresses of today; returns how many there are.

    Files of every dataset here, where ``base`` is known; pages and files of those held elsewhere.
    """
    named = {url for url in (*_own(session, base), *_elsewhere(session)) if len(url) <= LONGEST}
    known = set(session.exec(select(Link.url)))
    insert_many(session, Link, [_blank(url) for url in sorted(named - known)])
    for url in known - named:
        session.execute(delete(Link).where(col(Link.url) == url))
    return len(named)


def _blank(url: str) -> dict[str, object]:
    return Link(url=url).model_dump(exclude={"id"})


def _own(session: Session, base: str) -> Iterable[str]:
    for shown in catalogue.all_datasets(session) if base else ():
        for pair in paths(shown.slug, shown.current) if shown.current else ():
            yield from (base + path for path in pair)


def paths(slug: str, edition: Edition) -> list[tuple[str, str]]:
    """Of each file the lasting path, by which it is accessed, and that of its release, from which it is downloaded."""
    folder = f"/daten/{slug}"
    return [(f"{folder}/aktuell/{file.name}", f"{folder}/{edition.name}/{file.name}") for file in ckan.resource_files(edition, slug)]


def _elsewhere(session: Session) -> Iterable[str]:
    for said in session.exec(select(Elsewhere.record).where(col(Elsewhere.gone_at).is_(None))):
        record = ElsewhereRecord.model_validate(said)
        yield from (one.url for one in record.distributions)
        if record.landing:
            yield record.landing


def due(session: Session, limit: int) -> list[str]:
    """Addresses whose last check is too old, those never asked first."""
    moment = now()
    old = (col(Link.checked_at) < moment - AGE) | (col(Link.answers).is_(False) & (col(Link.checked_at) < moment - AGE_FAILED))
    question = select(Link.url).where(col(Link.checked_at).is_(None) | old)
    return list(
        session.exec(question.order_by(func.coalesce(Link.checked_at, dt.datetime(1970, 1, 1, tzinfo=dt.UTC)), col(Link.id)).limit(limit))
    )


def keep(session: Session, found: Iterable[Found], base: str = "") -> None:
    """Writes down what came. A changed answer of an address that begins with ``base`` is news: our pages show it."""
    moment, answers = now(), list(found)
    before = answering(session, [one.url for one in answers])
    for one in answers:
        since = None if one.answers else func.coalesce(Link.failing_since, moment)
        values = {"status": one.status, "answers": one.answers, "message": one.message[:500], "checked_at": moment, "failing_since": since}
        session.execute(update(Link).where(col(Link.url) == one.url).values(**values))
    if base and any(_differs(one, before.get(one.url)) for one in answers if one.url.startswith(f"{base}/")):
        catalogue.raise_version(session)


def _differs(found: Found, before: Answered | None) -> bool:
    """Of one that still does not answer the page says when it was asked."""
    return before is None or not found.answers or not before.answers or before.status != found.status


def answering(session: Session, addresses: Iterable[str]) -> dict[str, Answered]:
    """Of these addresses those that were asked, with what they answered."""
    facts = (Link.url, Link.status, Link.answers, Link.message, Link.checked_at, Link.failing_since)
    asked = col(Link.url).in_(list(addresses)), col(Link.checked_at).is_not(None)
    return {url: Answered(*rest) for url, *rest in session.execute(select(*map(col, facts)).where(*asked))}


def failing(session: Session, limit: int = 100) -> list[Link]:
    """Addresses that did not answer, those that fail for longest first."""
    wrong = select(Link).where(col(Link.failing_since).is_not(None)).order_by(col(Link.failing_since), col(Link.id))
    return list(session.exec(wrong.limit(limit)))
