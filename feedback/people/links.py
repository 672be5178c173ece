"""One-time links that sign a person in: shown once, stored as a hash, used once by a button and never by opening them."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, select

from datasets.errors import NotFound
from datasets.tables.types import now
from feedback.tables.people import SignInLink, Staff

FIRST = dt.timedelta(days=7)
"""For a person's first link, which is handed over by somebody."""

LATER = dt.timedelta(minutes=30)
PATH = "/anmelden/"


@dataclass(frozen=True, slots=True)
class Made:
    """A new link's token, which is stored nowhere, and when it expires."""

    token: str
    expires_at: dt.datetime


def make(session: Session, staff_id: int, moment: dt.datetime | None = None) -> Made:
    """A new link: for 7 days if the person never signed in, else for 30 minutes."""
    moment = moment or now()
    used = select(SignInLink.hash).where(SignInLink.staff_id == staff_id, col(SignInLink.used_at).is_not(None))
    lasts = FIRST if session.exec(used.limit(1)).first() is None else LATER
    token = secrets.token_urlsafe(32)
    session.add(SignInLink(hash=_hash(token), staff_id=staff_id, made_at=moment, expires_at=moment + lasts))
    session.flush()
    return Made(token, moment + lasts)


def address(base_url: str, token: str) -> str:
    """Where the link leads: a page with a button."""
    return f"{base_url.rstrip('/')}{PATH}{token}"


def look(session: Session, token: str, moment: dt.datetime | None = None) -> Staff:
    """Whom the link would sign in; it stays usable. Raises NotFound: unknown, used, expired, or the person left."""
    question = select(Staff).join(SignInLink, col(SignInLink.staff_id) == Staff.id).where(SignInLink.hash == _hash(token))
    usable = question.where(col(SignInLink.used_at).is_(None), SignInLink.expires_at > (moment or now()), col(Staff.active))
    found = session.exec(usable).first()
    if found is None:
        raise NotFound("This link is used, expired or unknown; ask for a new one.")
    return found


def use(session: Session, token: str, moment: dt.datetime | None = None) -> Staff:
    """Uses the link up; of two people pressing the button at once one gets in. Raises NotFound as ``look`` does."""
    moment = moment or now()
    person = look(session, token, moment)
    once = (col(SignInLink.hash) == _hash(token), col(SignInLink.used_at).is_(None))
    taken = session.execute(update(SignInLink).where(*once).values(used_at=moment).returning(col(SignInLink.hash))).first()
    if taken is None:
        raise NotFound("This link is used; ask for a new one.")
    return person


def _hash(token: str) -> str:
    # 256 random bits need no salt and no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()
