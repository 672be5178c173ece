"""Bursts of votes at the desk: the cases, one page each to let votes count or to propose that they do not, and planned windows."""

import datetime as dt
from collections.abc import Callable
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.errors import BadQuestion, NotAllowed, Refused
from datasets.settings import Settings
from feedback.people.staff import MAY, everybody
from feedback.review import audit, cases, conflicts, holding, windows
from feedback.review.holding import Wanted
from feedback.statistics.states import SHOWN_FROM
from feedback.tables.bursts import PlannedWindow
from feedback.tables.people import Staff
from feedback.voices.standing import EXCLUSIONS
from portal.deps import Conf, Db, ReadDb
from portal.desk import burst_words
from portal.desk.room import room
from portal.fields import Fields
from portal.language import gettext as _
from portal.language import link
from portal.render import never_kept
from portal.signin.deps import Reviewer

router = APIRouter(include_in_schema=False)

PATH = "/pruefung/haeufungen"
MOST = 200
"""Held votes in the list; all of them can be let count, or be excluded together."""


@router.get(PATH)
def show(request: Request, db: ReadDb, person: Reviewer, getan: str = "") -> Response:
    """The cases, and the windows in which many votes are expected."""
    return _rooms(request, db, person, getan)


@router.post(PATH)
def plan(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Fields) -> Response:
    """Registers a window."""
    try:
        windows.plan(db, person, _window(db, fields, settings.city.timezone))
    except BadQuestion as error:
        return _rooms(request, db, person, "", 422, fields, burst_words.complaint(error.field))
    except (NotAllowed, Refused) as error:
        return _rooms(request, db, person, "", 403 if isinstance(error, NotAllowed) else 409, fields, burst_words.refused())
    return never_kept(RedirectResponse(link(f"{PATH}?getan=fenster", request.state.language), 303))


@router.post(PATH + "/fenster/{number:int}")
def revoke(request: Request, db: Db, person: Reviewer, number: int) -> Response:
    """Ends a window."""
    try:
        windows.revoke(db, person, number)
    except Refused:
        return _rooms(request, db, person, "", 409, {}, burst_words.refused())
    return never_kept(RedirectResponse(link(f"{PATH}?getan=aufgehoben", request.state.language), 303))


@router.get(PATH + "/{number:int}")
def show_one(request: Request, db: ReadDb, settings: Conf, person: Reviewer, number: int, getan: str = "") -> Response:
    """What was seen, and what can be done."""
    return room(
        request, person, "desk_burst.html", **_shown(db, settings, person, number), given={}, errors={}, done=burst_words.done(getan)
    )


@router.post(PATH + "/{number:int}/freigeben")
def release(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Fields, number: int) -> Response:
    """All held votes count."""
    return _done(request, db, settings, person, number, fields, lambda: holding.release(db, person, number))


@router.post(PATH + "/{number:int}/ausschliessen")
def propose(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Fields, number: int) -> Response:
    """The first person proposes not to count some or all."""
    chosen = frozenset(name.removeprefix("vote-") for name in fields if name.startswith("vote-"))
    wanted = Wanted(fields.get("reason", ""), fields.get("note", ""), "whole" in fields, chosen)
    return _done(request, db, settings, person, number, fields, lambda: holding.propose(db, settings.secret(), person, number, wanted))


@router.post(PATH + "/{number:int}/bestaetigen")
def confirm(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Fields, number: int) -> Response:
    """The second person agrees."""
    return _done(request, db, settings, person, number, fields, lambda: holding.confirm(db, person, number))


@router.post(PATH + "/{number:int}/ablehnen")
def reject(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Fields, number: int) -> Response:
    """The second person does not agree."""
    return _done(request, db, settings, person, number, fields, lambda: holding.reject(db, person, number, fields.get("answer", "")))


@router.post(PATH + "/{number:int}/zurueckziehen")
def withdraw(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Fields, number: int) -> Response:
    """The first person takes it back."""
    return _done(request, db, settings, person, number, fields, lambda: holding.withdraw(db, person, number))


def _done(
    request: Request, db: Session, settings: Settings, person: Staff, number: int, fields: dict[str, str], act: Callable[[], object]
) -> Response:
    """Acts, and leads back to the case; where the act is refused, the case with what was entered and why."""
    try:
        act()
    except BadQuestion as error:
        status, errors = 422, burst_words.complaint(error.field)
    except (NotAllowed, Refused) as error:
        status, errors = 403 if isinstance(error, NotAllowed) else 409, burst_words.refused()
    else:
        did = request.scope["path"].rsplit("/", 1)[1]
        return never_kept(RedirectResponse(link(f"{PATH}/{number}?getan={did}", request.state.language), 303))
    shown = _shown(db, settings, person, number) | {"given": fields, "errors": errors, "done": ""}
    return room(request, person, "desk_burst.html", None, status, **shown)


def _rooms(
    request: Request,
    db: Session,
    person: Staff,
    getan: str,
    status: int = 200,
    given: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    names = _projects(db)
    shown = {"found": holding.listing(db), "planned": windows.listing(db), "names": names, "may": person.role in MAY["propose"]}
    words = {
        "told": burst_words,
        "done": burst_words.done(getan),
        "given": given or {},
        "errors": errors or {},
        "now": dt.datetime.now(dt.UTC),
    }
    return room(request, person, "desk_bursts.html", None, status, **shown, **words)


def _shown(db: Session, settings: Settings, person: Staff, number: int) -> dict[str, Any]:
    case = holding.one(db, number)
    votes, waiting, staff = holding.held(db, settings.secret(), case), holding.waiting(db, number), everybody(db)
    names, clock = {one.key: one.name for one in staff}, ZoneInfo(settings.city.timezone)
    hours = burst_words.by_hour(votes, clock)
    conflict = conflicts.why_not(db, person, case.project_id)
    own = "own" if waiting is not None and waiting.first_id == person.id else ""
    return {
        "case": case,
        "project": _projects(db).get(case.project_id, ("", "")),
        "votes": votes[:MOST],
        "count": len(votes),
        "answers": holding.answers(db, case),
        "hours": hours,
        "busiest": max(hours, key=itemgetter(1)) if len(hours) > 1 and len(votes) >= SHOWN_FROM else None,
        "clock": clock,
        "first": votes[0].at if votes else None,
        "last": votes[-1].at if votes else None,
        "weight": holding.weight(db, case),
        "following": holding.following(db, number),
        "networks": burst_words.by_network(votes),
        "waiting": waiting,
        "proposer": {one.id: one.name for one in staff}.get(waiting.first_id, "") if waiting else "",
        "may_propose": ("" if person.role in MAY["propose"] else "role") or conflict,
        "may_confirm": ("" if person.role in MAY["confirm"] else "role") or own or conflict,
        "own": own,
        "reasons": [(code, burst_words.exclusion(code)) for code in EXCLUSIONS],
        "trail": [(event, names.get(event.staff_key, _("Automatisch"))) for event in audit.about(db, [f"case/{number}"])],
        "told": burst_words,
    }


def _projects(db: Session) -> dict[int, tuple[str, str]]:
    """Slug and title of each project, by title."""
    entries = sorted(cases.queue(db), key=lambda entry: entry.title.casefold())
    return {entry.project_id: (entry.slug, entry.title) for entry in entries}


def _window(db: Session, fields: dict[str, str], zone: str) -> PlannedWindow:
    """Raises BadQuestion."""
    slug = fields.get("project", "").strip()
    known = {one: id_ for id_, (one, _title) in _projects(db).items()}
    if slug and slug not in known:
        raise BadQuestion("There is no such project.", "project")
    return PlannedWindow(
        project_id=known.get(slug),
        starts_at=_moment(fields, "starts_at", zone),
        ends_at=_moment(fields, "ends_at", zone),
        channel=fields.get("channel", "").strip(),
        reason=fields.get("reason", "").strip(),
        staff_id=0,
    )


def _moment(fields: dict[str, str], name: str, zone: str) -> dt.datetime:
    """The fields are those of the browser's own control, which knows no zone: they are meant by the city's clock."""
    try:
        return dt.datetime.fromisoformat(fields.get(name, "").strip()).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        raise BadQuestion(f"{name} must be a date and a time as 2027-03-31T18:00.", name) from None
