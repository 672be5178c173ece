"""Whether a vote counts, is held for a look, or was excluded: what is decided when it comes in."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import bindparam, update
from sqlmodel import Session

from feedback.rows import columns, insert_rows
from feedback.tables.ratings import Rating
from feedback.tables.traces import NetSketch
from feedback.trust.limits import earlier_votes
from feedback.trust.network import is_own_machine, sketcher
from feedback.trust.risk import HELD_FROM, Risk, Seen, assess, names_a_contact, over_limit, too_fast
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

_RATING = columns(Rating)
_SUSPECT = (
    update(Rating.__table__)  # type: ignore[attr-defined]  # SQLModel does not declare it
    .where(_RATING.id == bindparam("rating"))
    .values(risk=bindparam("risk"), status=bindparam("status"), reason=bindparam("reason"))
)


def judge_all(session: Session, votes: Sequence[tuple[int, Booth, Submission]], moment: dt.datetime) -> dict[int, str]:
    """Status of new ratings by their ids, stored with their networks' sketches; each is judged by those before it, too.

    Replacing a rating adds no vote and is not limited.
    """
    if not votes:
        return {}
    both = sketcher(session, moment)
    sketched = [(rating_id, booth, given, both(given.prefix)) for rating_id, booth, given in votes]
    earlier = earlier_votes(session, [own for *_, given, own in sketched if _is_limited(given)], moment)
    risks: dict[int, Risk] = {}
    for rating_id, booth, given, own in sketched:
        seen = [*earlier[own[0]], *earlier[own[1]]] if _is_limited(given) else []
        risks[rating_id] = _risk(booth, given, seen, moment)
        earlier[own[0]].insert(0, Seen(booth.project_id, moment))
    traces = [
        {"rating_id": rating_id, "project_id": booth.project_id, "sketch": own[0], "at": moment} for rating_id, booth, _, own in sketched
    ]
    insert_rows(session, NetSketch, traces)
    _store(session, {rating_id: risk for rating_id, risk in risks.items() if risk.points})
    return {rating_id: _status(risk) for rating_id, risk in risks.items()}


def _is_limited(given: Submission) -> bool:
    return given.channel == "web" and not is_own_machine(given.prefix)


def _risk(booth: Booth, given: Submission, earlier: Sequence[Seen], moment: dt.datetime) -> Risk:
    return assess(
        {
            "limit": over_limit(earlier, booth.project_id, moment),
            "speed": too_fast(earlier, moment),
            "trap": given.trapped,
            "burst": booth.burst and given.channel == "web",
            "hurried": given.hurried,
            "comment": names_a_contact(given.form.comment),
        }
    )


def _status(risk: Risk) -> str:
    return "held" if risk.held else "counted"


def _store(session: Session, risks: dict[int, Risk]) -> None:
    facts = [
        {"rating": rating_id, "risk": risk.points, "status": _status(risk), "reason": " ".join(risk.reasons) if risk.held else ""}
        for rating_id, risk in risks.items()
    ]
    if facts:
        session.connection().execute(_SUSPECT, facts)


def standing(rating: Rating) -> str:
    """Status of a rating with new answers: they do not undo what a person or the rules decided on it."""
    if rating.reason in EXCLUSIONS:
        return "excluded"
    return "held" if rating.risk >= HELD_FROM else "counted"
