"""Own datasets in a real CKAN: all of them, once, only what differs, and whole again after whatever broke."""

import datetime as dt
import os
import secrets
import subprocess
import sys
import time

import ckanapi
import pytest
import stamina
from sqlmodel import select

from datasets import releases, remote
from datasets.database import open_engine, reading, transaction
from datasets.errors import NotAllowed, Refused, SettingsWrong, Unreachable
from datasets.formats import index
from datasets.records import DatasetRecord, Text
from datasets.settings import ROOT
from datasets.tables.catalogue import Dataset, Release
from datasets.tables.elsewhere import Elsewhere
from datasets.tables.types import now
from datasets.vocabularies.ckan_mirror import _tag
from harvesters.run import harvest
from harvesters.sources.ckan import SOURCE
from tests import peers
from tests.datasets.tables import column
from tests.harvesters.portals import with_portals
from tests.sites import Answer

COLUMNS = (
    column("key"), column("place"), column("sum", "number"), column("count", "integer"), column("day", "date"), column("at", "datetime"),
    column("open", "boolean"), column("since", "year"),
)  # fmt: skip


def row(number, place="Dortmund"):
    """Every type, each third cell empty."""
    day, at = dt.date(2020, 1, 1) + dt.timedelta(days=number % 900), dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    cells = [place, number / 8, number * 10**10, day, at, number % 2 == 0, 2000 + number % 20]
    return (f"k{number}", *(None if (number + position) % 3 == 0 else cell for position, cell in enumerate(cells)))


@pytest.fixture(scope="module")
def site():
    """The address and token of a real CKAN."""
    with peers.a_ckan() as found:
        yield found


class Mirror:
    """An installation that pushes datasets of one publisher of its own, and what stands of them in the CKAN."""

    def __init__(self, engine, settings, site):
        self.name = f"probe-{secrets.token_hex(4)}"
        self.engine, self.settings = engine, settings
        self.asked = ckanapi.RemoteCKAN(site.url, apikey=site.token)
        for name, value in (("ckan_url", site.url), ("ckan_token", site.token), ("base_url", "https://mehrwert.example")):
            object.__setattr__(settings, name, value)

    def slug(self, what):
        return f"{self.name}-{what}"

    def publish(self, what, rows, key=("key",)):
        record = DatasetRecord(
            slug=self.slug(what), title=Text(de=f"Probe {what}", en=f"Sample {what}"), description=Text(de="Zum Testen."),
            keywords=("Geld & Gut", "Öffentlich"), theme=("GOVE", "ECON"), licence="dl-zero-de/2.0", publisher=self.name,
            columns=COLUMNS, key=key, origin="own",
        )  # fmt: skip
        return releases.publish(self.engine, self.settings, record, rows)

    def push(self, *what, **more):
        return {one.dataset.removeprefix(f"{self.name}-"): one for one in remote.push(
            self.engine, self.settings, [self.slug(one) for one in what], **more)}  # fmt: skip

    def package(self, what):
        return self.asked.action.package_show(id=self.slug(what))

    def resource(self, what):
        return next(one["id"] for one in self.package(what)["resources"] if one["format"] == "CSV")

    def count(self, what):
        return self.asked.action.datastore_search(resource_id=self.resource(what), limit=0)["total"]

    def rows(self, what):
        found = self.asked.action.datastore_search(resource_id=self.resource(what), limit=30_000)["records"]
        return sorted((tuple(one[column.name] for column in COLUMNS) for one in found), key=repr)

    def rows_here(self, what, made):
        file = self.settings.releases / self.slug(what) / made.name / "index.sqlite"
        return sorted((tuple(_bare(cell) for cell in one) for one in index.read_rows(file)), key=repr)

    def clear(self):
        for one in self.asked.action.package_search(fq=f"organization:{self.name}", rows=100, include_private=True)["results"]:
            self.asked.action.dataset_purge(id=one["id"])


def _bare(cell):
    """CKAN tells moments to the millisecond and without a zone."""
    return f"{cell.removesuffix('+00:00').removesuffix('Z')}.000" if isinstance(cell, str) and "T" in cell[10:11] else cell


def _equal(there, here):
    """Numbers by value: what is 1.0 here may come back as 1."""
    return [[cell if isinstance(cell, str | bool | None) else float(cell) for cell in one] for one in there] == [
        [cell if isinstance(cell, str | bool | None) else float(cell) for cell in one] for one in here
    ]


@pytest.fixture
def mirror(sqlite_url, settings, site):
    made = Mirror(open_engine(sqlite_url), settings, site)
    yield made
    made.clear()
    made.engine.dispose()


@pytest.mark.slow
def test_a_push_brings_all_the_second_nothing_and_a_later_one_what_differs(mirror):
    first = mirror.publish("rows", [row(n) for n in range(1500)])
    twice = mirror.publish("bare", [row(1), row(1), row(2)], key=())
    told = mirror.push()
    assert {name: (one.state, one.added) for name, one in told.items()} == {"rows": ("created", 1500), "bare": ("created", 3)}
    assert (mirror.count("rows"), mirror.count("bare")) == (1500, 3)
    assert _equal(mirror.rows("rows"), mirror.rows_here("rows", first))
    assert _equal(mirror.rows("bare"), mirror.rows_here("bare", twice))
    package = mirror.package("rows")
    assert (package["organization"]["name"], sorted(one["name"] for one in package["groups"])) == (mirror.name, ["econ", "gove"])
    assert sorted(one["name"] for one in package["tags"]) == ["Geld Gut", "Öffentlich"]
    assert [one["format"] for one in package["resources"]] == ["CSV", "JSON", "JSONL", "XLSX", "Parquet", "ZIP"]

    again = mirror.push()
    assert [(one.state, one.writes) for one in again.values()] == [("unchanged", 0)] * 2
    assert mirror.package("rows")["metadata_modified"] == package["metadata_modified"]

    later = mirror.publish("rows", [row(0, "Köln") if n == 0 else row(n) for n in range(1, 1501)] + [row(2000, "Hamm")])
    dry = mirror.push("rows", dry=True)["rows"]
    assert (dry.added, dry.changed, dry.gone, mirror.count("rows")) == (2, 0, 1, 1500)
    differs = mirror.push("rows")["rows"]
    assert (differs.state, differs.added, differs.changed, differs.gone) == ("updated", 2, 0, 1)
    assert _equal(mirror.rows("rows"), mirror.rows_here("rows", later))
    newest = mirror.publish("rows", [(*row(n)[:-1], 1999) if n == 7 else row(n) for n in range(1, 1501)] + [row(2000, "Hamm")])
    assert [(one.added, one.changed, one.gone) for one in mirror.push("rows").values()] == [(0, 1, 0)]
    assert _equal(mirror.rows("rows"), mirror.rows_here("rows", newest))


@pytest.mark.slow
def test_what_was_pushed_is_read_back_as_a_portal_like_any_other(mirror):
    mirror.publish("rows", [row(n) for n in range(30)])
    mirror.publish("bare", [row(1)], key=())
    mirror.push()
    city = with_portals(mirror.settings.city, ("ckan", mirror.settings.ckan_url))
    portal = city.portals[0].model_copy(update={"where": {"fq": f"organization:{mirror.name}"}, "permitted": True})
    object.__setattr__(mirror.settings, "city", city.model_copy(update={"portals": (portal,)}))
    report = harvest(mirror.engine, mirror.settings, SOURCE)
    assert (report.state, report.accepted, report.message) == ("done", 2, "")
    with reading(mirror.engine) as session:
        found = session.exec(select(Elsewhere).order_by(Elsewhere.title)).all()
        assert [one.title for one in found] == ["Probe bare", "Probe rows"]
        assert len(found[1].record["distributions"]) == len(mirror.package("rows")["resources"])


@pytest.mark.slow
def test_a_push_killed_in_the_middle_is_completed_by_the_next(mirror):
    made = mirror.publish("rows", [row(n) for n in range(20_000)])
    own = {"MEHRWERT_HOME": str(mirror.settings.home), "MEHRWERT_BASE_URL": mirror.settings.base_url, "PATH": os.environ["PATH"]}
    there = {"MEHRWERT_CKAN_URL": mirror.settings.ckan_url, "MEHRWERT_CKAN_TOKEN": mirror.settings.ckan_token}
    process = subprocess.Popen([sys.executable, "-m", "datasets", "push", mirror.slug("rows")], env=own | there, cwd=ROOT)
    try:
        _wait(lambda: mirror.count("rows") >= 3000)
    finally:
        process.kill()
        process.wait()
    time.sleep(1)
    before = mirror.count("rows")
    assert 3000 <= before < 20_000
    told = mirror.push()["rows"]
    assert (told.added, told.changed, told.gone) == (20_000 - before, 0, 0)
    assert _equal(mirror.rows("rows"), mirror.rows_here("rows", made))
    assert mirror.push()["rows"].writes == 0
    print(f"killed after {before} of 20000 rows, the next push sent {told.added}")  # noqa: T201  # figures of this run


@pytest.mark.slow
def test_what_is_no_more_is_taken_out_and_what_others_made_stays(mirror):
    mirror.publish("rows", [row(1)])
    mirror.publish("bare", [row(1)], key=())
    mirror.push()
    organisation = mirror.package("rows")["owner_org"]
    mirror.asked.action.package_create(name=mirror.slug("foreign"), owner_org=organisation, title="Von Hand")
    with transaction(mirror.engine) as session:
        release = session.exec(select(Release).join(Dataset).where(Dataset.slug == mirror.slug("bare"))).one()
        release.withdrawn_at = now()
    told = mirror.push()
    assert {name: one.state for name, one in told.items()} == {"rows": "unchanged", "bare": "deleted"}
    left = mirror.asked.action.package_search(fq=f"organization:{mirror.name}")["results"]
    assert sorted(one["name"] for one in left) == [mirror.slug("foreign"), mirror.slug("rows")]
    mirror.publish("foreign", [row(1)])
    with pytest.raises(Refused, match="was not made by this installation"):
        mirror.push("foreign")
    assert mirror.package("foreign")["title"] == "Von Hand"


@pytest.mark.slow
def test_what_somebody_changed_there_is_mended_and_what_they_added_stays(mirror):
    mirror.publish("rows", [row(n) for n in range(20)])
    mirror.push()
    package = mirror.package("rows")
    added = {"name": "Anleitung", "url": "https://example.org/anleitung.pdf", "format": "PDF"}
    extras = [*package["extras"], {"key": "kuratiert", "value": "ja"}]
    mirror.asked.action.package_patch(id=package["id"], title="Falsch", resources=[*package["resources"], added], extras=extras)
    mirror.asked.action.datastore_delete(resource_id=mirror.resource("rows"), filters={"key": "k3"}, force=True)
    told = mirror.push()["rows"]
    assert (told.state, told.added) == ("updated", 1)
    package = mirror.package("rows")
    assert (package["title"], mirror.count("rows")) == ("Probe rows", 20)
    assert "Anleitung" in [one["name"] for one in package["resources"]]
    assert {"key": "kuratiert", "value": "ja"} in package["extras"]
    assert mirror.push()["rows"].writes == 0


@pytest.mark.slow
def test_a_wrong_token_is_one_sentence(mirror):
    mirror.publish("rows", [row(1)])
    object.__setattr__(mirror.settings, "ckan_token", "wrong")
    with pytest.raises(NotAllowed, match="MEHRWERT_CKAN_TOKEN"):
        mirror.push()


def test_without_settings_it_says_which_are_needed(engine, settings):
    with pytest.raises(SettingsWrong, match="MEHRWERT_CKAN_URL and MEHRWERT_CKAN_TOKEN"):
        remote.push(engine, settings)


def test_a_server_that_never_answers_is_asked_again_and_then_named(fake_site, monkeypatch):
    asked = []

    def broken(request):
        asked.append(request.path)
        return Answer(status=502)

    site = remote.Site(fake_site(broken), "token")
    with stamina.set_testing(True, attempts=3), pytest.raises(Unreachable, match="package_show"):
        remote.steadily(lambda: site.read("package_show", id="x"))
    assert asked == ["/api/action/package_show"] * 3


def test_a_dry_push_writes_nothing(fake_site):
    def refuse(request):
        raise AssertionError(request.path)

    site = remote.Site(fake_site(refuse), "token", dry=True)
    assert (site.write("package_create", name="x"), site.writes) == (None, 1)


def test_a_keyword_becomes_a_tag_that_ckan_takes():
    assert [_tag(word) for word in ("Geld & Gut", "Öffentlich", "&", "a", "x" * 200)] == ["Geld Gut", "Öffentlich", "", "", "x" * 100]


def _wait(condition, seconds=120):
    end = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except (ckanapi.NotFound, StopIteration):
            pass
        assert time.monotonic() < end
        time.sleep(0.05)
