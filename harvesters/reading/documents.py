"""Tables in JSON: a list of objects, a list of rows, lists by sheet name, or one object per line."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datasets.errors import SourceChanged
from harvesters.reading.grid import RawCell, RawRow, Sheet

MOST_BYTES = 128 << 20
"""JSON is read whole; this bounds the memory."""
_DEEPEST = 4


def sheets(path: Path, encoding: str) -> list[Sheet]:
    """Every table of the document. Raises SourceChanged for cut-off JSON or JSON without a table."""
    if path.stat().st_size > MOST_BYTES:
        raise SourceChanged(f"{path.name} has more than {MOST_BYTES >> 20} MB of JSON; ask the source for CSV.")
    document = _document(path, encoding)
    found = [_sheet(name, table) for name, table in _tables(path.name, document, 0)]
    if not found:
        raise SourceChanged(f"{path.name} is JSON without a list of objects or rows; look at what the source serves now.")
    return found


def _document(path: Path, encoding: str) -> Any:
    text = path.read_text(encoding)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return _by_line(path, text)
        raise SourceChanged(f"{path.name} is broken JSON in line {error.lineno} ({error.msg}); it was cut off. Fetch it again.") from None
    except (RecursionError, ValueError) as error:
        raise SourceChanged(f"{path.name} is JSON that no list is: {error}.") from None


def _by_line(path: Path, text: str) -> list[Any]:
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            rows += [json.loads(line)] if line.strip() else []
        except json.JSONDecodeError as error:
            raise SourceChanged(f"{path.name} is broken JSON in line {number} ({error.msg}); it was cut off. Fetch it again.") from None
    return rows


def _tables(name: str, value: Any, depth: int) -> Iterator[tuple[str, list[Any]]]:
    if isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        yield name, value
    elif isinstance(value, dict) and depth < _DEEPEST:
        for key, inner in value.items():
            yield from _tables(key, inner, depth + 1)


def _sheet(name: str, table: list[Any]) -> Sheet:
    if any(isinstance(one, list) for one in table):
        return Sheet(name, lambda: _listed(table))
    headers = sorted({key for one in table if isinstance(one, dict) for key in _flat(one)})
    return Sheet(name, lambda: _named(headers, table))


def _listed(table: list[Any]) -> Iterator[tuple[int, RawRow]]:
    for number, row in enumerate(table, 1):
        yield number, [_cell(cell) for cell in row] if isinstance(row, list) else []


def _named(headers: list[str], table: list[Any]) -> Iterator[tuple[int, RawRow]]:
    """The sorted keys as header, so that another order of keys is no other table; then a row per object, by its number."""
    yield 0, list(headers)
    for number, one in enumerate(table, 1):
        flat = _flat(one) if isinstance(one, dict) else {}
        yield number, [_cell(flat.get(header)) for header in headers]


def _flat(one: dict[str, Any]) -> dict[str, Any]:
    """GeoJSON features and API records carry their cells one level down."""
    inner = one.get("properties", one.get("fields"))
    return inner if isinstance(inner, dict) else one


def _cell(value: Any) -> RawCell:
    if isinstance(value, float) and math.isnan(value):
        return None
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(value, ensure_ascii=False)
