"""The published tallies that priors are made of, as they stood when the month began."""

import datetime as dt

from sqlmodel import Session, col, or_, select

from datasets.tables.scores import Score
from feedback.scores.faces import dimension_of
from feedback.scores.figures import tally_in
from feedback.statistics.prior import POOLED_FROM, Prior, prior_for
from feedback.statistics.tally import Tally
from feedback.voices.tallies import Stream

Published = dict[tuple[str, str], dict[str, Tally]]
"""Tallies by project id, for each question and basis."""


def published(session: Session, moment: dt.datetime) -> Published:
    """Tallies of at least 30 ratings that were in force at the month's first moment (UTC).

    Frozen for the month, so that figures made on different days of it rest on the same assumption.
    """
    begin = moment.astimezone(dt.UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    in_force = or_(col(Score.replaced_at).is_(None), col(Score.replaced_at) >= begin)
    found: Published = {}
    for score in session.exec(select(Score).where(Score.made_at < begin, in_force)):
        if score.figures.get("n", 0) >= POOLED_FROM:
            of_question = found.setdefault((dimension_of(score.dimension), score.figures["basis"]), {})
            of_question[str(score.project_id)] = tally_in(score.figures)
    return found


def prior_of(stream: Stream, tallies: Published) -> Prior:
    """The prior of one figure: the other projects' tallies of the same question and basis, else the first one."""
    return prior_for(str(stream.project_id), tallies.get((stream.dimension, stream.basis), {}))
