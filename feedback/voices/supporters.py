"""How many people support an idea: told like a score, by snapshots, so that nobody is seen coming or going.

A live number changes by one with each click, and whoever watches it knows when somebody clicked. So a number stands from 5
on, is replaced when it differs by 5 from every number that was ever told of the idea and the time between two snapshots
has passed, and is taken off when fewer than 5 are left.
"""

import datetime as dt
from collections.abc import Mapping

from sqlmodel import Session, col, func, select

from datasets import catalogue
from datasets.tables.ideas import Idea
from feedback.scores.gate import CHANGES, verdict
from feedback.tables.ideas import IdeaSupport, IdeaTold

DATASET = "ideen"


def renew(session: Session, moment: dt.datetime, wait: dt.timedelta) -> int:
    """Brings the public numbers of all ideas up to date as far as that may be told; how many changed."""
    supporting = dict(session.exec(select(IdeaSupport.idea_id, func.count()).group_by(col(IdeaSupport.idea_id))).all())
    told = {row.idea_id: row for row in session.exec(select(IdeaTold))}
    changed = [idea for idea in session.exec(select(Idea).order_by(col(Idea.id))) if _renew(session, idea, supporting, told, moment, wait)]
    if changed:
        session.flush()
        catalogue.mark_due(session, DATASET)
        catalogue.raise_version(session)
    return len(changed)


def _renew(
    session: Session, idea: Idea, supporting: Mapping[int, int], told: Mapping[int, IdeaTold], moment: dt.datetime, wait: dt.timedelta
) -> bool:
    number = int(idea.id or 0)
    count, known = supporting.get(number, 0), told.get(number)
    before = known.counts if known else []
    differing = min((abs(count - one) for one in before), default=count)
    decided = verdict(idea.supporters is not None, count, differing, moment - known.changed_at if known else None, wait, frozen=False)
    if decided == "keep" or (decided == "publish" and differing < CHANGES):
        return False
    idea.supporters = count if decided == "publish" else None
    known = known or IdeaTold(idea_id=number, changed_at=moment)
    known.counts, known.changed_at = [*before, count] if decided == "publish" else before, moment
    session.add_all((idea, known))
    return True
