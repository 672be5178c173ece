"""Reads rows of cells written as ="text" with semicolons between them, where sums and very long texts stand bare."""

from collections.abc import Iterator
from pathlib import Path

from datasets.errors import SourceChanged

_START = '="'
_BETWEEN = '";="'
_OPEN, _CLOSE = ';="', '";'


def is_wrapped(start: bytes) -> bool:
    """Whether a file begins with a cell written so."""
    return start.removeprefix(b"\xef\xbb\xbf").startswith(_START.encode())


def lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """Number and text of each row, read lazily. A text may hold line breaks; a row begins where a line begins as a cell does.

    Raises SourceChanged where the file ends within a row.
    """
    start, row = 0, ""
    with path.open(encoding=encoding, newline="\n") as file:
        for number, text in enumerate(file, 1):
            line = text.rstrip("\r\n")
            if row and line.startswith(_START):
                yield start, row
                row = ""
            if not row:
                start, row = number, line
            elif line:
                row = f"{row}\n{line}"
    if not row.endswith(";"):
        raise SourceChanged(f"{path.name} ends in the middle of the row that begins in line {start}; it was cut off. Fetch it again.")
    yield start, row


def cells(row: str, expected: int) -> list[str]:
    """The cells of a row, each letter by letter; ``expected`` says how many there should be, and settles doubts.

    >>> cells('="a";="b;c";1.000,00;="";="d";', 5)
    ['a', 'b;c', '1.000,00', '', 'd']
    >>> cells('="a";"x", y; z;="b";35,00;="d";', 5)
    ['a', '"x", y; z', 'b', '35,00', 'd']
    """
    pieces = row.removesuffix(_CLOSE).removeprefix(_START).split(_BETWEEN)
    if row.count(_OPEN) >= len(pieces):
        for at in [at for at, piece in enumerate(pieces) if _OPEN in piece][::-1]:
            pieces[at : at + 1] = _parted(pieces[at])
    return pieces if len(pieces) == expected else _by_semicolon(row)


def _parted(piece: str) -> list[str]:
    """A bare cell has neither ";= before nor after it, so it lies between two others in one piece."""
    before, _, rest = piece.partition(_CLOSE)
    bare, _, after = rest.rpartition(_OPEN)
    return [before, bare, after]


def _by_semicolon(row: str) -> list[str]:
    """The slow way for rows with signs in unusual places: a wrapped cell holds until its quote, a bare one until the next wrapped."""
    found: list[str] = []
    is_open = was_bare = False
    for part in row.removesuffix(";").split(";"):
        if is_open or (was_bare and not part.startswith(_START)):
            found[-1] += f";{part}"
        else:
            found.append(part)
        was_bare = not found[-1].startswith(_START)
        is_open = not was_bare and (found[-1] == _START or not found[-1].endswith('"'))
    return [cell[2:-1] if cell.startswith(_START) else cell for cell in found]
