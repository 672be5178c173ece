"""The queue of the desk: every project with its published score, its newest decision and the reasons to look at it now."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from datasets.tables.outcomes import Outcome
from datasets.tables.projects import Project
from datasets.tables.scores import Score
from datasets.tables.types import now
from feedback.statistics.states import SOLID_FROM
from feedback.tables.cases import Decision, ReviewCase
from feedback.voices.booths import PLANNED

LOW = 2.5
RUNNING = dt.timedelta(days=90)
SILENT = dt.timedelta(days=60)
YEARLY = dt.timedelta(days=365)

PRIORITIES = {"notice": 1, "burst": 1, "falling": 2, "low": 2, "sensitive": 3, "polarised": 3, "review_due": 3, "too_few": 4, "effect": 4}
"""Smaller is more urgent; ``too_few`` asks for reaching people, not for a judgement."""

QUIET = 9
"""The place of a project without a reason."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A project at the desk. ``figures`` are the published ones of its headline, empty below 5 votes."""

    project_id: int
    slug: str
    title: str
    status: str
    state: str
    figures: dict[str, Any]
    reasons: tuple[str, ...]
    priority: int
    case_id: int | None
    proposal_id: int | None
    decision: str
    decided_on: dt.date | None
    days_since_decision: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of all projects, read once for the whole queue."""

    scores: dict[int, Score]
    outcomes: dict[int, Outcome]
    proposals: dict[int, int]
    cases: dict[int, list[ReviewCase]]


def queue(session: Session, moment: dt.datetime | None = None) -> list[Entry]:
    """All projects, the most urgent first, then by title."""
    moment = moment or now()
    known = _known(session)
    projects = session.exec(select(Project).where(col(Project.gone_at).is_(None)))
    entries = [_entry(project, known, moment) for project in projects]
    return sorted(entries, key=lambda entry: (entry.priority, entry.title.casefold()))


def reasons(project: Project, score: Score | None, outcome: Outcome | None, moment: dt.datetime) -> tuple[str, ...]:
    """Why to look at a project now, from what is published alone; a figure that is 60 days old had fewer than 5 votes since."""
    figures = {} if score is None else score.figures
    solid = score is not None and score.state == "solid"
    running = project.status == "running" and moment.date() - began(project) >= RUNNING
    silent = score is not None and bool(figures) and moment - score.made_at >= SILENT
    signs = {
        "falling": figures.get("trend") == "falling",
        "low": solid and figures["ci_high"] < LOW,
        "review_due": _review_due(outcome, bool(figures), moment),
        "too_few": running and (silent or figures.get("n", 0) < SOLID_FROM),
    }
    return tuple(sorted((name for name, there in signs.items() if there), key=lambda name: PRIORITIES[name]))


def began(project: Project) -> dt.date:
    """The latest day on which a project can have begun by what its source says; else when it entered the register."""
    latest = {1: "-12-31", 2: "-28", 3: ""}
    if not project.start:
        return project.created_at.date()
    return dt.date.fromisoformat(project.start + latest[len(project.start.split("-"))])


def _review_due(outcome: Outcome | None, rated: bool, moment: dt.datetime) -> bool:
    """On the date that the last decision names, else a year after it; where nothing was decided yet, once there is a score."""
    if outcome is None:
        return rated
    due = outcome.review_on or outcome.decided_on + YEARLY
    return due <= moment.date()


def _known(session: Session) -> Known:
    scores = session.exec(select(Score).where(col(Score.replaced_at).is_(None), Score.dimension == "overall"))
    outcomes = session.exec(select(Outcome).where(col(Outcome.replaced_at).is_(None)).order_by(col(Outcome.id)))
    proposals = session.exec(select(Decision.project_id, Decision.id).where(Decision.state == "proposed"))
    cases: dict[int, list[ReviewCase]] = {}
    for case in session.exec(select(ReviewCase).where(ReviewCase.state != "closed").order_by(col(ReviewCase.id))):
        cases.setdefault(case.project_id, []).append(case)
    return Known(
        scores={score.project_id: score for score in scores},
        outcomes={outcome.project_id: outcome for outcome in outcomes},
        proposals={project_id: int(id_ or 0) for project_id, id_ in proposals},
        cases=cases,
    )


def _entry(project: Project, known: Known, moment: dt.datetime) -> Entry:
    id_ = int(project.id or 0)
    score, outcome, cases = known.scores.get(id_), known.outcomes.get(id_), known.cases.get(id_, [])
    computed = () if project.status in PLANNED else reasons(project, score, outcome, moment)
    why = tuple(dict.fromkeys([*(case.trigger for case in cases), *computed]))
    return Entry(
        project_id=id_,
        slug=project.slug,
        title=project.title,
        status=project.status,
        state="too_few" if score is None else score.state,
        figures={} if score is None else score.figures,
        reasons=why,
        priority=min((PRIORITIES.get(name, QUIET) for name in why), default=QUIET),
        case_id=cases[0].id if cases else None,
        proposal_id=known.proposals.get(id_),
        decision="" if outcome is None else outcome.decision,
        decided_on=None if outcome is None else outcome.decided_on,
        days_since_decision=None if outcome is None else (moment.date() - outcome.decided_on).days,
    )
