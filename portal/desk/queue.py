"""The queue of the desk: every project with its published score, the reasons to look at it, and the age of the last decision."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from datasets.formats.csv import batches
from datasets.own import column
from datasets.register import board
from datasets.tables.types import now
from datasets.words import sort_key
from feedback.review import cases, digest
from feedback.review.cases import Entry
from feedback.tables import people
from portal.deps import Conf, ReadDb
from portal.desk import partner_room, words
from portal.desk.room import room
from portal.language import gettext as _
from portal.pages.questions import Address, names
from portal.render import never_kept
from portal.signin.deps import Staff, reviewing

router = APIRouter(include_in_schema=False)

SORTS: dict[str, Callable[[Entry], Any]] = {
    "titel": lambda entry: sort_key(entry.title),
    "nutzen": lambda entry: entry.figures.get("score"),
    "stimmen": lambda entry: entry.figures.get("n"),
    "entscheidung": lambda entry: entry.days_since_decision,
}
"""A minus before the name turns it round; without any the most urgent stand first."""

COLUMNS = (
    column("project", "Projekt", "Project"),
    column("title", "Titel", "Title"),
    column("status", "Stand des Projekts", "Status"),
    column("priority", "Dringlichkeit", "Priority", "integer"),
    column("reasons", "Anlässe", "Reasons"),
    column("state", "Stand der Stimmen", "State of the votes"),
    column("n_class", "Stimmen", "Votes"),
    column("score", "Nutzen", "Score", "number"),
    column("ci_low", "Untere Grenze", "Lower bound", "number"),
    column("ci_high", "Obere Grenze", "Upper bound", "number"),
    column("decision", "Letzte Entscheidung", "Last decision"),
    column("decided_on", "Entschieden am", "Decided on", "date"),
    column("days_since_decision", "Tage seither", "Days since", "integer"),
    column("waits", "Wartet auf Zweitprüfung", "Waits for a second person", "boolean"),
)


def _asked(*, q: str = "", stand: str = "", thema: str = "", anlass: str = "", zweit: str = "", sort: str = "") -> Address:
    parts = (("q", q.strip()), ("stand", stand), ("thema", thema), ("anlass", anlass), ("zweit", "1" if zweit else ""))
    return Address("/pruefung", (*parts, ("sort", sort if sort.removeprefix("-") in SORTS else "")))


Asked = Annotated[Address, Depends(_asked)]


@router.get("/pruefung")
def show(request: Request, db: ReadDb, settings: Conf, person: Staff, asked: Asked) -> Response:
    """The queue; htmx gets only the block ``hits``. A partner gets the page of its own projects."""
    if person.role == "partner":
        return partner_room.show(request, db, person)
    choices = {"stand": words.states(), "thema": names(settings.city.topics), "anlass": words.reasons()}
    found: dict[str, Any] = {"entries": _found(db, asked), "heads": _heads(asked), "due": _due(db, person, asked)}
    return room(request, person, "desk_queue.html", "hits", asked=asked, choices=choices, **found)


@router.get("/pruefung/export.csv", dependencies=[Depends(reviewing, scope="function")])
def export(db: ReadDb, asked: Asked) -> Response:
    """What the queue shows, as a table."""
    body = "".join(batches(COLUMNS, map(_row, _found(db, asked))))
    headers = {"Content-Disposition": 'attachment; filename="pruefung.csv"'}
    return never_kept(Response(body, media_type="text/csv", headers=headers))


def _due(db: Session, person: people.Staff, asked: Address) -> list[digest.Line]:
    """What waits for this person, where they come in: not above an answer to a question."""
    return [] if asked.given() else digest.waiting(db, person, now())


def _found(db: Session, asked: Address) -> list[Entry]:
    given = asked.given()
    entries: Iterable[Entry] = cases.queue(db)
    if "thema" in given:
        projects = board.current(db)
        on_topic = set(projects.in_order(projects.masks["topic"].get(given["thema"], 0), "title"))
        entries = [entry for entry in entries if entry.project_id in on_topic]
    found = [entry for entry in entries if _is_asked(entry, given)]
    return ordered(found, given["sort"]) if "sort" in given else found


def _is_asked(entry: Entry, given: dict[str, str]) -> bool:
    return (
        given.get("q", "").casefold() in entry.title.casefold()
        and given.get("stand", entry.state) == entry.state
        and ("anlass" not in given or given["anlass"] in entry.reasons)
        and ("zweit" not in given or entry.proposal_id is not None)
    )


def ordered(entries: list[Entry], sort: str) -> list[Entry]:
    """By one of SORTS; what has no value stands last in both directions."""
    key = SORTS[sort.removeprefix("-")]
    known = [entry for entry in entries if key(entry) is not None]
    return sorted(known, key=key, reverse=sort.startswith("-")) + [entry for entry in entries if key(entry) is None]


def _heads(asked: Address) -> list[tuple[str, str, str, bool]]:
    """Label, address, direction and whether it is numeric, of each column that sorts."""
    labels = {"titel": _("Projekt"), "nutzen": _("Nutzen"), "stimmen": _("Stimmen"), "entscheidung": _("Letzte Entscheidung")}
    chosen = asked.given().get("sort", "")
    directions = {name: {name: "ascending", f"-{name}": "descending"}.get(chosen, "") for name in labels}
    return [
        (label, asked.having(sort=f"-{name}" if chosen == name else name), directions[name], name in {"nutzen", "stimmen"})
        for name, label in labels.items()
    ]


def _row(entry: Entry) -> tuple[Any, ...]:
    figures = [entry.figures.get(name) for name in ("score", "ci_low", "ci_high")]
    votes = entry.figures.get("n_class", "<5")
    decided = (entry.decision or None, entry.decided_on, entry.days_since_decision, entry.proposal_id is not None)
    return (entry.slug, entry.title, entry.status, entry.priority, " ".join(entry.reasons), entry.state, votes, *figures, *decided)
