"""What is forgotten when: one table of periods, which the sweep applies, the report lists and the privacy page shows."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, delete, func, update
from sqlmodel import Session, col, select

from datasets.tables.projects import Project
from datasets.tables.types import now
from feedback.follow.subscriptions import CONFIRMED_WITHIN
from feedback.people.sessions import IDLE
from feedback.review import audit
from feedback.tables.ideas import IdeaProposal, IdeaSupport
from feedback.tables.notices import Notice
from feedback.tables.people import SignInLink, StaffSession
from feedback.tables.ratings import Comment, Rating
from feedback.tables.subscriptions import Subscription
from feedback.tables.traces import Attempt, DailySecret, NetSketch
from feedback.trust import network, token
from feedback.voices import comments
from feedback.voices.ratings import erase

LINK = dt.timedelta(days=token.DAYS)
SKETCH = dt.timedelta(days=network.DAYS)
ATTEMPT = dt.timedelta(days=1)
JUDGED = dt.timedelta(days=365)
"""A rating that staff excluded or left held is kept so long after that, for a complaint."""

USED_LINK = dt.timedelta(days=30)
CONTACT = dt.timedelta(days=90)
"""Name and mail address of a notice or an idea are kept so long after it was closed, for a question or a complaint."""

YEAR = dt.timedelta(days=365)
AFTER_PROJECT = {"comments_of_ended_projects": 2 * YEAR, "ratings_of_ended_projects": 5 * YEAR}
"""What stays so long after a project's end."""

LETTER = 3 * YEAR
"""A closed notice is kept so long without its contact: until no claim can follow from it any more."""

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
        Rule("hidden_comments", JUDGED, Comment, (Comment.state == "hidden", col(Comment.judged_at) < moment - JUDGED)),
        *(
            Rule(name, after, table, _ended(table, moment - after))
            for (name, after), table in zip(AFTER_PROJECT.items(), (Comment, Rating), strict=True)
        ),
        Rule(
            "unconfirmed_addresses",
            CONFIRMED_WITHIN,
            Subscription,
            (Subscription.state == "asked", Subscription.made_at < moment - CONFIRMED_WITHIN),
        ),
        Rule("closed_notices", LETTER, Notice, (Notice.state == "closed", col(Notice.closed_at) < moment - LETTER)),
        Rule("hidden_ideas", JUDGED, IdeaProposal, (col(IdeaProposal.idea_id).is_(None), col(IdeaProposal.closed_at) < moment - JUDGED)),
        Rule("attempts", ATTEMPT, Attempt, (Attempt.at < moment - ATTEMPT,)),
        Rule("sign_in_links", USED_LINK, SignInLink, (SignInLink.expires_at < moment - USED_LINK,)),
        Rule("notice_contacts", CONTACT, Notice, _reachable(Notice, moment), NO_CONTACT),
        Rule("idea_contacts", CONTACT, IdeaProposal, _reachable(IdeaProposal, moment), NO_CONTACT),
        Rule("idea_supports", LINK, IdeaSupport, (col(IdeaSupport.token_hash).is_not(None), IdeaSupport.at < kept), {"token_hash": None}),
        Rule("sessions", IDLE, StaffSession, ((StaffSession.expires_at < moment) | (StaffSession.seen_at < moment - IDLE),)),
    )


def _reachable(table: Any, moment: dt.datetime) -> tuple[object, ...]:
    return ((table.name != "") | (table.email != ""), table.closed_at < moment - CONTACT)


def _ended(table: Any, before: dt.datetime) -> tuple[object, ...]:
    """Of projects whose latest possible last day by what their source says was before that."""
    last = case(
        (func.length(Project.end) == 4, col(Project.end) + "-12-31"),
        (func.length(Project.end) == 7, col(Project.end) + "-31"),
        else_=Project.end,
    )
    ended = select(Project.id).where(Project.end != "", last < before.date().isoformat())
    mine = col(Rating.project_id).in_(ended)
    return (mine,) if table is Rating else (col(Comment.rating_id).in_(select(Rating.id).where(mine)),)


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
    elif rule.table is Comment:
        for rating_id in session.exec(select(Comment.rating_id).where(*rule.condition)).all():  # type: ignore[arg-type]
            comments.remove(session, rating_id)
    else:
        session.execute(delete(rule.table).where(*rule.condition))  # type: ignore[arg-type]
