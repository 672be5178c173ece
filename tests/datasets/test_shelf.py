import pytest
from sqlalchemy import Engine

from datasets import history, releases
from datasets.database import reading
from datasets.errors import Gone, NotFound
from datasets.settings import Settings
from datasets.shelf import Shelf
from tests.builders import a_dataset_record


def publish(engine: Engine, settings: Settings, slug: str = "liste", rows: int = 1, title: str = "") -> str:
    record = a_dataset_record(slug=slug)
    if title:
        record = record.model_copy(update={"title": record.title.model_copy(update={"de": title})})
    return releases.publish(engine, settings, record, [(at, "x", 1.0) for at in range(rows)]).name


def test_what_is_published_stands_on_the_shelf(engine: Engine, settings: Settings) -> None:
    shelf = Shelf(engine, fresh=0)
    assert dict(shelf.view().entries) == {}
    name = publish(engine, settings)
    entry = shelf.view().entry("liste")
    assert (entry.release, entry.rows, entry.formats) == (name, 1, ("csv", "jsonl", "json", "parquet", "xlsx", "zip"))


def test_a_new_release_takes_the_place_of_the_old_one(engine: Engine, settings: Settings) -> None:
    shelf = Shelf(engine, fresh=0)
    publish(engine, settings)
    before = shelf.view()
    publish(engine, settings, rows=2)
    assert shelf.view().entry("liste").rows == 2
    assert before.entry("liste").rows == 1


def test_a_view_is_the_same_while_nothing_changes(engine: Engine, settings: Settings) -> None:
    shelf = Shelf(engine, fresh=0)
    publish(engine, settings)
    assert shelf.view() is shelf.view()
    assert shelf.view().shown("liste") is shelf.view().shown("liste")


def test_only_what_changed_is_read_again(engine: Engine, settings: Settings) -> None:
    shelf = Shelf(engine, fresh=0)
    publish(engine, settings, "eins")
    kept = shelf.view().shown("eins")
    publish(engine, settings, "zwei")
    assert shelf.view().shown("eins") is kept


def test_datasets_stand_in_the_order_of_their_titles(engine: Engine, settings: Settings) -> None:
    for slug, title in (("a", "Zebra"), ("b", "Äpfel"), ("c", "Birnen")):
        publish(engine, settings, slug * 2, title=title)
    assert list(Shelf(engine).view().entries) == ["bb", "cc", "aa"]


def test_a_dataset_is_found_by_its_uid_too(engine: Engine, settings: Settings) -> None:
    publish(engine, settings)
    view = Shelf(engine).view()
    assert view.entry(view.entry("liste").uid).slug == "liste"
    with pytest.raises(NotFound):
        view.entry("nichts")


def test_a_resource_leads_to_its_dataset(engine: Engine, settings: Settings) -> None:
    publish(engine, settings)
    view = Shelf(engine).view()
    entry, kind = view.resource(view.shown("liste").resource_id("parquet"))
    assert (entry.slug, kind) == ("liste", "parquet")
    with pytest.raises(NotFound, match=r'"nichts"'):
        view.resource("nichts")


def test_what_was_made_of_a_dataset_is_kept_until_it_changes(engine: Engine, settings: Settings) -> None:
    shelf, made = Shelf(engine, fresh=0), []
    for rows in (1, 1, 2):
        publish(engine, settings, rows=rows)
        shelf.view().made(shelf.view().entry("liste"), "test", lambda shown: made.append(shown.slug) or b"x")
    assert made == ["liste", "liste"]


def test_the_version_is_asked_for_once_within_its_freshness(engine: Engine, settings: Settings) -> None:
    shelf = Shelf(engine, fresh=3600)
    assert not shelf.is_fresh
    shelf.view()
    publish(engine, settings)
    assert shelf.is_fresh
    assert not shelf.view().entries
    shelf.version()
    assert "liste" in shelf.view().entries


def test_the_past_of_a_dataset_names_all_its_releases(engine: Engine, settings: Settings) -> None:
    names = [publish(engine, settings, rows=rows) for rows in (1, 2)]
    with reading(engine) as session:
        assert [one.name for one in history.past(session, "liste")] == names[::-1]
        assert history.past(session, "nichts") == []


def test_why_a_dataset_is_absent_is_said(engine: Engine, settings: Settings) -> None:
    publish(engine, settings)
    with reading(engine) as session:
        assert isinstance(history.absent(session, "nichts"), NotFound)
        assert isinstance(history.absent(session, "liste"), Gone)
