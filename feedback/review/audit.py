"""The audit log: what staff and the system did, each event chained to the one before, so that none can be changed or lost."""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import event
from sqlmodel import Session, col, func, select

from datasets.database import alone
from datasets.errors import Refused
from datasets.tables.types import now
from feedback.tables.audit import AuditEvent

SYSTEM = "system"
"""Who acts where nobody of the staff does."""

Fact = str | int | bool | None

# Any number that no other advisory lock of ours uses.
LOCK = 4_867_001


def append(
    session: Session, staff_key: str, action: str, subject: str, facts: dict[str, Fact], moment: dt.datetime | None = None
) -> AuditEvent:
    """Adds one event. ``subject`` is what was acted on, as ``decision/7``; ``facts`` holds no name and no citizen's words.

    Two writers wait for each other until the first transaction ends, so write the acted-on rows before the event.
    """
    alone(session, LOCK)
    last = _last(session)
    added = AuditEvent(
        number=1 if last is None else last.number + 1,
        at=moment or now(),
        staff_key=staff_key,
        action=action,
        subject=subject,
        facts=facts,
        previous="" if last is None else last.hash,
        hash="",
    )
    added.hash = _hash(added)
    session.add(added)
    session.flush()
    return added


def head(session: Session) -> str:
    """Hash of the newest event; empty before the first."""
    last = _last(session)
    return "" if last is None else last.hash


def count(session: Session) -> int:
    """How many events there are."""
    return session.exec(select(func.count()).select_from(AuditEvent)).one()


def about(session: Session, subjects: Collection[str]) -> list[AuditEvent]:
    """All events on these subjects, newest first."""
    return list(session.exec(select(AuditEvent).where(col(AuditEvent.subject).in_(subjects)).order_by(col(AuditEvent.number).desc())))


def keep_head(session: Session, home: Path) -> None:
    """Writes the head into ``home/audit-head``, outside the database: whoever shortens the log must change both.

    Only after the events are committed, or the file would promise what a rollback takes back.
    """
    file, draft = home / "audit-head", home / f".audit-head-{os.getpid()}"
    home.mkdir(parents=True, exist_ok=True)
    draft.write_text(head(session) + "\n")
    draft.replace(file)


def verify(session: Session, home: Path | None = None) -> int | None:
    """Number of the first event that is broken or missing, or None. ``home`` is asked for the head it has kept.

    An event is broken if its hash does not follow from it and the one before, or if a number is missing.
    """
    previous, number, seen = "", 0, {""}
    with session.exec(select(AuditEvent).order_by(col(AuditEvent.number)).execution_options(yield_per=1000)) as events:
        for found in events:
            number += 1
            if (found.number, found.previous, found.hash) != (number, previous, _hash(found)):
                return number
            previous = found.hash
            seen.add(previous)
    kept = home / "audit-head" if home else None
    if kept and kept.exists() and kept.read_text().strip() not in seen:
        return number + 1
    return None


def _last(session: Session) -> AuditEvent | None:
    return session.exec(select(AuditEvent).order_by(col(AuditEvent.number).desc()).limit(1)).first()


def _hash(one: AuditEvent) -> str:
    """``SHA256(previous + canonical JSON of the rest)``."""
    told = {
        "number": one.number,
        "at": one.at.astimezone(dt.UTC).isoformat(),
        "staff": one.staff_key,
        "action": one.action,
        "subject": one.subject,
        "facts": one.facts,
    }
    canonical = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(one.previous.encode() + canonical.encode()).hexdigest()


@event.listens_for(AuditEvent, "before_update")
@event.listens_for(AuditEvent, "before_delete")
def _refuse(_mapper: object, _connection: object, target: AuditEvent) -> None:
    raise Refused(f"Event {target.number} of the audit log cannot be changed or removed.")
