"""Words of names and titles made comparable: written out, without umlauts, each with the weight that it has for telling things apart."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from rapidfuzz import fuzz

_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_DIGRAPH = re.compile(r"([aou])e")
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")

_STOP = "und fur der die das den dem des ein eine im in am an auf aus bei mit von vom zu zum zur durch uber nach a the of and for to in on"
STOP = frozenset(_STOP.split(" "))
ABBREVIATIONS = {
    "tu": "technische universitat",
    "th": "technische hochschule",
    "fh": "fachhochschule",
    "hs": "hochschule",
    "uni": "universitat",
    "uniklinik": "universitatsklinikum",
    "uniklinikum": "universitatsklinikum",
    "rwth": "rheinisch westfalische technische hochschule",
    "ihk": "industrie handelskammer",
    "hwk": "handwerkskammer",
    "awo": "arbeiterwohlfahrt",
    "drk": "deutsches rotes kreuz",
    "vhs": "volkshochschule",
    "kita": "kindertagesstatte",
    "bezirksverband": "bezirk",
    "stadtverwaltung": "stadt",
    "bundesstadt": "stadt",
    "landeshauptstadt": "stadt",
    "hansestadt": "stadt",
    "ges": "gesellschaft",
    "inst": "institut",
    "kath": "katholische",
    "evang": "evangelische",
    "dt": "deutsche",
    "gem": "gemeinnutzige",
    "f": "fur",
    "u": "und",
    "v": "von",
}
_WEAK_BODIES = "gesellschaft verein verband gruppe institut zentrum center akademie gmbh stiftung club stadt kreis region landes"
_WEAK_WORK = "international service services systeme system solutions technik technologie entwicklung forschung bildung bildungszentrum"
_WEAK_MORE = "deutschland europa europaische forderung angewandte gemeinnutzige nrw smart neue anteil"
_WEAK_TITLES = "projekt vorhaben teilvorhaben verbundprojekt verbundvorhaben"
WEAK = frozenset(f"{_WEAK_BODIES} {_WEAK_WORK} {_WEAK_MORE} {_WEAK_TITLES}".split(" "))
"""Words that many names share: they tell little apart."""
WEAK_WEIGHT = 0.4
SHORTEST_TYPED = 6
"""Letters from which a word may hold a slip of the pen."""
ALIKE = 88.0


def folded(text: str) -> str:
    """Lower case without accents; ä, ae and a are the same, for many lists lost their umlauts."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _DIGRAPH.sub(r"\1", plain)


def words(text: str) -> tuple[str, ...]:
    """The telling words in their order, abbreviations written out."""
    found: list[str] = []
    for word in _WORD.findall(folded(text)):
        found += ABBREVIATIONS.get(word, word).split()
    return tuple(word for word in found if word not in STOP)


def weight(word: str, common: frozenset[str]) -> float:
    """What a word says; ``common`` holds the words that nearly every name here has, as the city's own."""
    return WEAK_WEIGHT if word in WEAK or word in common else 1.0


def cover(left: Iterable[str], right: Iterable[str], common: frozenset[str]) -> float:
    """The share of the left's weight that the right holds too, 0 to 1; two words of it may be one of the left."""
    held = tuple(right)
    there = frozenset((*held, *(one + other for one, other in pairwise(held))))
    whole, met = 0.0, 0.0
    for word in left:
        counts = weight(word, common)
        whole += counts
        # The same word is by far the most frequent case, and the cheapest.
        met += counts if word in there else counts * max((alike(word, other) for other in there), default=0.0)
    return met / whole if whole else 0.0


def alike(one: str, other: str) -> float:
    """1 for the same word, less for a slip of the pen or a longer compound, 0 else; numbers must be the same."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < SHORTEST_TYPED:
        return 0.0
    found = 70.0 if one.startswith(other) or other.startswith(one) else fuzz.ratio(one, other, score_cutoff=ALIKE)
    return found / 100 if found and _DIGITS.findall(one) == _DIGITS.findall(other) else 0.0
