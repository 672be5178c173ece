"""Addresses of lists: what is asked stands in the address, filters are links that change one part of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from datasets.city import Part
from portal.language import localized


@dataclass(frozen=True, slots=True)
class Address:
    """A path with what is asked, in the order of the form; empty answers are left out."""

    path: str
    asked: tuple[tuple[str, str], ...]

    def given(self) -> dict[str, str]:
        """What is asked, without what is empty."""
        return {name: value for name, value in self.asked if value}

    def of(self, name: str) -> str:
        """One part of what is asked; empty where it is not asked."""
        return self.given().get(name, "")

    def having(self, **changes: str) -> str:
        """The address with changes; an empty value takes a part out. The page number is not kept."""
        parts = {name: changes.get(name, value) for name, value in self.asked}
        kept = urlencode({name: value for name, value in parts.items() if value})
        return f"{self.path}?{kept}" if kept else self.path

    def base(self) -> str:
        """What ``pagination`` puts the page number behind: ends in ? or &."""
        address = self.having()
        return address + ("&" if "?" in address else "?")


Option = tuple[str, str, int | None, bool]
"""Label, address, number of hits, whether it is chosen: what the macro ``facet`` takes."""


def options(address: Address, name: str, counts: Iterable[tuple[str, int]], labels: dict[str, str]) -> list[Option]:
    """Filters as links: a chosen one takes itself out, one without a hit is left out. Known labels first, in their order."""
    chosen = dict(address.asked)[name]
    places = {code: place for place, code in enumerate(labels)}
    found = sorted(counts, key=lambda pair: places.get(pair[0], len(places)))
    return [
        (labels.get(code, code), address.having(**{name: "" if code == chosen else code}), count, code == chosen)
        for code, count in found
        if count or code == chosen
    ]


def names(parts: Iterable[Part]) -> dict[str, str]:
    """Codes of the city's topics, goals or districts with their names in the language that is spoken."""
    return {part.slug: localized(part.name) for part in parts}


def number(text: str) -> int:
    """A page number from an address; 1 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
