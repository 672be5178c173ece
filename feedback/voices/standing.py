"""Whether a vote counts, is held for a look, or was excluded: what is decided when it comes in."""

import datetime as dt
from collections import defaultdict
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

Vote = tuple[Booth, Submission]
Stored = tuple[int, Booth, Submission]
"""With the id of its rating."""

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
_JUDGED = (
    update(Rating.__table__)  # type: ignore[attr-defined]  # SQLModel does not declare it
    .where(_RATING.id == bindparam("rating"))
    .values(risk=bindparam("risk"), status=bindparam("status"), reason=bindparam("reason"))
)


class Sight:
    """What is known of the networks of some votes when they come in: their sketches, and what they sent before."""

    def __init__(self, session: Session, votes: Sequence[Vote], moment: dt.datetime) -> None:
        self._moment = moment
        both = sketcher(session, moment)
        self._own = {given.prefix: both(given.prefix) for _, given in votes}
        limited = [self._own[given.prefix] for _, given in votes if _is_limited(given)]
        self._earlier = earlier_votes(session, limited, moment)

    def risks(self, votes: Sequence[Vote]) -> list[Risk]:
        """Of new ratings, each judged by those before it, too. Replacing a rating adds no vote and is not limited."""
        earlier = defaultdict(list, {sketch: [*seen] for sketch, seen in self._earlier.items()})
        found = []
        for booth, given in votes:
            today, yesterday = self._own[given.prefix]
            seen = [*earlier[today], *earlier[yesterday]] if _is_limited(given) else []
            found.append(_risk(booth, given, seen, self._moment))
            earlier[today].insert(0, Seen(booth.project_id, self._moment))
        return found

    def correct(self, session: Session, stored: Sequence[Stored]) -> list[Risk]:
        """Judges ratings anew that were stored with others' votes before them which turned out to be none."""
        found = self.risks([(booth, given) for _, booth, given in stored])
        facts = [{"rating": rating_id, **judged(risk)} for (rating_id, *_), risk in zip(stored, found, strict=True)]
        if facts:
            session.connection().execute(_JUDGED, facts)
        return found

    def remember(self, session: Session, stored: Sequence[Stored]) -> None:
        """Keeps from which networks they came."""
        common = {"at": self._moment}
        insert_rows(
            session,
            NetSketch,
            [
                {"rating_id": rating_id, "project_id": booth.project_id, "sketch": self._own[given.prefix][0], **common}
                for rating_id, booth, given in stored
            ],
        )


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


def status_of(risk: Risk) -> str:
    """Whether a new rating of that risk counts."""
    return "held" if risk.held else "counted"


def judged(risk: Risk) -> dict[str, object]:
    """What of the risk is stored with its rating."""
    return {"risk": risk.points, "status": status_of(risk), "reason": " ".join(risk.reasons) if risk.held else ""}


def standing(rating: Rating) -> str:
    """Status of a rating with new answers: they do not undo what a person or the rules decided on it."""
    if rating.reason in EXCLUSIONS:
        return "excluded"
    return "held" if rating.risk >= HELD_FROM else "counted"
