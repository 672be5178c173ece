from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.published import a_published, many_rows, withdraw


def test_rows_and_cells_that_changed_are_told_apart(client: TestClient, app: FastAPI) -> None:
    old = a_published(app, [(1, "a", 1.0), (2, "b", 2.0), (3, "c", None)])
    new = a_published(app, [(1, "a", 1.0), (2, "B", 2.5), (4, "d", 4.0)])
    found = client.get(f"/daten/liste/{old.name}..{new.name}.json").json()
    assert {name: found[name] for name in ("from", "to", "key")} == {"from": old.name, "to": new.name, "key": ["id"]}
    assert found["added"] == [{"id": 4, "name": "d", "betrag": 4}]
    assert found["removed"] == [{"id": 3, "name": "c", "betrag": None}]
    assert found["changed"] == [
        {"key": "2", "column": "name", "old": "b", "new": "B"},
        {"key": "2", "column": "betrag", "old": 2, "new": 2.5},
    ]


def test_the_way_back_is_the_other_way_round(client: TestClient, app: FastAPI) -> None:
    old, new = (a_published(app, many_rows(rows)) for rows in (10, 1200))
    there = client.get(f"/daten/liste/{old.name}..{new.name}.json").json()
    back = client.get(f"/daten/liste/{new.name}..{old.name}.json").json()
    assert (there["added"], there["removed"]) == (back["removed"], back["added"])
    assert len(there["added"]) == 1190


def test_a_release_does_not_differ_from_itself(client: TestClient, app: FastAPI) -> None:
    name = a_published(app).name
    found = client.get(f"/daten/liste/{name}..{name}.json").json()
    assert (found["added"], found["removed"], found["changed"]) == ([], [], [])


def test_a_difference_never_changes(client: TestClient, app: FastAPI) -> None:
    old, new = (a_published(app, many_rows(rows)).name for rows in (10, 20))
    answer = client.get(f"/daten/liste/{old}..{new}.json")
    assert "immutable" in answer.headers["cache-control"]
    assert client.get(f"/daten/liste/{old}..{new}.json", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_releases_that_are_unknown_or_withdrawn_are_not_compared(client: TestClient, app: FastAPI) -> None:
    old, new = (a_published(app, many_rows(rows)).name for rows in (10, 20))
    assert client.get(f"/daten/liste/1999-01-01..{new}.json").status_code == 404
    assert client.get(f"/daten/liste/{old}..egal.json").status_code == 404
    withdraw(app, old, "Fehler")
    assert client.get(f"/daten/liste/{old}..{new}.json").status_code == 410
