"""What is new for a subscription: decisions, replies, measures and results that were published in a span of time."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session, col, select

from datasets.records import Text
from datasets.tables.comments import PublishedReply
from datasets.tables.outcomes import Measure, Outcome
from datasets.tables.projects import Project
from datasets.tables.scores import Score
from feedback.tables.subscriptions import Subscription

MOST = 30
"""Pieces in one mail; the pages have the rest."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is new: ``kind`` is decision, measure, reply or result."""

    kind: str
    slug: str
    title: Text
    text: str
    at: dt.datetime


def since(session: Session, subscription: Subscription, until: dt.datetime) -> list[Piece]:
    """Everything published after the subscription's owner was told, up to ``until``; oldest first."""
    start, project_id = subscription.told_until, subscription.project_id
    found = [*_decisions(session, start, until, project_id), *_measures(session, start, until, project_id)]
    if project_id is not None:
        found += [*_replies(session, start, until, project_id), *_results(session, start, until, project_id)]
    return sorted(found, key=lambda piece: piece.at)[-MOST:]


def _decisions(session: Session, start: dt.datetime, until: dt.datetime, project_id: int | None) -> list[Piece]:
    question = select(Outcome, Project).join(Project, col(Project.id) == Outcome.project_id)
    question = question.where(Outcome.published_at > start, Outcome.published_at <= until, col(Outcome.replaced_at).is_(None))
    if project_id is not None:
        question = question.where(Outcome.project_id == project_id)
    return [_piece("decision", project, row.text, row.published_at) for row, project in session.exec(question)]


def _measures(session: Session, start: dt.datetime, until: dt.datetime, project_id: int | None) -> list[Piece]:
    """Promises whose state was changed after they were made."""
    question = select(Measure, Project).join(Outcome, col(Outcome.id) == Measure.outcome_id)
    question = question.join(Project, col(Project.id) == Outcome.project_id)
    question = question.where(Measure.updated_at > start, Measure.updated_at <= until, Measure.updated_at > Outcome.published_at)
    if project_id is not None:
        question = question.where(Outcome.project_id == project_id)
    return [_piece(f"measure_{row.state}", project, row.text, row.updated_at) for row, project in session.exec(question)]


def _replies(session: Session, start: dt.datetime, until: dt.datetime, project_id: int) -> list[Piece]:
    question = select(PublishedReply, Project).join(Project, col(Project.id) == PublishedReply.project_id)
    mine = question.where(PublishedReply.project_id == project_id)
    new = mine.where(PublishedReply.published_at > start, PublishedReply.published_at <= until)
    return [_piece("reply", project, f"{row.organisation}: {row.text}", row.published_at) for row, project in session.exec(new)]


def _results(session: Session, start: dt.datetime, until: dt.datetime, project_id: int) -> list[Piece]:
    """The published figure of the main question, as the gate let it through."""
    question = select(Score, Project).join(Project, col(Project.id) == Score.project_id)
    mine = question.where(Score.project_id == project_id, Score.dimension == "overall", col(Score.replaced_at).is_(None))
    new = mine.where(Score.made_at > start, Score.made_at <= until, col(Score.state).in_(("first", "solid")))
    return [_piece("result", project, f"{row.figures['score']:.2f}", row.made_at) for row, project in session.exec(new)]


def _piece(kind: str, project: Project, text: str, at: dt.datetime) -> Piece:
    return Piece(kind, project.slug, Text(de=project.title, en=project.title_en), text, at)
