"""Casting, changing, withdrawing and erasing a rating: one per browser and project, whatever is sent how often."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from datasets.errors import NotFound
from datasets.tables.types import now
from feedback.rows import insert_new_rows
from feedback.tables.gate import GateState
from feedback.tables.ratings import Rating, RatingValue
from feedback.tables.traces import NetSketch
from feedback.trust import token as tokens
from feedback.trust.risk import Risk
from feedback.voices import answers, booths, comments
from feedback.voices.forms import RatingForm
from feedback.voices.standing import Sight, judged, standing, status_of
from feedback.voices.submission import Ballot, Booth, Cast, Submission

KEEPS = dt.timedelta(days=tokens.DAYS)


def cast(session: Session, secret: bytes, project_id: int, given: Submission, moment: dt.datetime | None = None) -> Cast:
    """Stores a rating; one of the same browser within 90 days, or of the same rendered form, is replaced.

    The database's unique keys decide, so any number of simultaneous submissions end as one row. Raises NotFound.
    """
    return cast_all(session, secret, [(booths.by_id(session, project_id), given)], moment)[0]


def cast_all(session: Session, secret: bytes, votes: Sequence[tuple[Booth, Submission]], moment: dt.datetime | None = None) -> list[Cast]:
    """Stores several ratings, each in its booth, by few statements; the same result as one after the other."""
    if not votes:
        return []
    moment = moment or now()
    ballots = [_ballot(secret, booth, given) for booth, given in votes]
    sight = Sight(session, votes, moment)
    risks = sight.risks(votes)
    made = _insert(session, ballots, risks, moment)
    # A form that is in here twice is new once: the later one replaces.
    new = {ballot: made.pop(ballot.nonce) for ballot in ballots if ballot.nonce in made}
    if len(new) < len(ballots):
        # What replaces is no further vote of its network: those behind it are looked at without it.
        risks = sight.correct(session, [(new[ballot], ballot.booth, ballot.given) for ballot in new])
    sight.remember(session, [(rating_id, ballot.booth, ballot.given) for ballot, rating_id in new.items()])
    answers.write_all(session, [(rating_id, ballot.given.form) for ballot, rating_id in new.items()], moment)
    statuses = dict(zip(new, map(status_of, risks), strict=True))
    return [
        Cast(new[ballot], ballot.code, ballot.token, False, statuses[ballot])
        if ballot in new
        else _cast_again(session, secret, ballot, moment)
        for ballot in ballots
    ]


def _cast_again(session: Session, secret: bytes, ballot: Ballot, moment: dt.datetime) -> Cast:
    """A vote whose key is taken replaces the row that holds it; where that row is gone or too old, it is cast anew."""
    known = _taken(session, ballot)
    if known is None or _forgotten(session, known, moment):
        return cast_all(session, secret, [(ballot.booth, ballot.given)], moment)[0]
    status = _replace(session, known, ballot.booth, ballot.given.form, moment, ballot.keys)
    return Cast(int(known.id or 0), ballot.code, ballot.token, True, status)


def change(session: Session, rating_id: int, form: RatingForm, moment: dt.datetime | None = None) -> str:
    """New answers for a rating that was found by code or token, a withdrawn one too; the status it has now."""
    rating = _locked(session, rating_id)
    return _replace(session, rating, booths.by_id(session, rating.project_id), form, moment or now(), {})


def withdraw(session: Session, rating_id: int) -> None:
    """It counts no more; its author can bring it back by changing it."""
    rating = _locked(session, rating_id)
    rating.status = "withdrawn"
    session.add(rating)
    session.flush()
    comments.take_off(session, [rating_id])


def erase(session: Session, rating_id: int) -> None:
    """Nothing of it remains but, for the gate, that one answer left each published figure that it was in."""
    project_id = _locked(session, rating_id).project_id
    question = select(RatingValue.dimension, RatingValue.shown_basis)
    marked = question.where(RatingValue.rating_id == rating_id, col(RatingValue.shown_basis).is_not(None))
    for dimension, basis in session.exec(marked).all():
        figure = (col(GateState.project_id) == project_id, col(GateState.dimension) == dimension, col(GateState.basis) == basis)
        session.execute(update(GateState).where(*figure).values(unmarked=GateState.unmarked + 1))
    session.execute(update(NetSketch).where(col(NetSketch.rating_id) == rating_id).values(rating_id=None))
    comments.remove(session, rating_id)
    session.execute(delete(RatingValue).where(col(RatingValue.rating_id) == rating_id))
    session.execute(delete(Rating).where(col(Rating.id) == rating_id))
    session.expire_all()


def _ballot(secret: bytes, booth: Booth, given: Submission) -> Ballot:
    token = given.token or tokens.fresh(secret, given.nonce)
    code = tokens.code(secret, given.nonce)
    hashes = tokens.token_hash(secret, token, booth.project_id), tokens.code_hash(secret, code)
    return Ballot(booth, given, token, code, *hashes)


def _insert(session: Session, ballots: Sequence[Ballot], risks: Sequence[Risk], moment: dt.datetime) -> dict[str, int]:
    """Ids of the new rows by nonce; a row with one of its keys there already is left out."""
    rows = [
        ballot.keys
        | _facts(ballot.booth, ballot.given.form, moment)
        | judged(risk)
        | {"created_at": moment, "project_id": ballot.booth.project_id, "token_hash": ballot.token_hash, "channel": ballot.given.channel}
        for ballot, risk in zip(ballots, risks, strict=True)
    ]
    return {nonce: int(made) for nonce, made in insert_new_rows(session, Rating, rows, ("nonce", "id"))}


def _taken(session: Session, ballot: Ballot) -> Rating | None:
    """The row that holds a key, locked: that of the same form before that of the same browser."""
    mine = (Rating.project_id == ballot.booth.project_id) & (Rating.token_hash == ballot.token_hash)
    question = select(Rating).where((Rating.nonce == ballot.nonce) | mine).with_for_update()
    rows = session.exec(question.execution_options(populate_existing=True)).all()
    return max(rows, key=lambda row: row.nonce == ballot.nonce, default=None)


def _forgotten(session: Session, rating: Rating, moment: dt.datetime) -> bool:
    """Whether the rating is too old to be replaced; then it gives up its keys and stays as it is."""
    if rating.changed_at >= moment - KEEPS:
        return False
    rating.token_hash = rating.code_hash = rating.nonce = None
    session.add(rating)
    session.flush()
    return True


def _facts(booth: Booth, form: RatingForm, moment: dt.datetime) -> dict[str, Any]:
    facts = {"familiarity": form.familiarity, "district": form.district, "age": form.age}
    return facts | {"basis": booth.basis(form), "changed_at": moment}


def _replace(session: Session, rating: Rating, booth: Booth, form: RatingForm, moment: dt.datetime, keys: dict[str, str]) -> str:
    rating.sqlmodel_update(keys | _facts(booth, form, moment))
    rating.status = standing(rating)
    session.add(rating)
    session.flush()
    answers.rewrite(session, int(rating.id or 0), form, moment)
    return rating.status


def _locked(session: Session, rating_id: int) -> Rating:
    question = select(Rating).where(Rating.id == rating_id).with_for_update().execution_options(populate_existing=True)
    rating = session.exec(question).first()
    if rating is None:
        raise NotFound("This rating does not exist any more.")
    return rating
