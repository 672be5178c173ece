"""Verdicts of the shapes about descriptions: which releases wait for one, what was found, what is shown beside the points."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlmodel import Session, col, select

from datasets import catalogue
from datasets.catalogue import Shown
from datasets.database import upsert
from datasets.tables.catalogue import Release
from datasets.tables.types import now
from datasets.tables.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Found:
    """What one profile says of one description."""

    profile: str
    edition: str
    violations: int
    warnings: int
    messages: tuple[str, ...]
    checked_by: str
    shapes: str


@dataclass(frozen=True, slots=True)
class Judged(Found):
    """The same with its moment."""

    checked_at: dt.datetime


def waiting(session: Session, shapes: Mapping[str, str]) -> list[Shown]:
    """Datasets whose current release these profiles, told by the sums of their files, have not all judged."""
    rows = session.execute(select(Release.uid, Verdict.profile, Verdict.shapes).join(Release, col(Release.id) == Verdict.release_id))
    known = {tuple(row) for row in rows}
    return [
        shown
        for shown in catalogue.all_datasets(session)
        if shown.current and any((shown.current.uid, *pair) not in known for pair in shapes.items())
    ]


def keep(session: Session, release_uid: str, found: Iterable[Found]) -> None:
    """Writes down what the profiles say of a release; pages show it."""
    release_id = session.exec(select(Release.id).where(Release.uid == release_uid)).first()
    if release_id is None:
        return
    for one in found:
        values = asdict(one) | {"messages": list(one.messages), "release_id": release_id, "checked_at": now()}
        upsert(session, Verdict, ("release_id", "profile"), values)
    catalogue.raise_version(session)


def of_release(session: Session, release_uid: str) -> list[Judged]:
    """What is known of a release, by profile; empty where nobody judged."""
    wanted = select(Verdict).join(Release, col(Release.id) == Verdict.release_id).where(Release.uid == release_uid)
    return [
        Judged(
            row.profile, row.edition, row.violations, row.warnings, tuple(row.messages), row.checked_by, row.shapes, row.checked_at
        )
        for row in session.exec(wanted.order_by(col(Verdict.profile)))
    ]  # fmt: skip
