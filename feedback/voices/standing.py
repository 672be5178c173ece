"""Whether a vote counts, is held for a look, or was excluded: what is decided when it comes in."""

import datetime as dt

from sqlalchemy import update
from sqlmodel import Session, col

from feedback.rows import insert_rows
from feedback.tables.ratings import Rating
from feedback.tables.traces import NetSketch
from feedback.trust.limits import earlier_votes
from feedback.trust.network import is_own_machine, sketches
from feedback.trust.risk import HELD_FROM, Risk, assess, names_a_contact, over_limit, too_fast
from feedback.voices.submission import Booth, Submission

EXCLUSIONS = (
    "doppelt",
    "automatisiert",
    "kampagne_ohne_bezug",
    "anderes_projekt",
    "rechtswidrig",
    "personenbezogen",
    "eigenbewertung",
    "technischer_fehler",
)
"""Public reason codes of an exclusion; there is none for a low opinion."""


def judge(session: Session, rating_id: int, booth: Booth, given: Submission, moment: dt.datetime) -> str:
    """Status of a new rating, stored with its network's sketch. Replacing a rating adds no vote and is not limited."""
    own = sketches(session, given.prefix, moment)
    earlier = [] if is_own_machine(given.prefix) or given.channel != "web" else earlier_votes(session, own, moment)
    risk = assess(
        {
            "limit": over_limit(earlier, booth.project_id, moment),
            "speed": too_fast(earlier, moment),
            "trap": given.trapped,
            "burst": booth.burst and given.channel == "web",
            "hurried": given.hurried,
            "comment": names_a_contact(given.form.comment),
        }
    )
    insert_rows(session, NetSketch, [{"rating_id": rating_id, "project_id": booth.project_id, "sketch": own[0], "at": moment}])
    return _store(session, rating_id, risk) if risk.points else "counted"


def _store(session: Session, rating_id: int, risk: Risk) -> str:
    status = "held" if risk.held else "counted"
    reason = " ".join(risk.reasons) if risk.held else ""
    session.execute(update(Rating).where(col(Rating.id) == rating_id).values(risk=risk.points, status=status, reason=reason))
    return status


def standing(rating: Rating) -> str:
    """Status of a rating with new answers: they do not undo what a person or the rules decided on it."""
    if rating.reason in EXCLUSIONS:
        return "excluded"
    return "held" if rating.risk >= HELD_FROM else "counted"
