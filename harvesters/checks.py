"""Reasons to refuse a run rather than publish it: lost columns, too many bad rows, too few rows, a broken promise."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from datasets.errors import SourceChanged
from datasets.records import Column, DatasetRecord
from harvesters.source import Expect, Rejected, Remark


@dataclass(frozen=True, slots=True)
class Counts:
    """What a parse came to, and what was there before. ``before`` None means: never read."""

    accepted: int
    rejected: int
    promised: int | None = None
    before: int | None = None

    @property
    def seen(self) -> int:
        """Data rows in all."""
        return self.accepted + self.rejected


def lost_columns(before: DatasetRecord | None, found: DatasetRecord) -> None:
    """Raises SourceChanged where a known dataset lacks a column that it had."""
    lost = [column for column in (before.columns if before else ()) if column.name not in {one.name for one in found.columns}]
    if lost:
        names, there = (", ".join(_said(column) for column in columns) for columns in (lost, found.columns))
        raise SourceChanged(f"{found.slug} no longer has the column {names}; it has {there}. The last good release stays.")


def new_columns(before: DatasetRecord | None, found: DatasetRecord) -> list[Remark]:
    """A warning for each column that a known dataset did not have."""
    known = {column.name for column in before.columns} if before else {column.name for column in found.columns}
    return [Remark(0, _said(column), "new column, published as it is") for column in found.columns if column.name not in known]


def _said(column: Column) -> str:
    return repr(" ".join((column.source_name or column.name).split()))


def judge(expect: Expect, counts: Counts, rejections: Iterable[Rejected], accept_shrink: bool = False) -> None:
    """Raises SourceChanged with the first rule that a run breaks."""
    if counts.seen < expect.floor:
        raise SourceChanged(f"Only {counts.seen} data rows were found, at least {expect.floor} are expected.")
    if counts.seen > expect.ceiling:
        raise SourceChanged(f"{counts.seen} data rows were found, at most {expect.ceiling} are expected.")
    if counts.rejected > expect.bad_share * counts.seen:
        raise SourceChanged(_too_many_bad(expect, counts, rejections))
    if counts.promised is not None and counts.promised != counts.seen:
        raise SourceChanged(f"The source says {counts.promised} rows, the file holds {counts.seen}; it may be cut off.")
    if counts.before is not None and counts.accepted < expect.shrink * counts.before and not accept_shrink:
        raise SourceChanged(
            f"Only {counts.accepted} rows instead of {counts.before} before, below {expect.shrink:.0%}; "
            "run again with --accept-shrink if the list really became shorter."
        )


def _too_many_bad(expect: Expect, counts: Counts, rejections: Iterable[Rejected]) -> str:
    reasons = Counter((one.field, one.reason) for one in rejections)
    (field, reason), times = reasons.most_common(1)[0]
    line = next(one.line for one in rejections if (one.field, one.reason) == (field, reason))
    return (
        f"{counts.rejected} of {counts.seen} data rows cannot be used, more than {expect.bad_share:.0%}; "
        f"most often ({times} times, first in line {line}) {field}: {reason}."
    )
