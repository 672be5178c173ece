"""A polite visitor: robots.txt, pace, retries; an answer that is not what was promised is refused."""

import hashlib

import pytest
import stamina

from datasets.errors import AddressForbidden, Refused, SourceChanged, Unreachable
from datasets.web import Limits, Web
from harvesters.fetch import Fetcher
from harvesters.fetched import from_file
from harvesters.pages import pages
from harvesters.source import Step
from tests.sites import Answer
from tests.sources import a_source


@pytest.fixture(autouse=True)
def quick():
    """Retries without their waits."""
    with stamina.set_testing(True, attempts=4):
        yield


LIMITS = Limits(seconds=10, silence=5)


def fetched(site, tmp_path, city, *paths, limits=LIMITS, **step):
    """Walks one step per path and keeps the last; the sleeps asked for are collected, not slept."""
    steps = tuple(Step(site + path, keep=path == paths[-1], **step) for path in paths)
    web, slept = Web("test@example.org", limits), []
    try:
        return Fetcher(web, sleep=slept.append).flow(a_source(steps=lambda _: steps), city, tmp_path), slept
    finally:
        web.close()


def test_the_file_is_kept_with_its_sum_and_its_tags(fake_site, tmp_path, city):
    site = fake_site(lambda asked: Answer(status=404) if asked.path == "/robots.txt" else Answer(b"a,b\n", headers={"ETag": '"x"'}))
    found, _ = fetched(site, tmp_path, city, "/list.csv")
    assert (found.path.read_bytes(), found.etag, found.sha256) == (b"a,b\n", '"x"', hashlib.sha256(b"a,b\n").hexdigest())


def test_we_say_who_we_are_and_wait_between_requests(fake_site, tmp_path, city):
    agents = []

    def site(asked):
        agents.append(asked.headers["user-agent"])
        return Answer(status=404) if asked.path == "/robots.txt" else Answer(b"x")

    _, slept = fetched(fake_site(site), tmp_path, city, "/form", "/list.csv")
    assert set(agents) == {"Mehrwert/0.1 (+test@example.org)"}
    assert len(slept) == 2
    assert all(0.5 < pause <= 1.0 for pause in slept)


def test_a_forbidden_page_is_not_asked(fake_site, tmp_path, city):
    asked = []

    def site(request):
        asked.append(request.path)
        return Answer(b"User-agent: *\nDisallow: /list")

    with pytest.raises(Refused, match=r"robots\.txt"):
        fetched(fake_site(site), tmp_path, city, "/list.csv")
    assert asked == ["/robots.txt"]


@pytest.mark.parametrize(("asked", "waited"), [("5", 5), ("0.2", 1), ("600", 30), ("soon", 1)])
def test_a_host_that_asks_for_longer_pauses_gets_them_within_reason(fake_site, tmp_path, city, asked, waited):
    said = Answer(f"User-agent: *\nCrawl-delay: {asked}\n".encode())
    site = fake_site(lambda request: said if request.path == "/robots.txt" else Answer(b"x"))
    _, slept = fetched(site, tmp_path, city, "/one", "/two")
    assert [round(rest) for rest in slept] == [waited, waited]


def test_a_busy_server_is_asked_again(fake_site, tmp_path, city):
    answers = iter([Answer(status=404), Answer(status=429, headers={"Retry-After": "0"}), Answer(status=503), Answer(b"x")])
    found, _ = fetched(fake_site(lambda _: next(answers)), tmp_path, city, "/list.csv")
    assert found.bytes == 1


@pytest.mark.parametrize(("status", "error"), [(500, Unreachable), (404, SourceChanged), (403, Refused)])
def test_an_answer_that_stays_wrong_ends_the_flow(fake_site, tmp_path, city, status, error):
    with pytest.raises(error, match=str(status) if status != 403 else "robots"):
        fetched(fake_site(lambda _: Answer(status=status)), tmp_path, city, "/list.csv")


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:1/", "http://169.254.169.254/", "http://[::1]:1/", "file:///etc/passwd", "http://10.0.0.1/"]
)
def test_a_redirect_to_a_private_address_is_not_followed(fake_site, tmp_path, city, target):
    site = fake_site(lambda asked: Answer(status=404) if asked.path == "/robots.txt" else Answer(status=302, headers={"Location": target}))
    with pytest.raises(AddressForbidden):
        fetched(site, tmp_path, city, "/list.csv")


def test_a_redirect_loop_ends(fake_site, tmp_path, city):
    site = fake_site(
        lambda asked: Answer(status=404) if asked.path == "/robots.txt" else Answer(status=302, headers={"Location": asked.path})
    )
    with pytest.raises(Unreachable, match="redirects more than"):
        fetched(site, tmp_path, city, "/list.csv")


def test_too_large_an_answer_is_cut(fake_site, tmp_path, city):
    site = fake_site(lambda asked: Answer(status=404) if asked.path == "/robots.txt" else Answer(b"x" * 200_000))
    with pytest.raises(Unreachable, match="more than 100,000 bytes"):
        fetched(site, tmp_path, city, "/list.csv", limits=Limits(bytes=100_000))


def test_a_source_without_a_live_flow_says_so(tmp_path, city):
    web = Web("")
    with pytest.raises(Refused, match="--file"):
        Fetcher(web).flow(a_source(), city, tmp_path)
    web.close()


def test_a_folder_has_the_sum_of_its_files(tmp_path):
    (tmp_path / "a.csv").write_text("1")
    first = from_file(tmp_path).sha256
    (tmp_path / "a.csv").write_text("2")
    assert from_file(tmp_path).sha256 != first


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(Refused, match=r"nichts\.csv does not exist"):
        from_file(tmp_path / "nichts.csv")


def walked(fake_site, tmp_path, city, bodies, following, **limits):
    """The pages kept of a list; ``bodies`` by path, ``following`` says the next path."""
    address = fake_site(lambda asked: Answer(bodies[asked.path]) if asked.path in bodies else Answer(status=404))
    step = Step(address + "/1", keep=True, next=lambda url, body: address + following[url[-2:]] if url[-2:] in following else None)
    web = Web("", LIMITS)
    try:
        found = Fetcher(web, sleep=lambda _: None).flow(a_source(steps=lambda _: (step,)), city, tmp_path)
    finally:
        web.close()
    return [page.text for page in pages(found.path)], found


def test_pages_are_kept_in_one_file_with_its_sum(fake_site, tmp_path, city):
    kept, found = walked(fake_site, tmp_path, city, {"/1": b"eins", "/2": "fünf".encode("cp1252")}, {"/1": "/2"})
    assert kept == ["eins", "fünf"]
    assert found.sha256 == from_file(found.path).sha256


@pytest.mark.parametrize("back", ["/1", "/2"])
def test_a_page_that_points_back_is_the_last(fake_site, tmp_path, city, back):
    assert walked(fake_site, tmp_path, city, {"/1": b"1", "/2": b"2"}, {"/1": "/2", "/2": back})[0] == ["1", "2"]


def test_a_list_that_repeats_itself_is_refused(fake_site, tmp_path, city):
    with pytest.raises(SourceChanged, match="has no end"):
        walked(fake_site, tmp_path, city, {"/1": b"1", "/2": b"1"}, {"/1": "/2"})


def test_a_missing_page_ends_the_walk_and_nothing_is_kept(fake_site, tmp_path, city):
    with pytest.raises(SourceChanged, match="404"):
        walked(fake_site, tmp_path, city, {"/1": b"1"}, {"/1": "/2"})


QUOTA = b'{"errorcode": 10005, "reset_time": "2026-11-24T00:00:00Z", "limit_time_unit": "day", "call_limit": 1000}'


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=429, headers={"Retry-After": "3600"}),
        Answer(status=429, headers={"X-RateLimit-Reset": "2026-11-24T00:00:00Z"}),
        Answer(status=429, headers={"X-RateLimit-Reset": "2026-11-24 00:00:00+00:00"}),
        Answer(status=429, headers={"X-RateLimit-Reset": "1795478400"}),
        Answer(status=429, headers={"X-RateLimit-Reset": "43200"}),
        Answer(QUOTA, 429),
    ],
)
def test_a_quota_that_is_used_up_ends_the_run_at_once(fake_site, tmp_path, city, frozen, answer):
    asked = []

    def site(request):
        asked.append(request.path)
        return Answer(status=404) if request.path == "/robots.txt" else answer

    with pytest.raises(Unreachable, match=r"wait until 2026-11-2\d .* run it again then"):
        fetched(fake_site(site), tmp_path, city, "/list")
    assert asked == ["/robots.txt", "/list"]
