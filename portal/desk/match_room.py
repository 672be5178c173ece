"""Matches at the desk: what lists name and no identifier ties, many on one page, one choice each, one form for all."""

from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.register import matches as found
from datasets.register.matches import ASKED, Asked, MatchQuestion
from datasets.tables.matches import KINDS, STATES
from feedback.people.staff import MAY, everybody
from feedback.review import matches
from feedback.review.matches import LONGEST_REASON, Verdict
from portal.deps import Db, ReadDb
from portal.desk import match_words
from portal.desk.room import room
from portal.fields import Fields, ManyFields
from portal.language import link
from portal.pages.questions import Address, number
from portal.render import never_kept
from portal.signin.deps import Reviewer

router = APIRouter(include_in_schema=False)

PATH = "/pruefung/zuordnungen"
SIZES = ("50", "200")
CHOICE = "fall-"
"""Begins the name of the field for one match; its id follows."""


def _asked(art: str = "", stand: str = "", liste: str = "", q: str = "", anzahl: str = "", seite: str = "") -> Address:
    parts = (
        ("art", art if art in KINDS else ""),
        ("stand", stand if stand in STATES else ""),
        ("liste", liste),
        ("q", q.strip()[:200]),
        ("anzahl", anzahl if anzahl in SIZES else ""),
        ("seite", str(number(seite)) if seite else ""),
    )
    return Address(PATH, parts)


Where = Annotated[Address, Depends(_asked)]


@router.get(PATH)
def show(request: Request, db: ReadDb, person: Reviewer, asked: Where) -> Response:
    """One page of matches in one state; ``gespeichert``, ``nicht`` and ``stapel`` tell what has just been done."""
    done = {name: request.query_params.get(name, "") for name in ("gespeichert", "nicht", "stapel", "zurueck")}
    undoing = asked.base().replace(PATH, f"{PATH}/zurueck", 1)
    words: dict[str, Any] = {"told": match_words, "sizes": SIZES, "pairs": _pairs, "longest": LONGEST_REASON}
    may = person.role in MAY["qualify"]
    return room(request, person, "desk_matches.html", asked=asked, done=done, undoing=undoing, may=may, **words, **_listed(db, asked))


def _listed(db: Session, asked: Address) -> dict[str, Any]:
    listing = found.listing(db, question(asked))
    return {
        "listing": listing,
        "counts": found.counts(db),
        "lists": found.datasets(db),
        "decisions": matches.of_matches(db, [int(one.row.id or 0) for one in listing.items]),
        "names": {one.id: one.name for one in everybody(db)},
    }


@router.post(PATH)
def decide(request: Request, db: Db, person: Reviewer, fields: ManyFields, asked: Where) -> Response:
    """Stores what was chosen, each by itself, and leads back to the same page."""
    batch, stored, refused = matches.decide_all(db, person, verdicts(db, fields, asked))
    return _back(request, asked, {"gespeichert": str(stored), "nicht": str(len(refused) or ""), "stapel": batch if stored else ""})


@router.post(PATH + "/zurueck")
def undo(request: Request, db: Db, person: Reviewer, fields: Fields, asked: Where) -> Response:
    """Undoes one decision, or all of one form."""
    given = fields.get("decision", "")
    if given.isascii() and given.isdigit():
        matches.undo(db, person, int(given))
        undone, kept = 1, 0
    else:
        undone, kept = matches.undo_all(db, person, fields.get("stapel", ""))
    return _back(request, asked, {"zurueck": str(undone), "nicht": str(kept or "")})


def _pairs(values: Iterable[str]) -> list[tuple[str, str]]:
    """Options that are called what they are."""
    return [(value, value) for value in values]


def question(asked: Address) -> MatchQuestion:
    """What the address asks of the list."""
    size = int(asked.of("anzahl") or SIZES[0])
    return MatchQuestion(asked.of("art"), asked.of("stand") or "open", asked.of("liste"), asked.of("q"), number(asked.of("seite")), size)


def verdicts(db: Session, fields: dict[str, str], asked: Address) -> list[Verdict]:
    """What was chosen for each match of the form; for those left out what is to happen to the rest."""
    chosen = {name.removeprefix(CHOICE): value for name, value in fields.items() if name.startswith(CHOICE) and value}
    now = fields.get("sofort", "")
    if now:
        number_, _, choice = now.partition(":")
        chosen = {number_: choice}
    reason = fields.get("reason", "").replace("\r\n", "\n").strip()
    given = [_verdict(int(id_), choice, reason) for id_, choice in chosen.items() if id_.isascii() and id_.isdigit()]
    rest = "" if now else fields.get("rest", "")
    shown = {int(id_) for id_ in fields.get("gezeigt", "").split(",") if id_.isascii() and id_.isdigit()}
    left = [one for one in found.listing(db, question(asked)).items if one.row.id in shown and str(one.row.id) not in chosen]
    return given + [verdict for one in left if (verdict := _of_rest(one, rest, reason)) is not None]


def _of_rest(one: Asked, rest: str, reason: str) -> Verdict | None:
    id_ = int(one.row.id or 0)
    if one.row.state not in ASKED or not rest:
        return None
    if rest == "first":
        return Verdict(match_id=id_, verdict="link", target=one.candidates[0].target, reason=reason) if one.candidates else None
    return Verdict(match_id=id_, verdict=rest, reason=reason)


def _verdict(id_: int, choice: str, reason: str) -> Verdict:
    verdict, _, target = choice.partition(":")
    return Verdict(match_id=id_, verdict=verdict, target=target, reason=reason)


def _back(request: Request, asked: Address, told: dict[str, str]) -> Response:
    query = urlencode({name: value for name, value in told.items() if value})
    seite = asked.of("seite")
    address = f"{asked.base()}{f'seite={seite}&' if seite else ''}{query}"
    return never_kept(RedirectResponse(link(address, request.state.language), 303))
