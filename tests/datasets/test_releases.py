"""A release is whole, immutable and current by one row; what a killed process leaves behind is never seen."""

import datetime as dt
import stat

import pytest

from datasets import catalogue, releases
from datasets.database import reading, transaction
from datasets.errors import Gone, NotFound
from datasets.tables.catalogue import Release
from datasets.tables.types import now
from tests.builders import a_dataset_record, a_project

ROWS = [(1, "eins", 1), (2, "zwei", 2)]


@pytest.fixture
def record():
    return a_dataset_record(slug="zahlen")


def editions(engine, slug="zahlen"):
    with reading(engine) as session:
        return catalogue.releases(session, slug)


def test_a_release_has_every_format_with_its_sum(engine, settings, record):
    releases.publish(engine, settings, record, ROWS)
    [edition] = editions(engine)
    assert {file.format for file in edition.files} >= {"csv", "json", "jsonl", "parquet", "xlsx", "zip"}
    assert releases.verify(engine, settings) == []


def test_the_csv_holds_the_rows(engine, settings, record):
    made = releases.publish(engine, settings, record, ROWS)
    assert (settings.releases / "zahlen" / made.name / "zahlen.csv").read_text() == "id,name,betrag\n1,eins,1\n2,zwei,2\n"


def test_the_same_rows_make_no_second_release(engine, settings, record):
    first, second = (releases.publish(engine, settings, record, ROWS) for _ in range(2))
    assert (first.is_new, second.is_new, second.name) == (True, False, first.name)


@pytest.mark.parametrize("what", ["rows", "title"])
def test_what_differs_makes_a_new_one_and_the_old_one_stays(engine, settings, record, what):
    releases.publish(engine, settings, record, ROWS)
    changed = record.model_copy(update={"title": record.title.model_copy(update={"de": "Anders"})}) if what == "title" else record
    releases.publish(engine, settings, changed, ROWS if what == "title" else ROWS[:1])
    new, old = editions(engine)
    assert new.name == f"{old.name}.1"
    assert releases.verify(engine, settings) == []


def test_differences_are_counted_by_key(engine, settings, record):
    releases.publish(engine, settings, record, ROWS)
    made = releases.publish(engine, settings, record, [(2, "zwei", 3), (3, "drei", 3)])
    assert (made.difference.added, made.difference.changed, made.difference.gone) == (1, 1, 1)


def test_files_of_a_release_cannot_be_written(engine, settings, record):
    made = releases.publish(engine, settings, record, ROWS)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in (settings.releases / "zahlen" / made.name).iterdir()}
    assert modes == {0o444}


def test_a_release_that_fails_leaves_nothing(engine, settings, record):
    releases.publish(engine, settings, record, ROWS)
    before = sorted(path.name for path in (settings.releases / "zahlen").iterdir())
    with pytest.raises(ZeroDivisionError):
        releases.publish(engine, settings, record, ((1, "x", 1 // (n - 1)) for n in range(3)))
    assert sorted(path.name for path in (settings.releases / "zahlen").iterdir()) == before
    assert len(editions(engine)) == 1


def test_what_killed_processes_left_is_swept_and_releases_stay(engine, settings, record):
    made = releases.publish(engine, settings, record, ROWS)
    home = settings.releases / "zahlen"
    for name in (".draft-dead", "2020-01-01", f"{made.name}.7"):
        (home / name).mkdir()
    assert releases.sweep(engine, settings) == 3
    assert [path.name for path in home.iterdir() if path.is_dir()] == [made.name]


def test_a_folder_without_a_row_does_not_block_its_name(engine, settings, record):
    (settings.releases / "zahlen" / now().date().isoformat()).mkdir(parents=True)
    assert releases.publish(engine, settings, record, ROWS).name == now().date().isoformat()


def test_a_damaged_file_is_named(engine, settings, record):
    made = releases.publish(engine, settings, record, ROWS)
    file = settings.releases / "zahlen" / made.name / "zahlen.csv"
    file.chmod(0o644)
    file.write_text("x")
    (file.parent / "zahlen.json").unlink()
    assert releases.verify(engine, settings) == [
        f"zahlen {made.name}: zahlen.csv differs from its sum.",
        f"zahlen {made.name}: zahlen.json is missing.",
    ]


def test_a_withdrawn_release_is_gone_with_its_reason(engine, settings, record):
    made = releases.publish(engine, settings, record, ROWS)
    with transaction(engine) as session:
        row = session.get_one(Release, 1)
        row.withdrawn_at, row.withdrawn_reason = now(), "falsche Zahlen"
    with reading(engine) as session, pytest.raises(Gone, match="falsche Zahlen"):
        catalogue.release(session, "zahlen", made.name)


def test_own_datasets_are_released_when_they_are_marked(engine, settings):
    with transaction(engine) as session:
        releases.enter_own(session, settings)
        a_project(session, slug="bruecke")
    assert releases.publish_due(engine, settings)["projekte"].rows == 1
    assert releases.publish_due(engine, settings) == {}
    with transaction(engine) as session:
        a_project(session, slug="tunnel")
        catalogue.mark_due(session, "projekte")
    assert releases.publish_due(engine, settings)["projekte"].rows == 2


def test_a_change_during_publishing_stays_marked(engine, settings):
    with transaction(engine) as session:
        releases.enter_own(session, settings)
        since = dict(catalogue.due(session))["projekte"]
    with transaction(engine) as session:
        catalogue.mark_due(session, "projekte")
        catalogue.mark_published(session, "projekte", since)
    with reading(engine) as session:
        assert "projekte" in dict(catalogue.due(session))


def test_an_unknown_own_dataset_is_named(engine, settings):
    with pytest.raises(NotFound, match="unbekannt is not an own dataset; there are beteiligung, buergernutzen"):
        releases.publish_due(engine, settings, ["unbekannt"])


def test_every_change_of_the_catalogue_raises_its_version(engine, settings, record):
    versions = []
    for rows in (ROWS, ROWS, ROWS[:1]):
        releases.publish(engine, settings, record, rows)
        with reading(engine) as session:
            versions.append(catalogue.version(session))
    assert versions == [1, 1, 2]


def test_names_count_on_within_a_day():
    day = dt.date(2026, 11, 23)
    assert [releases._next_name(day, taken) for taken in (set(), {"2026-11-23"}, {"2026-11-23", "2026-11-23.1"})] == [
        "2026-11-23",
        "2026-11-23.1",
        "2026-11-23.2",
    ]
