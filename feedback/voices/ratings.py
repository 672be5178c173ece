"""Casting, changing, withdrawing and erasing a rating: one per browser and project, whatever is sent how often."""

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlmodel import Session, col, select

from datasets.errors import NotFound
from datasets.tables.projects import Project
from datasets.tables.types import now
from feedback.review import bursts
from feedback.rows import ask, columns, insert_new
from feedback.tables.gate import GateState
from feedback.tables.ratings import Comment, Rating, RatingValue
from feedback.tables.traces import NetSketch
from feedback.trust import token as tokens
from feedback.voices import answers
from feedback.voices.forms import RatingForm
from feedback.voices.standing import judge, standing
from feedback.voices.submission import Booth, Cast, Submission

PLANNED = ("idea", "planned")
KEEPS = dt.timedelta(days=tokens.DAYS)

_PROJECT = columns(Project)
_BOOTH = select(_PROJECT.status, bursts.open_on(_PROJECT.id)).where(_PROJECT.id == bindparam("project_id"))


def cast(session: Session, secret: bytes, project_id: int, given: Submission, moment: dt.datetime | None = None) -> Cast:
    """Stores a rating; one of the same browser within 90 days, or of the same rendered form, is replaced.

    The database's unique keys decide, so any number of simultaneous submissions end as one row. Raises NotFound.
    """
    moment = moment or now()
    booth = _booth(session, project_id)
    token = given.token or tokens.fresh(secret, given.nonce)
    code = tokens.code(secret, given.nonce)
    keys = {"code_hash": tokens.code_hash(secret, code), "nonce": given.nonce}
    owner = tokens.token_hash(secret, token, project_id)
    made = _insert(session, booth, given, keys | {"token_hash": owner}, moment)
    if made is not None:
        answers.write(session, made, given.form, moment)
        return Cast(made, code, token, False, judge(session, made, booth, given, moment))
    known = _taken(session, booth, given.nonce, owner)
    if known is None or _forgotten(session, known, moment):
        return cast(session, secret, project_id, given, moment)
    return Cast(int(known.id or 0), code, token, True, _replace(session, known, booth, given.form, moment, keys))


def change(session: Session, rating_id: int, form: RatingForm, moment: dt.datetime | None = None) -> str:
    """New answers for a rating that was found by code or token, a withdrawn one too; the status it has now."""
    rating = _locked(session, rating_id)
    return _replace(session, rating, _booth(session, rating.project_id), form, moment or now(), {})


def withdraw(session: Session, rating_id: int) -> None:
    """It counts no more; its author can bring it back by changing it."""
    rating = _locked(session, rating_id)
    rating.status = "withdrawn"
    session.add(rating)
    session.flush()


def erase(session: Session, rating_id: int) -> None:
    """Nothing of it remains but, for the gate, that one answer left each published figure that it was in."""
    project_id = _locked(session, rating_id).project_id
    question = select(RatingValue.dimension, RatingValue.shown_basis)
    marked = question.where(RatingValue.rating_id == rating_id, col(RatingValue.shown_basis).is_not(None))
    for dimension, basis in session.exec(marked).all():
        figure = (col(GateState.project_id) == project_id, col(GateState.dimension) == dimension, col(GateState.basis) == basis)
        session.execute(update(GateState).where(*figure).values(unmarked=GateState.unmarked + 1))
    session.execute(update(NetSketch).where(col(NetSketch.rating_id) == rating_id).values(rating_id=None))
    session.execute(delete(Comment).where(col(Comment.rating_id) == rating_id))
    session.execute(delete(RatingValue).where(col(RatingValue.rating_id) == rating_id))
    session.execute(delete(Rating).where(col(Rating.id) == rating_id))
    session.expire_all()


def _booth(session: Session, project_id: int) -> Booth:
    found = ask(session, _BOOTH, project_id=project_id)
    if not found:
        raise NotFound(f"There is no project {project_id}.")
    status, attacked = found[0]
    return Booth(project_id, status in PLANNED, bool(attacked))


def _insert(session: Session, booth: Booth, given: Submission, keys: dict[str, str], moment: dt.datetime) -> int | None:
    """The id of the new row; None where a row with one of the keys is there already."""
    values = keys | _facts(booth, given.form, moment) | {"project_id": booth.project_id, "created_at": moment}
    values |= {"channel": given.channel, "status": "counted", "reason": "", "risk": 0}
    made = insert_new(session, Rating, values, "id")
    return None if made is None else int(made)


def _taken(session: Session, booth: Booth, nonce: str, owner: str) -> Rating | None:
    """The row that holds a key, locked: that of the same form before that of the same browser."""
    same = (Rating.nonce == nonce) | ((Rating.project_id == booth.project_id) & (Rating.token_hash == owner))
    rows = session.exec(select(Rating).where(same).with_for_update().execution_options(populate_existing=True)).all()
    return max(rows, key=lambda row: row.nonce == nonce, default=None)


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
