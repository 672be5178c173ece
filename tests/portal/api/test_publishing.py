"""Fifty questions drawn by chance, each asked in every form while new releases are published: each answer is of one release, whole."""

import csv
import datetime as dt
import io
import json
import operator
import random
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import duckdb
import pytest

from datasets import indexes, releases
from datasets.database import open_engine
from datasets.records import Cell
from datasets.settings import Settings
from tests.benchmarks import processes
from tests.benchmarks.installation import SERVER
from tests.builders import a_dataset_record
from tests.published import a_published, all_types, many_rows

NAMES = [column.name for column in all_types()]
NUMBERS = {"integer", "number", "year"}
QUESTIONS = 50
WORDS = ("Brücke", "Radweg", "Schule", "Hafen", "Ufer, neu", 'der "Park"', None)


@dataclass
class Published:
    """A portal that answers, and the rows of each release it ever had."""

    base: str
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def some_rows(edition: int) -> list[tuple[Cell, ...]]:
    """Three hundred rows; about a fifth differ from one edition to the next."""
    chance = random.Random(edition)
    made = []
    for at in range(300):
        of = random.Random(at if chance.random() < 0.8 else at + 1000 * edition)
        number = None if of.random() < 0.1 else round(of.uniform(-9, 9999), 2)
        day = None if of.random() < 0.1 else dt.date(2020, 1, 1) + dt.timedelta(of.randrange(900))
        moment = dt.datetime(2021, 1, 1, of.randrange(24), tzinfo=dt.UTC)
        made.append((of.choice(WORDS), at, number, of.choice([True, False, None]), day, moment, of.choice([2019, 2020, None])))
    return made


def as_said(rows: list[tuple[Cell, ...]]) -> list[dict[str, Any]]:
    """The rows as JSON has them."""
    texts = [[cell.isoformat() if isinstance(cell, dt.date) else cell for cell in row] for row in rows]
    return [dict(zip(NAMES, row, strict=True)) for row in texts]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Published]:
    """A portal in a process of its own; meanwhile a thread publishes one release after the other."""
    home = tmp_path_factory.mktemp("home")
    (home / "mehrwert.sqlite").write_bytes(sqlite_template.read_bytes())
    settings = Settings.from_environment({"MEHRWERT_HOME": str(home)})
    settings.secret()
    engine, stop = open_engine(settings.database_url), threading.Event()
    record = a_dataset_record(slug="liste", columns=all_types(), key=("integer",))
    found = Published("")

    def publish(edition: int) -> None:
        rows = some_rows(edition)
        # Known before anybody can ask for it: the name follows from those that are taken.
        name = dt.datetime.now(dt.UTC).date().isoformat() + (f".{len(found.rows)}" if found.rows else "")
        found.rows[name] = as_said(rows)
        assert releases.publish(engine, settings, record, rows).name == name

    def go_on() -> None:
        while not stop.wait(0.2):
            publish(len(found.rows))

    publish(0)
    thread = threading.Thread(target=go_on)
    with processes.server(SERVER, {"MEHRWERT_HOME": str(home)}, "/healthz") as server:
        found.base = server.base
        thread.start()
        yield found
        stop.set()
        thread.join(30)
    engine.dispose()
    indexes.close_idle()


def get(published: Published, path: str) -> tuple[bytes, str]:
    """The body and the release that it says it is of."""
    with urllib.request.urlopen(published.base + path, timeout=60) as answer:  # noqa: S310  our own address on loopback
        return answer.read(), answer.headers["Mehrwert-Release"]


def drawn(number: int) -> tuple[list[tuple[str, str, Any]], list[tuple[str, bool]]]:
    """Filters (column, comparison, value) and the columns of the order, each with whether it falls."""
    chance = random.Random(number)
    kinds = [
        ("string", "eq", chance.choice(WORDS[:-1])), ("string", "contains", chance.choice(["RÜCK", "e", '"'])),
        ("string", "starts", chance.choice(["sch", "U"])), ("integer", "ge", chance.randrange(250)),
        ("integer", "lt", chance.randrange(50, 300)),
        ("number", "le", round(chance.uniform(0, 9999), 2)), ("boolean", "eq", True), ("date", "gt", "2020-10-05"),
        ("year", "in", [2019, 2020]), ("number", "null", None), ("year", "notnull", None), ("boolean", "ne", False),
    ]  # fmt: skip
    filters = chance.sample(kinds, chance.randrange(3))
    return filters, [(name, chance.random() < 0.5) for name in chance.sample(NAMES, chance.randrange(3))]


def fits(row: dict[str, Any], column: str, how: str, value: Any) -> bool:
    """What a filter means, in plain words."""
    cell = row[column]
    if how in {"null", "notnull"}:
        return (cell is None) == (how == "null")
    if how in {"eq", "ne"}:
        return (cell == value) == (how == "eq")
    if cell is None:
        return False
    if how in {"contains", "starts"}:
        at = str(cell).lower().find(value.lower())
        return at >= 0 if how == "contains" else at == 0
    meant = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt}
    return cell in value if how == "in" else bool(meant[how](cell, value))


def expected(rows: list[dict[str, Any]], filters: list[tuple[str, str, Any]], order: list[tuple[str, bool]]) -> list[dict[str, Any]]:
    """The rows that fit, in their order, empty cells last."""
    found = [row for row in rows if all(fits(row, *one) for one in filters)]
    for name, falls in reversed(order):
        known = sorted((row for row in found if row[name] is not None), key=lambda row: row[name], reverse=falls)
        # sorted() keeps ties as they stood also when it falls, as ours do
        found = known + [row for row in found if row[name] is None]
    return found


def written(filters: list[tuple[str, str, Any]], order: list[tuple[str, bool]]) -> str:
    said = [(f"{column}__{how}", ",".join(map(str, value)) if isinstance(value, list) else str(value)) for column, how, value in filters]
    return urlencode([*said, ("sort", ",".join(f"{name} desc" if falls else name for name, falls in order))])


def from_csv(text: str) -> list[dict[str, Any]]:
    read = {**dict.fromkeys(NUMBERS, json.loads), "boolean": lambda cell: json.loads(cell.lower())}
    rows = csv.DictReader(io.StringIO(text))
    return [{name: read.get(name, str)(cell) if cell else None for name, cell in row.items()} for row in rows]


def from_parquet(body: bytes, folder: Path) -> list[dict[str, Any]]:
    file = folder / "answer.parquet"
    file.write_bytes(body)
    rows = duckdb.sql(f"SELECT * FROM '{file}'").fetchall()
    return [
        {
            name: f"{cell.isoformat()}+00:00" if name == "datetime" else cell.isoformat() if name == "date" and cell else
            float(cell) if name == "number" and cell is not None else cell
            for name, cell in zip(NAMES, row, strict=True)
        }
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(QUESTIONS))
def test_pages_and_every_form_hold_the_rows_of_one_release(published: Published, number: int, tmp_path: Path) -> None:
    filters, order = drawn(number)
    question, size = written(filters, order), random.Random(number).randrange(5, 80)
    seen, release, address = [], "", f"/daten/liste/abfrage.json?{question}&limit={size}"
    while address:
        body, named = get(published, address)
        page = json.loads(body)
        assert named == page["release"] == (release or named)
        release, address = named, page["next"]
        seen += page["rows"]
    wanted = expected(published.rows[release], filters, order)
    assert seen == wanted
    assert page["total"] == len(wanted)
    pinned = f"/daten/liste/{release}/abfrage"
    assert [json.loads(line) for line in get(published, f"{pinned}.jsonl?{question}")[0].splitlines()] == wanted
    assert from_csv(get(published, f"{pinned}.csv?{question}")[0].decode()) == wanted
    assert from_parquet(get(published, f"{pinned}.parquet?{question}")[0], tmp_path) == wanted


@pytest.mark.parametrize("number", range(0, QUESTIONS, 5))
def test_dumps_and_files_hold_the_same(published: Published, number: int) -> None:
    filters, order = drawn(number)
    equal = {column: value for column, how, value in filters if how in {"eq", "in"}}
    sort = ", ".join(f"{name} desc nulls last" if falls else f"{name} nulls last" for name, falls in order)
    resource = json.loads(get(published, "/api/3/action/package_show?id=liste")[0])["result"]["resources"][0]["id"]
    address = f"/datastore/dump/{resource}?fields={','.join(NAMES)}&sort={quote(sort)}&filters={quote(json.dumps(equal))}"
    body, release = get(published, address)
    kept = [(column, how, value) for column, how, value in filters if how in {"eq", "in"}]
    assert from_csv(body.decode()) == expected(published.rows[release], kept, order)
    file = get(published, f"/daten/liste/{release}/liste.csv")[0]
    assert get(published, f"/daten/liste/{release}/abfrage.csv")[0] == file
    assert from_csv(file.decode()) == published.rows[release]


def test_releases_were_published_meanwhile(published: Published) -> None:
    assert len(published.rows) > 5


def test_who_goes_ends_the_work(app: Any, server: str) -> None:
    a_published(app, many_rows(60_000))
    indexes.close_idle()
    with urllib.request.urlopen(f"{server}/daten/liste/abfrage.csv?sort=-betrag", timeout=60) as answer:  # noqa: S310
        answer.read(1000)
    for _ in range(100):
        if indexes._idle:
            break
        threading.Event().wait(0.1)
    assert [idle.schema.rows for idle in indexes._idle][:1] == [60_000]
