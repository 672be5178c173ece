"""Name and mail address of whoever wrote to us: sealed when they come in, opened for the desk and for their owner."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from feedback.tables.ideas import IdeaProposal
from feedback.tables.notices import Notice
from feedback.trust.sealed import is_sealed, opened, seal

FIELDS = ("name", "email")
TABLES: tuple[type[Notice] | type[IdeaProposal], ...] = (Notice, IdeaProposal)
"""Where they are stored."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody can be reached; both may be empty."""

    name: str
    email: str


def sealed(secret: bytes, values: Mapping[str, object]) -> dict[str, object]:
    """The values of a form with name and mail address as they are stored."""
    return dict(values) | {name: seal(secret, str(values[name])) for name in FIELDS}


def contact(secret: bytes, row: Notice | IdeaProposal) -> Contact:
    """The contact of a row in clear."""
    return Contact(_clear(secret, row.name), _clear(secret, row.email))


def seal_rows(session: Session, secret: bytes) -> int:
    """Seals what an older version stored in clear; how many rows that were."""
    count = 0
    for table in TABLES:
        for row in session.exec(select(table).where(or_(col(table.name) != "", col(table.email) != ""))):
            clear = [name for name in FIELDS if getattr(row, name) and not is_sealed(getattr(row, name))]
            for name in clear:
                setattr(row, name, seal(secret, getattr(row, name)))
            session.add(row)
            count += bool(clear)
    session.flush()
    return count


def _clear(secret: bytes, stored: str) -> str:
    return opened(secret, stored) if is_sealed(stored) else stored
