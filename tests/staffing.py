"""Somebody of the staff at the portal: entered, given a link, signed in with a browser of their own."""

from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import database
from feedback.people import links, staff
from feedback.tables.people import Staff

BROWSER = {"sec-fetch-site": "same-origin"}
"""What a browser says of a form on our own page."""

REASONING = "Die Stimmen liegen seit einem Jahr über drei, der Betrieb ist bezahlt, und im Beirat sprach nichts dagegen. " * 2


def a_link(app: FastAPI, role: str = "pruefung", name: str = "Ada", unit: str = "") -> str:
    """The path of a fresh sign-in link for a new person."""
    with database.transaction(app.state.engine) as session:
        person = staff.add(session, name, f"{name.lower()}@example.org", role, unit)
        return f"/anmelden/{links.make(session, person.id or 0).token}"


def signed_in(app: FastAPI, role: str = "pruefung", name: str = "Ada", unit: str = "") -> TestClient:
    """A browser in which a new person is signed in."""
    client = TestClient(app, follow_redirects=False, headers=BROWSER)
    assert client.post(a_link(app, role, name, unit)).status_code == 303
    return client


def a_member(app: FastAPI, role: str = "pruefung", **values: Any) -> Staff:
    """A person without a link."""
    with database.transaction(app.state.engine) as session:
        return staff.add(session, **{"name": "Ada", "email": "ada@example.org", "role": role, "unit": ""} | values)


def a_proposal(**fields: str) -> dict[str, str]:
    """The fields of a form filled in well."""
    given = {"decision": "adjust", "reasoning": REASONING, "text": "Wir bauen mehr Bänke.", "no_interest": "1"}
    return given | {"measure_text_1": "Zehn Bänke", "measure_owner_1": "Tiefbauamt", "measure_due_1": "2027-06-30"} | fields
