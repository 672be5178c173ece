"""The same calls to a real CKAN and to us, compared key by key; what differs is named here with its reason."""

import csv
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from fastapi import FastAPI

from tests.published import a_published, many_rows

peers = pytest.importorskip("tests.peers", reason="nothing here starts a real CKAN")

pytestmark = pytest.mark.slow

NAME = "mehrwert-vergleich"
OURS_ALONE = {
    "license_url",  # CKAN has it only for licences whose list gives an address
    "current_url", "hash_algorithm", "license", "licenseAttributionByText",  # fields of DCAT-AP.de's extension, and the lasting address
    "tags",  # CKAN 2.12 took them off organisations, 2.11 has them
    "_links", "start", "next", "prev", "offset", "total_estimation_threshold", "total_was_estimated",  # 2.11; dropped or hidden by 2.12
    "info",  # the dictionary, which the real one was not given here
}  # fmt: skip
THEIRS_ALONE = {
    "include_next_page", "filterops", "field", "op", "value",  # new in 2.12
    "key",  # extras of organisations, of which ours have none
    "about", "activity_streams_email_notifications", "capacity", "fullname", "email_hash", "last_active", "number_created_packages",
    "sysadmin", "apikey", "email", "created", "users",  # accounts: there are none here
    "description", "display_name", "id", "image_display_url", "image_url", "name", "state", "title",  # of users and groups that we lack
}  # fmt: skip
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("status_show", {}), ("package_list", {}), ("package_show", {"id": NAME}), ("package_search", {"fq": f"name:{NAME}"}),
    ("package_search", {"rows": 0, "facet.field": ["tags"]}), ("current_package_list_with_resources", {"limit": 1}),
    ("organization_list", {"all_fields": True}), ("organization_list", {"all_fields": True, "include_extras": True}),
    ("group_list", {"all_fields": True}), ("tag_list", {"all_fields": True}), ("license_list", {}), ("vocabulary_list", {}),
    ("help_show", {"name": "package_show"}), ("format_autocomplete", {"q": "cs"}),
    ("datastore_info", {"id": "R"}), ("datastore_search", {"resource_id": "R", "limit": 2}),
    ("datastore_search", {"resource_id": "R", "q": "Zeile", "limit": 1}),
    ("datastore_search", {"resource_id": "R", "q": {"name": "Zeile"}, "limit": 1}),
    ("datastore_search", {"resource_id": "R", "q": "Zeile", "fields": "id,rank"}),
    ("datastore_search", {"resource_id": "R", "q": "Zeile", "fields": "id"}), ("datastore_search", {"resource_id": "R", "limit": 0}),
    ("datastore_search", {"resource_id": "R", "filters": {"name": ["Zeile 1", "Zeile 2"]}, "sort": "id desc"}),
    ("datastore_search", {"resource_id": "R", "records_format": "csv", "limit": 3}),
    ("datastore_search", {"resource_id": "R", "records_format": "lists", "fields": "id,betrag", "limit": 50_000}),
]  # fmt: skip
WRONG: list[tuple[str, dict[str, Any]]] = [
    ("package_show", {}), ("package_show", {"id": "nichts"}), ("nichts", {}), ("package_search", {"falsch": 1}),
    ("package_search", {"rows": -1}), ("package_list", {"limit": "x"}), ("organization_show", {"id": "nichts"}),
    ("tag_show", {"id": "nichts"}),
    ("resource_show", {"id": "nichts"}), ("help_show", {"name": "nichts"}), ("format_autocomplete", {}), ("package_autocomplete", {}),
    ("datastore_search", {}), ("datastore_search", {"resource_id": "nichts"}), ("datastore_search", {"resource_id": "R", "limit": -1}),
    ("datastore_search", {"resource_id": "R", "filters": {"nirgends": 1}}),
    ("datastore_search", {"resource_id": "R", "fields": "nirgends"}),
    ("datastore_search", {"resource_id": "R", "sort": "nirgends"}), ("datastore_search", {"resource_id": "R", "records_format": "xml"}),
]  # fmt: skip
ROWS = many_rows(3)
"""No whole sum among them: CKAN writes 1 into its lines, we write 1.0, as in our files."""
FIELDS = [{"id": "id", "type": "int"}, {"id": "name", "type": "text"}, {"id": "betrag", "type": "numeric"}]


class Portal:
    """One of both: asked by POST; ``table`` is the resource that has rows."""

    def __init__(self, base: str, token: str = "") -> None:
        self.base, self.token, self.table = base, token, ""

    def ask(self, action: str, given: dict[str, Any]) -> tuple[int, Any]:
        """Status and what the JSON says."""
        filled = {name: self.table if value == "R" else value for name, value in given.items()}
        headers = {"Authorization": self.token} if self.token else {}
        answer = requests.post(f"{self.base}/api/3/action/{action}", json=filled, headers=headers, timeout=60)
        return answer.status_code, answer.json()


@pytest.fixture(scope="module")
def theirs() -> Iterator[Portal]:
    """The real one, with one dataset of ours for the time of the test."""
    with peers.a_ckan() as found:
        portal = Portal(found.url, found.token)
        portal.ask("organization_create", {"name": f"{NAME}-stelle", "title": "Vergleich"})
        portal.ask("package_create", {"name": NAME, "title": "Liste", "owner_org": f"{NAME}-stelle", "tags": [{"name": "Geld"}]})
        records = [{"id": number, "name": name, "betrag": amount} for number, name, amount in ROWS]
        given = {"resource": {"package_id": NAME, "format": "CSV"}, "fields": FIELDS, "records": records, "force": True}
        portal.table = portal.ask("datastore_create", given)[1]["result"]["resource_id"]
        yield portal
        portal.ask("dataset_purge", {"id": NAME})
        portal.ask("organization_purge", {"id": f"{NAME}-stelle"})


@pytest.fixture
def ours(server: str, app: FastAPI) -> Portal:
    """The same dataset here."""
    a_published(app, ROWS, slug=NAME, keywords=("Geld",))
    portal = Portal(server)
    portal.table = portal.ask("package_show", {"id": NAME})[1]["result"]["resources"][0]["id"]
    return portal


def keys(value: Any) -> set[str]:
    """Every key at any depth; values of facets are no keys."""
    if isinstance(value, list):
        return set().union(*map(keys, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    return set(value) | set().union(*(keys(part) for name, part in value.items() if name not in {"facets", "info"}))


def same_lines(records: Any) -> Any:
    """CKAN ends the lines of rows with a line feed; ours end as RFC 4180 says, all of them."""
    return records.replace("\r\n", "\n") if isinstance(records, str) else records


@pytest.mark.parametrize(("action", "given"), CALLS)
def test_answers_have_the_same_keys(theirs: Portal, ours: Portal, action: str, given: dict[str, Any]) -> None:
    (status, real), (here, own) = theirs.ask(action, given), ours.ask(action, given)
    assert (status, here) == (200, 200)
    assert keys(real["result"]) - keys(own["result"]) <= THEIRS_ALONE
    # What an empty list there does not show is no difference.
    if real["result"]:
        assert keys(own["result"]) - keys(real["result"]) <= OURS_ALONE | keys(ours.ask("package_show", {"id": NAME})[1]["result"])


@pytest.mark.parametrize(("action", "given"), WRONG)
def test_errors_have_the_same_status_kind_and_parameter(theirs: Portal, ours: Portal, action: str, given: dict[str, Any]) -> None:
    (status, real), (here, own) = theirs.ask(action, given), ours.ask(action, given)
    assert (status, type(real)) == (here, type(own))
    if isinstance(real, dict):
        assert real["error"]["__type"] == own["error"]["__type"]
        assert set(real["error"]) == set(own["error"])


@pytest.mark.parametrize("given", [given for action, given in CALLS if action == "datastore_search" and "q" not in given])
def test_rows_are_the_same(theirs: Portal, ours: Portal, given: dict[str, Any]) -> None:
    real, own = (portal.ask("datastore_search", given)[1]["result"] for portal in (theirs, ours))
    for result in (real, own):
        result["records"] = same_lines(result["records"])
    assert (real["records"], real.get("total"), real["limit"]) == (own["records"], own.get("total"), own["limit"])
    # PostgreSQL's own name of the type stands beside CKAN's.
    kinds = [(field["id"], {"int4": "int"}.get(field["type"], field["type"])) for field in real["fields"]]
    assert kinds == [(field["id"], field["type"]) for field in own["fields"]]


@pytest.mark.parametrize("q", ["Zeile", "1", {"name": "Zeile"}])
@pytest.mark.parametrize("shape", ["objects", "csv", "tsv"])  # to lists with words the real one answers an error of its database
def test_ranks_stand_where_they_do_there(theirs: Portal, ours: Portal, q: Any, shape: str) -> None:
    given = {"resource_id": "R", "q": q, "records_format": shape}
    real, own = (portal.ask("datastore_search", given)[1]["result"] for portal in (theirs, ours))
    assert [field["id"] for field in real["fields"]] == [field["id"] for field in own["fields"]]
    assert real["fields"][-1]["type"] == own["fields"][-1]["type"] == "float"
    assert [_width(row) for row in _rows(real, shape)] == [_width(row) for row in _rows(own, shape)]


def _rows(result: Any, shape: str) -> list[Any]:
    records = result["records"]
    return list(csv.reader(records.splitlines(), delimiter="," if shape == "csv" else "\t")) if isinstance(records, str) else records


def _width(row: Any) -> Any:
    return sorted(row) if isinstance(row, dict) else len(row)


@pytest.mark.parametrize("kind", ["csv", "tsv"])
def test_dumps_are_the_same(theirs: Portal, ours: Portal, kind: str) -> None:
    texts = [
        requests.get(f"{portal.base}/datastore/dump/{portal.table}?format={kind}", headers={"Authorization": portal.token}, timeout=60).text
        for portal in (theirs, ours)
    ]
    assert same_lines(texts[0]) == same_lines(texts[1])
