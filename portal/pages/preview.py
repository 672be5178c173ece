"""Rows laid out as a table of texts: how wide a column is, what is a link."""

from collections.abc import Sequence

from markupsafe import Markup

from datasets.formats.cells import Value
from datasets.records import Column
from portal.pages.cells import NUMBERS, shown

ONE_LINE = 28
"""Characters of a cell up to which a column does not wrap."""
CLASSES = {kind: Markup(f' class="{kind}"') for kind in ("number", "short", "long")}  # noqa: S704 the words are ours

Laid = tuple[str, str, str]
"""Attribute of the cell, its text, the address it leads to."""


def laid_out(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> list[list[Laid]]:
    """The rows, cell by cell; made here because a template would take ten times as long."""
    down = [_column(column, [row[at] for row in rows]) for at, column in enumerate(columns)]
    return [list(across) for across in zip(*down, strict=True)]


def attribute(column: Column) -> str:
    """Of the head of a column: that of numbers stands to the right."""
    return CLASSES["number"] if column.type in NUMBERS else ""


def _column(column: Column, values: list[Value]) -> list[Laid]:
    texts = [shown(column, value) for value in values]
    kind = attribute(column) or CLASSES["long" if max(map(len, texts), default=0) > ONE_LINE else "short"]
    return [(kind, text, text if _is_address(text) else "") for text in texts]


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and " " not in text and not text.endswith("…")
