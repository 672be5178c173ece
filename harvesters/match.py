"""The same project or organisation from two sources: what no identifier and no name with its place ties, as candidates for a person."""

import csv
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sqlmodel import Session

from datasets.city import City
from datasets.errors import SourceChanged
from datasets.register import matches, open_ends
from datasets.register.matches import Guess
from datasets.register.open_ends import KnownOrganisation, KnownProject, Open
from harvesters.matching import organisations, projects
from harvesters.matching.blocks import Blocks, keys_of_name, keys_of_title
from harvesters.matching.names import read
from harvesters.matching.organisations import Party
from harvesters.matching.projects import Work
from harvesters.matching.words import words

SHOWN_FROM = 0.2
MOST = 5
ALIASES = "aliases.csv"


def refresh(session: Session, city: City) -> None:
    """Looks for candidates for everything that waits, in the session's transaction; the same input changes nothing."""
    matches.store(session, find(session, city))


def find(session: Session, city: City) -> Iterator[tuple[Open, list[Guess]]]:
    """Everything that waits, with what it may be."""
    common = own_words(city)
    parties = Parties(open_ends.organisations(session), aliases(city), common)
    works = Works(open_ends.projects(session), common)
    for end in open_ends.waiting(session):
        yield end, works.guesses(end) if end.kind == "project" else parties.guesses(end)


def own_words(city: City) -> frozenset[str]:
    """Words that nearly every name here has: the city's own, and those that end in -er behind it."""
    said = {word for name in city.names for word in words(name)} - {"stadt"}
    return frozenset(said | {f"{word}er" for word in said})


def aliases(city: City) -> dict[str, tuple[str, ...]]:
    """Spellings that the city knows, by slug of the organisation. Raises SourceChanged where the file has lost a column."""
    file = city.folder / ALIASES
    if not file.exists():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if lost := {"alias", "organisation"} - set(reader.fieldnames or ()):
            raise SourceChanged(f"{file.name} has no column {', '.join(sorted(lost))}.")
        found: dict[str, tuple[str, ...]] = {}
        for row in reader:
            found[row["organisation"]] = (*found.get(row["organisation"], ()), row["alias"])
    return found


class Parties:
    """The organisations of the register, found by words that they share with a name."""

    def __init__(self, known: Iterable[KnownOrganisation], more: dict[str, tuple[str, ...]], common: frozenset[str]) -> None:
        self._common = common
        self._known = list(known)
        self._ranks = {one.slug: one.rank for one in self._known}
        self._parties = [Party(one.name, one.municipality_key, (*one.aliases, *more.get(one.slug, ()))) for one in self._known]
        self._blocks = Blocks()
        for place, party in enumerate(self._parties):
            for name in (party.read, *party.others):
                self._blocks.add(place, keys_of_name(name, common))

    def guesses(self, end: Open) -> list[Guess]:
        """The likeliest few; an organisation never asks to be one that came after it."""
        mine = Party(end.title, end.municipality_key)
        rank = self._ranks.get(end.key) if end.kind == "organisation" else None
        found = []
        for place in self._blocks.sharing(keys_of_name(mine.read, self._common)):
            one = self._known[place]
            if rank is not None and (one.rank >= rank):
                continue
            like = organisations.compare(mine, self._parties[place], self._common)
            found.append(Guess(one.slug, one.name, like.probability, like.reasons))
        return likeliest(found)


class Works:
    """The projects of the register, found by words that they share with a title."""

    def __init__(self, known: Iterable[KnownProject], common: frozenset[str]) -> None:
        self._common = common
        self._known = list(known)
        self._works = [Work(one.title, _keys(one.recipients), one.start, 1, one.also) for one in self._known]
        self._blocks = Blocks()
        for place, work in enumerate(self._works):
            for title in work.titles:
                self._blocks.add(place, keys_of_title(title, common) | work.acronyms)

    def guesses(self, end: Open) -> list[Guess]:
        """The likeliest few."""
        mine = Work(end.title, _keys(end.recipients), end.start, max(end.count if len(end.recipients) > 1 else 1, 1))
        shared = self._blocks.sharing(frozenset().union(*(keys_of_title(title, self._common) for title in mine.titles)) | mine.acronyms)
        found = []
        for place in shared:
            like = projects.compare(mine, self._works[place], self._common)
            found.append(Guess(self._known[place].slug, self._known[place].title, like.probability, like.reasons))
        return likeliest(found)


def likeliest(found: list[Guess]) -> list[Guess]:
    """At most MOST, from SHOWN_FROM on, in an order that is the same in every run."""
    shown = [guess for guess in found if guess.probability >= SHOWN_FROM]
    return sorted(shown, key=lambda guess: (-guess.probability, guess.target))[:MOST]


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(_key(name) for name in names)


@lru_cache(maxsize=50_000)
def _key(name: str) -> str:
    return read(name).joined
