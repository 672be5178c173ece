"""What staff do with comments: read them, the doubtful first, release, hold or hide many at once, each with its reason."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import SQLColumnExpression
from sqlmodel import Session, case, col, func, select

from datasets.errors import BadQuestion, NotFound
from datasets.records import Text
from datasets.tables.projects import Project
from datasets.tables.types import now
from feedback.people.staff import require
from feedback.review import audit, conflicts
from feedback.tables.audit import AuditEvent
from feedback.tables.people import Staff
from feedback.tables.ratings import COMMENT_STATES, Comment, Rating
from feedback.voices import comments
from feedback.voices.comments import REASONS
from feedback.voices.letters import gated, gated_parts

AT_ONCE = 200
SIZE = 50
"""Comments on one page of the list."""
"""So many are listed and can be decided on together."""

VERDICTS = ("shown", "held", "hidden")
LONGEST_STATEMENT = 500
ACT = "comment.judge"


@dataclass(frozen=True, slots=True)
class Written:
    """A comment at the desk."""

    comment: Comment
    project_id: int
    slug: str
    title: Text


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of comments, and how many there are on all."""

    items: list[Written]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """At least 1."""
        return max(1, -(-self.total // SIZE))


def listing(session: Session, state: str = "", slug: str = "", page: int = 1) -> Listing:
    """Comments that wait, those in which something was found first, oldest first; or all in one state, newest first.

    A page behind the last is the last: what was decided on has left the list.
    """
    question = (
        select(Comment, Project).join(Rating, col(Rating.id) == Comment.rating_id).join(Project, col(Project.id) == Rating.project_id)
    )
    wanted = (state,) if state in COMMENT_STATES else ("held", "unread")
    question = question.where(col(Comment.state).in_(wanted), Rating.status != "withdrawn")
    if slug:
        question = question.where(Project.slug == slug)
    total = session.exec(select(func.count()).select_from(question.subquery())).one()
    page = min(page, max(1, -(-total // SIZE)))
    rows = session.exec(question.order_by(*_order(state)).limit(SIZE).offset((page - 1) * SIZE))
    found = [Written(comment, int(one.id or 0), one.slug, Text(de=one.title, en=one.title_en)) for comment, one in rows]
    return Listing(found, total, page)


def _order(state: str) -> tuple[SQLColumnExpression[Any], ...]:
    if state in COMMENT_STATES:
        return col(Comment.written_at).desc(), col(Comment.rating_id).desc()
    doubts = case({"held": 0, "unread": 1}, value=col(Comment.state), else_=2)
    return doubts, col(Comment.written_at), col(Comment.rating_id)


def waiting(session: Session) -> int:
    """How many wait for a person."""
    question = select(func.count()).select_from(Comment).join(Rating, col(Rating.id) == Comment.rating_id)
    return session.exec(question.where(col(Comment.state).in_(("held", "unread")), Rating.status != "withdrawn")).one()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided: ``shown``, ``held`` or ``hidden``, the last with a reason code and words to the author."""

    state: str
    reason: str = ""
    statement: str = ""


def judge(session: Session, person: Staff, ratings: Collection[int], verdict: Verdict, mode: str, moment: dt.datetime | None = None) -> int:
    """Decides on all of these comments or on none; how many there were. ``mode`` is the setting for comments.

    Raises NotAllowed, BadQuestion naming the field, NotFound where one is gone, Refused for a conflict of interest.
    """
    require(person, "qualify")
    _check(ratings, verdict)
    moment = moment or now()
    question = select(Comment, Rating.project_id).join(Rating, col(Rating.id) == Comment.rating_id)
    found = session.exec(question.where(col(Comment.rating_id).in_(ratings)).with_for_update(of=Comment)).all()
    if len(found) != len(set(ratings)):
        raise NotFound("Some of these comments are gone; please load the list anew.")
    projects = Counter(project_id for _, project_id in found)
    for project_id in projects:
        conflicts.refuse_conflict(session, person, project_id)
    for comment, _ in found:
        comment.state, comment.judged_at = verdict.state, moment
        comment.reason = verdict.reason if verdict.state == "hidden" else ""
        comment.statement = verdict.statement if verdict.state == "hidden" else ""
        session.add(comment)
    session.flush()
    comments.renew(session, mode)
    for project_id, count in sorted(projects.items()):
        facts: dict[str, audit.Fact] = {"state": verdict.state, "reason": verdict.reason, "count": count}
        audit.append(session, person.key, ACT, f"project/{project_id}", facts, moment)
    return len(found)


def yearly(session: Session, before: dt.datetime) -> dict[int, dict[str, int | None]]:
    """By year what was decided on comments until ``before``: ``shown``, ``hidden`` and each reason.

    None below 5, and where such a number could be worked out.

    From the audit log, which keeps it when the comments are long gone.
    """
    counted: dict[int, Counter[str]] = {}
    question = select(AuditEvent).where(AuditEvent.action == ACT, AuditEvent.at < before)
    for event in session.exec(question):
        year = counted.setdefault(event.at.year, Counter())
        year[str(event.facts["state"])] += int(event.facts["count"])
        if event.facts["reason"]:
            year[str(event.facts["reason"])] += int(event.facts["count"])
    return {year: _year(found) for year, found in sorted(counted.items())}


def _year(found: Counter[str]) -> dict[str, int | None]:
    told = {name: gated(found[name]) for name in ("shown", "hidden")}
    return told | gated_parts(found["hidden"], {name: found[name] for name in REASONS})


def _check(ratings: Collection[int], verdict: Verdict) -> None:
    if not ratings:
        raise BadQuestion("Choose at least one comment.", "comment")
    if len(ratings) > AT_ONCE:
        raise BadQuestion(f"At most {AT_ONCE} comments can be decided on at once.", "comment")
    if verdict.state not in VERDICTS:
        raise BadQuestion(f"state must be one of {', '.join(VERDICTS)}.", "state")
    if verdict.state == "hidden" and verdict.reason not in REASONS:
        raise BadQuestion(f"reason must be one of {', '.join(REASONS)}.", "reason")
    if len(verdict.statement) > LONGEST_STATEMENT:
        raise BadQuestion(f"The statement has more than {LONGEST_STATEMENT} characters.", "statement")
