"""What every load of the register shares: where records come from, what they count into, and the one writer that remembers."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from datasets.tables.projects import Change
from datasets.tables.types import now

ADDED = "added"
"""Field of a change that says: this thing is new; ``new`` is what it is called."""
GONE = "gone_at"
"""Field of a change that says since when its source no longer names a thing; ``old`` is what it is called."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the records of one run come from."""

    source: str
    dataset: str
    run_id: int | None
    retrieved_at: dt.datetime
    sha256: str = ""
    complete: bool = True
    """Whether what is missing is gone."""
    kinds: frozenset[str] | None = None
    """The kinds of things that the records are complete for; None: all that the source ever names."""

    def tells_all(self, kind: str) -> bool:
        """Whether a thing of this kind that is missing is gone."""
        return self.complete and (self.kinds is None or kind in self.kinds)


@dataclass(slots=True)
class Loaded:
    """How many things were added, changed, left as they were, marked gone."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    fundings: int = 0
    seen: set[tuple[str, Any]] = field(default_factory=set)


def write(  # noqa: PLR0917  # the one writer of all nouns: what, where from, and what it counts into
    session: Session,
    row: Any,
    values: dict[str, Any],
    kind: str,
    key: str,
    origin: Origin,
    loaded: Loaded,
    beside: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    """Sets what differs and remembers old and new; ``beside`` is what changed next to the row: field to old and new."""
    loaded.seen.add((kind, key))
    if row.id is None:
        for name, value in values.items():
            setattr(row, name, value)
        loaded.added += 1
        remember(session, origin, kind, key, {ADDED: (None, called(row))})
    else:
        differs = {name: (getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value}
        for name, (_, value) in differs.items():
            setattr(row, name, value)
        found = differs | (beside or {})
        loaded.changed += bool(found)
        loaded.unchanged += not found
        remember(session, origin, kind, key, found)
        if not found:
            return
    if hasattr(row, "updated_at"):
        row.updated_at = now()
    session.add(row)
    session.flush()


def remember(session: Session, origin: Origin, kind: str, key: str, fields: dict[str, tuple[Any, Any]]) -> None:
    """Adds to the history: old and new of each field."""
    for name, (old, new) in fields.items():
        session.add(Change(run_id=origin.run_id, kind=kind, key=key, field=name, old=plain(old), new=plain(new)))


def called(row: Any) -> str:
    """What people call a thing: its title or name, else nothing."""
    return str(getattr(row, "title", "") or getattr(row, "name", "") or "")


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    return value if value is None or isinstance(value, bool | int | list | dict) else str(value)
