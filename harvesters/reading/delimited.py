"""Tables in text: comma, semicolon, tab or bar between the cells, found from the lines themselves."""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from datasets.errors import SourceChanged
from harvesters.reading.grid import RawRow, Sheet

DELIMITERS = ";,\t|"
_SAMPLE = 1 << 16
_LINES = 60


def sheet(path: Path, encoding: str) -> Sheet:
    """The one table of a text file, read lazily. Raises SourceChanged for broken or cut-off text, at once or while reading."""
    delimiter = delimiter_of(path, encoding)
    return Sheet(path.name, lambda: _rows(path, encoding, delimiter))


def delimiter_of(path: Path, encoding: str) -> str:
    """The character that cuts most lines into equally many cells; the comma where none does."""
    with path.open(encoding=encoding, newline="") as file:
        sample = _read(path, file)
    whole = sample if len(sample) < _SAMPLE else sample[: sample.rfind("\n") + 1]
    return max(DELIMITERS, key=lambda one: (_evenness(whole, one), one == ","))


def _read(path: Path, file: io.TextIOBase) -> str:
    try:
        return file.read(_SAMPLE)
    except UnicodeError as error:
        raise SourceChanged(f"{path.name} is not readable as the text it says to be: {error}.") from None


def _evenness(sample: str, delimiter: str) -> int:
    rows = itertools.islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _LINES)
    try:
        widths = Counter(len(row) for row in rows if len(row) > 1)
    except csv.Error:
        return 0
    return max((lines * (width - 1) for width, lines in widths.items()), default=0)


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, RawRow]]:
    line, widest, last = 0, 0, list[str]()
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        try:
            for row in reader:
                yield line + 1, row
                line, widest, last = reader.line_num, max(widest, len(row)), row
        except (csv.Error, UnicodeError) as error:
            raise SourceChanged(f"{path.name} is broken after line {line}: {error}.") from None
    if 1 < len(last) < widest and (last[-1].endswith("\n") or not _ends_with_a_line_break(path)):
        raise SourceChanged(f"{path.name} ends in the middle of line {line}; it was cut off. Fetch it again.")


def _ends_with_a_line_break(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2))
        end = file.read()
    return end.replace(b"\0", b"").endswith((b"\n", b"\r"))
