"""Whether two titles mean the same project, told from titles, recipients and dates."""

import datetime as dt
import re
from dataclasses import dataclass, field

from harvesters.matching.likeness import Likeness, likeness
from harvesters.matching.words import cover, folded, words

_PROGRAMME = re.compile(
    r"^[^:]{0,60}(?:\.NRW\w*|\.NRW[^:]*|vorhaben|verbundprojekt|KSI|NKI|Kulturhauptstadt \d+|Soziale Stadt)\s*:\s*", re.IGNORECASE
)
_SHARE = re.compile(
    r"[\s,;–-]*\b(?:Teilvorhaben|Teilprojekt|Anteil(?: der)?|Teil [A-Z]\b|erste Phase|zweite Phase).*$", re.IGNORECASE | re.DOTALL
)
_ACRONYM = re.compile(r"\b(?=\w*[A-ZÄÖÜ0-9])(?:[A-Za-zÄÖÜäöü0-9]+[-.])*[A-Za-zÄÖÜäöü0-9]{2,}\b")
GENERIC = 4
"""So many awards of one list under one title, and it is a scheme's title rather than a project's."""
MONTH = dt.timedelta(days=31)
FAR = dt.timedelta(days=730)
_COMMON = "nrw eu kmu ikt iuk fh ag gmbh smart city open data app co2 ksi nki b1 sv dv bkf zm"
COMMON_ACRONYMS = frozenset(_COMMON.split(" "))

# Fitted on the tuning half of the labelled pairs (tests/harvesters/files/pairs.csv); the other half is only measured.
WEIGHTS = {
    "bias": -3.16,
    "same_title": 1.08,
    "title_least": 1.67,
    "title_most": 5.7,
    "acronym": 0.08,
    "other_acronym": 0.0,
    "same_recipient": 0.0,
    "same_start": 0.0,
    "other_start": -1.08,
    "generic": -1.48,
}


@dataclass(frozen=True, slots=True)
class Work:
    """A project, a funding or a headline, as one source states it."""

    title: str
    recipients: frozenset[str] = frozenset()
    """Keys of organisations: two with the same key are the same."""
    start: dt.date | None = None
    count: int = 1
    """How many awards of the list carry this title."""
    also: tuple[str, ...] = ()
    """Further titles: in English, of its fundings; the acronym."""
    titles: tuple[tuple[str, ...], ...] = field(init=False)
    acronyms: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        told = (self.title, *self.also)
        object.__setattr__(self, "titles", tuple(dict.fromkeys(telling(title) for title in told)))
        object.__setattr__(self, "acronyms", frozenset().union(*(acronyms(title) for title in told)))


def telling(title: str) -> tuple[str, ...]:
    """The words of a title without its programme and without the share of one partner."""
    short = _SHARE.sub("", _PROGRAMME.sub("", title))
    return words(short) or words(title)


def acronyms(title: str) -> frozenset[str]:
    """Names made for a project: ClouDAT, proGIreg, TIE-IN; a capital that begins a word makes none."""
    found = {
        re.sub(r"[-.]", "", folded(word)) for word in _ACRONYM.findall(re.sub(r"\s+[–-]\s+(?=[A-Z]{2})", "-", title)) if _is_made(word)
    }
    return frozenset(word for word in found if len(word) > 2 and word not in COMMON_ACRONYMS)


def _is_made(word: str) -> bool:
    inner = word[1:]
    return any(letter.isupper() for letter in inner.replace("-", "", 1) if letter.isalpha()) or any(letter.isdigit() for letter in word)


def compare(left: Work, right: Work, common: frozenset[str]) -> Likeness:
    """How likely both are the same project."""
    return likeness(WEIGHTS, features_of(left, right, common))


def features_of(left: Work, right: Work, common: frozenset[str]) -> dict[str, float]:
    """Numbers from 0 to 1, by name; of several titles the likest counts."""
    pairs = [(cover(one, other, common), cover(other, one, common)) for one in left.titles for other in right.titles]
    least, most = max(((min(pair), max(pair)) for pair in pairs), default=(0.0, 0.0))
    same = any(one == other for one in left.titles for other in right.titles)
    shared = left.acronyms & right.acronyms
    generic = max(left.count, right.count) >= GENERIC
    apart = abs(left.start - right.start) if left.start and right.start else None
    return {
        "same_title": float(same and not generic),
        "title_least": least if not generic else 0.0,
        "title_most": most if not generic else 0.0,
        "acronym": float(bool(shared)),
        "other_acronym": float(not shared and bool(left.acronyms) and bool(right.acronyms)),
        "same_recipient": float(bool(left.recipients & right.recipients)),
        "same_start": float(apart is not None and apart <= MONTH),
        "other_start": float(apart is not None and apart > FAR),
        "generic": float(generic),
    }
