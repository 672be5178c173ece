import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from starlette.testclient import TestClient

from portal.api import queries
from tests.published import a_portal, a_published, all_types, many_rows


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[TestClient]:
    """A portal with a dataset of 50 rows and one with every type of column."""
    with a_portal(tmp_path_factory.mktemp("portal"), sqlite_template) as app, TestClient(app, follow_redirects=False) as client:
        a_published(app, many_rows(50))
        a_published(app, [("ä", 1, 1e-05, True, None, None, 2020)], slug="typen", columns=all_types(), key=())
        yield client


def ids(client: TestClient, query: str) -> list[int]:
    answer = client.get(f"/daten/liste/abfrage.json?{query}")
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["rows"]]


@pytest.mark.parametrize(("query", "found"), [
    ("name=Zeile 7", [7, 17, 27, 37, 47]),
    ("id=3&id=5", [3, 5]),
    ("id__in=3,5,99", [3, 5]),
    ("id__ge=49", [49, 50]),
    ("betrag__lt=0.6", [1, 2]),
    ("name__contains=7&id__lt=20", [7, 17]),
    ("betrag__null=1&id__le=6", [3, 6]),
    ("betrag=&id__le=6", [3, 6]),
    ("q=zeile 7&sort=id desc&limit=2", [47, 37]),
    ("sort=-id&limit=2&offset=1", [49, 48]),
    ("_id=4", [4]),
])  # fmt: skip
def test_rows_that_fit_are_found(client: TestClient, query: str, found: list[int]) -> None:
    assert ids(client, query) == found


def test_an_answer_leads_to_its_next_page(client: TestClient) -> None:
    seen, address = [], "/daten/liste/abfrage.json?limit=20&sort=-id"
    while address:
        page = client.get(address).json()
        seen += [row["id"] for row in page["rows"]]
        address = page["next"]
    assert seen == list(range(50, 0, -1))
    assert page["total"] == 50


def test_csv_and_json_lines_hold_all_rows_that_fit(client: TestClient) -> None:
    table = list(csv.DictReader(io.StringIO(client.get("/daten/liste/abfrage.csv?id__gt=10&fields=id,betrag").text)))
    lines = [json.loads(line) for line in client.get("/daten/liste/abfrage.jsonl?id__gt=10&fields=id,betrag").text.splitlines()]
    assert [int(row["id"]) for row in table] == [row["id"] for row in lines] == list(range(11, 51))


def test_all_rows_as_csv_are_the_csv_of_the_release(client: TestClient) -> None:
    file = client.get(client.get("/daten/liste/aktuell/liste.csv").headers["location"])
    assert client.get("/daten/liste/abfrage.csv").content == file.content


def test_every_type_is_written_as_in_the_files(client: TestClient) -> None:
    for kind in ("csv", "jsonl"):
        file = client.get(client.get(f"/daten/typen/aktuell/typen.{kind}").headers["location"])
        assert client.get(f"/daten/typen/abfrage.{kind}").content == file.content


@pytest.mark.parametrize(
    "query", ["nirgends=1", "id=abc", "sort=nirgends", "sort=a;b", "limit=-1", "limit=x", "offset=1.5", "fields=x", "id__like=1"]
)
def test_what_cannot_be_answered_is_said_before_anything_is_sent(client: TestClient, query: str) -> None:
    assert [client.get(f"/daten/liste/abfrage.{kind}?{query}").status_code for kind in ("json", "csv", "jsonl")] == [422] * 3


def test_other_forms_do_not_exist(client: TestClient) -> None:
    assert client.get("/daten/liste/abfrage.exe").status_code in {404, 422}
    assert client.get("/daten/nichts/abfrage.json").status_code == 404


def test_an_unchanged_answer_is_not_sent_again(client: TestClient) -> None:
    for address in ("/daten/liste/abfrage.csv?id=1", "/daten/liste/abfrage.json?limit=5000", "/daten/liste/abfrage.json"):
        tag = client.get(address).headers["etag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_parquet_holds_the_rows_that_fit_with_their_types(client: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    file.write_bytes(client.get("/daten/liste/abfrage.parquet?id__le=2&sort=-id&fields=_id,betrag").content)
    found = duckdb.sql(f"SELECT _id, betrag, typeof(betrag) FROM '{file}'").fetchall()
    assert [(row[0], float(row[1]), row[2]) for row in found] == [(2, 0.5, "DECIMAL(18,2)"), (1, 0.25, "DECIMAL(18,2)")]


def test_too_many_rows_are_not_packed(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_PACKED", 49)
    assert client.get("/daten/liste/abfrage.parquet").status_code == 422
    assert client.get("/daten/liste/abfrage.parquet?limit=49").status_code == 200


def test_distinct_rows_come_once(client: TestClient) -> None:
    assert len(client.get("/daten/liste/abfrage.json?fields=name&distinct=ja").json()["rows"]) == 10
