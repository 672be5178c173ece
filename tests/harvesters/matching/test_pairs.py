"""The labelled pairs: nothing is ever merged wrongly without a person, and a person is asked about nearly all that is the same."""

import csv

import pytest

from datasets.city import City
from tests import pairs


def test_the_labelled_set_is_large_and_each_pair_says_where_it_is_from() -> None:
    with pairs.FILE.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) >= 300
    assert all(row["left_source"] and row["right_source"] and row["same"] in {"yes", "no"} for row in rows)
    assert {row["half"] for row in rows} == set(pairs.HALVES)
    told = [
        frozenset({(row["left"], row["left_detail"], row["left_source"]), (row["right"], row["right_detail"], row["right_source"])})
        for row in rows
    ]
    assert len(set(told)) == len(rows)


def test_what_a_load_ties_by_itself_is_always_right(city: City) -> None:
    found = pairs.figures(pairs.judged(city), "automatic")
    assert [one for one in found.wrong if one.automatic] == []
    assert any(one.automatic for one in pairs.judged(city))


@pytest.mark.parametrize(("kind", "half", "recall", "precision"), [
    ("organisation", "tuning", 0.92, 0.92),
    ("organisation", "held-out", 0.92, 0.92),
    ("project", "tuning", 0.88, 0.7),
    ("project", "held-out", 0.95, 0.9),
])  # fmt: skip
def test_candidates_find_nearly_all_and_are_mostly_right(city: City, kind: str, half: str, recall: float, precision: float) -> None:
    some = [one for one in pairs.judged(city) if (one.kind, one.half) == (kind, half)]
    found = pairs.figures(some, "candidate")
    assert found.recall >= recall
    assert found.precision >= precision


def test_the_probability_says_how_often_it_is_so(city: City) -> None:
    held_out = [one for one in pairs.judged(city) if one.half == "held-out"]
    assert pairs.brier(held_out) < 0.08
    sure = [one.same for one in held_out if one.probability >= 0.9]
    assert sum(sure) / len(sure) >= 0.9


def test_no_project_is_ever_joined_by_its_title(city: City) -> None:
    assert not any(one.automatic for one in pairs.judged(city) if one.kind == "project")
