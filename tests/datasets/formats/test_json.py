"""Tests of JSON and JSON Lines."""

import csv as reader
import json as parser
from collections.abc import Sequence
from itertools import repeat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.formats import csv, json, jsonl
from datasets.formats.cells import Value
from tests.datasets.tables import LETTERS, column

COLUMNS = (column("a"), column("n", "number"), column("b"), column("yes", "boolean"))
TEXTS = st.none() | st.text(LETTERS, min_size=1, max_size=8) | st.sampled_from(['},{"', '"},{"a":', "\\", "1e-05"])
NUMBERS = st.none() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: not x.is_integer())
ROWS = st.lists(st.tuples(TEXTS, NUMBERS, TEXTS, st.none() | st.booleans()), max_size=8)
Rows = Sequence[tuple[Value, ...]]


@settings(max_examples=60)
@given(rows=ROWS)
def test_objects_are_the_rows_by_name(tmp_path_factory: pytest.TempPathFactory, rows: Rows) -> None:
    folder = tmp_path_factory.mktemp("json")
    json.write(folder / "x.json", COLUMNS, rows)
    jsonl.write(folder / "x.jsonl", COLUMNS, rows)
    names = [column.name for column in COLUMNS]
    objects = [dict(zip(names, row, strict=True)) for row in rows]
    assert parser.loads((folder / "x.json").read_bytes()) == objects
    assert [parser.loads(line) for line in (folder / "x.jsonl").read_bytes().splitlines()] == objects


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])) | st.none() | st.sampled_from(['x",', '","', "\\", "\x7f"]), min_size=1))
def test_texts_encoded_at_once_are_what_they_are_one_by_one(texts: list[str | None]) -> None:
    columns, rows = [column("a"), column("b")], [(text, "b") for text in texts]
    alone = [jsonl.encode({"a": text, "b": "b"}) for text in texts]
    assert ["\n".join(alone)] == list(jsonl.batches(columns, rows, "\n"))


@given(st.lists(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.just("a"), min_size=1))
def test_a_column_of_many_types_is_written_cell_by_cell(cells: list[Value]) -> None:
    columns, rows = [column("n", "number")], [(cell,) for cell in cells]
    read = [parser.loads(line)["n"] for line in "".join(jsonl.batches(columns, rows, "\n")).splitlines()]
    assert [float(got) if isinstance(cell, float) else got for got, cell in zip(read, cells, strict=True)] == cells


@given(st.lists(NUMBERS.filter(lambda number: number is not None), min_size=1))
def test_numbers_have_the_digits_of_the_csv(numbers: list[float]) -> None:
    columns, rows = [column("n", "number")], [(number,) for number in numbers]
    objects = parser.loads("[" + ",".join(jsonl.batches(columns, rows, ",")) + "]", parse_float=str, parse_int=str)
    lines = "".join(csv.batches(columns, rows)).splitlines()
    assert [row["n"] for row in objects] == [row[0] for row in reader.reader(lines)][1:]


def test_a_list_of_many_batches_is_one_list(tmp_path: Path) -> None:
    rows = list(zip(range(2500), repeat("x"), strict=False))
    json.write(tmp_path / "x.json", [column("n", "integer"), column("a")], rows)
    assert [row["n"] for row in parser.loads((tmp_path / "x.json").read_bytes())] == list(range(2500))


def test_every_row_has_its_own_line(tmp_path: Path) -> None:
    json.write(tmp_path / "x.json", [column("a"), column("n", "integer")], [("Köln\n", 1), (None, None)])
    assert (tmp_path / "x.json").read_text("utf-8") == '[\n{"a":"Köln\\n","n":1},\n{"a":null,"n":null}\n]\n'


def test_no_rows_are_an_empty_list(tmp_path: Path) -> None:
    json.write(tmp_path / "x.json", COLUMNS, [])
    jsonl.write(tmp_path / "x.jsonl", COLUMNS, [])
    assert (tmp_path / "x.json").read_bytes() == b"[]\n"
    assert (tmp_path / "x.jsonl").read_bytes() == b""
