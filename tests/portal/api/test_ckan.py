"""The clients of CKAN against a real server: ckanapi as a library and as a command."""

import json
from collections.abc import Iterator

import ckanapi
import pytest
import requests
from fastapi import FastAPI

from tests.portal_clients import command
from tests.published import a_published, many_rows


@pytest.fixture(params=[False, True], ids=["post", "get"])
def portal(request: pytest.FixtureRequest, server: str, app: FastAPI) -> Iterator[ckanapi.RemoteCKAN]:
    """A portal with two datasets, asked by POST and by GET."""
    a_published(app, slug="liste", keywords=("Geld",), publisher="Land NRW")
    a_published(app, slug="andere", theme=("ECON",))
    with ckanapi.RemoteCKAN(server, get_only=request.param) as remote:
        yield remote


def test_the_list_names_every_dataset(portal: ckanapi.RemoteCKAN) -> None:
    assert portal.action.package_list() == ["andere", "liste"]
    assert portal.action.package_list(limit=1, offset=1) == ["liste"]


def test_a_package_is_shown_by_name_and_by_id(portal: ckanapi.RemoteCKAN) -> None:
    package = portal.action.package_show(id="liste")
    assert package == portal.action.package_show(id=package["id"]) == portal.action.package_show(name_or_id="liste")
    assert package["url"].endswith("/daten/liste")


def test_a_file_has_the_sum_that_its_resource_names(portal: ckanapi.RemoteCKAN) -> None:
    for resource in portal.action.package_show(id="liste")["resources"]:
        answer = requests.get(resource["url"], timeout=10)
        assert answer.headers["etag"] == f'"{resource["hash"]}"'
        assert len(answer.content) == resource["size"]
        assert portal.action.resource_show(id=resource["id"]) == resource


def test_what_is_missing_or_unknown_is_raised_by_its_kind(portal: ckanapi.RemoteCKAN) -> None:
    with pytest.raises(ckanapi.NotFound):
        portal.action.package_show(id="nichts")
    with pytest.raises(ckanapi.ValidationError) as missing:
        portal.action.package_show()
    assert missing.value.error_dict["name_or_id"] == ["Missing value"]
    with pytest.raises(ckanapi.CKANAPIError, match="Action name not known: nichts"):
        portal.action.nichts()


def test_search_errors_have_their_own_kinds(portal: ckanapi.RemoteCKAN) -> None:
    with pytest.raises(ckanapi.SearchQueryError):
        portal.action.package_search(falsch="1")
    with pytest.raises(ckanapi.SearchError):
        portal.action.package_search(q="(offen")


def test_organisations_and_groups_are_not_the_same(portal: ckanapi.RemoteCKAN) -> None:
    assert portal.action.organization_list() == ["land-nrw", "stadtamt"]
    assert portal.action.group_list() == ["gove", "econ"]
    shown = portal.action.organization_show(id="land-nrw", include_datasets=True)
    assert (shown["package_count"], [package["name"] for package in shown["packages"]]) == (1, ["liste"])
    with pytest.raises(ckanapi.NotFound):
        portal.action.group_show(id="land-nrw")
    with pytest.raises(ckanapi.NotFound):
        portal.action.organization_show(id="gove")


def test_lists_come_as_objects_too(portal: ckanapi.RemoteCKAN) -> None:
    found = portal.action.group_list(all_fields=True, sort="package_count desc")
    assert {one["name"]: one["package_count"] for one in found} == {"econ": 1, "gove": 1}
    assert portal.action.organization_list(q="nrw") == ["land-nrw"]


def test_words_licences_and_formats_are_listed(portal: ckanapi.RemoteCKAN) -> None:
    assert portal.action.tag_list() == ["Geld"]
    assert [package["name"] for package in portal.action.tag_show(id="Geld", include_datasets="true")["packages"]] == ["liste"]
    assert "dl-zero-de/2.0" in [found["id"] for found in portal.action.license_list()]
    assert portal.action.format_autocomplete(q="json") == ["json", "jsonl", "geojson"]


def test_the_portal_says_what_it_is(portal: ckanapi.RemoteCKAN) -> None:
    assert portal.action.site_read() is True
    status = portal.action.status_show()
    assert status["ckan_version"].startswith("2.11")
    assert status["site_url"] == portal.address


def test_the_last_changed_dataset_comes_first(portal: ckanapi.RemoteCKAN) -> None:
    names = [package["name"] for package in portal.action.current_package_list_with_resources()]
    assert names == ["andere", "liste"]
    assert len(portal.action.current_package_list_with_resources(limit=1, offset=1)) == 1


def test_releases_are_activities(portal: ckanapi.RemoteCKAN, app: FastAPI) -> None:
    a_published(app, many_rows(5), slug="liste", keywords=("Geld",), publisher="Land NRW")
    found = portal.action.package_activity_list(id="liste")
    assert [one["activity_type"] for one in found] == ["changed package", "new package"]
    assert len(portal.action.recently_changed_packages_activity_list(limit=1)) == 1


def test_help_of_every_action_can_be_read(portal: ckanapi.RemoteCKAN, server: str) -> None:
    address = requests.get(f"{server}/api/3/action/package_list", timeout=10).json()["help"]
    assert requests.get(address, timeout=10).json()["result"].startswith("Names of all datasets")
    assert ":param" in portal.action.help_show(name="datastore_search")
    with pytest.raises(ckanapi.NotFound):
        portal.action.help_show(name="nichts")


def test_a_key_makes_no_difference(server: str, app: FastAPI) -> None:
    a_published(app)
    with ckanapi.RemoteCKAN(server, apikey="irgendwas") as remote:
        assert remote.action.package_list() == ["liste"]


def test_writing_is_refused_by_its_kind(server: str) -> None:
    with ckanapi.RemoteCKAN(server) as remote, pytest.raises(ckanapi.NotAuthorized):
        remote.action.package_create(name="neu")
    with ckanapi.RemoteCKAN(server) as remote, pytest.raises(ckanapi.NotAuthorized):
        remote.action.datastore_search_sql(sql="SELECT 1")


def test_a_form_is_read_as_well_as_json(server: str, app: FastAPI) -> None:
    a_published(app)
    answer = requests.post(f"{server}/api/action/package_show", data={"id": "liste"}, timeout=10)
    assert answer.json()["result"]["name"] == "liste"
    old = requests.post(f"{server}/api/action/package_show", data='{"id": "liste"}', timeout=10,
                        headers={"Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert old.json()["result"]["name"] == "liste"


def test_neither_prefix_sends_a_post_elsewhere(server: str) -> None:
    for path in ("/api/action/site_read", "/api/3/action/site_read"):
        assert requests.post(server + path, json={}, allow_redirects=False, timeout=10).status_code == 200
    for path in ("/api", "/api/3"):
        assert requests.get(server + path, timeout=10).json() == {"version": 3}


def test_the_command_lists_by_post_and_by_get(server: str, app: FastAPI) -> None:
    a_published(app)
    assert json.loads(command(server, "action", "package_list").stdout) == ["liste"]
    assert json.loads(command(server, "action", "package_list", "-g").stdout) == ["liste"]


@pytest.mark.slow
def test_the_command_dumps_datasets_with_their_columns(server: str, app: FastAPI) -> None:
    for slug in ("eins", "zwei"):
        a_published(app, slug=slug)
    lines = [json.loads(line) for line in command(server, "dump", "datasets", "--all", "-d", "-R").stdout.splitlines()]
    assert sorted(line["name"] for line in lines) == ["eins", "zwei"]
    tables = [resource for line in lines for resource in line["resources"] if resource["datastore_active"]]
    assert [[field["id"] for field in table["datastore_fields"]] for table in tables] == [["_id", "id", "name", "betrag"]] * 2


@pytest.mark.slow
def test_the_command_dumps_publishers_and_themes(server: str, app: FastAPI) -> None:
    a_published(app)
    for kind, name in (("organizations", "stadtamt"), ("groups", "gove")):
        lines = command(server, "dump", kind, "--all").stdout.splitlines()
        assert [json.loads(line)["name"] for line in lines] == [name]


@pytest.mark.slow
def test_the_command_searches_to_an_empty_page(server: str, app: FastAPI) -> None:
    for slug in ("eins", "zwei"):
        a_published(app, slug=slug)
    assert len(command(server, "search", "datasets").stdout.splitlines()) == 2


@pytest.mark.slow
def test_a_batch_goes_on_after_a_line_that_is_refused(server: str, app: FastAPI) -> None:
    a_published(app)
    calls = [{"action": "package_create", "data": {"name": "x"}}, {"action": "package_list"}]
    done = command(server, "batch", given="".join(json.dumps(call) + "\n" for call in calls))
    assert ["NotAuthorized" in line for line in done.stderr.splitlines()] == [True, False]


@pytest.mark.slow
def test_loading_is_refused_with_an_exit_code(server: str) -> None:
    done = command(server, "load", "datasets", given='{"name": "neu", "title": "Neu"}\n')
    assert done.returncode == 3
