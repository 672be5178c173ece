"""What people decide on votes that are held: one person lets them count, not counting them takes two; none is deleted."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from datasets.errors import BadQuestion, NotFound, Refused
from datasets.register import scores
from datasets.register.scores import Published
from datasets.tables.types import now
from feedback.people.staff import require
from feedback.review import audit, conflicts
from feedback.review.bursts import ALARMS
from feedback.statistics.posterior import posterior
from feedback.statistics.prior import Prior
from feedback.statistics.states import SHOWN_FROM
from feedback.statistics.tally import LEVELS, Tally, tally_of
from feedback.tables.bursts import Exclusion
from feedback.tables.cases import ReviewCase
from feedback.tables.people import Staff
from feedback.tables.ratings import Rating, RatingValue
from feedback.tables.traces import NetSketch
from feedback.trust.keys import mac
from feedback.voices.standing import EXCLUSIONS

SHORTEST_NOTE = 20
WINDOW = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HeldVote:
    """A held vote as staff see it: without its answers, and its network as a letter. ``handle`` stands for it in a form."""

    handle: str
    at: dt.datetime
    reason: str
    network: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks not to count: all that are held now, or some of them by their handles."""

    reason: str
    note: str
    whole: bool = False
    handles: frozenset[str] = frozenset()


def listing(session: Session) -> list[ReviewCase]:
    """Burst cases: those in which votes wait, then the other open ones, then the closed; the newest first in each."""
    found = session.exec(select(ReviewCase).where(ReviewCase.trigger == "burst").order_by(col(ReviewCase.id).desc())).all()
    return sorted(found, key=lambda case: (case.state == "closed", case.alarms < ALARMS))


def on_project(session: Session, project_id: int) -> ReviewCase | None:
    """The open case on a project."""
    return next((case for case in listing(session) if case.state != "closed" and case.project_id == project_id), None)


def following(session: Session, case_id: int) -> ReviewCase | None:
    """The open case to go on with after this one."""
    return next((case for case in listing(session) if case.state != "closed" and case.id != case_id), None)


def one(session: Session, case_id: int) -> ReviewCase:
    """A burst case. Raises NotFound."""
    case = session.get(ReviewCase, case_id)
    if case is None or case.trigger != "burst":
        raise NotFound(f"There is no burst case {case_id}.")
    return case


def held(session: Session, secret: bytes, case: ReviewCase) -> list[HeldVote]:
    """The held votes of a case, in the order of time; the network that gave most of them is A."""
    question = (
        select(Rating.id, Rating.created_at, Rating.reason, NetSketch.sketch)
        .outerjoin(NetSketch, col(NetSketch.rating_id) == Rating.id)
        .where(_held(case))
        .order_by(col(Rating.created_at), col(Rating.id))
    )
    rows = session.exec(question).all()
    letters = _letters(sketch for _, _, _, sketch in rows)
    return [HeldVote(handle(secret, int(id_ or 0)), at, reason, letters.get(sketch or "", "")) for id_, at, reason, sketch in rows]


def answers(session: Session, case: ReviewCase) -> Tally:
    """How many of the held votes chose each step."""
    question = select(RatingValue.value).join(Rating, col(Rating.id) == RatingValue.rating_id)
    values = session.exec(question.where(_held(case), RatingValue.dimension == "overall", col(RatingValue.value).is_not(None)))
    return tally_of(value for value in values if value is not None)


def weight(session: Session, case: ReviewCase) -> tuple[Published, float] | None:
    """What is published of the project, and about what the score would be with all that are held.

    None where nothing is published, or fewer than 5 are held: the difference would tell of single votes.
    """
    added = answers(session, case)
    found = scores.of_projects(session, [case.project_id], "overall")
    if not found or found[0].score is None or sum(added) < SHOWN_FROM:
        return None
    figures = found[0].figures
    one, two, three, four, five = (int(figures[f"n_{level}"]) + count for level, count in zip(LEVELS, added, strict=True))
    first, second, third, fourth, fifth = (float(figures[f"prior_{level}"]) for level in LEVELS)
    prior = Prior((first, second, third, fourth, fifth), float(figures["prior_weight"]))
    return found[0], posterior((one, two, three, four, five), prior).score


def handle(secret: bytes, rating_id: int) -> str:
    """What a form calls a vote: its number stays in here."""
    return mac(secret, "held", rating_id).hex()[:16]


def release(session: Session, person: Staff, case_id: int, moment: dt.datetime | None = None) -> int:
    """Lets all held votes of a case count and closes it; how many these were.

    Raises NotAllowed, NotFound, Refused: closed, a conflict of interest, an exclusion that waits for a second person.
    """
    require(person, "propose")
    case = _open(session, case_id)
    conflicts.refuse_conflict(session, person, case.project_id)
    if waiting(session, case_id) is not None:
        raise Refused("An exclusion waits for a second person; decide on it first.")
    moment = moment or now()
    ids = list(session.exec(select(Rating.id).where(_held(case))))
    session.execute(update(Rating).where(_held(case)).values(status="counted", reason="", risk=0, judged_at=moment))
    _close(session, case, moment)
    audit.append(session, person.key, "burst.release", f"case/{case_id}", {"project": case.project_id, "released": len(ids)}, moment)
    return len(ids)


def propose(session: Session, secret: bytes, person: Staff, case_id: int, given: Wanted, moment: dt.datetime | None = None) -> Exclusion:
    """The first person. Raises BadQuestion naming a wrong field, NotAllowed, NotFound, Refused."""
    require(person, "propose")
    case = _open(session, case_id)
    conflicts.refuse_conflict(session, person, case.project_id)
    ids = _chosen(session, secret, case, given)
    made = Exclusion(
        case_id=case_id,
        reason=given.reason,
        note=given.note.strip(),
        whole=given.whole,
        ratings=ids,
        first_id=int(person.id or 0),
        proposed_at=moment or now(),
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Refused("Another exclusion waits for a second person; decide on it first.") from None
    facts: dict[str, audit.Fact] = {"project": case.project_id, "reason": made.reason, "whole": made.whole, "ratings": len(ids)}
    audit.append(session, person.key, "exclusion.propose", f"case/{case_id}", facts, moment)
    return made


def confirm(session: Session, person: Staff, case_id: int, moment: dt.datetime | None = None) -> int:
    """The second person agrees: those that are still held count no more. Where none is left the case is closed.

    Raises NotAllowed, NotFound, Refused: nothing waits, the same person, a conflict of interest.
    """
    case, exclusion = _waiting_for(session, person, case_id)
    conflicts.refuse_conflict(session, person, case.project_id)
    moment = moment or now()
    meant = col(Rating.id).in_(exclusion.ratings) & (col(Rating.status) == "held")
    ids = list(session.exec(select(Rating.id).where(meant)))
    session.execute(update(Rating).where(meant).values(status="excluded", reason=exclusion.reason, judged_at=moment))
    _end(session, exclusion, "confirmed", person, moment)
    facts: dict[str, audit.Fact] = {"project": case.project_id, "reason": exclusion.reason, "excluded": len(ids)}
    audit.append(session, person.key, "exclusion.confirm", f"case/{case_id}", facts, moment)
    if session.exec(select(Rating.id).where(_held(case)).limit(1)).first() is None:
        _close(session, case, moment)
    return len(ids)


def reject(session: Session, person: Staff, case_id: int, answer: str, moment: dt.datetime | None = None) -> None:
    """A second person does not agree and says why. Raises as ``confirm`` does, and BadQuestion without an answer."""
    case, exclusion = _waiting_for(session, person, case_id)
    if not answer.strip():
        raise BadQuestion("Say why you do not agree.", "answer")
    exclusion.answer = answer.strip()
    _end(session, exclusion, "rejected", person, moment or now())
    audit.append(session, person.key, "exclusion.reject", f"case/{case_id}", {"project": case.project_id}, moment)


def withdraw(session: Session, person: Staff, case_id: int, moment: dt.datetime | None = None) -> None:
    """The first person takes the proposal back. Raises NotFound, or Refused for anybody else."""
    case, exclusion = one(session, case_id), waiting(session, case_id)
    if exclusion is None or exclusion.first_id != person.id:
        raise Refused("Only who proposed an exclusion can withdraw it, while it waits.")
    _end(session, exclusion, "withdrawn", None, moment or now())
    audit.append(session, person.key, "exclusion.withdraw", f"case/{case_id}", {"project": case.project_id}, moment)


def waiting(session: Session, case_id: int) -> Exclusion | None:
    """The exclusion that waits for a second person."""
    return session.exec(select(Exclusion).where(Exclusion.case_id == case_id, Exclusion.state == "proposed")).first()


def _held(case: ReviewCase) -> ColumnElement[bool]:
    """Votes of the case's project that are held since its window began; a part of a question."""
    since = case.since or case.opened_at - WINDOW
    until = case.closed_at or dt.datetime.max.replace(tzinfo=dt.UTC)
    inside = (col(Rating.created_at) > since) & (col(Rating.created_at) <= until)
    return inside & (col(Rating.project_id) == case.project_id) & (col(Rating.status) == "held")


def _letters(sketches: Iterable[str | None]) -> dict[str, str]:
    known = Counter(sketch for sketch in sketches if sketch)
    return {sketch: _letter(place) for place, (sketch, _) in enumerate(known.most_common())}


def _letter(place: int) -> str:
    """Letters as columns of a sheet have them: A to Z, then AA."""
    more, last = divmod(place, 26)
    return (_letter(more - 1) if more else "") + chr(ord("A") + last)


def _open(session: Session, case_id: int) -> ReviewCase:
    case = one(session, case_id)
    if case.state == "closed":
        raise Refused("This case is closed already.")
    return case


def _chosen(session: Session, secret: bytes, case: ReviewCase, given: Wanted) -> list[int]:
    if given.reason not in EXCLUSIONS:
        raise BadQuestion(f"reason must be one of {', '.join(EXCLUSIONS)}.", "reason")
    if len(given.note.strip()) < SHORTEST_NOTE:
        raise BadQuestion(f"Say in at least {SHORTEST_NOTE} characters what you base it on.", "note")
    ids = [int(id_ or 0) for id_ in session.exec(select(Rating.id).where(_held(case)).order_by(col(Rating.id)))]
    chosen = ids if given.whole else _named(secret, ids, given.handles)
    if not chosen:
        raise BadQuestion("Choose at least one held vote.", "handles")
    return chosen


def _named(secret: bytes, ids: Sequence[int], handles: Collection[str]) -> list[int]:
    return [id_ for id_ in ids if handle(secret, id_) in handles] if handles else []


def _waiting_for(session: Session, person: Staff, case_id: int) -> tuple[ReviewCase, Exclusion]:
    require(person, "confirm")
    case, exclusion = _open(session, case_id), waiting(session, case_id)
    if exclusion is None:
        raise Refused("Nothing waits for a second person here.")
    if exclusion.first_id == person.id:
        raise Refused("You proposed this yourself; a second person must decide.")
    return case, exclusion


def _end(session: Session, exclusion: Exclusion, state: str, person: Staff | None, moment: dt.datetime) -> None:
    exclusion.state, exclusion.decided_at = state, moment
    exclusion.second_id = None if person is None else person.id
    session.add(exclusion)
    session.flush()


def _close(session: Session, case: ReviewCase, moment: dt.datetime) -> None:
    case.state, case.closed_at = "closed", moment
    session.add(case)
    session.flush()
    session.expire_all()
