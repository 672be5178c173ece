"""Tables in workbooks (XLSX, XLS), checked for bombs and damage before they are read."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from datasets.errors import SourceChanged
from harvesters.reading.grid import RawCell, RawRow, Sheet

MOST_BYTES = 512 << 20
"""Unpacked size that a workbook may have."""
MOST_RATIO = 250
"""Times that a packed workbook may grow, where that is more than ``RATIO_FROM`` bytes; real lists grow 5 to 20 times."""
RATIO_FROM = 32 << 20
MOST_CELLS = 20_000_000
"""Rows times columns of a sheet: the reader needs memory for each, filled or not."""
_CHUNK = 1 << 20
_OVERLAP = 64
_SHEETS = "xl/worksheets"
_FILLED = re.compile(rb'<(?:\w+:)?c (?:[^>]*? )?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')


def sheets(path: Path) -> list[Sheet]:
    """The visible sheets. Raises SourceChanged for a damaged, locked or dangerous file."""
    if zipfile.is_zipfile(path):
        _check(path)
    elif _is_packed(path):
        raise SourceChanged(f"{path.name} is a workbook or archive that was cut off or damaged on its way. Fetch it again.")
    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
        shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet]
        return [_sheet(book.get_sheet_by_name(name)) for name in shown]
    except python_calamine.PasswordError:
        raise SourceChanged(f"{path.name} is locked with a password; save it without one and read it again.") from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise SourceChanged(f"{path.name} is not readable as a workbook: {error}. Fetch it again or save it as XLSX.") from None


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _sheet(sheet: CalamineSheet) -> Sheet:
    return Sheet(sheet.name, lambda: _rows(sheet))


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, RawRow]]:
    """Rows from the sheet's first on, padded to column A; cells merged downwards hold their value in each row."""
    indent: list[RawCell] = [""] * (sheet.start[1] if sheet.start else 0)
    below = {
        (row, left): (top, left)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if left == right
        for row in range(top + 1, bottom + 1)
    }
    values: dict[tuple[int, int], RawCell] = {}
    wanted = set(below.values())
    for number, row in enumerate(sheet.iter_rows()):
        cells: list[RawCell] = [*indent, *row]
        if below:
            cells = [values.get(below.get((number, at), (-1, at)), cell) for at, cell in enumerate(cells)]
            values |= {(number, at): cell for at, cell in enumerate(cells) if (number, at) in wanted}
        yield number + 1, cells


def _check(path: Path) -> None:
    """Reads every part once: sizes, checksums, and how far the filled cells of a sheet reach."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_sizes(path, sum(part.file_size for part in parts))
            inside = {part.filename.rpartition("/")[0] + part.filename[-4:] for part in parts}
            if "content.xml" in archive.namelist():
                raise SourceChanged(
                    f"{path.name} is an OpenDocument file; save the list as XLSX or CSV, or ask the source for one of them."
                )
            if f"{_SHEETS}.xml" not in inside or f"{_SHEETS}.bin" in inside:
                raise SourceChanged(f"{path.name} is an archive without an XLSX workbook in it; unpack it, or save the list as XLSX.")
            for part in parts:
                _check_part(path, archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise SourceChanged(f"{path.name} is a damaged workbook ({error}); it was cut off or changed on its way. Fetch it again.") from None


def _check_sizes(path: Path, unpacked: int) -> None:
    packed = max(1, path.stat().st_size)
    if unpacked > MOST_BYTES or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * packed):
        raise SourceChanged(
            f"{path.name} has {packed:,} bytes but would unpack to {unpacked:,}; that is an attack or a mistake and was not read."
        )


def _check_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    # Reading to the end makes zipfile compare length and checksum with what the archive promises.
    is_sheet = part.filename.startswith(_SHEETS)
    rows, columns, rest = 0, 0, b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            for column, row in _FILLED.findall(rest + chunk) if is_sheet else ():
                rows, columns = max(rows, int(row)), max(columns, _number(column))
            rest = chunk[-_OVERLAP:]
    if rows * columns > MOST_CELLS:
        raise SourceChanged(
            f"{path.name}: {part.filename} reaches to row {rows:,} and column {columns:,}; "
            "delete the stray cells far outside the list and read it again."
        )


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number
