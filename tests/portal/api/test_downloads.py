import hashlib
import json

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets.releases import Made
from tests.published import a_published, many_rows, withdraw


@pytest.fixture
def made(app: FastAPI) -> Made:
    """A dataset of 50 rows."""
    return a_published(app, many_rows(50))


def path(made: Made, name: str = "liste.csv") -> str:
    return f"/daten/liste/{made.name}/{name}"


def test_the_current_file_leads_to_that_of_its_release(client: TestClient, made: Made) -> None:
    for kind in ("csv", "json", "jsonl", "xlsx", "parquet", "zip"):
        answer = client.get(f"/daten/liste/aktuell/liste.{kind}")
        assert (answer.status_code, answer.headers["location"]) == (302, path(made, f"liste.{kind}"))


def test_every_file_of_a_release_is_what_its_sum_says(client: TestClient, made: Made) -> None:
    for file in made.files:
        answer = client.get(path(made, file.name))
        assert hashlib.sha256(answer.content).hexdigest() == file.sha256
        assert answer.headers["etag"] == f'"{file.sha256}"'
        assert int(answer.headers["content-length"]) == file.bytes


def test_a_file_is_kept_for_ever_by_whoever_has_it(client: TestClient, made: Made) -> None:
    headers = client.get(path(made)).headers
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert headers["link"].endswith('csv-metadata.json>; rel="describedby"; type="application/csvm+json"')


def test_a_file_is_never_compressed_on_its_way(client: TestClient, made: Made) -> None:
    assert "content-encoding" not in client.get(path(made), headers={"Accept-Encoding": "br, gzip"}).headers


def test_a_known_file_is_not_sent_again(client: TestClient, made: Made) -> None:
    first = client.get(path(made))
    for headers in (
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": f'"x", W/{first.headers["etag"]}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = client.get(path(made), headers=headers)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_another_tag_goes_before_the_date(client: TestClient, made: Made) -> None:
    headers = {"If-None-Match": '"anders"', "If-Modified-Since": client.get(path(made)).headers["last-modified"]}
    assert client.get(path(made), headers=headers).status_code == 200
    assert client.get(path(made), headers={"If-Modified-Since": "Unfug"}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "first", "end"), [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-7", -7, None), ("bytes=5-99999", 5, None)]
)
def test_a_part_is_sent(client: TestClient, made: Made, asked: str, first: int, end: int | None) -> None:
    whole = client.get(path(made)).content
    part = client.get(path(made), headers={"Range": asked})
    assert (part.status_code, part.content) == (206, whole[first:end])
    assert part.headers["content-range"].endswith(f"/{len(whole)}")


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(client: TestClient, made: Made, asked: str) -> None:
    answer = client.get(path(made), headers={"Range": asked})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{made.files[0].bytes}")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "zeilen=1-2", "bytes=9-3", "bytes=-", "bytes=a-b"])
def test_what_is_no_single_range_is_passed_over(client: TestClient, made: Made, asked: str) -> None:
    assert client.get(path(made), headers={"Range": asked}).status_code == 200


def test_a_part_of_another_version_is_not_mixed_in(client: TestClient, made: Made) -> None:
    tag = client.get(path(made)).headers["etag"]
    assert client.get(path(made), headers={"Range": "bytes=0-1", "If-Range": '"alt"'}).status_code == 200
    assert client.get(path(made), headers={"Range": "bytes=0-1", "If-Range": tag}).status_code == 206


def test_head_says_what_get_would(client: TestClient, made: Made) -> None:
    for address in (path(made), "/daten/liste/ausgaben.json", "/daten/liste/datapackage.json"):
        head, get = client.head(address), client.get(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers.get("etag") == get.headers["etag"]


OTHERS = (
    "/daten/liste/{release}/index.sqlite",
    "/daten/liste/{release}/..%2f..%2f..%2fsecret",
    "/daten/liste/{release}/%2e%2e/%2e%2e/secret",
    "/daten/..%2fliste/{release}/liste.csv",
    "/daten/liste/{release}/liste.CSV",
    "/daten/liste/{release}/%00",
    "/daten/liste/1999-01-01/liste.csv",
    "/daten/nichts/{release}/liste.csv",
    "/daten/liste/aktuell/..%2f{release}%2fliste.csv",
    "/daten/liste/aktuell/andere.csv",
    "/daten/nichts/aktuell/nichts.csv",
    "/daten/nichts/ausgaben.json",
    "/daten/nichts/datapackage.json",
)


def test_only_files_of_the_release_can_be_had(client: TestClient, made: Made) -> None:
    for address in OTHERS:
        assert client.get(address.format(release=made.name)).status_code == 404, address


def test_a_file_that_is_missing_on_the_disk_is_said_so(client: TestClient, app: FastAPI, made: Made) -> None:
    (app.state.settings.releases / "liste" / made.name / "liste.csv").unlink()
    answer = client.get(path(made))
    assert answer.status_code == 404
    assert "missing" in answer.text


def test_a_withdrawn_release_says_why(client: TestClient, app: FastAPI, made: Made) -> None:
    newer = a_published(app, many_rows(60))
    withdraw(app, newer.name, "Enthielt einen Namen")
    assert client.get("/daten/liste/aktuell/liste.csv").headers["location"] == path(made)
    for address in (path(newer), f"/daten/liste/{newer.name}"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "Enthielt einen Namen" in answer.text


def test_a_dataset_without_any_release_left_is_gone(client: TestClient, app: FastAPI, made: Made) -> None:
    withdraw(app, made.name, "Recht auf Löschung")
    assert [client.get(f"/daten/liste{rest}").status_code for rest in ("", "/aktuell/liste.csv", "/abfrage.json")] == [410] * 3
    assert client.get("/api/action/package_list").json()["result"] == []
    assert client.get("/daten/liste/ausgaben.json").json()[0]["withdrawn"] == "Recht auf Löschung"


def test_releases_are_listed_newest_first(client: TestClient, app: FastAPI, made: Made) -> None:
    newer = a_published(app, many_rows(60))
    listed = client.get("/daten/liste/ausgaben.json").json()
    assert [(one["release"], one["rows"]) for one in listed] == [(newer.name, 60), (made.name, 50)]
    assert listed[0]["sha256"] == next(file.sha256 for file in newer.files if file.format == "csv")
    assert client.get(listed[0]["files"][0]["path"]).status_code == 200


def test_the_data_package_of_the_current_release_can_be_read_from_anywhere(client: TestClient, made: Made) -> None:
    package = client.get("/daten/liste/datapackage.json").json()
    first = package["resources"][0]
    assert first["path"] == f"http://testserver{path(made)}"
    assert f"sha256:{hashlib.sha256(client.get(first['path']).content).hexdigest()}" == first["hash"]
    kept = json.loads(client.get(path(made, "datapackage.json")).content)
    assert kept["resources"][0]["path"] == "liste.csv"


def test_an_empty_file_can_be_sent(client: TestClient, app: FastAPI) -> None:
    made = a_published(app, [])
    assert client.get(path(made, "liste.jsonl")).content == b""
