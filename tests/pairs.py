"""Pairs that were labelled by hand from real lists, and what the matcher says of each: how often it is right, and where not."""

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from datasets.city import City
from datasets.records import OrganisationRecord
from datasets.register.identity import one_by_name
from datasets.register.names import normal_name
from datasets.tables.projects import Organisation
from harvesters import match
from harvesters.matching import organisations, projects
from harvesters.matching.names import read
from harvesters.matching.organisations import Party
from harvesters.matching.projects import Work

FILE = Path(__file__).parent / "harvesters" / "files" / "pairs.csv"
HALVES = ("tuning", "held-out")


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair: what we say of it by hand, and what the matcher says."""

    kind: str
    half: str
    left: str
    right: str
    same: bool
    automatic: bool
    """Whether a load would take both for one without asking anybody."""
    probability: float


@dataclass(frozen=True, slots=True)
class Figures:
    """How right the matcher is on some pairs."""

    pairs: int
    precision: float
    recall: float
    wrong: tuple[Judged, ...]


def judged(city: City, aliases: bool = True) -> list[Judged]:
    """All pairs; ``aliases``: with the spellings that the city's register knows."""
    common = match.own_words(city)
    known = _spellings(city) if aliases else {}
    with FILE.open(encoding="utf-8", newline="") as handle:
        return [_judged(row, common, known) for row in csv.DictReader(handle)]


def figures(pairs: Iterable[Judged], stage: str, least: float = match.SHOWN_FROM) -> Figures:
    """Of the stage ``automatic``, or ``candidate``: those shown to a person from that probability on."""
    some = list(pairs)
    said = [one.automatic or (stage == "candidate" and one.probability >= least) for one in some]
    right = sum(one.same and yes for one, yes in zip(some, said, strict=True))
    found, there = sum(said), sum(one.same for one in some)
    wrong = tuple(one for one, yes in zip(some, said, strict=True) if yes != one.same)
    return Figures(len(some), right / found if found else 1.0, right / there if there else 1.0, wrong)


def brier(pairs: Iterable[Judged]) -> float:
    """Mean square of what the probability lacks to the truth: 0 is perfect, 0.25 is a coin."""
    some = [(one.probability - one.same) ** 2 for one in pairs]
    return sum(some) / len(some)


def _judged(row: dict[str, str], common: frozenset[str], known: dict[str, tuple[str, ...]]) -> Judged:
    same, left, right = row["same"] == "yes", row["left"], row["right"]
    if row["kind"] == "project":
        likely = projects.compare(_work(left, row["left_detail"]), _work(right, row["right_detail"]), common)
        return Judged("project", row["half"], left, right, same, automatic=False, probability=likely.probability)
    one, other = Party(left, row["left_detail"], known.get(left, ())), Party(right, row["right_detail"], known.get(right, ()))
    likely = organisations.compare(one, other, common)
    return Judged("organisation", row["half"], left, right, same, _automatic(one, other), likely.probability)


def _automatic(left: Party, right: Party) -> bool:
    """As a load does it: the register holds the right one, the left one comes."""
    there = Organisation(slug="x", name=right.name, normal_name=normal_name(right.name), municipality_key=right.municipality_key)
    record = OrganisationRecord(name=left.name, municipality_key=left.municipality_key)
    return bool(left.municipality_key) and one_by_name(record, [there]) is there


def _work(title: str, detail: str) -> Work:
    recipient, start, count = detail.split("|")
    day = dt.date.fromisoformat(start) if start else None
    return Work(title, frozenset({read(recipient).joined} if recipient else ()), day, int(count))


def _spellings(city: City) -> dict[str, tuple[str, ...]]:
    """Every spelling of an organisation of the register, by each of them."""
    more = match.aliases(city)
    found: dict[str, tuple[str, ...]] = {}
    with (city.register / "organisations.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            names = (row["name"], *(part.strip() for part in row["aliases"].split("|") if part.strip()), *more.get(row["slug"], ()))
            found |= dict.fromkeys(names, names)
    return found
