"""Reads delimited text whose quotes may be wrong: no record is lost, and each one says whether it had to be mended."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from datasets.errors import SourceChanged

DELIMITERS = ";,\t|"
MOST_LINES = 1000
"""Lines that one record may have; a quote that is still open then is a wrong one."""
_FEW = 5
"""With fewer columns a line of text inside quotes may look like a record of its own."""


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, which starts in ``line``. ``mended``: its quotes were wrong and were read as part of the text."""

    line: int
    cells: list[str]
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file writes its records, as its header shows: the delimiter, whether every cell is quoted, how many there are."""

    delimiter: str
    quoted: bool
    width: int


def dialect_of(header: str) -> Dialect:
    """The dialect of a header line; one without any delimiter is a header of one cell."""
    plain = header.strip("\r\n")
    if first := re.match(r'"[^"]*"([;,\t|])', plain):
        cells = plain.rstrip(first[1])[1:-1].split(f'"{first[1]}"')
        if plain.rstrip(first[1]).endswith('"') and plain.count('"') == 2 * len(cells):
            return Dialect(first[1], quoted=True, width=len(cells))
    bare = re.sub(r'"[^"]*"', "", plain)
    delimiter = max(DELIMITERS, key=lambda one: (bare.count(one), one == ","))
    return Dialect(delimiter, quoted=False, width=len(_exact(plain, delimiter) or plain.split(delimiter)))


def records(name: str, lines: Iterable[str]) -> Iterator[Record]:
    """Every record of a text, the header first; blank lines are none. ``lines`` keep their line ends.

    Raises SourceChanged where the text ends inside a record.
    """
    numbered = enumerate(lines, 1)
    line, header = next(((number, raw.strip("\r\n")) for number, raw in numbered if raw.strip()), (0, ""))
    if not line:
        return
    dialect = dialect_of(header)
    yield Record(line, _trimmed(_exact(header, dialect.delimiter) or header.split(dialect.delimiter), 0))
    yield from _below(name, numbered, dialect)


def _below(name: str, numbered: Iterator[tuple[int, str]], dialect: Dialect) -> Iterator[Record]:
    pending: list[str] = []
    start, ended, last = 0, True, True
    for number, raw in numbered:
        line, ended = raw.rstrip("\r\n"), raw.endswith(("\n", "\r"))
        if pending and (len(pending) >= MOST_LINES or _starts(line, dialect)):
            yield _hopeless(start, pending, dialect)
            pending = []
        if not pending and not line.strip():
            continue
        start = start if pending else number
        pending.append(line)
        if found := _record(start, "\n".join(pending), dialect):
            last = len(found.cells) >= dialect.width and (line.endswith('"') or not dialect.quoted)
            yield found
            pending = []
    is_whole = (ended and pending[-1].rstrip().endswith('"')) if pending else ended or last
    if not is_whole:
        raise SourceChanged(f"{name} ends in the middle of line {start + max(0, len(pending) - 1)}; it was cut off. Fetch it again.")
    if pending:
        yield _hopeless(start, pending, dialect)


def _record(start: int, text: str, dialect: Dialect) -> Record | None:
    """The record of a text; None where a quote is open, so that the next line may belong to it."""
    if dialect.quoted and text.count('"') == 2 * dialect.width:
        cells = text[1:-1].split(f'"{dialect.delimiter}"')
        if len(cells) == dialect.width and text[0] == text[-1] == '"':
            return Record(start, cells)
    exact = _exact(text, dialect.delimiter)
    if exact is not None:
        return Record(start, _trimmed(exact, dialect.width))
    for split in _splits(dialect):
        if (cut := split(text)) and len(_trimmed(cut, dialect.width)) == dialect.width:
            return Record(start, _trimmed(cut, dialect.width), mended=True)
    return None


def _exact(text: str, delimiter: str) -> list[str] | None:
    """Cells by the rules of CSV; None where the text breaks them or ends inside quotes."""
    if '"' not in text:
        return text.split(delimiter)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _splits(dialect: Dialect) -> tuple[Callable[[str], list[str] | None], ...]:
    """Ways to cut a record with wrong quotes, the likeliest first. Where tabs part the cells, quotes are most often text.

    A quote that opens in the last cell may close in a later line: then there is no cut yet.
    """

    def by_both(text: str) -> list[str] | None:
        is_whole = len(text) > 1 and text[0] == text[-1] == '"'
        return [cell.replace('""', '"') for cell in text[1:-1].split(f'"{dialect.delimiter}"')] if is_whole else None

    def by_quotes(text: str) -> list[str] | None:
        found = list(_token(dialect.delimiter).finditer(text))
        cells = [one[1].replace('""', '"') if one[1] is not None else one[2] for one in found]
        return None if not found or (found[-1][2] or "").startswith('"') else cells

    def by_delimiter(text: str) -> list[str] | None:
        cells = text.split(dialect.delimiter)
        return None if "\n" in text or (cells[-1].startswith('"') and not cells[-1].endswith('"')) else cells

    if dialect.quoted:
        return (by_both, by_quotes)
    return (by_delimiter, by_quotes) if dialect.delimiter == "\t" else (by_quotes, by_delimiter)


@lru_cache(maxsize=8)
def _token(delimiter: str) -> re.Pattern[str]:
    """A cell up to the quote before a delimiter or the end, or one without quotes."""
    sign = re.escape(delimiter)
    return re.compile(rf'(?:(?<=^)|(?<={sign}))(?:"(.*?)"(?={sign}|\Z)|([^{sign}]*)(?={sign}|\Z))', re.DOTALL)


@lru_cache(maxsize=8)
def _opening(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf'"[\w.:/-]{{1,80}}"{re.escape(delimiter)}"')


def _starts(line: str, dialect: Dialect) -> bool:
    """Whether a line can only be the beginning of a record."""
    if dialect.quoted:
        return _opening(dialect.delimiter).match(line) is not None
    cells = _exact(line, dialect.delimiter) if dialect.width >= _FEW else None
    return cells is not None and len(_trimmed(cells, dialect.width)) == dialect.width


def _hopeless(start: int, pending: list[str], dialect: Dialect) -> Record:
    """What cannot be cut rightly, as it stands: its cells do not fit the header."""
    cells = "\n".join(pending).split(f'"{dialect.delimiter}"' if dialect.quoted else dialect.delimiter)
    return Record(start, cells if len(cells) != dialect.width else ["\n".join(pending)], mended=True)


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Without empty cells beyond the width: lines may end with a delimiter."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
