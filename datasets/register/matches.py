"""Matches and their candidates: stored anew after each load, listed for staff; what a person has said outlives every run."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from datasets.errors import NotFound
from datasets.register.open_ends import Open
from datasets.tables.matches import Candidate, Match

PAGE = 50
ASKED = ("open", "unsure")


@dataclass(frozen=True, slots=True)
class Guess:
    """What something may be, how likely and why; reasons are codes."""

    target: str
    title: str
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchQuestion:
    """What is asked of the list; ``page`` begins at 1."""

    kind: str = ""
    state: str = "open"
    dataset: str = ""
    q: str = ""
    page: int = 1
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Asked:
    """A match with its candidates, the likeliest first; refused ones are left out."""

    row: Match
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of matches."""

    items: tuple[Asked, ...]
    total: int
    page: int
    pages: int


def store(session: Session, found: Iterable[tuple[Open, list[Guess]]]) -> None:
    """Brings the open matches to what was found. What a person has settled stays so, unless there is a new thing that it may be."""
    known = {(row.kind, row.key): row for row in session.exec(select(Match))}
    there: dict[int, dict[str, Candidate]] = {}
    for candidate in session.exec(select(Candidate)):
        there.setdefault(candidate.match_id, {})[candidate.target] = candidate
    seen: set[tuple[str, str]] = set()
    for end, guesses in found:
        seen.add((end.kind, end.key))
        row = known.get((end.kind, end.key))
        # A funding is worth a question even where nothing is like it: it may become a project. A name is not.
        if row is None and not guesses and end.kind != "project":
            continue
        _store_one(session, row, end, guesses, there)
    session.flush()
    _close(session, [row for key, row in known.items() if key not in seen and row.state in ASKED])
    session.flush()


def _store_one(session: Session, row: Match | None, end: Open, guesses: list[Guess], there: dict[int, dict[str, Candidate]]) -> None:
    if row is None:
        row = Match(kind=end.kind, key=end.key, dataset=end.dataset, title=end.title)
        session.add(row)
        session.flush()
    old = there.get(int(row.id or 0), {})
    refused = {target for target, candidate in old.items() if candidate.refused}
    new = [guess for guess in guesses if guess.target not in refused]
    if _asks_again(row, new):
        row.state, row.settled_at = "open", None
    values = {
        "title": end.title,
        "facts": end.facts,
        "dataset": end.dataset,
        "best": max((guess.probability for guess in new), default=0.0),
    }
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    session.add(row)
    for guess in guesses:
        if guess.target in old:
            _renew(session, old.pop(guess.target), guess)
        else:
            session.add(Candidate(match_id=int(row.id or 0), **_values(guess), target=guess.target))
    for candidate in old.values():
        if not candidate.refused and row.state in ASKED:
            session.delete(candidate)


def _asks_again(row: Match, new: list[Guess]) -> bool:
    """A settled match is asked again only about something that nobody has seen: fundings left over, or a thing that is new."""
    if row.state in {"linked", "adopted"}:
        return row.kind == "project"
    return row.state == "gone" or (row.state == "rejected" and bool(new))


def _renew(session: Session, candidate: Candidate, guess: Guess) -> None:
    for name, value in _values(guess).items():
        if getattr(candidate, name) != value:
            setattr(candidate, name, value)
    session.add(candidate)


def _values(guess: Guess) -> dict[str, Any]:
    return {"title": guess.title, "probability": guess.probability, "reasons": list(guess.reasons)}


def _close(session: Session, rows: list[Match]) -> None:
    """What nothing asks any more is gone; it comes back with the next load that brings it. Nothing is deleted: decisions point to it."""
    for row in rows:
        row.state = "gone"
        session.add(row)
    ids = [int(row.id or 0) for row in rows]
    for start in range(0, len(ids), 500):
        stale = col(Candidate.match_id).in_(ids[start : start + 500]) & col(Candidate.refused).is_(False)
        session.execute(delete(Candidate).where(stale))


def one(session: Session, match_id: int) -> Asked:
    """One match. Raises NotFound."""
    row = session.get(Match, match_id)
    if row is None:
        raise NotFound(f"There is no match {match_id}.")
    return _with_candidates(session, [row])[0]


def listing(session: Session, asked: MatchQuestion) -> Matches:
    """One page, the likeliest first, then by title. A page beyond the last is the last."""
    question = select(Match).where(Match.state == asked.state)
    for column, value in ((Match.kind, asked.kind), (Match.dataset, asked.dataset)):
        question = question.where(column == value) if value else question
    if asked.q.strip():
        question = question.where(func.lower(Match.title).contains(asked.q.strip().lower(), autoescape=True))
    total = session.exec(select(func.count()).select_from(question.subquery())).one()
    pages = max(1, -(-total // asked.size))
    page = min(max(1, asked.page), pages)
    newest = [col(Match.settled_at).desc()] if asked.state not in ASKED else []
    ordered = question.order_by(*newest, col(Match.best).desc(), col(Match.title), col(Match.id))
    rows = session.exec(ordered.limit(asked.size).offset((page - 1) * asked.size)).all()
    return Matches(tuple(_with_candidates(session, list(rows))), total, page, pages)


def counts(session: Session, dataset: str = "") -> dict[tuple[str, str], int]:
    """How many there are by kind and state; of one list where it is named."""
    question = select(Match.kind, Match.state, func.count()).group_by(col(Match.kind), col(Match.state))
    rows = session.exec(question.where(Match.dataset == dataset) if dataset else question)
    return {(kind, state): count for kind, state, count in rows}


def open_count(session: Session, dataset: str) -> int:
    """How many things of a list wait for a person."""
    return sum(count for (_, state), count in counts(session, dataset).items() if state == "open")


def datasets(session: Session) -> list[str]:
    """The lists that have any."""
    return list(session.exec(select(Match.dataset).distinct().order_by(Match.dataset)))


def _with_candidates(session: Session, rows: list[Match]) -> list[Asked]:
    found: dict[int, list[Candidate]] = {}
    question = select(Candidate).where(col(Candidate.match_id).in_([row.id for row in rows]), col(Candidate.refused).is_(False))
    for candidate in session.exec(question.order_by(col(Candidate.probability).desc(), col(Candidate.title))):
        found.setdefault(candidate.match_id, []).append(candidate)
    return [Asked(row, tuple(found.get(int(row.id or 0), ()))) for row in rows]
