"""Who is signed in: what a route of the desk asks for, or the way to the sign-in."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from datasets.database import transaction
from feedback.people import sessions, staff
from feedback.tables import people
from portal.deps import ReadDb
from portal.language import link


def _signed_in(request: Request, db: ReadDb) -> people.Staff:
    cookie = request.cookies.get(sessions.COOKIE, "")
    person = sessions.find(db, cookie)
    if person is None:
        raise HTTPException(303, headers={"Location": link("/anmelden", request.state.language)})
    # Only while reading: a form's own transaction would have to wait for this one, and this one for that.
    if request.method == "GET" and sessions.is_stale(db, cookie):
        with transaction(request.app.state.engine) as session:
            sessions.touch(session, cookie)
    # Where a later step refuses, the page that says so has this person's head.
    request.state.person = person
    return person


def reviewing(person: Annotated[people.Staff, Depends(_signed_in, scope="function")]) -> people.Staff:
    """Partners have a page of their own: they see no reasoning, no proposal and no trail."""
    staff.require(person, "review")
    return person


# Named after the person: routes say ``person: Staff``.
Staff = Annotated[people.Staff, Depends(_signed_in, scope="function")]
Reviewer = Annotated[people.Staff, Depends(reviewing, scope="function")]
