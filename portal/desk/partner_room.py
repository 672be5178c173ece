"""The start page of a partner at the desk: the projects that its organisation leads, what people say, what it may draft."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from datasets.register import comments, outcomes
from datasets.register.outcomes import Promise
from feedback.review import cases, conflicts, replies
from feedback.review.cases import Entry
from feedback.tables.people import Staff
from portal.desk import reply_words
from portal.desk.room import room

READ = 200
"""Comments of a project that are looked through for those without a reply."""


@dataclass(frozen=True, slots=True)
class Led:
    """One project as its partner sees it: what is public of it, and what waits for a word."""

    entry: Entry
    unanswered: int
    promises: tuple[Promise, ...]


def show(request: Request, db: Session, person: Staff) -> Response:
    """The page; it shows published figures and no reason, proposal or trail."""
    led = conflicts.led(db, person)
    found = [_led(db, entry) for entry in cases.queue(db) if entry.project_id in led]
    ordered = sorted(found, key=lambda one: one.entry.title.casefold())
    return room(request, person, "desk_partner.html", found=ordered, drafts=replies.listing(db, person), told=reply_words)


def _led(db: Session, entry: Entry) -> Led:
    voices = comments.of_project(db, entry.project_id, size=READ)
    promises = [promise for decided in outcomes.of_project(db, entry.project_id) for promise in decided.promises]
    open_ones = tuple(promise for promise in promises if promise.state == "open")
    return Led(entry, sum(not one.replies for one in voices.items), open_ones)
