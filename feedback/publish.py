"""The gate: counted ratings become the published scores, and nothing about fewer than five of them does."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import text, update
from sqlmodel import Session, col, select

from datasets import catalogue
from datasets.city import City
from datasets.own import beteiligung, buergernutzen
from datasets.settings import Settings
from datasets.tables.projects import Project
from datasets.tables.scores import Score, Snapshot
from datasets.tables.types import now
from feedback.review import audit, bursts
from feedback.scores import marks, priors, voters
from feedback.scores.checksum import NAME, checksum
from feedback.scores.earlier import Earlier, earlier
from feedback.scores.faces import faces
from feedback.scores.figures import NONE, Beside, figures, renewed, shown_state
from feedback.scores.gate import verdict
from feedback.statistics.states import SOLID_FROM
from feedback.statistics.tally import WINDOW
from feedback.tables.gate import GateState
from feedback.voices import comments, supporters
from feedback.voices.booths import PLANNED
from feedback.voices.tallies import Standing, Stream, answers, recent_and_before, standings

DATASET = "buergernutzen"
DATASETS = (DATASET, "beteiligung")
"""What a snapshot changes."""

DAILY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Published:
    """The snapshot in force; how many scores it shows and withholds, and how many differ from the one before."""

    snapshot: int
    shown: int
    withheld: int
    changed: int


@dataclass(frozen=True, slots=True)
class Pass:
    """What one run of the gate knows."""

    session: Session
    city: City
    moment: dt.datetime
    wait: dt.timedelta
    standings: dict[Stream, Standing]
    memory: dict[Stream, GateState]
    frozen: frozenset[int]
    tallies: priors.Published = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Face:
    """A score as it is to be shown."""

    project_id: int
    dimension: str
    state: str
    figures: dict[str, Any]


def publish(session: Session, settings: Settings, moment: dt.datetime | None = None) -> Published:
    """Makes a snapshot: every score that may be shown, replaced or must be taken off now; the others stay as they are.

    Without a difference the snapshot in force stays, unless it is a day old: its age says that the gate is working.
    """
    moment = moment or now()
    _alone(session)
    wanted = _faces(_prepare(session, settings, moment), session)
    in_force = {(row.project_id, row.dimension): row for row in session.exec(select(Score).where(col(Score.replaced_at).is_(None)))}
    fresh = [face for face in wanted if _differs(face, in_force.get((face.project_id, face.dimension)))]
    gone = set(in_force) - {(face.project_id, face.dimension) for face in wanted}
    last = session.exec(select(Snapshot).order_by(col(Snapshot.id).desc()).limit(1)).first()
    shown = sum(bool(face.figures) for face in wanted)
    changed = len(fresh) + len(gone)
    if last is None or changed or moment - last.made_at >= DAILY:
        last = _snapshot(session, moment, shown, len(wanted) - shown, last)
    if changed:
        _close(session, [in_force[key] for key in gone | {(face.project_id, face.dimension) for face in fresh} if key in in_force], moment)
        _enter(session, last, fresh, moment)
        for dataset in DATASETS:
            catalogue.mark_due(session, dataset)
        catalogue.raise_version(session)
    comments.renew(session, settings.comments)
    supporters.renew(session, moment, dt.timedelta(hours=settings.snapshot_hours))
    audit.keep_head(session, settings.home)
    return Published(int(last.id or 0), shown, len(wanted) - shown, changed)


def _alone(session: Session) -> None:
    """One gate at a time, and no vote while it counts and marks; SQLite has one writer anyway. Readers go on."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE rating IN EXCLUSIVE MODE"))


def _prepare(session: Session, settings: Settings, moment: dt.datetime) -> Pass:
    return Pass(
        session=session,
        city=settings.city,
        moment=moment,
        wait=dt.timedelta(hours=settings.snapshot_hours),
        standings=standings(session, moment),
        memory={Stream(row.project_id, row.dimension, row.basis): row for row in session.exec(select(GateState))},
        frozen=bursts.frozen(session),
        tallies=priors.published(session, moment),
    )


def _faces(run: Pass, session: Session) -> list[Face]:
    rows = session.exec(select(Project.id, Project.status).where(col(Project.gone_at).is_(None)).order_by(col(Project.id)))
    known = [(int(id_ or 0), status in PLANNED) for id_, status in rows]
    return [_face(run, name, stream) for id_, planned in known for name, stream in faces(id_, planned)]


def _face(run: Pass, name: str, stream: Stream) -> Face:
    memory, standing = run.memory.get(stream), run.standings.get(stream) or Standing()
    frozen = stream.project_id in run.frozen
    shown = memory is not None and bool(memory.figures)
    differing = standing.differing + (0 if memory is None else memory.unmarked)
    since_change = None if memory is None else run.moment - memory.changed_at
    decided = verdict(shown, standing.n, differing, since_change, run.wait, frozen)
    told = earlier(run.session, stream) if decided == "publish" else Earlier()
    if decided == "publish" and not told.is_near(standing.tally):
        before = {} if memory is None else memory.figures
        memory = _show(run, stream, standing, told)
        if name == "overall":
            _tell_voters(run, stream, memory, before)
    elif decided == "take_off" and memory is not None:
        memory.figures, memory.state, memory.changed_at = {}, "too_few", run.moment
        run.session.add(memory)
    elif memory is not None and memory.figures:
        memory.figures = renewed(memory.figures)
    if memory is None or not memory.figures:
        return Face(stream.project_id, name, "too_few", {})
    return Face(stream.project_id, name, "review" if frozen else memory.state, memory.figures)


def _show(run: Pass, stream: Stream, standing: Standing, told: Earlier) -> GateState:
    """The new figure, remembered with the marks of the answers in it."""
    prior = priors.prior_of(stream, run.tallies)
    recent, before = recent_and_before(run.session, stream, run.moment) if standing.n >= SOLID_FROM else (NONE, NONE)
    counts = (("n_dont_know", standing.dont_know), ("n_held", standing.held), ("n_excluded", standing.excluded))
    beside = Beside(stream.basis, run.moment.date(), {name: told.beside(name, count) for name, count in counts}, recent, before)
    for basis, moved in marks.renew(run.session, stream, run.moment).items():
        run.memory[Stream(stream.project_id, stream.dimension, basis)].unmarked += moved
    memory = run.memory.get(stream) or GateState(**stream._asdict(), changed_at=run.moment)
    memory.figures, memory.state = figures(standing.tally, prior, beside), shown_state(standing.tally, prior)
    memory.unmarked, memory.changed_at = 0, run.moment
    run.session.add(memory)
    return memory


def _tell_voters(run: Pass, stream: Stream, memory: GateState, before: dict[str, Any]) -> None:
    """Puts the table of who voted beside a new figure: one of just these votes where it may be told, else the one that was there."""
    made = voters.table(answers(run.session, stream, run.moment), memory.figures, run.city, memory.tables)
    rows = made.rows if made else before.get(beteiligung.FIGURE) or []
    if made:
        memory.tables = [*memory.tables, made.memory]
    if rows and not voters.is_over(rows, run.moment, WINDOW):
        memory.figures = memory.figures | {beteiligung.FIGURE: rows, beteiligung.SUMS: rows[0][beteiligung.SUMS]}


def _differs(face: Face, score: Score | None) -> bool:
    if score is None or score.state != face.state:
        return True
    return {name: value for name, value in score.figures.items() if name != NAME} != face.figures


def _snapshot(session: Session, moment: dt.datetime, shown: int, withheld: int, last: Snapshot | None) -> Snapshot:
    made = Snapshot(made_at=moment, shown=shown, withheld=withheld, sha256=last.sha256 if last else "", audit_head=audit.head(session))
    session.add(made)
    session.flush()
    return made


def _close(session: Session, scores: list[Score], moment: dt.datetime) -> None:
    for score in scores:
        score.replaced_at = moment
        session.add(score)
    # At once: the unique index allows one score in force per project and dimension.
    session.flush()


def _enter(session: Session, snapshot: Snapshot, fresh: list[Face], moment: dt.datetime) -> None:
    """Writes the new scores, then the checksum of all rows as they are published now, into the snapshot and each row."""
    for face in fresh:
        session.add(Score(snapshot_id=int(snapshot.id or 0), made_at=moment, **asdict(face)))
    session.flush()
    names = [column.name for column in buergernutzen.COLUMNS]
    snapshot.sha256 = checksum(dict(zip(names, row, strict=True)) for row in buergernutzen.rows(session))
    session.add(snapshot)
    stamped = [
        {"id": score.id, "figures": score.figures | {NAME: snapshot.sha256}}
        for score in session.exec(select(Score).where(col(Score.replaced_at).is_(None)))
        if score.figures
    ]
    if stamped:
        session.execute(update(Score), stamped)
