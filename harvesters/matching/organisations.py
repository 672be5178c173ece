"""Whether two names mean the same organisation, told from what the names themselves say."""

import re
from dataclasses import dataclass, field

from datasets.register.legal_forms import contradict
from harvesters.matching.likeness import Likeness, likeness
from harvesters.matching.names import Name, read
from harvesters.matching.words import alike, cover, folded

MARKERS = {
    "hospital": re.compile(r"klinik|krankenhaus|hospital"),
    "university": re.compile(r"^(?:\w*universit\w*|rwth)$"),
    "college": re.compile(r"hochschule"),
    "chamber": re.compile(r"kammer$"),
    "works": re.compile(r"^stadtwerke$"),
    "city": re.compile(r"^(?:stadt|gemeinde|landkreis|kreis)$"),
    "ministry": re.compile(r"ministerium"),
    "school": re.compile(r"^volkshochschule$"),
}
SAME, LIKE = 0.999, 0.75

# Fitted on the tuning half of the labelled pairs (tests/harvesters/files/pairs.csv); the other half is only measured.
WEIGHTS = {
    "bias": -3.23,
    "same_words": 4.6,
    "cover_least": 1.58,
    "cover_most": 1.4,
    "written_alike": 0.27,
    "short_name": 4.13,
    "alias": 4.18,
    "part_of": 1.15,
    "other_form": -1.79,
    "other_kind": 0.0,
    "other_rest": -2.86,
    "same_place": 2.87,
}


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as one source names it."""

    name: str
    municipality_key: str = ""
    aliases: tuple[str, ...] = ()
    read: Name = field(init=False)
    others: tuple[Name, ...] = field(init=False)
    spellings: frozenset[str] = field(init=False)
    """All of its names, folded and without gaps, to be compared as they are."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "read", read(self.name))
        object.__setattr__(self, "others", tuple(read(alias) for alias in self.aliases))
        joined = {self.read.joined, *(name.joined for name in self.others)}
        object.__setattr__(self, "spellings", frozenset({folded(self.name), *map(folded, self.aliases), *joined} - {""}))


def compare(left: Party, right: Party, common: frozenset[str]) -> Likeness:
    """How likely both are the same; ``common`` holds the words of the city's own name."""
    features = features_of(left, right, common)
    return likeness(WEIGHTS, features)


def features_of(left: Party, right: Party, common: frozenset[str]) -> dict[str, float]:
    """Numbers from 0 to 1, by name."""
    one, other = left.read, right.read
    mine, yours = (*one.words, *one.short), (*other.words, *other.short)
    least, most = sorted((cover(mine, yours, common), cover(yours, mine, common)))
    same = bool(one.joined) and (one.joined == other.joined or one.glued == other.glued)
    return {
        "same_words": float(same),
        "cover_least": least,
        "cover_most": most,
        "written_alike": alike(one.joined, other.joined) if not same else 0.0,
        "short_name": float(not same and (_is_short_of(one, other) or _is_short_of(other, one))),
        "alias": float(not same and not left.spellings.isdisjoint(right.spellings)),
        "part_of": float(same and bool(one.parts or other.parts)),
        "other_form": float(contradict(one.form, other.form)),
        "other_kind": float(_kinds_differ(one, other)),
        "other_rest": float(not same and least < LIKE and most < SAME),
        "same_place": float(bool(left.municipality_key) and left.municipality_key == right.municipality_key),
    }


def _is_short_of(short: Name, long: Name) -> bool:
    """``IAV`` of ``IAV Institut für angewandte Verhaltensmedizin``: a word of it, its initials, or the short name beside it."""
    if len(long.words) < 2 or not short.words:
        return False
    if short.joined in long.short or any(one in long.short for one in short.short):
        return True
    edges = {long.words[0], long.words[-1], long.words[0] + long.words[1]}
    return len(short.words) <= 2 and (short.joined in edges or (len(short.joined) > 2 and short.joined == long.initials))


def _kinds_differ(one: Name, other: Name) -> bool:
    left, right = _kinds(one), _kinds(other)
    return bool(left and right) and not left & right


def _kinds(name: Name) -> set[str]:
    found = {next((kind for kind, pattern in MARKERS.items() if pattern.search(word)), "") for word in name.words} - {""}
    return found - {"city"} or found
