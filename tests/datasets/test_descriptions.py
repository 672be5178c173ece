"""Kept descriptions: a page made of them says what is said when all is made anew, and no change is missed."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, parse

from datasets import catalogue, descriptions, withdrawing
from datasets.database import transaction
from datasets.descriptions import HERE, Descriptions
from datasets.records import Text
from datasets.settings import ROOT
from datasets.shelf import Shelf
from datasets.vocabularies import dcat, rdf
from datasets.vocabularies.dcat_dataset import PROFILES, Portal
from tests.catalogues import small, the_register
from tests.generated import fill

BASE = "https://daten.example.org"
NOTHING = dcat.Whole(0, None, None)


@pytest.fixture
def kept(settings):
    return Descriptions(settings)


@pytest.fixture
def page(kept, store, settings):
    """One page of all datasets."""

    def of(ending="nt", profile=PROFILES[0]):
        view = Shelf(store, fresh=0).view()
        return kept.page(view, Portal(BASE, settings.city, profile), NOTHING, list(view.entries.values()), 1, ending)

    return of


@pytest.fixture
def anew(store, settings):
    """The same without anything kept, as one document."""

    def of(ending="nt", profile=PROFILES[0]):
        view, portal = Shelf(store, fresh=0).view(), Portal(BASE, settings.city, profile)
        head = dcat.page(portal, NOTHING, list(view.entries), 1, f"{BASE}/catalog.{ending}")
        return rdf.written(head + dcat.document(portal, view.shown_all(view.entries.values())), ending)

    return of


@pytest.fixture
def nothing_is_made(monkeypatch):
    """Says from when on no dataset may be described anew."""

    def begin():
        monkeypatch.setattr(dcat, "dataset", lambda _portal, shown: pytest.fail(f"{shown.slug} is described anew"))

    return begin


def said(body, ending):
    """All that a document says, whatever its blank nodes are called."""
    found = Dataset(parse(body, format=rdf.FORMATS[ending][0]))
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(found)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("ending", rdf.FORMATS)
def test_a_page_of_datasets_of_every_kind_says_what_is_said_without_anything_kept(ending, profile, page, anew, store, settings):
    fill(store, 200, settings.city)
    expected = said(anew(ending, profile), ending)
    assert said(page(ending, profile), ending) == expected
    assert said(page(ending, profile), ending) == expected
    assert len(expected) > 20_000


@pytest.mark.parametrize("ending", rdf.FORMATS)
def test_a_page_of_the_city_s_register_says_what_is_said_without_anything_kept(ending, page, anew, store, settings):
    the_register(store, settings)
    assert said(page(ending), ending) == said(page(ending), ending) == said(anew(ending), ending)


def test_what_did_not_change_is_not_described_anew(page, store, settings, nothing_is_made):
    small(store, settings)
    first = page()
    nothing_is_made()
    assert page() == first
    assert HERE.encode() not in first


def test_of_many_who_ask_at_once_one_describes_the_datasets(kept, store, settings, monkeypatch):
    fill(store, 50, settings.city)
    view, made, describe = Shelf(store, fresh=0).view(), [], dcat.dataset
    monkeypatch.setattr(dcat, "dataset", lambda portal, shown: (made.append(shown.slug), describe(portal, shown))[1])
    entries = list(view.entries.values())
    with ThreadPoolExecutor(32) as threads:
        pages = list(threads.map(lambda _: kept.page(view, Portal(BASE, settings.city), NOTHING, entries, 1, "nt"), range(32)))
    assert len(set(pages)) == 1
    assert sorted(made) == sorted(view.entries)


def test_it_is_still_there_in_another_process(page, store, settings, nothing_is_made):
    small(store, settings)
    first = page()
    nothing_is_made()
    view = Shelf(store, fresh=0).view()
    another = Descriptions(settings).page(view, Portal(BASE, settings.city), NOTHING, list(view.entries.values()), 1, "nt")
    assert another == first


def test_a_change_is_seen_at_once(page, anew, store, settings):
    small(store, settings, slug="bruecke")
    small(store, settings, slug="radweg")
    page()
    small(store, settings, slug="bruecke", title=Text(de="Neue Brücke"))
    assert "Neue Brücke" in page().decode()
    assert said(page(), "nt") == said(anew(), "nt")


def test_a_change_of_a_description_that_is_no_release_is_seen_too(page, store, settings):
    shown = small(store, settings)
    page()
    with transaction(store) as session:
        catalogue.put(session, shown.record.model_copy(update={"contact_name": "Büro für Brücken"}))
        catalogue.raise_version(session)
    assert "Büro für Brücken" in page().decode()


def test_what_is_withdrawn_is_forgotten(page, store, settings):
    shown = small(store, settings, slug="geheim")
    small(store, settings)
    page()
    assert _kept(settings, "geheim")
    withdrawing.withdraw(store, settings, "geheim", shown.current.name, "Ein Fehler.")
    assert not _kept(settings, "geheim")
    assert b"geheim" not in page()


def test_what_is_no_longer_in_the_catalogue_is_forgotten_with_the_next_change(page, kept, store, settings):
    for slug in ("geht", "bleibt"):
        small(store, settings, slug=slug)
    page()
    view = Shelf(store, fresh=0).view()
    entries = {"bleibt": view.entries["bleibt"]}
    kept._keep(f"{PROFILES[0]}/nt", {"bleibt": b""}, entries.values(), entries)  # no dataset can go otherwise
    assert not _kept(settings, "geht")
    assert _kept(settings, "bleibt")


def test_a_damaged_file_costs_time_and_nothing_else(page, store, settings, nothing_is_made):
    small(store, settings)
    first = page()
    (file,) = _files(settings)
    for other in (settings.home / descriptions.FOLDER).iterdir():
        other.unlink()
    file.write_bytes(b"no database" * 1000)
    assert page() == first
    assert page() == first
    nothing_is_made()
    assert page() == first


def test_a_damaged_description_is_made_anew(page, store, settings):
    small(store, settings)
    first = page()
    with descriptions._opened(_files(settings)[0]) as file, file:
        file.execute("UPDATE parts SET body = substr(body, 1, length(body) / 2)")
    assert page() == first


def test_a_folder_that_cannot_be_written_is_no_failure(page, anew, store, settings):
    small(store, settings)
    (settings.home / descriptions.FOLDER).write_text("a file in its place")
    assert said(page(), "nt") == said(anew(), "nt")


def test_what_another_program_wrote_is_removed(page, store, settings):
    folder = settings.home / descriptions.FOLDER
    folder.mkdir(parents=True)
    (folder / "older.sqlite").write_bytes(b"")
    small(store, settings)
    page()
    assert [file.name for file in _files(settings)] != ["older.sqlite"]
    assert len(_files(settings)) == 1


KILLED = """
import sqlite3, sys
from datasets import descriptions
from pathlib import Path
with descriptions._opened(Path(sys.argv[1])) as store:
    store.execute("BEGIN")
    store.execute("UPDATE parts SET body = x'00'")
    print("written", flush=True)
    sys.stdin.read()
"""


def test_a_process_that_is_killed_while_it_writes_leaves_what_was_there(page, store, settings, nothing_is_made):
    small(store, settings)
    first = page()
    command = [sys.executable, "-c", KILLED, str(_files(settings)[0])]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == b"written\n"
        nothing_is_made()
        # Nor does anybody wait for it meanwhile.
        start = time.monotonic()
        assert page() == first
        assert time.monotonic() - start < descriptions.SECONDS
        os.kill(writer.pid, signal.SIGKILL)
    assert page() == first


def test_after_going_ahead_no_page_describes_anything(kept, page, anew, store, settings, nothing_is_made):
    fill(store, 2 * descriptions.STEP, settings.city)
    expected = {(ending, profile): said(anew(ending, profile), ending) for ending in ("nt", "rdf") for profile in PROFILES}
    assert _all_ahead(kept, store) == 2 * len(descriptions.FORMS)
    nothing_is_made()
    assert {(ending, profile): said(page(ending, profile), ending) for ending, profile in expected} == expected
    assert all(page(ending, profile) for ending in rdf.FORMATS for profile in PROFILES)


def test_going_ahead_describes_only_what_changed(kept, store, settings, monkeypatch):
    for slug in ("bruecke", "radweg"):
        small(store, settings, slug=slug)
    _all_ahead(kept, store)
    made, describe = [], dcat.dataset
    monkeypatch.setattr(dcat, "dataset", lambda portal, shown: (made.append((shown.slug, portal.profile)), describe(portal, shown))[1])
    _all_ahead(kept, store)
    assert made == []
    small(store, settings, slug="bruecke", title=Text(de="Neue Brücke"))
    _all_ahead(kept, store)
    assert made == [("bruecke", profile) for profile in PROFILES]


def test_going_ahead_leaves_nothing_of_what_was_withdrawn_meanwhile(kept, store, settings):
    shown = small(store, settings, slug="geheim")
    small(store, settings)
    before = Shelf(store, fresh=0).view()
    kept.go_ahead(before)
    row = (f"{PROFILES[0]}/nt", {"geheim": b"late"}, [before.entries["geheim"]], before.entries)
    withdrawing.withdraw(store, settings, "geheim", shown.current.name, "Ein Fehler.")
    kept._keep(*row)
    assert _kept(settings, "geheim")
    _all_ahead(kept, store)
    assert not _kept(settings, "geheim")


def test_where_nothing_can_be_kept_going_ahead_ends(kept, store, settings):
    small(store, settings)
    (settings.home / descriptions.FOLDER).write_text("a file in its place")
    assert not kept.go_ahead(Shelf(store, fresh=0).view())


AHEAD = """
import sys
from datasets.database import open_engine
from datasets.descriptions import Descriptions
from datasets.settings import Settings
from datasets.shelf import Shelf
settings = Settings.from_environment()
kept, view = Descriptions(settings), Shelf(open_engine(settings.database_url)).view()
while kept.go_ahead(view):
    print("step", flush=True)
"""


def test_one_who_goes_ahead_and_is_killed_leaves_whole_parts_and_the_next_one_goes_on(kept, page, anew, store, settings, nothing_is_made):
    fill(store, 2 * descriptions.STEP, settings.city)
    expected = {ending: said(anew(ending), ending) for ending in ("nt", "ttl")}
    environment = {**os.environ, "MEHRWERT_HOME": str(settings.home), "MEHRWERT_DATABASE_URL": settings.database_url}
    with subprocess.Popen([sys.executable, "-c", AHEAD], cwd=ROOT, env=environment, stdout=subprocess.PIPE) as one:
        assert [one.stdout.readline() for _ in range(3)] == [b"step\n"] * 3
        os.kill(one.pid, signal.SIGKILL)
    assert said(page(), "nt") == expected["nt"]
    steps = _all_ahead(kept, store)
    assert 0 < steps <= 2 * len(descriptions.FORMS) - 3
    nothing_is_made()
    assert said(page("ttl"), "ttl") == expected["ttl"]


def _all_ahead(kept, store):
    """How many steps it took."""
    view, steps = Shelf(store, fresh=0).view(), 0
    while kept.go_ahead(view):
        steps += 1
    return steps


def _files(settings):
    return sorted((settings.home / descriptions.FOLDER).glob("*.sqlite"))


def _kept(settings, slug):
    with descriptions._opened(_files(settings)[0]) as file:
        return file.execute("SELECT count(*) FROM parts WHERE slug = ?", (slug,)).fetchone()[0]
