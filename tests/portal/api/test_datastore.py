"""datastore_search and datastore_info, and that pages, dump and CSV hold the same rows."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from starlette.testclient import TestClient

from portal.app import create_app
from tests.published import a_portal, a_published, all_types, many_rows

PATH = "/api/3/action/datastore_search"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[TestClient]:
    """A portal with a dataset of 50 rows and one with every type of column."""
    with a_portal(tmp_path_factory.mktemp("portal"), sqlite_template) as app, TestClient(app, follow_redirects=False) as client:
        a_published(app, many_rows(50))
        a_published(app, [("x", 1, 1.5, True, None, None, 2020)], slug="typen", columns=all_types(), key=())
        yield client


def ask(client: TestClient, **given: object) -> dict[str, Any]:
    answer = client.post(PATH, json={"resource_id": "liste"} | given)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()["result"]
    return result


def table_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_rows_come_with_their_number_their_types_and_the_total(client: TestClient) -> None:
    result = ask(client, limit=2)
    assert [field["id"] + ":" + field["type"] for field in result["fields"]] == ["_id:int", "id:int", "name:text", "betrag:numeric"]
    assert result["records"][1] == {"_id": 2, "id": 2, "name": "Zeile 2", "betrag": 0.5}
    assert (result["total"], result["limit"], result["offset"], result["total_was_estimated"]) == (50, 2, 0, False)


def test_every_id_of_the_dataset_reaches_the_rows(client: TestClient) -> None:
    resources = client.get("/api/action/package_show?id=liste").json()["result"]["resources"]
    ids = [resource["id"] for resource in resources if resource["format"] in {"CSV", "JSON", "Parquet"}]
    assert [ask(client, resource_id=name)["total"] for name in ids] == [50] * 3
    assert client.post(PATH, json={"id": ids[0], "limit": 0}).json()["result"]["records"] == []


def test_filters_take_a_value_or_a_list(client: TestClient) -> None:
    assert [row["id"] for row in ask(client, filters={"name": "Zeile 7"})["records"]] == [7, 17, 27, 37, 47]
    assert ask(client, filters={"id": [1, "2", 99], "name": ["Zeile 1"]})["total"] == 1


def test_by_get_objects_come_as_text(client: TestClient) -> None:
    given = {"resource_id": "liste", "filters": '{"name": "Zeile 7"}', "q": '{"name": "zeile"}', "fields": "id,betrag", "sort": "id desc"}
    result = client.get(PATH, params=given).json()["result"]
    assert result["records"][0] == {"id": 47, "betrag": 11.75}


def test_order_and_empty_cells_are_as_asked(client: TestClient) -> None:
    first = [ask(client, sort=sort, limit=1)["records"][0]["id"] for sort in ("betrag desc", "betrag asc nulls first", ["name", "id desc"])]
    assert first == [50, 3, 50]


@pytest.mark.parametrize(("shape", "records"), [
    ("objects", [{"_id": 1, "id": 1, "name": "Zeile 1", "betrag": 0.25}]),
    ("lists", [[1, 1, "Zeile 1", 0.25]]),
    ("csv", "1,1,Zeile 1,0.25\r\n"),
    ("tsv", "1\t1\tZeile 1\t0.25\r\n"),
])  # fmt: skip
def test_records_come_in_four_forms(client: TestClient, shape: str, records: object) -> None:
    assert ask(client, records_format=shape, limit=1)["records"] == records


@pytest.mark.parametrize(("given", "status", "field"), [
    ({"resource_id": ""}, 409, "resource_id"),
    ({"filters": {"nirgends": 1}}, 409, "filters"),
    ({"filters": "kein json"}, 409, "filters"),
    ({"filters": [1]}, 409, "filters"),
    ({"filters": {"id": "abc"}}, 409, "filters"),
    ({"fields": "nirgends"}, 409, "fields"),
    ({"sort": "nirgends"}, 409, "sort"),
    ({"sort": "id; drop"}, 409, "sort"),
    ({"limit": -1}, 409, "limit"),
    ({"limit": "viele"}, 409, "limit"),
    ({"offset": -5}, 409, "offset"),
    ({"q": {"id": "1"}}, 409, "q"),
    ({"records_format": "xml"}, 409, "records_format"),
    ({"resource_id": "nichts"}, 404, "message"),
])  # fmt: skip
def test_what_is_wrong_names_its_parameter(client: TestClient, given: dict[str, object], status: int, field: str) -> None:
    answer = client.post(PATH, json={"resource_id": "liste"} | given)
    assert answer.status_code == status
    assert field in answer.json()["error"]


def test_an_unknown_resource_is_named(client: TestClient) -> None:
    answer = client.post(PATH, json={"resource_id": "nichts"})
    assert answer.json()["error"]["message"] == 'Not found: Resource "nichts" was not found.'


def test_the_limit_is_cut_and_says_so(client: TestClient) -> None:
    assert ask(client, limit=100_000)["limit"] == 32_000


def test_the_total_is_left_out_where_nobody_wants_it(client: TestClient) -> None:
    assert "total" not in ask(client, include_total=False)
    assert "total" not in client.get(PATH, params={"resource_id": "liste", "include_total": "False"}).json()["result"]


def test_links_lead_on_and_back(client: TestClient) -> None:
    links = client.get(PATH, params={"resource_id": "liste", "limit": 10, "offset": 10}).json()["result"]["_links"]
    following = client.get(links["next"]).json()["result"]
    assert (following["offset"], following["records"][0]["_id"]) == (20, 21)
    assert "offset=0" in links["prev"]


@pytest.mark.parametrize("written", ['{"name":"Zeile 7"}', "%7B%22name%22%3A%22Zeile+7%22%7D", '{"name":["Zeile%207","Zürich"]}'])
def test_links_ask_the_same_whichever_way_it_was_written(client: TestClient, written: str) -> None:
    links = client.get(f"{PATH}?offset=1&resource_id=liste&filters={written}&limit=2&q=").json()["result"]["_links"]
    assert all(link.isascii() and not set(link) & set(' "{}<>') for link in links.values())
    assert [row["id"] for row in client.get(links["next"]).json()["result"]["records"]] == [37, 47]
    assert [row["id"] for row in client.get(links["start"]).json()["result"]["records"]] == [7, 17]


def test_every_type_has_its_name(client: TestClient) -> None:
    result = ask(client, resource_id="typen")
    assert [field["type"] for field in result["fields"]] == ["int", "text", "int", "numeric", "bool", "date", "timestamp", "int"]
    assert result["records"][0]["boolean"] is True


def test_the_dictionary_says_what_a_column_means(client: TestClient) -> None:
    result = client.get("/api/action/datastore_info?id=liste").json()["result"]
    assert (result["meta"]["count"], result["meta"]["aliases"]) == (50, ["liste"])
    column = {field["id"]: field for field in result["fields"]}["betrag"]
    assert (column["info"]["label"], column["info"]["unit"], column["schema"]["is_index"]) == ("Betrag", "EUR", True)


def test_pages_dump_and_csv_hold_the_same_rows(client: TestClient) -> None:
    pages = "".join(ask(client, records_format="csv", limit=7, offset=offset)["records"] for offset in range(0, 56, 7))
    dump = table_of(client.get("/datastore/dump/liste").text)
    file = client.get(client.get("/daten/liste/aktuell/liste.csv").headers["location"]).text
    assert [row[1:] for row in dump] == table_of(file)
    assert table_of(pages) == dump[1:]


def test_a_dump_comes_in_its_other_forms(client: TestClient) -> None:
    tabs = client.get("/datastore/dump/liste?format=tsv&bom=true&limit=1&fields=id,name")
    assert tabs.text == "\ufeffid\tname\r\n1\tZeile 1\r\n"
    found = json.loads(client.get("/datastore/dump/liste", params={"format": "json", "filters": '{"id": 5}'}).text)
    assert found["records"] == [[5, 5, "Zeile 5", 1.25]]
    assert client.get("/datastore/dump/liste?format=ods").status_code == 422
    assert client.get("/datastore/dump/nichts").status_code == 404


def test_a_dump_as_xml_can_be_read_back(client: TestClient) -> None:
    rows = etree.fromstring(client.get("/datastore/dump/liste?format=xml&limit=3").content).findall("row")
    assert [(row.get("_id"), row.findtext("name")) for row in rows] == [("1", "Zeile 1"), ("2", "Zeile 2"), ("3", "Zeile 3")]
    assert rows[2].find("betrag").attrib == {"{http://www.w3.org/2001/XMLSchema-instance}nil": "true"}


def test_an_unchanged_dump_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/datastore/dump/liste").headers["etag"]
    assert client.get("/datastore/dump/liste", headers={"If-None-Match": tag}).status_code == 304


def test_a_known_version_needs_no_thread_and_gives_the_same_answer(client: TestClient) -> None:
    app: Any = client.app
    with TestClient(create_app(app.state.settings, fresh=3600)) as quick:
        answers = [quick.post(PATH, json={"resource_id": "liste", "sort": "id"}).content for _ in range(3)]
    assert set(answers) == {client.post(PATH, json={"resource_id": "liste", "sort": "id"}).content}


@settings(max_examples=30)
@given(
    question=st.fixed_dictionaries(
        {},
        optional={
            "filters": st.dictionaries(
                st.sampled_from(["id", "name", "x"]), st.one_of(st.text(max_size=5), st.integers(), st.none()), max_size=2
            ),
            "q": st.text(max_size=8),
            "sort": st.text(alphabet="idname, descast", max_size=12),
            "limit": st.one_of(st.integers(-5, 10**20), st.text(max_size=3)),
            "offset": st.integers(-5, 10**20),
            "fields": st.text(alphabet="id,name", max_size=8),
        },
    )
)
def test_no_question_ends_in_a_fault(client: TestClient, question: dict[str, object]) -> None:
    assert client.post(PATH, json={"resource_id": "liste"} | question).status_code in {200, 404, 409}
