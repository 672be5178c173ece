"""Funding programmes in the register: written by a load, read for the page, open or closed by the day on which somebody asks."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from datasets import words
from datasets.records import ProgrammeRecord
from datasets.register.writing import Loaded, Origin, write
from datasets.tables.programmes import Programme

STATUSES = ("open", "expected", "unknown", "closed")
"""In the order in which people look for them."""
SOON = 60
"""Days before a deadline in which it is near."""


@dataclass(frozen=True, slots=True)
class ProgrammeQuestion:
    """What is asked of the list; empty answers ask for all. ``within`` is a number of days until the deadline."""

    who: str = ""
    topic: str = ""
    level: str = ""
    status: str = ""
    within: int = 0
    q: str = ""
    """Words that stand in its title, its summary, the name of its funder or of whom it is for."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One programme as it stands on a day."""

    row: Programme
    status: str
    days: int | None
    """Days until the deadline, 0 on the day itself; None where it is unknown or past."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What fits, and how many there are for each answer to each question when the other answers stay."""

    items: tuple[Offer, ...]
    facets: dict[str, tuple[tuple[str, int], ...]]


def load(session: Session, record: ProgrammeRecord, origin: Origin, loaded: Loaded) -> None:
    """Enters one programme of a list or what became of it."""
    found = session.exec(select(Programme).where(Programme.dataset == origin.dataset, Programme.key == record.key)).first()
    row = found or Programme(
        source=origin.source, dataset=origin.dataset, key=record.key, title=record.title, funder="", level=record.level, source_url=""
    )
    values = record.model_dump(exclude={"key", "applicants", "topics", "retrieved"}) | {
        "applicants": list(record.applicants),
        "topics": list(record.topics),
        "gone_at": None,
    }
    # The day of reading makes no change by itself.
    row.retrieved = record.retrieved or origin.retrieved_at.date()
    write(session, row, values, "programme", record.key, origin, loaded)


def status(row: Programme, day: dt.date) -> str:
    """``open``, ``expected``, ``closed``, or ``unknown`` where its source gives neither dates nor says whether it is open."""
    if row.stated == "closed" or (row.deadline is not None and row.deadline < day):
        return "closed"
    if row.opens is not None and row.opens > day:
        return "expected"
    return "open" if row.deadline is not None or row.stated == "open" else "unknown"


def turned(session: Session, since: dt.date, day: dt.date) -> bool:
    """Whether one of them opened or closed after the day ``since``."""
    closed = col(Programme.deadline).between(since, day - dt.timedelta(days=1))
    opened = col(Programme.opens).between(since + dt.timedelta(days=1), day)
    question = select(Programme.id).where(col(Programme.gone_at).is_(None), closed | opened)
    return session.exec(question.limit(1)).first() is not None


def rows(session: Session) -> list[Programme]:
    """All that a source still names, by list and key."""
    question = select(Programme).where(col(Programme.gone_at).is_(None))
    return list(session.exec(question.order_by(col(Programme.dataset), col(Programme.key))))


def listing(session: Session, asked: ProgrammeQuestion, day: dt.date) -> Offers:
    """Those that fit: open ones first, the nearest deadline first within them."""
    terms = words.asked(asked.q)
    # As in the search, a question without any word has no hits.
    offers = [_offer(row, day) for row in rows(session) if not asked.q or (terms and words.holds(_said(row), terms))]
    names = ("who", "topic", "level", "status")
    facets = {name: _counts(offers, asked, name) for name in names}
    return Offers(tuple(sorted((one for one in offers if _fits(one, asked)), key=_order)), facets)


def _said(row: Programme) -> str:
    return f"{row.title} {row.summary} {row.funder} {row.who}"


def _offer(row: Programme, day: dt.date) -> Offer:
    found = status(row, day)
    return Offer(row, found, (row.deadline - day).days if row.deadline is not None and found != "closed" else None)


def _order(offer: Offer) -> tuple[int, int, str]:
    return STATUSES.index(offer.status), offer.days if offer.days is not None else 100_000, offer.row.title


def _answers(offer: Offer, name: str) -> Iterable[str]:
    row = offer.row
    known: dict[str, Iterable[str]] = {"who": row.applicants, "topic": row.topics, "level": (row.level,), "status": (offer.status,)}
    return known[name]


def _fits(offer: Offer, asked: ProgrammeQuestion, but: str = "") -> bool:
    wanted = {name: getattr(asked, name) for name in ("who", "topic", "level", "status") if name != but and getattr(asked, name)}
    near = not asked.within or (offer.days is not None and offer.days <= asked.within)
    return near and all(value in _answers(offer, name) for name, value in wanted.items())


def _counts(offers: list[Offer], asked: ProgrammeQuestion, name: str) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(answer for one in offers if _fits(one, asked, name) for answer in _answers(one, name)).items())
