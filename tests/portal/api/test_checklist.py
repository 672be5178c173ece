"""What clients of CKAN rely on, point by point, with the real ckanapi against a running portal; the rest is in test_ckan."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ckanapi
import pytest
import requests
from fastapi import FastAPI

from portal.api.ckan import ACTIONS
from portal.api.refused import REFUSED
from tests.portal_clients import command
from tests.published import a_published, many_rows

RESOURCE = {
    "id", "package_id", "name", "description", "url", "format", "mimetype", "mimetype_inner", "size", "hash", "created", "last_modified",
    "metadata_modified", "position", "state", "resource_type", "url_type", "cache_url", "cache_last_updated", "datastore_active",
}  # fmt: skip
PACKAGE = {
    "id", "name", "title", "notes", "url", "version", "author", "author_email", "maintainer", "maintainer_email", "license_id",
    "license_title", "license_url", "isopen", "owner_org", "organization", "private", "state", "type", "creator_user_id",
    "metadata_created", "metadata_modified", "num_resources", "num_tags", "tags", "groups", "extras", "resources",
    "relationships_as_subject", "relationships_as_object",
}  # fmt: skip
GROUP = {
    "id", "name", "title", "display_name", "description", "type", "image_url", "image_display_url", "created", "is_organization",
    "approval_status", "state", "package_count", "num_followers",
}  # fmt: skip
ACTIVITY = {"id", "timestamp", "user_id", "object_id", "activity_type", "data"}
LICENCE = {
    "id", "title", "url", "status", "od_conformance", "osd_conformance", "domain_content", "domain_data", "domain_software", "family",
    "is_generic", "maintainer",
}  # fmt: skip
ROWS = {"resource_id", "fields", "records", "records_format", "total", "total_was_estimated", "limit", "offset", "include_total", "_links"}
STATUS = {"site_title", "site_description", "site_url", "error_emails_to", "locale_default", "extensions", "ckan_version"}
GOOD: list[tuple[str, dict[str, Any], set[str]]] = [
    ("site_read", {}, set()), ("status_show", {}, STATUS), ("package_list", {}, set()), ("package_show", {"id": "liste"}, PACKAGE),
    ("current_package_list_with_resources", {}, PACKAGE), ("package_search", {}, {"count", "results", "sort", "facets", "search_facets"}),
    ("package_autocomplete", {"q": "lis"}, {"name", "title", "match_field", "match_displayed"}), ("resource_show", {"id": "R"}, RESOURCE),
    ("resource_view_list", {"id": "R"}, set()), ("organization_list", {"all_fields": True}, GROUP),
    ("organization_show", {"id": "stadtamt"}, GROUP | {"users", "extras", "groups"}), ("group_list", {"all_fields": True}, GROUP),
    ("group_show", {"id": "gove"}, GROUP | {"users", "extras", "groups"}),
    ("tag_list", {"all_fields": True}, {"id", "name", "display_name", "vocabulary_id"}),
    ("tag_show", {"id": "Geld"}, {"id", "name", "display_name", "vocabulary_id"}), ("license_list", {}, LICENCE),
    ("help_show", {"name": "package_show"}, set()), ("user_list", {}, set()), ("vocabulary_list", {}, set()),
    ("format_autocomplete", {"q": "csv"}, set()), ("organization_list_for_user", {}, set()), ("group_list_authz", {}, set()),
    ("datastore_search", {"resource_id": "R", "limit": 1}, ROWS), ("datastore_info", {"id": "R"}, {"meta", "fields"}),
    ("package_activity_list", {"id": "liste"}, ACTIVITY), ("recently_changed_packages_activity_list", {}, ACTIVITY),
]  # fmt: skip
"""Every action once, with the keys that clients index of its result or of the first one in it."""
HARVESTER = (
    "/api/3/action/package_search?rows=100&start={start}&sort=id+asc&fq=metadata_modified%3A%5B2020-01-01T00%3A00%3A00Z+TO+%2A%5D"
    "+AND+%28organization%3Astadtamt+OR+organization%3Aland-nrw%29+AND+-groups%3Atran"
)


@pytest.fixture
def portal(server: str, app: FastAPI) -> Iterator[ckanapi.RemoteCKAN]:
    """A portal with two datasets."""
    a_published(app, many_rows(25), slug="liste", keywords=("Geld",))
    a_published(app, slug="andere", theme=("TRAN",), publisher="Land NRW")
    with ckanapi.RemoteCKAN(server) as remote:
        yield remote


def test_every_action_has_the_keys_that_clients_index(portal: ckanapi.RemoteCKAN) -> None:
    resource = portal.action.package_show(id="liste")["resources"][0]["id"]
    for name, given, keys in GOOD:
        result = portal.call_action(name, {key: resource if value == "R" else value for key, value in given.items()})
        one = result[0] if isinstance(result, list) and result and keys else result
        assert keys <= set(one if keys else ()), name
    assert {name for name, _, _ in GOOD} == set(ACTIONS) - set(REFUSED)


@pytest.mark.parametrize("prefix", ["/api/action/", "/api/3/action/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_both_prefixes_by_both_methods_name_a_help_that_can_be_read(portal: ckanapi.RemoteCKAN, prefix: str, method: str) -> None:
    answer = requests.request(method, f"{portal.address}{prefix}package_list", allow_redirects=False, timeout=30)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json;charset=utf-8")
    assert requests.get(answer.json()["help"], timeout=30).json()["success"] is True


@pytest.mark.parametrize(("call", "kind"), [
    (lambda one: one.action.nichts(), ckanapi.CKANAPIError),
    (lambda one: one.action.package_show(), ckanapi.ValidationError),
    (lambda one: one.action.package_show(id="nichts"), ckanapi.NotFound),
    (lambda one: one.action.package_create(name="neu"), ckanapi.NotAuthorized),
    (lambda one: one.action.package_search(falsch=1), ckanapi.SearchQueryError),
    (lambda one: one.action.package_search(q="("), ckanapi.SearchError),
    (lambda one: one.action.package_search(rows="viele"), ckanapi.ValidationError),
    (lambda one: one.action.datastore_search(resource_id="liste", limit=-1), ckanapi.ValidationError),
    (lambda one: one.action.datastore_search_sql(sql="SELECT 1"), ckanapi.NotAuthorized),
])  # fmt: skip
def test_every_error_is_raised_by_its_own_kind(
    portal: ckanapi.RemoteCKAN, call: Callable[[ckanapi.RemoteCKAN], object], kind: type[Exception]
) -> None:
    with pytest.raises(kind) as raised:
        call(portal)
    assert type(raised.value) is kind


def test_a_fault_of_ours_is_an_envelope_too(portal: ckanapi.RemoteCKAN, app: FastAPI) -> None:
    version = portal.action.package_show(id="liste")["version"]
    (app.state.settings.releases / "liste" / version / "index.sqlite").write_text("zerstört")
    with pytest.raises(ckanapi.CKANAPIError, match="Internal Server Error"):
        portal.action.datastore_info(id="liste")


@pytest.mark.parametrize("name", ["Authorization", "X-CKAN-API-Key"])
def test_a_token_of_either_kind_is_no_more_than_anonymous(portal: ckanapi.RemoteCKAN, name: str) -> None:
    headers = {name: "falscher-schluessel"}
    assert requests.get(f"{portal.address}/api/action/package_list", headers=headers, timeout=30).json()["result"] == ["andere", "liste"]
    assert requests.post(f"{portal.address}/api/action/package_create", json={}, headers=headers, timeout=30).status_code == 403


@pytest.mark.slow
def test_a_dump_with_files_writes_a_data_package_for_each_dataset(portal: ckanapi.RemoteCKAN, tmp_path: Path) -> None:
    # With several files per dataset, ckanapi 4.11 fetches all of them from the address of the last one: only that one is compared.
    done = command(portal.address, "dump", "datasets", "liste", "-D", str(tmp_path))
    assert done.returncode == 0, done.stderr
    package = json.loads((tmp_path / "liste" / "datapackage.json").read_text("utf-8"))
    last = package["resources"][-1]
    stored = (tmp_path / "liste" / last["path"]).read_bytes()
    assert stored == requests.get(portal.action.package_show(id="liste")["resources"][-1]["url"], timeout=30).content


@pytest.mark.slow
def test_search_by_command_ends_at_the_empty_page(portal: ckanapi.RemoteCKAN) -> None:
    for words in ((), ("q=*:*",)):
        done = command(portal.address, "search", "datasets", *words)
        assert done.returncode == 0, done.stderr
        assert {json.loads(line)["name"] for line in done.stdout.splitlines()} == {"andere", "liste"}


def test_pages_of_rows_dump_and_file_are_the_same(portal: ckanapi.RemoteCKAN) -> None:
    resource = portal.action.package_show(id="liste")["resources"][0]
    pages = [portal.action.datastore_search(id=resource["id"], limit=7, offset=at, records_format="lists") for at in range(0, 28, 7)]
    rows = [record[1:] for page in pages for record in page["records"]]
    dump = requests.get(f"{portal.address}/datastore/dump/{resource['id']}", timeout=30).text
    file = requests.get(resource["url"], timeout=30).text
    dumped, filed = (list(csv.reader(io.StringIO(text, newline=""))) for text in (dump, file))
    assert [row[1:] for row in dumped] == filed
    assert [row[0] for row in filed[1:]] == [str(row[0]) for row in rows]


def test_a_harvester_of_ckan_gets_page_after_page_until_an_empty_one(portal: ckanapi.RemoteCKAN) -> None:
    first, second = (requests.get(portal.address + HARVESTER.format(start=start), timeout=30).json()["result"] for start in (0, 100))
    assert [package["name"] for package in first["results"]] == ["liste"]
    assert second["results"] == []
    assert portal.action.organization_show(id=first["results"][0]["owner_org"])["name"] == "stadtamt"
    assert portal.action.group_show(id=first["results"][0]["groups"][0]["id"])["name"] == "gove"


def test_a_strict_harvester_finds_every_value_of_its_kind(portal: ckanapi.RemoteCKAN) -> None:
    for package in portal.action.package_search(rows=1000)["results"]:
        assert package["type"] == "dataset"
        assert package["private"] is False
        texts = ("id", "name", "title", "notes", "license_id", "license_title", "state", "author", "author_email", "maintainer_email")
        assert all(isinstance(package[name], str) for name in texts)
        assert all(set(tag) >= {"id", "name", "display_name", "state", "vocabulary_id"} for tag in package["tags"])
        for resource in package["resources"]:
            assert resource["resource_type"] in {"file", "file.upload", "api", "documentation", "image", "visualization"}
            assert isinstance(resource["size"], int)
            assert resource["url"].startswith("http")


def test_a_browser_of_another_origin_may_ask_and_nobody_must_know_of_tags(portal: ckanapi.RemoteCKAN) -> None:
    address = f"{portal.address}/api/3/action/package_show?id=liste"
    preflight = requests.options(address, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}, timeout=30)
    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (204, "*")
    plain = requests.get(address, timeout=30)
    assert plain.json()["result"]["name"] == "liste"
    assert requests.get(address, headers={"If-None-Match": plain.headers["etag"]}, timeout=30).status_code == 304
