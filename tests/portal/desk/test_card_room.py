"""A card's way: made at the desk, scanned by a citizen, used once, switched off."""

import re
from html import unescape

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from datasets import database
from feedback.tables.ratings import Rating
from tests import builders
from tests.staffing import signed_in
from tests.voting import rate

ROOM = "/pruefung/karten"
FIELDS = {"project": "radweg", "place": "Bürgerfest", "day": "2026-11-23", "count": "3"}


@pytest.fixture
def codes(app: FastAPI) -> list[str]:
    """The codes on a printed sheet."""
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="radweg", title="Radweg")
    sheet = signed_in(app).post(ROOM, data=FIELDS)
    assert (sheet.status_code, sheet.headers["cache-control"]) == (200, "no-store")
    assert sheet.text.count('class="qr"') == 3
    return re.findall(r"<code>([A-Z2-9-]{14})</code>", sheet.text)


def channels(app: FastAPI) -> list[str]:
    with database.reading(app.state.engine) as session:
        return sorted(session.exec(select(Rating.channel)))


def test_a_scanned_card_fills_in_its_code_and_counts_once(app: FastAPI, client: TestClient, codes: list[str]) -> None:
    page = client.get(f"/projekte/radweg?karte={codes[0]}")
    assert f'value="{codes[0]}"' in page.text
    assert "set-cookie" not in page.headers
    answer = rate(client, "radweg", karte=codes[0])
    assert "Danke für Ihre Stimme" in answer.text
    again = rate(client, "radweg", karte=codes[0])
    assert (again.status_code, channels(app)) == (422, ["code"])
    assert "schon benutzt" in unescape(again.text)


def test_a_family_with_one_phone_gives_a_vote_for_each_card(app: FastAPI, client: TestClient, codes: list[str]) -> None:
    for code in codes:
        assert rate(client, "radweg", karte=code).status_code == 200
    assert channels(app) == ["code", "code", "code"]


def test_many_cards_in_one_network_are_not_held(app: FastAPI, client: TestClient) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="radweg", title="Radweg")
    sheet = signed_in(app).post(ROOM, data=FIELDS | {"count": "30"}).text
    for code in re.findall(r"<code>([A-Z2-9-]{14})</code>", sheet):
        assert "zählt beim nächsten Stand mit" in rate(client, "radweg", karte=code).text


def test_an_unknown_and_a_switched_off_code_are_said_clearly(app: FastAPI, client: TestClient, codes: list[str]) -> None:
    assert "kennen wir" in unescape(rate(client, "radweg", karte="ABCD-EFGH-JKMN").text)
    desk = signed_in(app, name="Bea")
    [address] = re.findall(r'action="(/pruefung/karten/\d+/sperren)"', desk.get(ROOM).text)
    assert desk.post(address).status_code == 303
    assert desk.post(address).status_code == 409
    answer = rate(client, "radweg", karte=codes[1])
    assert (answer.status_code, channels(app)) == (422, [])
    assert "gilt nicht mehr" in unescape(answer.text)


def test_fewer_than_five_used_cards_are_not_counted_at_the_desk(app: FastAPI, client: TestClient, codes: list[str]) -> None:
    rate(client, "radweg", karte=codes[0])
    assert "&lt;5" in signed_in(app, name="Bea").get(ROOM).text


@pytest.mark.parametrize(
    ("wrong", "field"), [({"place": ""}, "place"), ({"count": "0"}, "count"), ({"day": "bald"}, "day"), ({"project": "x"}, "project")]
)
def test_a_wrong_batch_comes_back(app: FastAPI, codes: list[str], wrong: dict[str, str], field: str) -> None:
    answer = signed_in(app, name="Bea").post(ROOM, data=FIELDS | wrong)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


def test_who_may_not_make_cards_sees_no_form(app: FastAPI, codes: list[str]) -> None:
    desk = signed_in(app, role="redaktion", name="Cem")
    assert "Neue Karten" not in desk.get(ROOM).text
    assert desk.post(ROOM, data=FIELDS).status_code == 403
