"""Asking for mail, confirming it, and leaving: one row per address and subject, gone at once when its owner leaves."""

import datetime as dt
import secrets

from sqlalchemy import delete
from sqlmodel import Session, col, select

from datasets.errors import BadQuestion, NotFound, Refused
from datasets.records import Text
from datasets.tables.projects import Project
from datasets.tables.types import now
from feedback.rows import insert_new
from feedback.tables.subscriptions import LANGUAGES, Subscription
from feedback.trust import limits, network
from feedback.trust.keys import mac
from feedback.trust.sealed import seal

KIND = "subscribe"
"""As which kind of attempt the limits count a wish."""

MOST = (dt.timedelta(hours=1), 10)
"""Wishes of one network in this time."""

CONFIRMED_WITHIN = dt.timedelta(days=2)
"""Then a wish that nobody confirmed is forgotten."""

ONCE_MORE = dt.timedelta(hours=1)
"""Then the link to confirm may be asked for again."""


def ask(session: Session, secret: bytes, address: str, project_id: int | None, language: str, moment: dt.datetime | None = None) -> None:
    """Somebody wants mail on a project, or on all decisions; the worker sends the link to confirm.

    Whether the address is known already is told to nobody. Raises Refused where the network asked too often.
    """
    moment = moment or now()
    mark = mac(secret, "subscription", address.strip().lower(), project_id or 0).hex()
    fixed = {"key": secrets.token_urlsafe(24), "state": "asked", "attempts": 0, "handed_over": False}
    when = {"made_at": moment, "told_until": moment, "due_at": moment}
    spoken = language if language in LANGUAGES else "de"
    whose = {"project_id": project_id, "mark": mark, "address": seal(secret, address.strip()), "language": spoken}
    if insert_new(session, Subscription, fixed | when | whose, "id") is None:
        _again(session, mark, moment)


def _again(session: Session, mark: str, moment: dt.datetime) -> None:
    """Whoever did not get the first mail gets another, an hour later at the earliest."""
    found = session.exec(select(Subscription).where(Subscription.mark == mark).with_for_update()).one()
    if found.state == "asked" and moment - found.made_at >= ONCE_MORE:
        found.made_at = found.due_at = moment
        found.attempts, found.handed_over = 0, False
        session.add(found)
        session.flush()


def refuse_flood(session: Session, prefix: str, moment: dt.datetime | None = None) -> None:
    """Counts a wish of this network. Raises Refused where it was one too many."""
    if not network.is_own_machine(prefix) and not limits.within_limit(session, KIND, prefix, moment or now(), MOST[1], MOST[0]):
        raise Refused("Too many were asked for from this network; please try again in an hour.")


def one(session: Session, key: str) -> Subscription:
    """The subscription of a link. Raises NotFound."""
    found = session.exec(select(Subscription).where(Subscription.key == key)).first()
    if found is None:
        raise NotFound("This subscription is not there any more.")
    return found


def confirm(session: Session, key: str, moment: dt.datetime | None = None) -> Subscription:
    """Its owner has read the mail; news count from now on. Raises NotFound, and BadQuestion where that took too long."""
    found, moment = one(session, key), moment or now()
    if found.state == "active":
        return found
    if moment - found.made_at > CONFIRMED_WITHIN:
        raise BadQuestion("The link is older than two days; please ask for mail once more.", "email")
    found.state, found.told_until, found.due_at = "active", moment, moment
    found.attempts, found.handed_over = 0, False
    session.add(found)
    session.flush()
    return found


def leave(session: Session, key: str) -> None:
    """The row is gone with the address; asked again, nothing happens."""
    session.execute(delete(Subscription).where(col(Subscription.key) == key))


def subject(session: Session, found: Subscription) -> Text | None:
    """Title of the project; None for the decisions on all."""
    project = session.get(Project, found.project_id) if found.project_id else None
    return None if project is None else Text(de=project.title, en=project.title_en)
