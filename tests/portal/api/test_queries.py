import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from starlette.testclient import TestClient

from portal.api import packed
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


def test_distinct_rows_come_once(client: TestClient) -> None:
    assert len(client.get("/daten/liste/abfrage.json?fields=name&distinct=ja").json()["rows"]) == 10


RELEASE = re.compile(r"\d{4}-\d\d-\d\d")


def test_every_answer_names_the_release_and_the_same_question_to_it(client: TestClient) -> None:
    for kind in ("json", "csv", "jsonl", "parquet"):
        answer = client.get(f"/daten/liste/abfrage.{kind}?id__le=3&sort=-betrag")
        release = answer.headers["mehrwert-release"]
        link = re.fullmatch(r'<(.*)>; rel="canonical"', answer.headers["link"])
        assert RELEASE.match(release)
        assert link
        assert link[1].endswith(f"/daten/liste/{release}/abfrage.{kind}?id__le=3&sort=-betrag")
        again = client.get(link[1])
        assert again.content == answer.content or kind == "parquet"
    body = client.get("/daten/liste/abfrage.json?id__le=3").json()
    assert body["permalink"].endswith(f"/daten/liste/{body['release']}/abfrage.json?id__le=3")


def test_what_is_wrong_is_told_with_the_parameter_and_what_is_allowed(client: TestClient) -> None:
    for query, parameter, allowed in [
        ("nirgends=1", "nirgends", "betrag"),
        ("id__like=1", "id__like", "contains"),
        ("betrag__ge=viel", "betrag__ge", "number"),
        ("sort=nirgends", "sort", "betrag"),
        ("fields=x", "fields", "betrag"),
        ("group=x", "group", "betrag"),
        ("aggregate=median:betrag", "aggregate", "mean"),
        ("aggregate=sum:name", "aggregate", "betrag"),
        ("group=name&fields=id", "fields", "group"),
        ("group=name&sort=betrag", "sort", "count"),
        ("facets=x", "facets", "betrag"),
        ("after=5", "after", "next"),
        ("after=2020-01-01~[1]&offset=2", "", ""),
        ("limit=-1", "limit", "0"),
    ]:
        answer = client.get(f"/daten/liste/abfrage.json?{query}")
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == answer.status_code == (404 if not parameter else 422), query
        assert problem.get("field", "") == parameter
        assert allowed in problem["detail"]


def test_pages_follow_by_what_stands_in_the_last_row(client: TestClient) -> None:
    for sort in ("betrag", "-betrag", "betrag nulls first", "betrag desc nulls first", "name,-betrag", "-name,betrag,id"):
        whole = [row["id"] for row in client.get(f"/daten/liste/abfrage.json?sort={sort}&limit=1000").json()["rows"]]
        seen, address = [], f"/daten/liste/abfrage.json?sort={sort}&limit=7&fields=id"
        while address:
            page = client.get(address).json()
            seen += [row["id"] for row in page["rows"]]
            assert page["total"] == 50
            address = page["next"]
        assert seen == whole
        assert sorted(seen) == list(range(1, 51))


def test_a_page_ends_where_another_order_begins(client: TestClient) -> None:
    following = client.get("/daten/liste/abfrage.json?sort=name&limit=2").json()["next"]
    assert client.get(following.replace("sort=name", "sort=name,id")).status_code == 422


def test_values_are_counted_with_the_filters_and_what_is_beyond_is_one_number(client: TestClient) -> None:
    found = client.get("/daten/liste/abfrage.json?id__le=12&facets=name,betrag&facet_limit=2&limit=0").json()
    assert found["total"] == 12
    assert found["facets"]["name"]["values"] == [{"value": "Zeile 1", "count": 2}, {"value": "Zeile 2", "count": 2}]
    assert found["facets"]["name"]["rest"] == 8
    assert found["facets"]["betrag"]["values"][0] == {"value": None, "count": 4}


def test_groups_are_worked_out_from_the_rows_that_fit(client: TestClient) -> None:
    figures = "count,sum:betrag,mean:betrag,min:id,max:id,distinct:betrag"
    address = f"/daten/liste/abfrage.json?id__le=25&group=name&aggregate={figures}&sort=-count,name"
    found = client.get(address + "&limit=2").json()
    assert found["total"] == 10
    first = {
        "name": "Zeile 1",
        "count": 3,
        "sum_betrag": 0.25 + 11 / 4,
        "mean_betrag": 1.5,
        "min_id": 1,
        "max_id": 21,
        "distinct_betrag": 2,
    }
    assert found["rows"][0] == first
    assert client.get(found["next"]).json()["rows"][0]["name"] == "Zeile 3"
    lines = client.get(address.replace(".json", ".jsonl")).text.splitlines()
    assert json.loads(lines[0]) == first
    table = list(csv.DictReader(io.StringIO(client.get(address.replace(".json", ".csv")).text)))
    assert len(table) == 10
    assert table[0]["sum_betrag"] == "3"


def test_without_groups_there_is_one_row(client: TestClient) -> None:
    assert client.get("/daten/liste/abfrage.json?aggregate=count,sum:betrag&id__gt=99").json()["rows"] == [{"count": 0, "sum_betrag": None}]
    assert client.get("/daten/liste/abfrage.json?aggregate=count&q=zeile").json()["rows"] == [{"count": 50}]


def test_head_of_parquet_tells_the_headers_and_makes_no_file(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/daten/liste/abfrage.parquet?id__le=2"
    whole = client.get(path)
    made: list[object] = []
    monkeypatch.setattr(packed, "_packed", lambda *given: made.append(given))
    head = client.head(path)
    assert (head.status_code, head.content, made) == (200, b"", [])
    assert "content-length" not in head.headers
    for name in ("content-type", "etag", "content-disposition", "mehrwert-release", "link"):
        assert head.headers[name] == whole.headers[name]
    assert client.head("/daten/liste/abfrage.parquet?unbekannt=1").status_code == 422
    assert client.head(path, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304


def test_groups_as_parquet_have_exact_sums(client: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "groups.parquet"
    file.write_bytes(client.get("/daten/liste/abfrage.parquet?group=name&aggregate=sum:betrag,mean:betrag,sum:id").content)
    kinds = {name: kind for name, kind, *_ in duckdb.sql(f"DESCRIBE SELECT * FROM '{file}'").fetchall()}
    assert (
        kinds == {"name": "VARCHAR", "sum_betrag": "DECIMAL(38,2)", "mean_betrag": "DOUBLE", "sum_id": "HUGEINT"}
        or kinds["sum_id"] == "DOUBLE"
    )
    known = dict(duckdb.sql(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{file}')").fetchall())
    assert known["dataset"] == "liste"
    assert RELEASE.match(known["release"])


def test_beginnings_are_found_in_either_case(client: TestClient) -> None:
    assert ids(client, "name__starts=zEILE 4") == [4, 14, 24, 34, 44]
    assert ids(client, "name__starts=eile") == []
