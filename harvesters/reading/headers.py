"""Finds the header row of a list and what its columns mean, by words and not by places."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from harvesters.reading.grid import RawCell, RawRow, is_blank

HEAD = 30
"""A header stands within so many first rows."""
LONGEST = 600
"""Letters of a header cell; longer ones are notes or data."""
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "%": " prozent ", "€": " eur "})
_HYPHEN = re.compile(r"(?<=[a-zäöüß])-\s*(?=[a-zäöüß])(?!(?:und|oder|bzw)\b)")
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ][a-zäöüß])")
_FOOTNOTE = re.compile(r"(?<!\d)\(?\d{1,2}\)|[*¹²³†]|^\s*\d{1,2}\.\s")
_REST = re.compile(r"[^a-z0-9]+")
_FIGURE = re.compile(r"[\d\s.,:/%€()+-]*")

Rules = Sequence[tuple[str, str]]
"""(pattern on a folded header, name of the field or empty to leave the column as it is): the first that fits counts."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header is and which column holds which field. ``texts`` are the headers letter by letter."""

    line: int
    texts: tuple[str, ...]
    found: dict[str, int]

    def missing(self, needed: Iterable[Iterable[str]]) -> list[int]:
        """Positions of the needed groups of which no field was found."""
        return [at for at, group in enumerate(needed) if not any(name in self.found for name in group)]


@lru_cache(maxsize=4096)
def fold(header: str) -> str:
    """Lower-case words in plain letters: hyphens at line ends joined, footnote marks, numbering and punctuation gone."""
    text = unicodedata.normalize("NFC", " ".join(header.replace("_x000D_", " ").replace("\u00ad", "").split()))
    text = _CAMEL.sub(" ", _HYPHEN.sub("", _FOOTNOTE.sub(" ", text.replace("_", " "))))
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return _REST.sub(" ", plain).strip()


def match(header: str, rules: Rules) -> tuple[int, str]:
    """Rank and field of the first rule that fits a header; the field is empty where the column stays as it is."""
    folded = fold(header)
    if not folded:
        return len(rules), ""
    return next(((rank, name) for rank, (pattern, name) in enumerate(rules) if re.search(pattern, folded)), (len(rules), ""))


def read_header(line: int, row: RawRow, rules: Rules) -> Header:
    """The header that a row would be. Where two columns fit a field, the earlier rule wins, then the column further left."""
    texts = tuple(text_of(cell) for cell in row)
    best: dict[str, tuple[int, int]] = {}
    for column, text in enumerate(texts):
        rank, name = match(text, rules)
        if name and (rank, column) < best.get(name, (len(rules), 0)):
            best[name] = (rank, column)
    return Header(line, texts, {name: column for name, (_, column) in best.items()})


def find_header(head: Sequence[tuple[int, RawRow]], rules: Rules, needed: Sequence[Iterable[str]]) -> Header:
    """The first row that names all that is needed, by itself or below a row of titles for groups of columns.

    Where there is none, the row that names most of it.
    """
    rows = [(line, row if _may_be_header(row) else []) for line, row in head]
    tried = [read_header(line, row, rules) for line, row in rows if row]
    for above, (line, row) in itertools.pairwise([(0, list[RawCell]()), *rows]):
        single, double = read_header(line, row, rules), read_header(line, join(above[1], row), rules)
        if _names_groups(above[1], rules) and row and not double.missing(needed):
            return double
        if not single.missing(needed):
            return single
    return max(tried, key=lambda one: (-len(one.missing(needed)), len(one.found)), default=Header(0, (), {}))


def _names_groups(row: RawRow, rules: Rules) -> bool:
    return sum(bool(match(text_of(cell), rules)[1]) for cell in row) > 1


def join(above: RawRow, below: RawRow) -> list[str]:
    """Two header rows as one: a group's title stands over several columns and holds until the next."""
    width, group, joined = max(len(above), len(below)), "", list[str]()
    for column in range(width):
        group = text_of(above[column]) if column < len(above) and not is_blank(above[column]) else group
        own = text_of(below[column]) if column < len(below) else ""
        joined.append(f"{group} {own}".strip() if own else group if column < len(above) and not is_blank(above[column]) else "")
    return joined


def text_of(cell: RawCell) -> str:
    """A header cell as text; what is no text is no header."""
    return cell if isinstance(cell, str) else ""


def _may_be_header(row: RawRow) -> bool:
    filled = [cell for cell in row if not is_blank(cell)]
    words = sum(isinstance(cell, str) and len(cell) <= LONGEST and not _FIGURE.fullmatch(cell) for cell in filled)
    return len(filled) > 1 and words * 4 >= len(filled) * 3
