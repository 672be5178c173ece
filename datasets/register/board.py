"""All listed projects as bit masks: filters, counts and orders without SQL, read once per catalogue version.

Bit n of a mask stands for the n-th project by title. A question then costs the same with 29 projects and with 2,900.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from datasets.register.kept import kept
from datasets.tables.money import Funding
from datasets.tables.projects import Classification, Project
from datasets.tables.scores import Score
from datasets.words import sort_key

FILTERS = ("topic", "goal", "status", "district", "funder")
SORTS = ("title", "newest", "end", "benefit")
BANDS = ("low", "medium", "high", "very_high")
OPEN = ("planned", "running")

Masks = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Board:
    """What can be asked of the listed projects; those that their source no longer names are not listed."""

    ids: tuple[int, ...]
    places: dict[str, int]
    """Slug to bit."""
    masks: Masks
    """Filter to code to projects."""
    orders: dict[str, tuple[int, ...]]
    """Sort to bits in that order."""

    @property
    def everything(self) -> int:
        """The mask of all projects."""
        return (1 << len(self.ids)) - 1

    def of(self, slugs: Iterable[str]) -> int:
        """The mask of the projects with these slugs; unknown ones are passed over."""
        return _mask(self.places[slug] for slug in slugs if slug in self.places)

    def in_order(self, mask: int, sort: str) -> list[int]:
        """Ids of the projects in the mask in the order of that sort, one of SORTS."""
        bits = f"{mask:0{len(self.ids)}b}"[::-1]
        return [self.ids[place] for place in self.orders[sort] if bits[place] == "1"]


def current(session: Session) -> Board:
    """The board of the catalogue's version."""
    return kept(session, "board", lambda: _read(session))


def _read(session: Session) -> Board:
    question = select(Project.id, Project.slug, Project.title, Project.status, Project.start, Project.end, Project.created_at)  # type: ignore[call-overload]
    rows = sorted(session.exec(question.where(col(Project.gone_at).is_(None))), key=lambda row: (sort_key(row.title), row.slug))
    bits = {int(row.id): place for place, row in enumerate(rows)}
    masks: Masks = {name: {} for name in FILTERS}
    for row in rows:
        _set(masks["status"], row.status, bits[row.id])
    for project, scheme, code in session.exec(select(Classification.project_id, Classification.scheme, Classification.code)):
        if project in bits:
            _set(masks[scheme], code, bits[project])
    funders = select(Funding.project_id, Funding.funder).where(col(Funding.project_id).is_not(None), col(Funding.gone_at).is_(None))
    for funded, funder in session.exec(funders.distinct()):
        if funded in bits:
            _set(masks["funder"], funder, bits[funded])
    return Board(tuple(bits), {row.slug: bits[row.id] for row in rows}, masks, _orders(rows, _bands(session)))


def _set(masks: dict[str, int], code: str, bit: int) -> None:
    masks[code] = masks.get(code, 0) | 1 << bit


def _mask(bits: Iterable[int]) -> int:
    mask = 0
    for bit in bits:
        mask |= 1 << bit
    return mask


def _bands(session: Session) -> dict[int, int]:
    """Rank of the published band of a project; only scores that passed the gate have one."""
    overall = select(Score.project_id, Score.figures).where(Score.dimension == "overall", col(Score.replaced_at).is_(None))
    return {project: rank(figures.get("band")) for project, figures in session.exec(overall)}


def rank(band: str | None) -> int:
    """Higher is better; 0 without a band. ``medium-high`` lies between ``medium`` and ``high``."""
    named = [1 + BANDS.index(part) for part in (band or "").split("-") if part in BANDS]
    return named[0] + named[-1] if named else 0


def _orders(rows: list[Any], bands: dict[int, int]) -> dict[str, tuple[int, ...]]:
    """Bits in each order; where two projects are equal, the title decides."""
    places = range(len(rows))
    opened = sorted((place for place in places if rows[place].status in OPEN), key=lambda place: rows[place].end or "9999")
    closed = sorted((place for place in places if rows[place].status not in OPEN), key=lambda place: rows[place].end, reverse=True)
    return {
        "title": tuple(places),
        "newest": tuple(sorted(places, key=lambda place: _age(rows[place]), reverse=True)),
        "end": (*opened, *closed),
        "benefit": tuple(sorted(places, key=lambda place: -bands.get(rows[place].id, 0))),
    }


def _age(row: Any) -> tuple[dt.date, str]:
    # By day: within one load the order of the file says nothing.
    return row.created_at.date(), row.start
