"""Datasets that other portals hold: entered as described there, told apart by identifier and host, read for the list."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from datasets import search
from datasets.errors import NotFound
from datasets.records import ElsewhereRecord
from datasets.tables.elsewhere import Elsewhere
from datasets.tables.types import now
from datasets.words import sort_key

KIND = "elsewhere"
"""The kind of these things in the search."""


@dataclass(slots=True)
class Counts:
    """How many descriptions were new, differed, were as before, are named no more."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """One dataset held elsewhere; ``also`` are descriptions of the same one in other portals."""

    uid: str
    record: ElsewhereRecord
    also: tuple[ElsewhereRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Holdings:
    """One page of the list."""

    items: tuple[Held, ...]
    total: int
    page: int
    pages: int


def same(record: ElsewhereRecord) -> str:
    """What two descriptions of one dataset share: the DCAT identifier, without what makes no difference, and the host of its files."""
    bare = re.sub(r"^https?://(www\.)?", "", record.identifier.casefold()).rstrip("/")
    return f"{bare} @ {record.host.casefold().removeprefix('www.')}"


def load(session: Session, records: Iterable[ElsewhereRecord], source: str, dataset: str, complete: bool) -> Counts:
    """Brings the list ``dataset`` to what the records say; what a complete list no longer names is marked gone."""
    counts = Counts()
    known = {(row.portal, row.same): row for row in session.exec(select(Elsewhere).where(Elsewhere.dataset == dataset))}
    seen = set()
    for record in records:
        key = (record.portal, same(record))
        row = known.get(key) or Elsewhere(
            source=source, dataset=dataset, portal=key[0], same=key[1], identifier="", title="", sorted_by="", record={}
        )
        known[key] = row
        seen.add(key)
        _enter(session, row, record, counts)
    if complete:
        missing = [row for key, row in known.items() if key not in seen and row.gone_at is None]
        _take_out(session, missing)
        counts.gone = len(missing)
    _settle(session)
    return counts


def _enter(session: Session, row: Elsewhere, record: ElsewhereRecord, counts: Counts) -> None:
    said = record.model_dump(mode="json")
    if row.id is not None and row.record == said and row.gone_at is None:
        counts.unchanged += 1
        return
    counts.added += row.id is None
    counts.changed += row.id is not None
    row.identifier, row.title, row.sorted_by = record.identifier, record.title.de, sort_key(record.title.de)[:500]
    row.record, row.modified, row.gone_at, row.updated_at = said, record.modified, None, now()
    session.add(row)
    session.flush()
    body = [record.description.de, record.description.en, *record.keywords, record.publisher, record.portal]
    search.put(session, KIND, row.uid, f"{record.title.de} {record.title.en}", " ".join(body))


def _take_out(session: Session, rows: list[Elsewhere]) -> None:
    for row in rows:
        row.gone_at = row.updated_at = now()
        row.leads = False
        session.add(row)
        search.remove(session, KIND, row.uid)
    session.flush()


def _settle(session: Session) -> None:
    """Of each dataset the row that was there first is shown; when it goes, the next one is."""
    first = select(func.min(Elsewhere.id)).where(col(Elsewhere.gone_at).is_(None)).group_by(col(Elsewhere.same))
    leads = col(Elsewhere.id).in_(first)
    session.execute(update(Elsewhere).where(col(Elsewhere.leads) != leads).values(leads=leads))
    session.expire_all()


def holdings(session: Session, question: str = "", page: int = 1, size: int = 20) -> Holdings:
    """Those that fit the question, in the title first; all of them by title where nothing is asked. A page too far is the last one."""
    wanted: Any = select(Elsewhere.id).where(col(Elsewhere.leads).is_(True))
    order: list[Any] = [search.plain_order(session, col(Elsewhere.sorted_by)), col(Elsewhere.id)]
    if question:
        hits = search.matching(session, KIND, question)
        wanted = wanted.join(hits, hits.c.slug == Elsewhere.uid)
        order.insert(0, hits.c.in_title.desc())
    total = session.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
    pages = max(1, -(-total // size))
    at = min(max(page, 1), pages)
    chosen = list(session.exec(wanted.order_by(*order).offset((at - 1) * size).limit(size)))
    rows = {row.id: row for row in session.exec(select(Elsewhere).where(col(Elsewhere.id).in_(chosen)))}
    return Holdings(_held(session, [rows[number] for number in chosen]), total, at, pages)


def one(session: Session, uid: str) -> Held:
    """One of them by its uid, shown or not. Raises NotFound where no portal names it any more."""
    row = session.exec(select(Elsewhere).where(Elsewhere.uid == uid, col(Elsewhere.gone_at).is_(None))).first()
    if row is None:
        raise NotFound(f"No portal holds the dataset {uid}.")
    return _held(session, [row])[0]


def _held(session: Session, rows: list[Elsewhere]) -> tuple[Held, ...]:
    others: defaultdict[str, dict[str, ElsewhereRecord]] = defaultdict(dict)
    question = select(Elsewhere).where(col(Elsewhere.same).in_([row.same for row in rows]), col(Elsewhere.gone_at).is_(None))
    for other in session.exec(question.order_by(col(Elsewhere.id))):
        others[other.same].setdefault(other.portal, ElsewhereRecord.model_validate(other.record))
    return tuple(
        Held(
            row.uid,
            ElsewhereRecord.model_validate(row.record),
            tuple(record for portal, record in others[row.same].items() if portal != row.portal),
        )
        for row in rows
    )
