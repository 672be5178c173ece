"""A run that was stopped goes on where it stood: with the rest of a file, with the pages that are missing, without what did not change."""

import hashlib

import pytest
import stamina
from sqlmodel import select

from datasets.database import reading
from datasets.errors import Interrupted, Unreachable
from datasets.tables.elsewhere import Elsewhere
from datasets.tables.runs import Run
from datasets.web import Limits, Web
from harvesters import scratch
from harvesters.fetch import Fetcher
from harvesters.fetched import Known
from harvesters.order import Order
from harvesters.run import harvest
from harvesters.source import Step
from harvesters.sources.ckan import SOURCE
from tests.harvesters.portals import answering, with_portals
from tests.sites import Answer
from tests.sources import a_source

BODY = b"id,title,sum\n" + b"".join(b"%d,Vorhaben %d,%d\n" % (n, n, n) for n in range(20_000))
SUM = hashlib.sha256(BODY).hexdigest()


@pytest.fixture(autouse=True)
def quick():
    """Retries without their waits, and only one where none is wanted."""
    with stamina.set_testing(True, attempts=2):
        yield


class Server:
    """Breaks off its first answers after ``breaks`` bytes; knows ranges and conditions where its marks are sent back."""

    def __init__(self, *breaks, etag='"one"', body=BODY, ranges=True):
        self.breaks, self.etag, self.body, self.ranges, self.asked = list(breaks), etag, body, ranges, []

    def __call__(self, asked):
        if asked.path == "/robots.txt":
            return Answer(status=404)
        self.asked.append({name: asked.headers[name] for name in ("range", "if-range", "if-none-match") if name in asked.headers})
        if asked.headers.get("if-none-match") == self.etag:
            return Answer(status=304)
        begin = int(asked.headers.get("range", "bytes=0-")[6:-1])
        goes_on = begin and self.ranges and asked.headers.get("if-range") == self.etag
        rest = self.body[begin:] if goes_on else self.body
        told = {"ETag": self.etag, "Content-Length": str(len(rest))}
        if goes_on:
            told["Content-Range"] = f"bytes {begin}-{len(self.body) - 1}/{len(self.body)}"
        cut = rest[: self.breaks.pop(0)] if self.breaks else rest
        return Answer(cut, 206 if goes_on else 200, told | ({"Connection": "close"} if len(cut) < len(rest) else {}))


@pytest.fixture
def read(city, tmp_path):
    """``read(site)`` walks one step into the same folder each time."""

    def once(site, known=None, check=lambda: None):
        folder = tmp_path / "scratch"
        folder.mkdir(exist_ok=True)
        web = Web("test@example.org", Limits(seconds=20, silence=2), check=check)
        try:
            source = a_source(steps=lambda _: (Step(f"{site}/list.csv", keep=True),))
            return Fetcher(web, pace=0, check=check).flow(source, city, folder, known=known)
        finally:
            web.close()

    return once


def test_the_next_attempt_asks_only_for_the_rest(fake_site, read):
    server = Server(100_000)
    found = read(fake_site(server))
    assert (found.sha256, found.bytes) == (SUM, len(BODY))
    assert server.asked == [{}, {"range": server.asked[1]["range"], "if-range": '"one"'}]
    assert 0 < int(server.asked[1]["range"][6:-1]) <= 100_000


def test_the_next_run_asks_only_for_the_rest(fake_site, read):
    server = Server(50_000, 50_000)
    site = fake_site(server)
    with pytest.raises(Unreachable):
        read(site)
    assert read(site).sha256 == SUM
    assert len(server.asked) == 3


def test_a_file_that_changed_meanwhile_is_read_from_its_start(fake_site, read):
    server = Server(50_000, 50_000)
    site = fake_site(server)
    with pytest.raises(Unreachable):
        read(site)
    server.etag, server.body = '"two"', BODY[::-1]
    assert read(site).sha256 == hashlib.sha256(BODY[::-1]).hexdigest()


def test_a_server_without_ranges_sends_the_whole_again(fake_site, read):
    assert read(fake_site(Server(100_000, ranges=False))).sha256 == SUM


def test_a_server_without_marks_is_not_asked_for_a_rest(fake_site, read):
    server = Server(100_000, etag="")
    assert read(fake_site(server)).sha256 == SUM
    assert server.asked == [{}, {}]


def test_a_file_that_was_whole_is_not_sent_again_to_the_run_that_goes_on(fake_site, read):
    server = Server()
    site = fake_site(server)
    read(site)
    assert (read(site).sha256, server.asked) == (SUM, [{}, {"if-none-match": '"one"'}])


def test_who_is_told_to_end_stops_in_the_middle_of_a_download_and_goes_on_there(fake_site, read):
    server, pieces = Server(), []

    def stop():
        pieces.append(1)
        if len(pieces) > 4:
            raise Interrupted("told to end")

    site = fake_site(server)
    with pytest.raises(Interrupted):
        read(site, check=stop)
    assert read(site).sha256 == SUM
    assert "range" in server.asked[-1]


def test_what_the_last_good_run_read_is_not_sent_again(fake_site, read):
    server = Server()
    found = read(fake_site(server), Known(SUM, len(BODY), '"one"'))
    assert (found.sha256, server.asked) == (SUM, [{"if-none-match": '"one"'}])


def test_an_unchanged_source_costs_one_question_and_no_row(fake_site, engine, settings):
    server = Server(body=BODY[: BODY.index(b"200,")])
    site = fake_site(server)
    source = a_source(steps=lambda _: (Step(f"{site}/list.csv", keep=True),))
    order = Order(dataset="liste")
    assert harvest(engine, settings, source, order).state == "done"
    again = harvest(engine, settings, source, order)
    assert (again.state, again.accepted, server.asked[-1]) == ("unchanged", 200, {"if-none-match": '"one"'})


class Pages:
    """A CKAN of six packages, two at once, that fails at the third page as long as ``broken``."""

    def __init__(self):
        self.broken, self.asked = True, []

    def said(self, asked):
        start = int(asked.query["start"][0])
        self.asked.append(start)
        if self.broken and start == 4:
            return "Streaming interrupted"
        packages = [{"id": f"id-{n}", "name": f"paket-{n}", "title": f"Paket {n}"} for n in range(start, start + 2)]
        return {"success": True, "result": {"count": 6, "results": packages}}


@pytest.fixture
def portal(fake_site, settings):
    """The pages, and an installation whose city has them as its only portal."""
    made = Pages()

    def answer(asked):
        if made.broken and asked.path != "/robots.txt" and asked.query["start"] == ["4"]:
            made.asked.append(4)
            return Answer(status=503)
        return answering(made.said)(asked)

    object.__setattr__(settings, "city", with_portals(settings.city, ("ckan", fake_site(answer))))
    return made


def stopped(engine, settings, portal):
    """A run that came to the third page; what was asked until then is forgotten."""
    assert harvest(engine, settings, SOURCE).state == "failed"
    assert portal.asked[:3] == [0, 2, 4]
    portal.broken = False
    portal.asked.clear()


def test_pages_that_came_are_kept_and_the_walk_goes_on_behind_them(engine, settings, portal):
    stopped(engine, settings, portal)
    report = harvest(engine, settings, SOURCE)
    assert (report.state, report.accepted, portal.asked) == ("done", 6, [4])
    with reading(engine) as session:
        assert session.exec(select(Elsewhere.title).order_by(Elsewhere.title)).all() == [f"Paket {n}" for n in range(6)]
        assert session.exec(select(Run.state).order_by(Run.id)).all() == ["failed", "done"]
    assert list((settings.home / "scratch").iterdir()) == []


def test_a_page_that_did_not_come_whole_is_asked_for_again(engine, settings, portal):
    stopped(engine, settings, portal)
    (settings.home / "scratch" / "ckan" / "page").write_text('{"success": true, "resu')
    assert (harvest(engine, settings, SOURCE).accepted, portal.asked) == (6, [4])


def test_what_is_too_old_to_go_on_with_is_fetched_anew(engine, settings, portal, monkeypatch):
    stopped(engine, settings, portal)
    monkeypatch.setattr(scratch, "KEPT", -1)
    assert (harvest(engine, settings, SOURCE).accepted, portal.asked) == (6, [0, 2, 4])


def test_pages_of_another_portal_are_of_no_use(engine, settings, portal, fake_site):
    stopped(engine, settings, portal)
    other = Pages()
    other.broken = False
    object.__setattr__(settings, "city", with_portals(settings.city, ("ckan", fake_site(answering(other.said)))))
    assert (harvest(engine, settings, SOURCE).accepted, other.asked) == (6, [0, 2, 4])


def test_what_is_missing_is_gone_only_after_a_walk_to_the_end(engine, settings, portal):
    portal.broken = False
    harvest(engine, settings, SOURCE)
    portal.broken = True
    report = harvest(engine, settings, SOURCE)
    assert (report.state, report.gone) == ("failed", 0)
    with reading(engine) as session:
        assert session.exec(select(Elsewhere.gone_at)).all() == [None] * 6
