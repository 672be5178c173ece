"""Tests of the connections kept open."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from datasets import indexes
from datasets.datastore import answer, stream
from datasets.question import Filter, Question
from tests.datasets.tables import an_index, column

N = [column("n", "integer")]


@pytest.fixture(autouse=True)
def nothing_is_open() -> Iterator[None]:
    indexes.close_idle()
    yield
    indexes.close_idle()


def numbers(path: Path, count: int) -> Path:
    return an_index(path, N, [(number,) for number in range(count)])


def test_a_connection_is_kept_for_the_next_question(tmp_path: Path) -> None:
    path = numbers(tmp_path / "index.sqlite", 3)
    with indexes.opened(path) as first:
        pass
    with indexes.opened(path) as second:
        assert second is first


def test_two_at_a_time_get_two(tmp_path: Path) -> None:
    path = numbers(tmp_path / "index.sqlite", 3)
    with indexes.opened(path) as first, indexes.opened(path) as second:
        assert second is not first


def test_the_least_used_connection_is_closed_first(tmp_path: Path) -> None:
    paths = [numbers(tmp_path / f"{number}.sqlite", 1) for number in range(indexes.MOST_IDLE + 1)]
    for path in [*paths[:-1], paths[0], paths[-1]]:
        answer(path, Question())
    kept = [idle.name[0] for idle in indexes._idle]
    assert kept == [*paths[2:-1], paths[0], paths[-1]]


def test_another_file_at_the_same_place_is_seen(tmp_path: Path) -> None:
    path = numbers(tmp_path / "index.sqlite", 3)
    assert answer(path, Question()).total == 3
    numbers(tmp_path / "other.sqlite", 5).replace(path)
    assert answer(path, Question()).total == 5


def test_an_abandoned_stream_gives_its_connection_back(tmp_path: Path) -> None:
    rows = stream(numbers(tmp_path / "index.sqlite", 5), Question())
    next(rows)
    assert indexes._idle == []
    del rows
    assert len(indexes._idle) == 1


def test_many_threads_get_right_answers(tmp_path: Path) -> None:
    paths = [numbers(tmp_path / f"{number}.sqlite", 200 + number) for number in range(5)]

    def ask(turn: int) -> bool:
        path = paths[turn % 5]
        total = answer(path, Question(filters=(Filter("n", "ge", 100),))).total
        return total == 100 + turn % 5 and len(list(stream(path, Question()))) == 200 + turn % 5

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(ask, range(400)))
    assert len(indexes._idle) <= indexes.MOST_IDLE
