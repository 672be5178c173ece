"""Any CSV file as a dataset: encoding, delimiter and column types are found out from the whole file, nothing is guessed away."""

import codecs
import csv
import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import NoReturn

from datasets.city import City
from datasets.errors import Refused
from datasets.records import SLUG, Cell, Column, ColumnType, DatasetRecord, Text
from datasets.register.names import plain, unused

csv.field_size_limit(16 * 1024 * 1024)

DELIMITERS = ",;\t|"

WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})")
POINT = re.compile(r"-?(0|[1-9]\d{0,12})\.\d{1,6}")
COMMA = re.compile(r"-?(0|[1-9]\d{0,2}(\.\d{3})*|[1-9]\d{0,12}),\d{1,6}")
ISO = re.compile(r"\d{4}-\d\d-\d\d")
GERMAN = re.compile(r"\d\d\.\d\d\.\d{4}")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is written."""

    encoding: str
    delimiter: str


def _iso(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _german(text: str) -> dt.date:
    return dt.date(int(text[6:]), int(text[3:5]), int(text[:2]))


def _comma(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cells: the type of their column, the pattern they follow, and what makes a value of one."""

    type: ColumnType
    pattern: re.Pattern[str]
    make: Callable[[str], Cell]

    def fits_all(self, cells: Collection[str]) -> bool:
        """Whether each of these filled cells is of this kind."""
        if not all(map(self.pattern.fullmatch, cells)):
            return False
        if self.type != "date":
            return True
        try:
            return all(map(self.make, cells))  # a date is never false; 31.02. raises
        except ValueError:
            return False


TEXT = Kind("string", re.compile(".*", re.DOTALL), str)

KINDS: tuple[Kind, ...] = (
    Kind("integer", WHOLE, int),
    Kind("number", re.compile(f"{WHOLE.pattern}|{POINT.pattern}"), Decimal),
    Kind("number", re.compile(f"{WHOLE.pattern}|{COMMA.pattern}"), _comma),
    Kind("date", ISO, _iso),
    Kind("date", GERMAN, _german),
    Kind("boolean", re.compile("true|false"), lambda text: text == "true"),
)
"""A column is of the first kind that every filled cell fits: one leading zero or one footnote makes it text."""

BATCH = 1000
"""Rows looked at and made at once, column by column: five times as fast as cell by cell."""


def read(file: Path, slug: str, city: City, title: str = "", licence: str = "") -> tuple[DatasetRecord, Iterator[tuple[Cell, ...]]]:
    """The dataset of a CSV file and its rows, lazily. Raises Refused where there is no table in it."""
    if not SLUG.fullmatch(slug):
        raise Refused(f"{slug!r} cannot be an address: use 2 to 100 small letters, digits, - and _, a letter or digit first.")
    if not file.is_file():
        raise Refused(f"{file} is not a file.")
    shape = _shape(file)
    header = _header(file, shape)
    kinds = _kinds(file, shape, len(header))
    record = DatasetRecord(
        slug=slug,
        title=Text(de=title or slug),
        description=Text(de=f"Eingelesen aus der Datei {file.name}.", en=f"Read from the file {file.name}."),
        licence=licence or "other-closed",
        publisher=city.publisher,
        contact_name=city.office.name,
        contact_email=city.office.email,
        columns=tuple(_columns(header, kinds)),
        origin="imported",
    )
    return record, _rows(file, shape, kinds)


def _shape(file: Path) -> Shape:
    with file.open("rb") as handle:
        head = handle.read(1 << 16)
    encoding = _encoding(file, head)
    text = head.decode(encoding, "replace")
    if not text.strip():
        raise Refused(f"{file.name} is empty.")
    if text.lstrip()[:1] == "<" or "\0" in text:
        raise Refused(f"{file.name} is not a CSV file: save the table as CSV, in UTF-8.")
    first = next(line for line in text.splitlines() if line.strip())
    return Shape(encoding, max(DELIMITERS, key=first.count) if any(first.count(one) for one in DELIMITERS) else ",")


def _encoding(file: Path, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # what Excel calls Unicode text
        return "utf-16"
    return "utf-8-sig" if _is_utf8(file) else "cp1252"


def _is_utf8(file: Path) -> bool:
    try:
        with file.open(encoding="utf-8-sig") as handle:
            return all(True for _ in iter(lambda: handle.read(1 << 20), ""))
    except UnicodeDecodeError:
        return False


def _read(file: Path, shape: Shape) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row in which anything stands, the header first."""
    with file.open(encoding=shape.encoding, errors="strict", newline="") as handle:
        reader = csv.reader(handle, delimiter=shape.delimiter)
        try:
            yield from ((reader.line_num, row) for row in reader if any(row))
        except (csv.Error, UnicodeDecodeError) as error:
            raise Refused(f"{file.name}, line {reader.line_num + 1}: {error}.") from None


def _header(file: Path, shape: Shape) -> list[str]:
    _, header = next(_read(file, shape), (0, []))
    if not header or not any(cell.strip() for cell in header):
        raise Refused(f"{file.name} has no header line.")
    return header


def _kinds(file: Path, shape: Shape, width: int) -> list[Kind]:
    """The kind of each column; every cell of the file is looked at."""
    guesses = [Guess() for _ in range(width)]
    for columns in _batches(file, shape, width):
        for guess, column in zip(guesses, columns, strict=True):
            if guess.left and (filled := _different(column)):
                guess.see(filled)
    return [_decided(file, shape, position, guesses) for position in range(width)]


def _different(column: Iterable[str]) -> set[str]:
    """The filled cells, each once."""
    return {*filter(None, column)}


def _batches(file: Path, shape: Shape, width: int) -> Iterator[list[tuple[str, ...]]]:
    """The cells of some filled rows after the header, column by column. Raises Refused for a row of another width."""
    with file.open(encoding=shape.encoding, errors="strict", newline="") as handle:
        rows = islice(filter(any, csv.reader(handle, delimiter=shape.delimiter)), 1, None)
        while batch := _whole(rows, width):
            yield [*zip(*batch, strict=True)]
    if batch is None:
        _refuse(file, shape, width)


def _whole(rows: Iterator[list[str]], width: int) -> list[list[str]] | None:
    """The next rows; None where one cannot be read or is of another width."""
    try:
        batch = [*islice(rows, BATCH)]
    except (csv.Error, UnicodeDecodeError):
        return None
    return batch if {*map(len, batch)} <= {width} else None


def _refuse(file: Path, shape: Shape, width: int) -> NoReturn:
    """Reads what cannot be read once more, row by row, and says in which line the first fault is."""
    for line, row in _read(file, shape):
        if len(row) != width:
            raise Refused(f"{file.name}, line {line}: {len(row)} cells instead of {width}.")
    raise Refused(f"{file.name} was changed while it was read; import it once more.")


@dataclass(slots=True)
class Guess:
    """What a column may still be: the kinds that the cells seen so far have not ruled out, one after the other."""

    left: list[Kind] = field(default_factory=lambda: list(KINDS))
    filled: bool = False
    late: bool = False
    """Whether a kind was ruled out after the first filled cell, so that earlier cells were not tried with the next."""

    def see(self, cells: Collection[str]) -> None:
        """Rules out what one of some filled cells does not fit."""
        while self.left and not self.left[0].fits_all(cells):
            self.left.pop(0)
            self.late |= self.filled
        self.filled = True


def _decided(file: Path, shape: Shape, position: int, guesses: Sequence[Guess]) -> Kind:
    """Cells from before a narrower kind was ruled out must fit the wider one too: 1 and 1,5 do, 1 and 2020-01-01 do not."""
    guess = guesses[position]
    if not guess.left or not guess.filled:
        return TEXT
    kind, batches = guess.left[0], _batches(file, shape, len(guesses)) if guess.late else ()
    return kind if all(kind.fits_all(_different(columns[position])) for columns in batches) else TEXT


def _columns(header: list[str], kinds: list[Kind]) -> Iterator[Column]:
    taken: set[str] = set()
    for number, (name, kind) in enumerate(zip(header, kinds, strict=True), start=1):
        machine = re.sub(r"[^a-z0-9]+", "_", plain(name)).strip("_")[:50] or f"column_{number}"
        address = unused((machine if machine[0].isalpha() else f"c_{machine}").replace("_", "-"), taken)
        taken.add(address)
        yield Column(name=address.replace("-", "_"), type=kind.type, title=Text(de=" ".join(name.split()) or machine), source_name=name)


def _rows(file: Path, shape: Shape, kinds: list[Kind]) -> Iterator[tuple[Cell, ...]]:
    for columns in _batches(file, shape, len(kinds)):
        yield from zip(*(_made(kind, column) for kind, column in zip(kinds, columns, strict=True)), strict=True)


def _made(kind: Kind, column: tuple[str, ...]) -> Iterable[Cell]:
    """The values of some cells, of equal cells the same one; an empty one is nothing."""
    if kind is TEXT:
        return [cell or None for cell in column] if "" in column else column
    made: dict[str, Cell] = {cell: kind.make(cell) for cell in _different(column)}
    return map(made.get, column)
