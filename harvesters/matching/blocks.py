"""Which things are worth comparing at all: those that share a telling word, so that many names cost little."""

from collections.abc import Iterable
from itertools import pairwise

from harvesters.matching.names import Name
from harvesters.matching.words import WEAK_WEIGHT, weight

PREFIX = 6
CROWDED = 200
"""A key that so many things share tells nothing."""


class Blocks:
    """Places by key."""

    def __init__(self) -> None:
        self._places: dict[str, set[int]] = {}

    def add(self, place: int, keys: Iterable[str]) -> None:
        """Files a thing under its keys."""
        for key in keys:
            self._places.setdefault(key, set()).add(place)

    def sharing(self, keys: Iterable[str]) -> list[int]:
        """Places that share a key, in order."""
        found: set[int] = set()
        for key in keys:
            places = self._places.get(key, set())
            if len(places) <= CROWDED:
                found |= places
        return sorted(found)


def keys_of_name(name: Name, common: frozenset[str]) -> frozenset[str]:
    """Telling words and their beginnings, short names, initials, neighbours written as one word, and the name whole."""
    keys = {one + other for one, other in pairwise(name.words)} | set(name.short) | {name.joined, name.glued, name.initials}
    for word in name.words:
        if weight(word, common) > WEAK_WEIGHT or len(name.words) == 1:
            keys |= {word, word[:PREFIX]}
    return frozenset(key for key in keys if len(key) > 1)


def keys_of_title(title: tuple[str, ...], common: frozenset[str]) -> frozenset[str]:
    """Telling words and neighbours written as one word."""
    keys = {one + other for one, other in pairwise(title)}
    return frozenset(keys | {word for word in title if weight(word, common) > WEAK_WEIGHT or len(title) == 1})
