"""What is forgotten when: links between a vote and a browser, network sketches, attempts, sign-ins, withdrawn votes, contacts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from datasets.tables.types import now
from feedback.people.sessions import IDLE
from feedback.review import audit
from feedback.tables.ideas import IdeaProposal, IdeaSupport
from feedback.tables.notices import Notice
from feedback.tables.people import SignInLink, StaffSession
from feedback.tables.ratings import Rating
from feedback.tables.traces import Attempt, DailySecret, NetSketch
from feedback.trust import network, token
from feedback.voices.ratings import erase

LINK = dt.timedelta(days=token.DAYS)
SKETCH = dt.timedelta(days=network.DAYS)
ATTEMPT = dt.timedelta(days=1)
JUDGED = dt.timedelta(days=365)
"""A rating that staff excluded or left held is kept so long after that, for a complaint."""

USED_LINK = dt.timedelta(days=30)
CONTACT = dt.timedelta(days=90)
"""Name and mail address of a notice or an idea are kept so long after it was closed, for a question or a complaint."""

NO_LINK = {"token_hash": None, "code_hash": None, "nonce": None}
NO_CONTACT = {"name": "", "email": ""}


@dataclass(frozen=True, slots=True)
class Rule:
    """What is forgotten, after how long, and which rows that are now."""

    name: str
    after: dt.timedelta
    table: type
    condition: tuple[object, ...]
    blank: Mapping[str, str | None] | None = None
    """What its columns become where the rest of the row stays."""


def rules(moment: dt.datetime) -> tuple[Rule, ...]:
    """Every rule of retention, as the privacy page shows them and the sweep applies them."""
    linked = col(Rating.token_hash).is_not(None) | col(Rating.code_hash).is_not(None) | col(Rating.nonce).is_not(None)
    kept = moment - LINK
    last_word = func.coalesce(Rating.judged_at, Rating.changed_at)
    return (
        Rule("links_to_browsers", LINK, Rating, (linked, Rating.changed_at < kept), NO_LINK),
        Rule("withdrawn_ratings", LINK, Rating, (Rating.status == "withdrawn", Rating.changed_at < kept)),
        Rule("judged_ratings", JUDGED, Rating, (col(Rating.status).in_(("held", "excluded")), last_word < moment - JUDGED)),
        Rule("network_sketches", SKETCH, NetSketch, (NetSketch.at < moment - SKETCH,)),
        Rule("daily_secrets", SKETCH, DailySecret, (DailySecret.day < (moment - SKETCH).astimezone(dt.UTC).date(),)),
        Rule("attempts", ATTEMPT, Attempt, (Attempt.at < moment - ATTEMPT,)),
        Rule("sign_in_links", USED_LINK, SignInLink, (SignInLink.expires_at < moment - USED_LINK,)),
        Rule("notice_contacts", CONTACT, Notice, _reachable(Notice, moment), NO_CONTACT),
        Rule("idea_contacts", CONTACT, IdeaProposal, _reachable(IdeaProposal, moment), NO_CONTACT),
        Rule("idea_supports", LINK, IdeaSupport, (col(IdeaSupport.token_hash).is_not(None), IdeaSupport.at < kept), {"token_hash": None}),
        Rule("sessions", IDLE, StaffSession, ((StaffSession.expires_at < moment) | (StaffSession.seen_at < moment - IDLE),)),
    )


def _reachable(table: Any, moment: dt.datetime) -> tuple[object, ...]:
    return ((table.name != "") | (table.email != ""), table.closed_at < moment - CONTACT)


def sweep(session: Session, moment: dt.datetime | None = None, dry_run: bool = False) -> dict[str, int]:
    """Forgets what is due; how many rows of each rule, or with ``dry_run`` how many it would be."""
    moment = moment or now()
    counts = {rule.name: _count(session, rule) for rule in rules(moment)}
    if dry_run or not any(counts.values()):
        return counts
    for rule in rules(moment):
        if counts[rule.name]:
            _forget(session, rule)
    audit.append(session, audit.SYSTEM, "retention", "", dict(counts), moment)
    return counts


def _count(session: Session, rule: Rule) -> int:
    return session.exec(select(func.count()).select_from(rule.table).where(*rule.condition)).one()  # type: ignore[arg-type]


def _forget(session: Session, rule: Rule) -> None:
    if rule.blank is not None:
        session.execute(update(rule.table).where(*rule.condition).values(**rule.blank))  # type: ignore[arg-type]
    elif rule.table is Rating:
        for rating_id in session.exec(select(Rating.id).where(*rule.condition)).all():  # type: ignore[arg-type]
            erase(session, int(rating_id or 0))
    else:
        session.execute(delete(rule.table).where(*rule.condition))  # type: ignore[arg-type]
