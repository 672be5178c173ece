"""All 405 points by fetching: the worker asks every address of a portal on loopback, and one that breaks is seen."""

import datetime as dt

import httpx
import pytest

from datasets import links
from datasets.city import City
from datasets.database import reading
from harvesters.links import check
from tests.catalogues import the_register

PAGE = "/daten/projekte"


@pytest.fixture
def live(app, settings, server):
    """The city's register, published by a portal that the worker reaches, before anybody asked an address."""
    object.__setattr__(settings, "portal_url", server)
    the_register(app.state.engine, settings)
    with httpx.Client(base_url=server) as client:
        yield client


def _report(live, slug="projekte"):
    return live.get(f"/daten/{slug}/qualitaet.json").json()


def _licence_is_ours(city: City, package):
    return package["license_id"] == city.licence


@pytest.mark.slow
def test_own_datasets_reach_all_points_by_what_was_fetched_and_a_broken_link_lowers_them(live, app, settings):
    packages = live.get("/api/3/action/package_search?rows=1000").json()["result"]["results"]
    ours = [one["name"] for one in packages if _licence_is_ours(settings.city, one)]
    assert len(ours) > 5
    before = _report(live)
    assert {one["state"] for one in before["links"]} == {"not_checked"}
    assert "noch niemand abgerufen" in live.get(PAGE).text

    found = check(app.state.engine, settings, pace=0)
    assert found.endswith(", 0 do not answer")
    reports = {slug: _report(live, slug) for slug in ours}
    assert {slug: one["points"] for slug, one in reports.items()} == dict.fromkeys(ours, 405)
    assert {link["state"] for one in reports.values() for link in one["links"]} == {"answers"}
    assert all(link["status"] in {200, 302} and link["checked_at"] for one in reports.values() for link in one["links"])
    assert "Adressen der Dateien sind abgerufen" in live.get(PAGE).text


@pytest.mark.slow
def test_a_link_that_breaks_after_it_answered_is_told_with_its_answer_and_its_day(live, app, settings, monkeypatch):
    check(app.state.engine, settings, pace=0)
    assert _report(live)["points"] == 405
    broken = settings.releases / "projekte" / _report(live)["release"] / "projekte.csv"
    body = broken.read_bytes()
    broken.unlink()
    monkeypatch.setattr(links, "AGE", dt.timedelta(0))
    check(app.state.engine, settings, pace=0)
    broken.write_bytes(body)  # the storage is whole again; that it did not answer is still what was found out
    report = _report(live)
    broken_links = [one for one in report["links"] if one["state"] == "broken"]
    assert [(one["kind"], one["status"], one["url"].rpartition("/")[2]) for one in broken_links] == [
        ("access", 404, "projekte.csv"),
        ("download", 404, "projekte.csv"),
    ]
    assert all(one["checked_at"] and one["failing_since"] for one in broken_links)
    files = len(report["links"]) // 2
    points = 405 - 50 - 30 + 50 * (files - 1) // files + 30 * (files - 1) // files
    assert report["points"] == points < 405
    text = live.get(PAGE).text
    assert "Antwort 404" in text
    assert all(one["url"] in text for one in broken_links)
    assert f"{points} von 405 Punkten" in text
    check(app.state.engine, settings, pace=0)
    assert _report(live)["points"] == 405
    assert "405 von 405 Punkten" in live.get(PAGE).text


@pytest.mark.slow
def test_only_a_changed_answer_is_news(live, app, settings, monkeypatch):
    monkeypatch.setattr(links, "AGE", dt.timedelta(0))
    versions = []
    for _ in range(3):
        check(app.state.engine, settings, pace=0)
        with reading(app.state.engine) as session:
            versions.append(links.catalogue.version(session))
    assert versions[1] == versions[2]
