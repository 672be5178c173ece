"""Working out every published figure again from the tallies and priors beside it, in a file that anybody can download."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets.errors import BadQuestion, NotFound
from datasets.own import beteiligung
from feedback.scores.checksum import NAME, checksum, is_shown
from feedback.scores.figures import computed, prior_in, shown_state, tally_in
from feedback.scores.retold import worked_out
from feedback.statistics.states import SHOWN_FROM
from feedback.statistics.tally import LEVELS

TABLE = ("project", "group", "n", "residents", beteiligung.SUMS)
"""What a file of beteiligung needs."""

NEEDED = ("project", "dimension", "state", "n", "score", "prior_weight", *(f"n_{level}" for level in LEVELS))

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that does not say what follows from its row. Without a project it is the checksum of the whole file."""

    project: str
    dimension: str
    column: str
    published: str
    computed: str


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many figures were worked out again, and what differs."""

    figures: int
    differences: tuple[Difference, ...]


def recompute(file: Path) -> Recomputed:
    """Checks a published CSV or JSON file of one of both datasets. Raises NotFound, or BadQuestion for another kind of file."""
    read = _rows(file)
    return _tables(read) if all(name in read[0] for name in TABLE) else _scores(read)


def _tables(rows: list[Row]) -> Recomputed:
    """Of beteiligung: the figures of every project's table and its checksum."""
    projects = dict.fromkeys(str(row["project"]) for row in rows)
    found: list[Difference] = []
    for project in projects:
        mine = [row for row in rows if str(row["project"]) == project]
        try:
            expected = worked_out(mine)
        except (ValueError, KeyError, TypeError, StopIteration) as error:
            found.append(Difference(project, "", "n, residents", "", str(error)))
            continue
        found += [one for row in mine for one in _unlike(project, str(row["group"]), row, expected[str(row["group"])])]
    return Recomputed(len(projects), tuple(found))


def _scores(read: list[Row]) -> Recomputed:
    """Of buergernutzen."""
    rows = [row for row in read if is_shown(row)]
    found = [difference for row in rows for difference in _differences(row)]
    said = sorted({str(row.get(NAME) or "") for row in rows})
    if rows and said != [checksum(rows)]:
        found.append(Difference("", "", NAME, " ".join(said), checksum(rows)))
    return Recomputed(len(rows), tuple(found))


def _rows(file: Path) -> list[Row]:
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError:
        raise NotFound(f"{file} does not exist.") from None
    except UnicodeDecodeError:
        raise BadQuestion(f"{file} is no UTF-8 text; give the CSV or JSON of buergernutzen or beteiligung.") from None
    try:
        rows: list[Row] = json.loads(text) if text.lstrip().startswith("[") else list(csv.DictReader(text.splitlines()))
    except (json.JSONDecodeError, csv.Error) as error:
        raise BadQuestion(f"{file} is not readable: {error}.") from None
    if not rows or not any(all(name in rows[0] for name in needed) for needed in (NEEDED, TABLE)):
        needed = f"{', '.join(NEEDED)}; the other one {', '.join(TABLE)}"
        raise BadQuestion(f"{file} is no CSV or JSON of buergernutzen or beteiligung: the first needs the columns {needed}.")
    return rows


def _differences(row: Row) -> list[Difference]:
    project, dimension = str(row["project"]), str(row["dimension"])
    try:
        expected = _expected(row)
    except (ValueError, KeyError, TypeError) as error:
        return [Difference(project, dimension, "n_1 … n_5, prior_1 … prior_5", "", str(error))]
    return _unlike(project, dimension, row, expected)


def _unlike(project: str, dimension: str, row: Row, expected: Row) -> list[Difference]:
    # A file from before a column was added says nothing of it.
    cells = [(column, _plain(row[column]), _plain(value)) for column, value in expected.items() if column in row]
    return [Difference(project, dimension, column, said, value) for column, said, value in cells if said != value]


def _expected(row: Row) -> dict[str, Any]:
    tally, prior = tally_in(row), prior_in(row)
    if sum(tally) < SHOWN_FROM:
        return {"state": "too_few", "n": None, "score": None}
    known = {} if row["state"] == "review" else {"state": shown_state(tally, prior)}
    return computed(tally, prior) | known


def _plain(value: Any) -> str:
    """3.8, "3.80" and "3.8" are the same figure."""
    text = "" if value is None else str(value)
    try:
        return f"{float(text):.6f}"
    except ValueError:
        return text
