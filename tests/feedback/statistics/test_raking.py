"""Raking: the margins of the weighted table are those of the population."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.raking import Raked, rake

Table = dict[tuple[str, str], int]
ROWS, COLUMNS = ("r", "s", "t"), ("x", "y")
tables = st.fixed_dictionaries({(row, column): st.integers(1, 80) for row in ROWS for column in COLUMNS})
heads = st.integers(1000, 90_000)


def share(table: Table, raked: Raked[str], side: int, group: str) -> float:
    return sum(n * raked.weights[cell] for cell, n in table.items() if cell[side] == group) / sum(table.values())


def test_one_margin_off_is_put_right_by_one_factor() -> None:
    table = {("r", "x"): 30, ("r", "y"): 30, ("s", "x"): 10, ("s", "y"): 10}
    raked = rake(table, {"r": 500.0, "s": 500.0}, {"x": 1.0, "y": 1.0})
    assert raked.weights == pytest.approx({("r", "x"): 2 / 3, ("r", "y"): 2 / 3, ("s", "x"): 2, ("s", "y"): 2})
    assert raked.converged


@given(tables, st.tuples(heads, heads, heads), st.tuples(heads, heads))
def test_raking_reproduces_both_margins(table: Table, rows: tuple[int, ...], columns: tuple[int, ...]) -> None:
    raked = rake(table, dict(zip(ROWS, rows, strict=True)), dict(zip(COLUMNS, columns, strict=True)))
    assert raked.converged
    for side, groups, people in ((0, ROWS, rows), (1, COLUMNS, columns)):
        for group, count in zip(groups, people, strict=True):
            assert share(table, raked, side, group) == pytest.approx(count / sum(people), abs=5e-4)


@given(tables)
def test_a_table_that_fits_already_keeps_weights_of_one(table: Table) -> None:
    rows = {row: float(sum(n for cell, n in table.items() if cell[0] == row)) for row in ROWS}
    columns = {column: float(sum(n for cell, n in table.items() if cell[1] == column)) for column in COLUMNS}
    raked = rake(table, rows, columns)
    assert list(raked.weights.values()) == pytest.approx([1.0] * 6)
    assert raked.rounds == 1


@given(tables, st.tuples(heads, heads, heads), st.tuples(heads, heads))
def test_the_mean_weight_is_one(table: Table, rows: tuple[int, ...], columns: tuple[int, ...]) -> None:
    raked = rake(table, dict(zip(ROWS, rows, strict=True)), dict(zip(COLUMNS, columns, strict=True)))
    assert sum(n * raked.weights[cell] for cell, n in table.items()) / sum(table.values()) == pytest.approx(1)


def test_margins_that_contradict_each_other_do_not_come_to_rest() -> None:
    raked = rake({("r", "x"): 10, ("s", "y"): 10}, {"r": 9.0, "s": 1.0}, {"x": 1.0, "y": 9.0})
    assert (raked.converged, raked.rounds) == (False, 1000)


@pytest.mark.parametrize("rows", [{"r": 1.0}, {"r": 1.0, "s": 1.0, "t": 1.0}])
def test_a_group_without_rating_or_target_is_an_error(rows: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="needs a rating"):
        rake({("r", "x"): 5, ("s", "x"): 5}, rows, {"x": 1.0})


def test_a_target_of_nobody_is_an_error() -> None:
    with pytest.raises(ValueError, match="positive"):
        rake({("r", "x"): 5, ("s", "x"): 5}, {"r": 1.0, "s": 0.0}, {"x": 1.0})
