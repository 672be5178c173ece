import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from datasets import aggregates
from datasets.errors import BadQuestion, TooLong
from datasets.formats import csv as ours
from datasets.formats import index, parquet
from datasets.question import Figure, Filter, Grouping, Question, Sort
from datasets.records import Cell, Column, Text

COLUMNS = (
    Column(name="ort", title=Text(de="Ort")),
    Column(name="summe", type="number", title=Text(de="Summe")),
    Column(name="wert", type="number", title=Text(de="Wert")),
    Column(name="wann", type="datetime", title=Text(de="Wann")),
    Column(name="zahl", type="integer", title=Text(de="Zahl")),
)
ALL = Question()


def a_release(folder: Path, rows: list[tuple[Cell, ...]]) -> Path:
    """The index and the Parquet of these rows, as a release has them."""
    with index.open_index(folder / "index.sqlite", COLUMNS) as writer:
        for row in rows:
            writer.add(row)
    index.complete(folder / "index.sqlite")
    ours.write(folder / "liste.csv", COLUMNS, index.read_rows(folder / "index.sqlite"))
    parquet.write(folder / "liste.parquet", COLUMNS, folder / "liste.csv", folder / "index.sqlite")
    return folder


def asked(
    folder: Path, by: tuple[str, ...], *figures: Figure, question: Question = ALL, sort: tuple[Sort, ...] = ()
) -> list[tuple[object, ...]]:
    return aggregates.grouped(folder, "liste", question, Grouping(by, figures, sort)).rows  # type: ignore[return-value]  # cells are objects


def test_sums_of_money_are_exact_where_doubles_are_not(tmp_path: Path) -> None:
    cents = [Decimal(f"{number * 37 % 100000}.{number % 100:02}") for number in range(5000)]
    folder = a_release(tmp_path, [("a", cent, None, None, at) for at, cent in enumerate(cents)])
    with (folder / "liste.csv").open() as file:
        whole = sum(Decimal(row["summe"]) for row in csv.DictReader(file))
    ((found, mean),) = asked(folder, (), Figure("sum", "summe"), Figure("mean", "summe"))
    assert Decimal(str(found)) == whole == sum(cents)
    assert mean == float(whole / 5000)


def test_a_sum_beyond_a_double_keeps_its_cents(tmp_path: Path) -> None:
    folder = a_release(tmp_path, [("a", Decimal("9007199254740.99"), None, None, at) for at in range(9000)])
    ((found,),) = asked(folder, (), Figure("sum", "summe"))
    assert found == Decimal("9007199254740.99") * 9000 or Decimal(str(found)) == Decimal("9007199254740.99") * 9000


def test_empty_cells_are_a_group_and_count_in_no_figure(tmp_path: Path) -> None:
    folder = a_release(tmp_path, [(None, 1, 0.001, None, 1), (None, None, None, None, 2), ("a", 3, 1e-05, None, None)])
    figures = (Figure("count"), Figure("sum", "summe"), Figure("distinct", "zahl"), Figure("mean", "wert"), Figure("max", "zahl"))
    assert asked(folder, ("ort",), *figures) == [("a", 1, 3, 0, 1e-05, None), (None, 2, 1, 2, 0.001, 2)]


def test_moments_stand_as_in_the_files(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 3, 1, 8, 30, tzinfo=dt.UTC)
    folder = a_release(tmp_path, [("a", 1, None, moment, 1), ("b", 1, None, None, 1)])
    assert asked(folder, ("wann",), Figure("max", "wann")) == [("2026-03-01T08:30:00+00:00",) * 2, (None, None)]


def test_filters_and_words_decide_which_rows(tmp_path: Path) -> None:
    folder = a_release(tmp_path, [("Brücke", 1, None, None, 1), ("Brücken", 2, None, None, 2), ("Weg", 4, None, None, 3)])
    assert asked(folder, (), Figure("sum", "summe"), question=Question(q="brucke")) == [(1,)]
    assert asked(folder, (), Figure("sum", "summe"), question=Question(filters=(Filter("ort", "starts", "BRÜ"),))) == [(3,)]
    assert asked(folder, ("ort",), Figure("count"), question=Question(filters=(Filter("zahl", "gt", 9),))) == []


def test_what_makes_no_sense_is_refused_by_name(tmp_path: Path) -> None:
    folder = a_release(tmp_path, [("a", 1, None, None, 1)])
    for grouping, field in [
        (Grouping(("nichts",)), "group"),
        (Grouping(("ort", "ort")), "group"),
        (Grouping(("ort",), (Figure("sum", "ort"),)), "aggregate"),
        (Grouping(("ort",), (Figure("sum", "nichts"),)), "aggregate"),
        (Grouping(("ort",), sort=(Sort("summe"),)), "sort"),
    ]:
        with pytest.raises(BadQuestion) as error:
            aggregates.grouped(folder, "liste", ALL, grouping)
        assert error.value.field == field


def test_nothing_but_the_release_can_be_read_and_nothing_be_written(tmp_path: Path) -> None:
    folder = a_release(tmp_path, [("a", 1, None, None, 1)])
    asked(folder, (), Figure("count"))
    with aggregates._opened(folder / "liste.parquet") as table:
        for text in (
            f"SELECT * FROM read_csv('{folder}/liste.csv')",
            "SELECT * FROM read_text('/etc/passwd')",
            f"COPY (SELECT 1) TO '{tmp_path}/x.csv'",
            "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')",
            "INSTALL httpfs",
            f"ATTACH '{tmp_path}/x.db'",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                table.connection.execute(text)


def test_a_question_ends_when_its_time_is_over(tmp_path: Path) -> None:
    folder = a_release(tmp_path, [(f"{at}", at, None, None, at) for at in range(200)])
    with aggregates._opened(folder / "liste.parquet") as table, pytest.raises(TooLong), aggregates._limited(table.connection, 0.2):
        table.connection.execute("SELECT count(*) FROM range(100000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3").fetchall()


def test_a_figure_called_like_a_column_of_the_list_gets_a_number(tmp_path: Path) -> None:
    columns = (
        Column(name="count", type="integer", title=Text(de="Anzahl")),
        Column(name="min_count", type="integer", title=Text(de="Least")),
    )
    with index.open_index(tmp_path / "index.sqlite", columns) as writer:
        for row in [(7, 1), (7, 2), (9, 3)]:
            writer.add(row)
    index.complete(tmp_path / "index.sqlite")
    ours.write(tmp_path / "liste.csv", columns, index.read_rows(tmp_path / "index.sqlite"))
    parquet.write(tmp_path / "liste.parquet", columns, tmp_path / "liste.csv", tmp_path / "index.sqlite")
    by_figure = Grouping(
        ("count", "min_count"), (Figure("count"), Figure("min", "count")), (Sort("count_2", True), Sort("min_count", True))
    )
    found = aggregates.grouped(tmp_path, "liste", ALL, by_figure)
    assert [column.name for column in found.columns] == ["count", "min_count", "count_2", "min_count_2"]
    assert found.rows == [(9, 3, 1, 9), (7, 2, 1, 7), (7, 1, 1, 7)]
    by_column = aggregates.grouped(tmp_path, "liste", ALL, Grouping(("count",), (Figure("count"),), (Sort("count", True),)))
    assert by_column.rows == [(9, 1), (7, 2)]
