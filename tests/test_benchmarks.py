"""The benchmarks measure what they say: the same awards both ways, floors that answer, a load that counts."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks import awards, floor_harvest, load, processes
from tests.benchmarks.table import Line
from tests.benchmarks.writes import RatingForm
from tests.sites import Answer, Asked, Handler

FORM = """
<form action="/suche"><input type="hidden" name="x"></form>
<form action="/projekte/a/bewertung"><input type="hidden" name="s" value="1"></form>
"""


def test_an_export_holds_the_awards_of_the_plain_file(tmp_path: Path) -> None:
    plain = list(floor_harvest.cells_of_plain(awards.write_plain(tmp_path / "a.csv", 50)))
    export = list(floor_harvest.cells_of_export(awards.write_export(tmp_path / "b.csv", 50)))
    assert [row[0] for row in plain] == [row[0] for row in export]
    assert {len(row) for row in export} == {len(awards.HEADER)}


def test_some_awards_lie_in_the_city() -> None:
    keys = [award["gemeindeschluessel"] for award in awards.awards(3000, "01234567")]
    assert 1 <= keys.count("01234567") <= 60


def test_the_floor_of_reading_answers(tmp_path: Path) -> None:
    floor_harvest.main(awards.write_plain(tmp_path / "a.csv", 500), tmp_path, plain=True)
    words = processes.uvicorn("tests.benchmarks.floor_reads:app")
    with processes.server(words, {"FLOOR_TABLE": str(tmp_path / "index.sqlite")}, "/count?ort=x") as server:
        found = json.loads(processes.get(f"{server.base}/words?q=Holzbau&limit=5&offset=0"))
    assert len(found["rows"]) == 5
    assert all("Holzbau" in row["thema"] for row in found["rows"])


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_the_floor_of_writing_stores(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    address = str(tmp_path / "bare.sqlite") if database == "sqlite" else request.getfixturevalue("postgresql_url").replace("+psycopg", "")
    with processes.server(processes.uvicorn("tests.benchmarks.floor_writes:app"), {"FLOOR_DATABASE": address}, "/") as server:
        pace = load.post(server.base, [("/", {}, b"overall=4")] * 20, clients=4)
    assert (pace.failed, pace.per_second > 0) == (0, True)


def test_a_load_asks_each_question_and_counts_failures(fake_site: Callable[[Handler], str]) -> None:
    seen: list[str] = []

    def handler(asked: Asked) -> Answer:
        seen.append(asked.path)
        return Answer(b"x", 500 if asked.path == "/wrong" else 200)

    pace = load.post(fake_site(handler), [(path, {}, b"") for path in ("/a", "/b", "/wrong")], clients=2)
    assert (sorted(seen), pace.failed) == (["/a", "/b", "/wrong"], 1)


def test_a_rating_form_is_found_among_others() -> None:
    parser = RatingForm()
    parser.feed(FORM)
    assert (parser.action, parser.fields) == ("/projekte/a/bewertung", {"s": "1"})


@pytest.mark.parametrize(
    ("line", "met"),
    [
        (Line("x", "s", 2, 4, 0.5), True),
        (Line("x", "s", 1, 4, 0.5), False),
        (Line("x", "s", 9, 4, 2, "at most"), False),
        (Line("x", "s", 4, None, 5, "at most"), True),
        (Line("x", "s", None, 4, 0.5), None),
    ],
)
def test_a_target_is_met_or_not_or_nothing_can_be_said(line: Line, met: bool | None) -> None:
    assert line.met is met
