"""What was read when and what came of it: every list with its source, and what one run changed, told one by one."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from datasets import runs, schedule
from datasets.errors import NotFound
from datasets.formats.differences import changed_cells, only_in
from datasets.records import DatasetRecord, Text
from datasets.register import changes, matches
from datasets.register.changes import Told
from datasets.settings import Settings
from datasets.tables.catalogue import Dataset, Release
from datasets.tables.runs import Run
from datasets.tables.work import Schedule

GOOD = ("done", "unchanged")
BAD = ("refused", "failed")
REASONS = 5
"""Reasons of rejected rows that are named for a list; all are in the run."""
SHOWN = 3
"""Cells of a row that stand for it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the publisher of a list, and when it is read next."""

    title: Text
    publisher: str
    homepage: str
    licence: str
    frequency: str
    due_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One list that is read: its newest run, its last good one, the last one that changed something, and who publishes it."""

    newest: Run
    good: Run | None
    changing: Run | None
    refused: Run | None
    """The newest run that was refused or failed, where no good one came after it."""
    source: Facts | None
    has_release: bool
    reasons: tuple[tuple[str, int], ...]
    """Field with reason, and how many of the kept remarks say so; never the raw value, which may name a person."""
    waiting: int
    """Names of the list of which a person has to say whom they mean."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The release that a run made, and the one before it."""

    slug: str
    new: str
    old: str


def listing(session: Session) -> list[Reading]:
    """Every list that was ever read, by its source's title and its own name."""
    newest, planned = _newest(session), {row.source: row for row in schedule.schedule(session)}
    good, changing = _newest(session, GOOD), _newest(session, ("done",))
    released = set(session.exec(select(Dataset.slug).join(Release, col(Release.dataset_id) == col(Dataset.id)).distinct()))
    found = [
        Reading(
            newest=run,
            good=good.get(name),
            changing=changing.get(name),
            refused=run if run.state in BAD else None,
            source=_facts(session, name, planned.get(run.source)),
            has_release=name in released,
            reasons=reasons(session, good.get(name) or run),
            waiting=matches.open_count(session, name),
        )
        for name, run in newest.items()
    ]
    return sorted(found, key=lambda one: ((one.source.title.de if one.source else one.newest.source).casefold(), one.newest.dataset))


def one(session: Session, number: int) -> Run:
    """One run that has ended. Raises NotFound."""
    run = session.get(Run, number)
    if run is None or run.state == "running":
        raise NotFound(f"There is no run {number} that has ended.")
    return run


def unread(session: Session) -> list[Facts]:
    """Sources of the installation that were never read, the next one first."""
    known = set(session.exec(select(Run.source).distinct()))
    return [_planned(row) for row in schedule.schedule(session) if row.source not in known]


def facts(session: Session, run: Run) -> Facts | None:
    """Who publishes what a run has read; None where neither the catalogue nor the schedule knows it."""
    planned = {row.source: row for row in schedule.schedule(session)}
    return _facts(session, run.dataset, planned.get(run.source))


def _facts(session: Session, dataset: str, planned: Schedule | None) -> Facts | None:
    """What the catalogue says of a list, which is more exact than its source, and when that is read next."""
    row = session.exec(select(Dataset).where(Dataset.slug == dataset)).first()
    if row is None:
        return None if planned is None else _planned(planned)
    record, due = DatasetRecord.model_validate(row.record), planned.due_at if planned else None
    frequency = (planned and planned.frequency) or record.frequency
    return Facts(record.title, record.publisher, record.source_url, record.licence, frequency, due)


def _planned(row: Schedule) -> Facts:
    title = Text(de=row.title, en=row.title_en)
    return Facts(title, row.publisher, row.homepage, row.licence, row.frequency, row.due_at)


def reasons(session: Session, run: Run) -> tuple[tuple[str, int], ...]:
    """Why rows of a run were rejected, the most frequent first."""
    if not run.rejected or run.id is None:
        return ()
    found = Counter(f"{remark.field}: {remark.reason}" for remark in runs.remarks(session, run.id, "rejection", runs.KEPT))
    return tuple(found.most_common(REASONS))


def pair(session: Session, run: Run) -> Pair | None:
    """Releases to compare for a run; None where it made none. ``old`` is empty for a first release."""
    made = session.exec(select(Release).where(Release.run_id == run.id)).first()
    if made is None:
        return None
    slug = session.exec(select(Dataset.slug).where(Dataset.id == made.dataset_id)).one()
    before = select(Release.name).where(
        Release.dataset_id == made.dataset_id, col(Release.id) < made.id, col(Release.withdrawn_at).is_(None)
    )
    return Pair(slug, made.name, session.exec(before.order_by(col(Release.id).desc()).limit(1)).first() or "")


def told(session: Session, settings: Settings, run: Run) -> Iterator[Told]:
    """Every change of a run: of the rows of its list where it made a release, else of the register, by the history."""
    releases = pair(session, run)
    if releases is None:
        return changes.every_of_run(session, int(run.id or 0))
    return _of_releases(settings, releases)


def _of_releases(settings: Settings, releases: Pair) -> Iterator[Told]:
    home = settings.releases / releases.slug
    new, old = home / releases.new / "index.sqlite", home / releases.old / "index.sqlite"
    if not releases.old or not new.exists() or not old.exists():
        return
    for key, cells in only_in(new, old):
        yield Told("row", key, "added", "", None, _short(cells))
    for change in changed_cells(old, new):
        yield Told("row", change.key, "changed", change.column, change.old, change.new)
    for key, cells in only_in(old, new):
        yield Told("row", key, "gone", "", _short(cells), None)


def page_of(found: Iterator[Told], page: int, size: int) -> tuple[list[Told], bool]:
    """One page, and whether there are more; nothing is counted that is not shown."""
    items = list(itertools.islice(found, (page - 1) * size, page * size + 1))
    return items[:size], len(items) > size


def _short(cells: tuple[object, ...]) -> str:
    return " · ".join(str(cell)[:80] for cell in [one for one in cells if one not in {None, ""}][:SHOWN])


def _newest(session: Session, states: tuple[str, ...] = ()) -> dict[str, Run]:
    """The newest run of each list, of those states where they are given."""
    numbers = select(func.max(Run.id)).group_by(col(Run.dataset))
    if states:
        numbers = numbers.where(col(Run.state).in_(states))
    return {run.dataset: run for run in session.exec(select(Run).where(col(Run.id).in_(numbers)))}
