"""The description of the interface and the interface say the same."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from portal.api import openapi_actions
from portal.api.ckan import ACTIONS
from portal.api.openapi import described_routes
from portal.api.refused import REFUSED
from portal.faults import FAULTS
from portal.headers import is_machine
from portal.routes import ROUTERS
from tests.published import a_portal, a_published

OPERATION = {"/healthz", "/readyz", "/metrics"}
"""Addresses of the operators: programs, too, though of no other origin."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[FastAPI]:
    """A portal with one dataset."""
    with a_portal(tmp_path_factory.mktemp("portal"), sqlite_template) as app:
        a_published(app, slug="projekte")
        yield app


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    """What /openapi.json answers."""
    answer = TestClient(app).get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        yield from ((path, operation) for operation in item.values())


def address(path: str) -> str:
    """The path with something in its places that makes it one for programs where it can be."""
    sample = {"name": "x.csv", "release": "2026-01-01", "first": "2026-01-01", "second": "2026-01-02", "kind": "json"}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda match: sample.get(match[1], "x"), path)


def test_every_address_for_programs_is_described(document: dict[str, Any]) -> None:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute) and "GET" in (route.methods or ())]
    machines = {route.path_format for route in routes if is_machine(address(route.path)) or route.path in OPERATION}
    assert sorted(machines - set(document["paths"])) == [], "say what it takes and answers: openapi_extra=described(…)"


def test_everything_that_is_described_is_there(app: FastAPI, document: dict[str, Any]) -> None:
    routed = {route.path_format for route, _ in described_routes(app)}
    actions = {f"/api/3/action/{name}" for name in ACTIONS if name not in REFUSED} | {"/api/3/action/{name}", "/api/action/{name}"}
    assert set(document["paths"]) == routed | actions


def test_every_part_of_a_path_and_every_parameter_of_a_route_is_described(app: FastAPI) -> None:
    for route, about in described_routes(app):
        names = {parameter.name for parameter in about.parameters}
        assert set(re.findall(r"\{(\w+)", route.path)) <= names, route.path
        assert {field.alias for field in route.dependant.query_params} <= names, route.path


def test_every_action_says_its_parameters_and_its_result(document: dict[str, Any]) -> None:
    for name, action in ACTIONS.items():
        if name in REFUSED:
            continue
        item = document["paths"][f"/api/3/action/{name}"]
        assert [one["name"] for one in item["get"]["parameters"]] == [one for one, _, _ in openapi_actions.parameters_of(action)]
        content = item["post"]["responses"]["200"]["content"]["application/json;charset=utf-8"]
        assert set(content["schema"]["properties"]) == {"help", "success", "result"}
    listed = document["paths"]["/api/3/action/package_show"]["get"]["responses"]["200"]
    assert listed["content"]["application/json;charset=utf-8"]["schema"]["properties"]["result"] == {"$ref": "#/components/schemas/Package"}


def test_parameters_that_an_action_reads_are_those_that_it_names(app: FastAPI) -> None:
    readers = re.compile(r'asked\.(?:needed|text|number|real|flag|words|structure)\("([\w.]+)"')
    for name in ("package_list", "package_activity_list", "tag_list", "format_autocomplete", "package_autocomplete", "resource_show"):
        code = Path(ACTIONS[name].__code__.co_filename).read_text("utf-8")
        body = code[code.index(f"def {name}(") :].split("\n\n\n")[0]
        assert set(readers.findall(body)) <= {one for one, _, _ in openapi_actions.parameters_of(ACTIONS[name])}, name


def test_every_pointer_leads_somewhere(document: dict[str, Any]) -> None:
    for pointer in set(re.findall(r"'#/components/(\w+)/([\w-]+)'", str(document))):
        assert pointer[1] in document["components"][pointer[0]]


def test_every_operation_has_a_sentence_a_group_and_a_name_of_its_own(document: dict[str, Any]) -> None:
    found = [operation for _, operation in operations(document)]
    assert all(one["summary"].endswith((".", "…")) or "``" in one["summary"] for one in found)
    assert {one["tags"][0] for one in found} == {tag["name"] for tag in document["tags"]}
    names = [one["operationId"] for one in found]
    assert len(names) == len(set(names))


def test_limits_and_tags_are_described(document: dict[str, Any]) -> None:
    success = document["paths"]["/api/3/action/package_show"]["get"]["responses"]
    assert {"ETag", "RateLimit", "RateLimit-Policy"} <= set(success["200"]["headers"])
    assert success["429"] == {"$ref": "#/components/responses/envelope-429"}
    assert "Retry-After" in document["components"]["responses"]["envelope-429"]["headers"]


def test_every_error_names_a_page_that_there_is(app: FastAPI, document: dict[str, Any]) -> None:
    client = TestClient(app)
    for response in document["components"]["responses"].values():
        page = response["description"].rpartition(": ")[2]
        if page.startswith("/"):
            assert page.rpartition("/")[2] in FAULTS
            assert client.get(page).status_code == 200
