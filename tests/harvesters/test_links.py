"""Every address that the catalogue names is asked now and then, politely, and what came is kept."""

import datetime as dt
from collections import Counter
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from datasets import elsewhere, links, releases
from datasets.database import reading, transaction
from datasets.errors import Interrupted
from datasets.records import Distribution, ElsewhereRecord, Text
from datasets.web import Web
from harvesters.fetch import Fetcher
from harvesters.links import ask, check, in_turn
from tests.datasets.tables import GRANT_ROWS, a_dataset
from tests.sites import Answer

PAGES = {"/there": 200, "/moved": 302, "/gone": 404, "/only-get": 405, "/broken": 500, "/slow-down": 429, "/forbidden/x": 200}


class Site:
    """Answers by PAGES; GET finds what HEAD is refused for; one folder is closed to programs of others."""

    def __init__(self):
        self.asked = Counter()

    def __call__(self, asked):
        if asked.path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /forbidden/\n")
        self.asked[asked.method, asked.path] += 1
        status = PAGES[asked.path]
        if status == 405 and asked.method == "GET":
            return Answer(b"x" * 10)
        return Answer(b"", status, {"Location": "/there"} if status == 302 else {})


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def named(engine, settings, site, fake_site):
    """A dataset held elsewhere with all those pages as files. The site is our own address, for others' must be public."""
    base = fake_site(site)
    object.__setattr__(settings, "base_url", base)
    files = tuple(Distribution(url=base + path) for path in PAGES)
    record = ElsewhereRecord(identifier="a", title=Text(de="A"), distributions=files, portal="Portal", landing="http://127.0.0.1:9/private")
    with transaction(engine) as session:
        elsewhere.load(session, [record], "ckan", "ckan", complete=True)
    return base


def state(engine):
    with reading(engine) as session:
        return {link.url.rpartition("/")[2]: link.status for link in links.failing(session)}


def test_what_answers_and_what_does_not_is_written_down(engine, settings, named, site):
    assert check(engine, settings, pace=0) == "8 addresses asked, 3 do not answer"
    assert state(engine) == {"gone": 404, "broken": 500, "private": 0}
    with reading(engine) as session:
        found = links.answering(session, [f"{named}/there", f"{named}/moved", f"{named}/only-get", f"{named}/gone", "http://never.asked"])
        assert {url.removeprefix(named): one.answers for url, one in found.items()} == {
            "/there": True,
            "/moved": True,
            "/only-get": True,
            "/gone": False,
        }
        assert "private address" in next(link.message for link in links.failing(session) if link.url.endswith("private"))
    assert site.asked["GET", "/there"] == 0
    assert site.asked["HEAD", "/forbidden/x"] == 1


def test_what_the_robots_txt_of_others_forbids_is_not_asked(named, site, tmp_path):
    with closing(Web("test@example.org")) as web:
        found = ask(Fetcher(web, 0), f"{named}/forbidden/x", frozenset({urlsplit(named).netloc}), tmp_path)
    assert not found.answers
    assert "robots.txt" in found.message
    assert site.asked["HEAD", "/forbidden/x"] == 0


def test_a_second_check_asks_only_what_failed_and_only_the_next_day(engine, settings, named, site, monkeypatch):
    check(engine, settings, pace=0)
    assert check(engine, settings, pace=0).startswith("0 addresses")
    monkeypatch.setattr(links, "AGE_FAILED", dt.timedelta(0))
    assert check(engine, settings, pace=0) == "3 addresses asked, 3 do not answer"


def test_a_page_that_comes_back_is_no_longer_failing(engine, settings, named, monkeypatch):
    check(engine, settings, pace=0)
    monkeypatch.setattr(links, "AGE_FAILED", dt.timedelta(0))
    monkeypatch.setitem(PAGES, "/gone", 200)
    check(engine, settings, pace=0)
    assert "gone" not in state(engine)


def test_what_was_asked_before_the_end_was_told_is_kept(engine, settings, named, site):
    def go_on():
        if site.asked["HEAD", "/gone"]:
            raise Interrupted("told to end")

    with pytest.raises(Interrupted):
        check(engine, settings, go_on, pace=0)
    with reading(engine) as session:
        assert not {f"{named}/broken", f"{named}/forbidden/x"} & set(links.due(session, 100))
        assert f"{named}/gone" in links.due(session, 100)


def test_files_of_our_own_datasets_are_addresses_too_and_go_with_them(engine, settings, named):
    releases.publish(engine, settings, a_dataset(), GRANT_ROWS)
    with transaction(engine) as session:
        gathered = links.gather(session, settings.base_url)
        assert f"{settings.base_url}/daten/foerderungen/aktuell/foerderungen.csv" in links.due(session, 1000)
        assert links.gather(session, "") < gathered
        assert not any("/daten/" in url for url in links.due(session, 1000))


def test_hosts_take_turns():
    urls = ["http://a/1", "http://a/2", "http://a/3", "http://b/1", "http://c/1", "http://c/2"]
    assert list(in_turn(urls)) == ["http://a/1", "http://b/1", "http://c/1", "http://a/2", "http://c/2", "http://a/3"]
