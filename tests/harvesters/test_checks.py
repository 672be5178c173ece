"""A run is refused rather than published when it breaks a rule; the sentence says which."""

import pytest

from datasets.errors import SourceChanged
from datasets.records import Column, Text
from harvesters import checks
from harvesters.checks import Counts
from harvesters.source import Expect, Rejected
from tests.builders import a_dataset_record

BAD = [Rejected(7, "title", "is empty"), Rejected(9, "title", "is empty"), Rejected(8, "sum", "is no number")]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(0, 0), "Only 0 data rows"),
        (Counts(7, 3), r"3 of 10 data rows.*2 times, first in line 7.*title: is empty"),
        (Counts(10, 0, promised=12), "says 12 rows, the file holds 10"),
        (Counts(89, 0, before=100), "--accept-shrink"),
        (Counts(11, 0), "at most 10"),
    ],
)
def test_a_broken_rule_is_said(counts, said):
    with pytest.raises(SourceChanged, match=said):
        checks.judge(Expect(ceiling=10 if counts.accepted == 11 else 1000), counts, BAD)


@pytest.mark.parametrize("counts", [Counts(8, 2), Counts(10, 0, promised=10), Counts(90, 0, before=100), Counts(1, 0, before=1)])
def test_the_limits_themselves_are_kept(counts):
    checks.judge(Expect(), counts, BAD)


def test_a_shrink_can_be_accepted():
    checks.judge(Expect(), Counts(5, 0, before=100), [], accept_shrink=True)


def test_a_lost_column_is_named_and_a_new_one_warns():
    record = a_dataset_record()
    more = record.model_copy(update={"columns": (*record.columns, Column(name="neu", title=Text(de="Neu"), source_name="Neue\nSpalte"))})
    assert [remark.field for remark in checks.new_columns(record, more)] == ["'Neue Spalte'"]
    with pytest.raises(SourceChanged, match="'Neue Spalte'"):
        checks.lost_columns(more, record)


def test_a_dataset_never_read_before_has_lost_nothing():
    checks.lost_columns(None, a_dataset_record())
    assert checks.new_columns(None, a_dataset_record()) == []
