"""What staff say of things of lists that may be things in the register: one click each, remembered, undone exactly."""

import datetime as dt
import secrets
from collections.abc import Iterable

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from datasets import jobs
from datasets.errors import BadQuestion, MehrwertError, NotFound, Refused
from datasets.records import Record
from datasets.register import links
from datasets.tables.matches import Match
from datasets.tables.types import now
from feedback.people.staff import require
from feedback.review import audit
from feedback.tables.matches import VERDICTS, MatchDecision
from feedback.tables.people import Staff

STATES = {"link": "linked", "adopt": "adopted", "reject": "rejected", "unsure": "unsure"}
LONGEST_REASON = 1000
JOB = "match"
"""The worker's name for looking for candidates anew: what is decided changes what others may be."""


class Verdict(Record):
    """What one person says of one match. ``target`` is the slug of what it is, for ``link``."""

    match_id: int
    verdict: str
    target: str = ""
    title: str = ""
    """Of the new project, for ``adopt``; empty takes the list's."""
    reason: str = ""


def decide(session: Session, person: Staff, given: Verdict, batch: str = "", moment: dt.datetime | None = None) -> MatchDecision:
    """Changes the register as the person says. Raises NotAllowed, NotFound, BadQuestion, and Refused where it is settled already."""
    require(person, "qualify")
    if given.verdict not in VERDICTS:
        raise BadQuestion(f"verdict must be one of {', '.join(VERDICTS)}.", "verdict")
    if len(given.reason) > LONGEST_REASON:
        raise BadQuestion(f"The reason may have {LONGEST_REASON} characters.", "reason")
    moment, match = moment or now(), _locked(session, given.match_id)
    if match.state not in {"open", "unsure"}:
        raise Refused("Somebody has decided on this already; undo that first.")
    target, effects = _act(session, match, given)
    made = MatchDecision(
        match_id=given.match_id,
        verdict=given.verdict,
        target=target,
        reason=given.reason.strip(),
        batch=batch,
        effects=effects,
        before={"state": match.state, "target": match.target, "settled_at": None},
        staff_id=int(person.id or 0),
        decided_at=moment,
    )
    match.state, match.target, match.settled_at = STATES[given.verdict], target, moment
    session.add(match)
    session.add(made)
    session.flush()
    jobs.enqueue(session, JOB)
    facts: dict[str, audit.Fact] = {"verdict": given.verdict, "target": target, "changes": len(effects)}
    audit.append(session, person.key, "match.decide", f"match/{match.id}", facts, moment)
    return made


def decide_all(session: Session, person: Staff, verdicts: Iterable[Verdict]) -> tuple[str, int, dict[int, str]]:
    """Each by itself: the batch, how many were stored, and why the others were not, by match. Raises NotAllowed."""
    require(person, "qualify")
    batch, stored, refused = secrets.token_hex(8), 0, {}
    for given in verdicts:
        try:
            with session.begin_nested():
                decide(session, person, given, batch)
            stored += 1
        except MehrwertError as error:
            refused[given.match_id] = str(error)
    return batch, stored, refused


def undo(session: Session, person: Staff, decision_id: int, moment: dt.datetime | None = None) -> None:
    """Puts back exactly what the decision changed. Raises NotAllowed, NotFound, and Refused where something hangs on it by now."""
    require(person, "qualify")
    moment = moment or now()
    decision = session.get(MatchDecision, decision_id, with_for_update=True, populate_existing=True)
    if decision is None:
        raise NotFound(f"There is no decision {decision_id}.")
    if decision.undone_at is not None or _newest(session, decision.match_id) != decision.id:
        raise Refused("This decision is not the last one in force; nothing was changed.")
    match = _locked(session, decision.match_id)
    try:
        with session.begin_nested():
            links.put_back(session, decision.effects)
    except IntegrityError:
        raise Refused("The project has votes, decisions or texts of its own by now; it cannot be taken back.") from None
    match.state, match.target, match.settled_at = decision.before["state"], decision.before["target"], None
    decision.undone_at, decision.undone_by_id = moment, person.id
    session.add(match)
    session.add(decision)
    session.flush()
    jobs.enqueue(session, JOB)
    audit.append(session, person.key, "match.undo", f"match/{match.id}", {"decision": decision_id, "verdict": decision.verdict}, moment)


def undo_all(session: Session, person: Staff, batch: str) -> tuple[int, int]:
    """Undoes what came in one form, the last first; how many were undone and how many not. Raises NotAllowed."""
    require(person, "qualify")
    in_force = select(MatchDecision.id).where(MatchDecision.batch == batch, col(MatchDecision.undone_at).is_(None))
    ids = session.exec(in_force.order_by(col(MatchDecision.id).desc())).all() if batch else []
    undone = 0
    for decision_id in ids:
        try:
            with session.begin_nested():
                undo(session, person, int(decision_id or 0))
            undone += 1
        except Refused:
            continue
    return undone, len(ids) - undone


def of_matches(session: Session, match_ids: Iterable[int]) -> dict[int, list[MatchDecision]]:
    """Decisions by match, the newest first."""
    found: dict[int, list[MatchDecision]] = {}
    question = select(MatchDecision).where(col(MatchDecision.match_id).in_(list(match_ids))).order_by(col(MatchDecision.id).desc())
    for row in session.exec(question):
        found.setdefault(row.match_id, []).append(row)
    return found


def _act(session: Session, match: Match, given: Verdict) -> tuple[str, list[links.Effect]]:
    """Slug of what it is, and what changed."""
    if given.verdict == "link":
        act = links.attach if match.kind == "project" else links.identify
        return given.target, act(session, match, given.target)
    if given.verdict == "adopt":
        project, effects = links.adopt(session, match, given.title)
        return project.slug, effects
    return "", links.refuse(session, match) if given.verdict == "reject" else []


def _locked(session: Session, match_id: int) -> Match:
    match = session.get(Match, match_id, with_for_update=True, populate_existing=True)
    if match is None:
        raise NotFound(f"There is no match {match_id}.")
    return match


def _newest(session: Session, match_id: int) -> int | None:
    in_force = select(MatchDecision.id).where(MatchDecision.match_id == match_id, col(MatchDecision.undone_at).is_(None))
    return session.exec(in_force.order_by(col(MatchDecision.id).desc()).limit(1)).first()
