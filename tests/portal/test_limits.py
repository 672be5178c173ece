import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from datasets.settings import Settings
from portal.app import create_app
from portal.limits import Tally, network_of

PATH = "/api/3/action/package_list"


@pytest.fixture
def limited(settings: Settings, tmp_path: Path) -> Iterator[TestClient]:
    """A portal behind a proxy that lets a network ask five times a minute."""
    given = {"HOME": settings.home, "REQUESTS_PER_MINUTE": 5, "TRUSTED_PROXIES": "10.0.0.1"}
    app = create_app(Settings.from_environment({f"MEHRWERT_{name}": str(value) for name, value in given.items()}), fresh=0)
    with TestClient(app, client=("10.0.0.1", 1), follow_redirects=False) as client:
        yield client
    app.state.engine.dispose()


def ask(client: TestClient, address: str, path: str = PATH, **headers: str) -> tuple[int, str]:
    answer = client.get(path, headers={"X-Forwarded-For": address} | headers)
    return answer.status_code, answer.headers.get("ratelimit-remaining", "")


def test_what_is_left_is_announced_until_nothing_is(limited: TestClient) -> None:
    assert [ask(limited, "203.0.113.7") for _ in range(6)] == [(200, str(left)) for left in (4, 3, 2, 1, 0)] + [(429, "0")]


def test_the_fields_are_those_of_the_draft(limited: TestClient) -> None:
    headers = limited.get(PATH, headers={"X-Forwarded-For": "203.0.113.7"}).headers
    assert headers["ratelimit-policy"] == '"machines";q=5;w=60'
    assert re.fullmatch(r'"machines";r=4;t=\d{1,2}', headers["ratelimit"])
    assert (headers["ratelimit-limit"], headers["ratelimit-reset"]) == ("5", headers["ratelimit"].rpartition("=")[2])


def test_a_network_is_counted_as_one_and_others_apart(limited: TestClient) -> None:
    for last in range(6):
        status, _ = ask(limited, f"203.0.113.{last}")
    assert status == 429
    assert ask(limited, "203.0.114.1")[0] == 200
    assert ask(limited, "2001:db8:1:2::3") == (200, "4")
    assert ask(limited, "2001:db8:1:9::9") == (200, "3")


def test_kept_and_unchanged_answers_are_announced_too(limited: TestClient) -> None:
    tag = limited.get(PATH, headers={"X-Forwarded-For": "203.0.113.7"}).headers["etag"]
    assert ask(limited, "203.0.113.7", **{"If-None-Match": tag}) == (304, "3")
    head = limited.head(PATH, headers={"X-Forwarded-For": "203.0.113.7"})
    assert (head.status_code, head.headers["ratelimit-remaining"]) == (200, "2")


@pytest.mark.parametrize(("path", "accept", "kind"), [
    (PATH, "*/*", "application/json;charset=utf-8"),
    ("/catalog.ttl", "text/turtle", "application/problem+json"),
    ("/catalog.ttl", "text/html", "text/html; charset=utf-8"),
])  # fmt: skip
def test_the_refusal_says_when_to_come_back(limited: TestClient, path: str, accept: str, kind: str) -> None:
    for _ in range(5):
        ask(limited, "203.0.113.7")
    answer = limited.get(path, headers={"X-Forwarded-For": "203.0.113.7", "Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (429, kind)
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "/entwickler/fehler/zu-viele-anfragen" in answer.headers["link"]
    assert "retry-after" in answer.headers["access-control-expose-headers"].lower()


def test_pages_and_the_machine_itself_have_no_limit(limited: TestClient) -> None:
    assert {ask(limited, "203.0.113.7", "/hilfe") for _ in range(7)} == {(200, "")}
    assert {ask(limited, "127.0.0.1") for _ in range(7)} == {(200, "5")}


def test_without_a_limit_none_is_announced(settings: Settings) -> None:
    app = create_app(Settings.from_environment({"MEHRWERT_HOME": str(settings.home), "MEHRWERT_REQUESTS_PER_MINUTE": "0"}), fresh=0)
    assert "ratelimit" not in TestClient(app).get(PATH).headers
    app.state.engine.dispose()


def test_a_new_span_begins_at_nothing_with_another_key() -> None:
    tally = Tally(span=60)
    key = tally.key
    assert [tally.count("203.0.113") for _ in range(3)] == [1, 2, 3]
    tally.ends = 0
    assert tally.count("203.0.113") == 1
    assert tally.key != key


def test_ten_thousand_networks_hardly_disturb_each_other_and_need_no_more_room() -> None:
    tally = Tally()
    room = [len(row) for row in tally.rows]
    counts = [tally.count(f"10.{number // 256}.{number % 256}") for number in range(10_000)]
    assert sum(count > 1 for count in counts) < 400
    assert [len(row) for row in tally.rows] == room
    assert not any(isinstance(value, str) for value in vars(tally).values())


@pytest.mark.parametrize(("client", "network"), [
    ("203.0.113.7", "203.0.113"), ("127.0.0.1", ""), ("::1", ""), ("", ""), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("testclient", ""),
])  # fmt: skip
def test_a_network_is_told_by_the_front_of_its_address(client: str, network: str) -> None:
    assert network_of(client) == network
