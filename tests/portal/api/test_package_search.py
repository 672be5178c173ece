"""package_search as harvesters of other portals ask it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from datasets.records import Text
from tests.published import a_portal, a_published

UDATA = {
    "id", "name", "title", "notes", "license_id", "license_title", "tags", "metadata_created", "metadata_modified", "organization",
    "resources", "private", "type", "author", "author_email", "maintainer", "maintainer_email", "state",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[TestClient]:
    """A portal with five datasets of two publishers."""
    with a_portal(tmp_path_factory.mktemp("portal"), sqlite_template) as app, TestClient(app, follow_redirects=False) as client:
        a_published(app, slug="eins", title=Text(de="Förderung der Radwege"), keywords=("Rad", "Geld"), publisher="Land NRW")
        a_published(app, slug="zwei", title=Text(de="Schulen"), description=Text(de="Auch mit Förderung."), keywords=("Geld",))
        for slug in ("drei", "vier", "funf"):
            a_published(app, slug=slug, theme=("TRAN",), licence="cc-by/4.0")
        yield client


def search(client: TestClient, **given: object) -> dict[str, Any]:
    answer = client.post("/api/action/package_search", json=given)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()["result"]
    return result


def names(result: dict[str, Any]) -> list[str]:
    return [package["name"] for package in result["results"]]


def test_without_a_query_all_are_counted_and_ten_are_shown(client: TestClient) -> None:
    result = search(client)
    assert (result["count"], result["sort"]) == (5, "score desc, metadata_modified desc")
    assert names(result) == ["funf", "vier", "drei", "zwei", "eins"]


def test_german_words_are_found_in_any_form_and_those_in_the_title_come_first(client: TestClient) -> None:
    assert names(search(client, q="Förderungen")) == ["eins", "zwei"]
    assert names(search(client, q="Radweg")) == ["eins"]


def test_a_harvester_of_ckan_gets_its_pages(client: TestClient) -> None:
    pages = [names(client.get(f"/api/3/action/package_search?rows=2&start={start}&sort=id asc").json()["result"]) for start in (0, 2, 4, 6)]
    assert sorted(name for page in pages for name in page) == ["drei", "eins", "funf", "vier", "zwei"]
    assert pages[3] == []


def test_a_harvester_asks_for_what_changed(client: TestClient) -> None:
    assert search(client, fq="metadata_modified:[2000-01-01T00:00:00Z TO *] -organization:land-nrw")["count"] == 4
    assert search(client, fq="metadata_modified:[2099-01-01T00:00:00Z TO *]")["count"] == 0


def test_filters_hold_together(client: TestClient) -> None:
    assert names(search(client, fq=["tags:Geld", "organization:land-nrw"])) == ["eins"]
    assert names(search(client, q="tags:Geld", fq_list=["res_format:CSV"], sort="name asc")) == ["eins", "zwei"]


def test_facets_count_what_was_found(client: TestClient) -> None:
    result = search(client, **{"q": "tags:Geld", "facet.field": ["tags", "organization", "license_id"], "rows": 0})
    assert result["facets"]["tags"] == {"Geld": 2, "Rad": 1}
    items = result["search_facets"]["organization"]["items"]
    assert [(item["name"], item["display_name"], item["count"]) for item in items] == [
        ("stadtamt", "Stadtamt", 1),
        ("land-nrw", "Land NRW", 1),
    ]


def test_facets_are_cut_as_asked(client: TestClient) -> None:
    by = {"facet.field": '["groups"]', "facet.limit": 1, "rows": 0}
    assert search(client, **by)["facets"]["groups"] == {"tran": 3}
    assert search(client, **by | {"facet.limit": -1, "facet.mincount": 3})["facets"]["groups"] == {"tran": 3}


def test_a_facet_as_plain_text_is_taken_too(client: TestClient) -> None:
    result = client.get("/api/action/package_search?facet.field=license_id&rows=0").json()["result"]
    assert result["facets"]["license_id"] == {"cc-by/4.0": 3, "dl-zero-de/2.0": 2}


def test_more_than_a_thousand_rows_are_cut_silently(client: TestClient) -> None:
    assert len(search(client, rows=100_000)["results"]) == 5


def test_only_some_fields_are_shown_where_they_are_named(client: TestClient) -> None:
    assert search(client, fl="name,version", q="name:eins")["results"][0].keys() == {"name", "version"}


@pytest.mark.parametrize(("given", "status", "kind"), [
    ({"falsch": 1}, 400, "Search Query Error"),
    ({"q": "nirgends:x"}, 409, "Search Error"),
    ({"fq": "metadata_modified:[x TO *]"}, 409, "Search Error"),
    ({"sort": "nirgends desc"}, 409, "Search Error"),
    ({"rows": -1}, 409, "Validation Error"),
    ({"facet.limit": "viele", "facet.field": ["tags"]}, 409, "Validation Error"),
])  # fmt: skip
def test_what_cannot_be_answered_says_why(client: TestClient, given: dict[str, object], status: int, kind: str) -> None:
    answer = client.post("/api/action/package_search", json=given)
    assert (answer.status_code, answer.json()["error"]["__type"]) == (status, kind)


def test_a_result_has_what_another_portal_needs(client: TestClient) -> None:
    for package in search(client)["results"]:
        assert set(package) >= UDATA
        assert all(resource["resource_type"] == "file" and resource["url"].startswith("http") for resource in package["resources"])
