"""Every live flow against a site that behaves like the real one, its defects included: what is said, and what stays."""

import gzip
import resource
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

import pytest
import stamina

from datasets import releases
from datasets.database import open_engine, reading
from datasets.errors import Interrupted
from datasets.settings import ROOT, Settings
from datasets.web import Limits, Web
from harvesters.fetch import Fetcher
from harvesters.order import Order
from harvesters.run import harvest
from tests.harvesters.flows import FLOWS, HITS, Flow
from tests.sites import Answer, Asked, a_site

ROOMY = Limits(bytes=8 << 20, seconds=60.0, silence=60.0)
HURRIED = replace(ROOMY, seconds=1.0, silence=1.0)
HELD = "select (select count(*) from elsewhere where gone_at is null), (select count(*) from programme where gone_at is null)"
MAINTENANCE = Answer(b"<html><title>Wartungsarbeiten</title><p>Wir sind bald wieder da.</p></html>")


@dataclass(slots=True)
class Home:
    """One installation with one good run of a flow behind it; ``site`` answers as ``answer`` says at the moment."""

    flow: Flow
    settings: Settings
    engine: object
    site: str
    answer: object
    limits: Limits = ROOMY
    seen: int = 0
    """Rows of the first run."""

    def run(self, check=lambda: None):
        web = Web("test@example.org", self.limits)
        try:
            fetcher = Fetcher(web, pace=0, sleep=lambda _: None, attempts=2, check=check)
            return harvest(self.engine, self.settings, self.flow.source(self.site), Order(dataset=self.flow.slug), fetcher)
        finally:
            web.close()

    def stands(self):
        """What the public sees: the current release and its rows, or the datasets held elsewhere."""
        with reading(self.engine) as session:
            current = releases.current(session, self.flow.slug)
            held = tuple(session.connection().exec_driver_sql(HELD).one())
        return (current.name, current.rows, current.digest) if current else held


@pytest.fixture(scope="module", autouse=True)
def quick():
    """Retries without their waits."""
    with stamina.set_testing(True, attempts=2):
        yield


@pytest.fixture(scope="module")
def home(request, tmp_path_factory, sqlite_template):
    with installed(FLOWS[request.param], tmp_path_factory.mktemp("home"), sqlite_template) as made:
        first = made.run()
        assert (first.state, first.message) == ("done", ""), first
        assert made.flow.rows in {0, first.seen}
        made.seen = first.seen
        yield made


@contextmanager
def installed(flow, folder, sqlite_template):
    """An installation that has read nothing yet, beside a site without a defect."""
    made = Home(flow, None, None, "", without_robots(flow.answer))
    with a_site(partial(_now, made)) as site:
        made.site = site
        shutil.copyfile(sqlite_template, folder / "mehrwert.sqlite")
        made.settings = Settings.from_environment({"MEHRWERT_HOME": str(folder), "MEHRWERT_CITY": str(a_city_with(folder, flow, site))})
        made.engine = open_engine(made.settings.database_url)
        yield made
        made.engine.dispose()


def _now(made, asked):
    return made.answer(asked)


def a_city_with(folder, flow, site):
    """The city's folder with the flow's portal, list and feeds."""
    city = folder / "city"
    shutil.copytree(ROOT / "datasets/cities/dortmund", city)
    text = (city / "city.toml").read_text("utf-8").split("[[portals]]")[0]
    (city / "city.toml").write_text(text + flow.portals.replace("SITE", site), "utf-8")
    (city / "feeds.csv").write_text(f"name,url\nBote,{site}/rss\nWerkhof,{site}/atom\n", "utf-8")
    return city


def without_robots(answer):
    return lambda asked: Answer(status=404) if asked.path == "/robots.txt" else answer(asked)


def on_last(good, bad):
    """The site as it is, but what holds data is answered by ``bad(answer)``: from the third question of a walk on, or the export."""

    def answer(asked):
        said = good(asked)
        starts = [int(asked.query[name][0]) for name in ("start", "offset") if name in asked.query]
        is_page = max(starts, default=0) >= 4 or asked.query.get("page") == ["3"]
        walks = bool(starts) or asked.path == "/catalog.ttl"
        form = asked.method == "POST" or asked.query.get("actionMode") == ["searchmask"] or asked.path.endswith(("/liste", "/"))
        told = asked.path.endswith("/haltestellen")
        return said if (walks and not is_page) or form or told else bad(said)

    return without_robots(answer)


def everywhere(good, bad):
    return without_robots(lambda asked: bad(good(asked)))


def changed(old, new):
    return lambda said: replace(said, body=said.body.replace(old.encode(), new.encode()))


def cut(said):
    return Answer(said.body[: len(said.body) // 2], headers={"Content-Length": str(len(said.body)), "Connection": "close"})


def interrupted(said):
    return Answer(said.body[: len(said.body) * 2 // 3] + b"\nStreaming interrupted due to the following error: offset + limit")


def drip(said):
    return replace(said, body=said.body[:5000] + bytes(3000), drip=0.05)


INSIDE = {"Location": "http://169.254.169.254/"}
BOMB = gzip.compress(bytes(64 << 20))
DEFECTS = {
    # defect: (where it is, what the server does, state, what is said)
    "429 with reset": (on_last, lambda _: Answer(b"{}", 429, {"X-RateLimit-Reset": "43200"}), "failed", "asks to wait until"),
    "huge Retry-After": (on_last, lambda _: Answer(b"", 503, {"Retry-After": "9" * 30}), "failed", "asks to wait until"),
    "500 on page 3": (on_last, lambda _: Answer(b"oops", 500), "failed", "answered 500"),
    "truncated body": (on_last, cut, "failed", "did not answer as it should"),
    "streaming interrupted": (on_last, interrupted, "refused", ""),
    "maintenance page": (everywhere, lambda _: MAINTENANCE, "refused", ""),
    "slow drip": (on_last, drip, "failed", "took longer than 1 seconds"),
    "private redirect": (on_last, lambda _: Answer(status=302, headers=INSIDE), "failed", "private address"),
    "zip bomb": (on_last, lambda _: Answer(BOMB, headers={"Content-Encoding": "gzip"}), "failed", "sent more than 8,388,608 bytes"),
    "long line": (on_last, lambda _: Answer(b"x" * (9 << 20)), "failed", "sent more than 8,388,608 bytes"),
    "robots.txt": (lambda good, _: lambda asked: Answer(b"User-agent: *\nDisallow: /") if asked.path == "/robots.txt" else good(asked),
                   None, "refused", "robots.txt"),
}  # fmt: skip


@pytest.mark.parametrize("defect", DEFECTS)
@pytest.mark.parametrize("home", FLOWS, indirect=True)
def test_a_defect_is_said_and_what_was_public_stays(home, defect):
    before, (where, does, state, said) = home.stands(), DEFECTS[defect]
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    home.answer, home.limits = where(home.flow.answer, does), HURRIED if defect == "slow drip" else ROOMY
    report, home.limits = home.run(), ROOMY
    stayed = home.stands() == before
    sys.stdout.write(
        f"| {home.flow.name} {home.flow.slug} | {defect} | {report.state} | {report.message[:150]} | {'all' if stayed else 'CHANGED'} |\n"
    )
    assert (report.state in {state, "refused"}, stayed) == (True, True), report
    assert said in report.message
    assert report.message
    # The highest memory of the process so far, in kB: what other tests took before is no fault of this one.
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - highest
    assert grown < 100 << 10


@pytest.mark.parametrize("home", FLOWS, indirect=True)
def test_a_first_run_that_is_stopped_before_each_request_comes_to_the_same_in_the_end(home, tmp_path, sqlite_template):
    with installed(home.flow, tmp_path, sqlite_template) as fresh:
        nothing, stops = fresh.stands(), 0
        for requests in range(1, 12):
            left = iter(range(requests))

            def check(left=left):
                if next(left, None) is None:
                    raise Interrupted("Told to end.")

            report = fresh.run(check)
            if report.state != "interrupted":
                break
            stops += 1
            assert fresh.stands() == nothing
        with reading(home.engine) as there, reading(fresh.engine) as here:
            assert contents(here) == contents(there)
    assert (report.state, report.seen, stops >= 1) == ("done", home.seen, True), report


def contents(session):
    """What a run has entered, without its moments."""
    rows = [session.connection().exec_driver_sql(f"select key from {table} order by key").all() for table in ("funding", "programme")]
    return [*rows, session.connection().exec_driver_sql("select title from elsewhere order by title").all()]


@pytest.mark.slow
@pytest.mark.parametrize("home", FLOWS, indirect=True)
def test_a_line_of_a_hundred_megabytes_is_no_list_though_no_limit_of_size_stops_it(home):
    before, line = home.stands(), b"x" * 100_000_000
    home.answer, home.limits = on_last(home.flow.answer, lambda _: Answer(line)), Limits()
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report, home.limits = home.run(), ROOMY
    taken = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - highest) >> 10
    stayed = home.stands() == before
    sys.stdout.write(f"| {home.flow.name} {home.flow.slug} | line of 100 MB | {report.state} | {report.message[:150]} | {taken} MB |\n")
    assert (report.state, stayed, taken < 64) == ("refused", True, True), report


@pytest.mark.parametrize("home", [name for name in FLOWS if FLOWS[name].needed[0]], indirect=True)
def test_a_column_that_moved_is_refused_by_name(home):
    before = home.stands()
    home.answer = everywhere(home.flow.answer, changed(*home.flow.needed))
    report = home.run()
    assert (report.state, home.stands()) == ("refused", before), report


@pytest.mark.parametrize("home", ["ckan", "ckan table", "opendatasoft", "dcat"], indirect=True)
def test_pages_that_repeat_themselves_are_refused(home):
    before, first = home.stands(), {}

    def looping(asked):
        return first.setdefault("page", home.flow.answer(asked))

    home.answer = without_robots(looping)
    report = home.run()
    assert (report.state, home.stands()) == ("refused", before), report


@pytest.mark.parametrize("home", ["kohesio", "ckan", "ckan table", "opendatasoft", "opendatasoft table", "dcat"], indirect=True)
def test_an_encoding_that_is_not_the_declared_one_changes_no_word(home):
    before = home.stands()
    home.answer = everywhere(home.flow.answer, lambda said: replace(said, body=said.body.decode().encode("cp1252", "xmlcharrefreplace")))
    report = home.run()
    assert (report.state in {"done", "unchanged"}, home.stands()) == (True, before), report


@pytest.mark.parametrize("home", ["ckan", "news"], indirect=True)
def test_a_wait_in_the_past_is_no_wait(home):
    tried = []

    def busy_once(asked):
        tried.append(asked.path)
        wait = {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
        return Answer(b"", 503, wait) if len(tried) == 1 else home.flow.answer(asked)

    home.answer = without_robots(busy_once)
    assert home.run().state in {"done", "unchanged"}


@pytest.mark.parametrize("home", ["ckan", "ckan table"], indirect=True)
def test_a_server_that_fails_at_large_pages_is_asked_for_smaller_ones(home):
    sizes = []

    def weak(asked):
        sizes.append(int(asked.query["rows" if "rows" in asked.query else "limit"][0]))
        return Answer(b"", 504) if sizes[-1] > 62 else home.flow.answer(asked)

    home.answer = without_robots(weak)
    report = home.run()
    assert (report.state in {"done", "unchanged"}, report.seen) == (True, 6), report
    assert set(sizes) == {1000, 250, 62}


@pytest.mark.parametrize("home", ["cordis"], indirect=True)
def test_an_unchanged_file_is_not_sent_twice(home):
    asked = []

    def tagged(request):
        asked.append(request.headers.get("if-none-match"))
        return Answer(status=304) if asked[-1] == '"a"' else replace(home.flow.answer(request), headers={"ETag": '"a"'})

    home.answer = without_robots(tagged)
    first, second, third = home.run(), home.run(), home.run()
    assert (asked[-2:], second.state, third.state) == (['"a"', '"a"'], "unchanged", "unchanged"), (first, second)
    assert third.seen == first.seen


@pytest.mark.parametrize("home", ["news"], indirect=True)
def test_entries_that_a_feed_no_longer_shows_stay_and_one_feed_that_fails_costs_the_other_nothing(home):
    before = home.stands()
    fresh = b"<rss><channel><title>B</title><item><guid>neu</guid><title>proGIreg ist fertig</title></item></channel></rss>"
    home.answer = without_robots(lambda asked: Answer(fresh) if asked.path == "/rss" else Answer(status=404))
    report = home.run()
    assert (report.state, report.seen, report.warnings >= 1, report.gone) == ("done", 1, True, 0), report
    assert home.stands()[1] == before[1] + 1


@pytest.mark.parametrize("home", ["foerderkatalog"], indirect=True)
def test_an_export_that_is_short_is_taken_in_slices_that_add_up(home):
    whole = home.flow.answer
    state = {}

    def short(asked):
        if asked.method != "POST":
            export = whole(asked).body.splitlines(keepends=True)
            return whole(asked) if asked.query.get("actionMode") == ["searchmask"] else Answer(b"".join(picked(export, state["prefix"])))
        state["prefix"] = asked.body.decode().partition("fkzSuche%5B0%5D=")[2].partition("%25")[0]
        return Answer(f"({len(begins(whole, state['prefix']))} Treffer)".encode())

    home.answer = without_robots(short)
    before = home.stands()
    report = home.run()
    assert (report.state, report.seen, home.stands()[1]) == ("done", HITS, before[1]), report


def rows_of(export):
    """Physical lines of each row, the header first: a row begins where a line begins as a cell does."""
    rows = []
    for line in export:
        if line.startswith(b'="') or not rows:
            rows.append([])
        rows[-1].append(line)
    return [b"".join(one) for one in rows]


def begins(answer, prefix):
    export = answer(ASKED_FOR_EXPORT).body.splitlines(keepends=True)
    return [row for row in rows_of(export)[1:] if row[2:].upper().startswith(prefix.encode())]


def picked(export, prefix):
    rows = rows_of(export)
    found = [row for row in rows[1:] if row[2:].upper().startswith(prefix.encode())]
    return [rows[0], *(found if prefix else found[:3])]


ASKED_FOR_EXPORT = Asked("GET", "/foekat", {"actionMode": ["print"]}, {}, b"")
