"""Notices and comments in numbers: by year, told after the month, nothing below five."""

import datetime as dt
import re

from fastapi import FastAPI
from starlette.testclient import TestClient
from time_machine import Traveller

from datasets import database
from feedback.review import audit
from feedback.tables.notices import Notice
from tests.conftest import NOON

PATH = "/transparenz/inhalte"
HIDDEN = '<td class="number">–<span class="kern-sr-only"> nicht gezeigt</span></td>'


def some(app: FastAPI, count: int, moment: dt.datetime, **values: object) -> None:
    """So many notices, each answered three days later."""
    with database.transaction(app.state.engine) as session:
        for number in range(count):
            keys = {"code_hash": f"c{moment}{number}{values}", "nonce": f"n{moment}{number}{values}"}
            given = {"kind": "error", "text": "x", "created_at": moment, "answered_at": moment + dt.timedelta(days=3)}
            session.add(Notice.model_validate(given | values | keys))


def row(text: str, label: str) -> str:
    return text.partition(f'<th scope="row">{label}</th>')[2].partition("</tr>")[0]


def test_without_anything_it_says_so(client: TestClient) -> None:
    assert client.get(PATH).text.count("gab es nichts zu zählen") == 2


def test_years_stand_beside_each_other_and_few_are_not_told(app: FastAPI, client: TestClient, frozen: Traveller) -> None:
    some(app, 6, NOON - dt.timedelta(days=400))
    some(app, 4, NOON - dt.timedelta(days=60))
    some(app, 5, NOON - dt.timedelta(days=60), kind="illegal", ground="hate")
    some(app, 9, NOON - dt.timedelta(days=60), doubt="trap")
    text = client.get(PATH).text
    assert row(text, "Etwas ist falsch oder fehlt") == f'{HIDDEN}<td class="number">6</td>'
    assert row(text, "Ein Inhalt ist rechtswidrig") == f'<td class="number">5</td>{HIDDEN}'
    assert row(text, "Tage bis zur Antwort (Median)") == '<td class="number">3</td><td class="number">3</td>'
    assert "Days until the answer (median)" in client.get(f"/en{PATH}").text


def test_a_ground_that_the_total_would_tell_takes_another_with_it(app: FastAPI, client: TestClient, frozen: Traveller) -> None:
    for ground, count in (("insult", 3), ("hate", 20), ("privacy", 9), ("threat", 12)):
        some(app, count, NOON - dt.timedelta(days=60), kind="illegal", ground=ground)
    text = client.get(PATH).text
    assert row(text, "Ein Inhalt ist rechtswidrig") == '<td class="number">44</td>'
    grounds = dict(re.findall(r'<th scope="row">Grund: (\w+)[^<]*</th>(.*?)</tr>', text))
    assert grounds["Beleidigung"] == grounds["Hass"] == HIDDEN
    assert (grounds["Private"], grounds["Gefahr"]) == ('<td class="number">9</td>', '<td class="number">12</td>')


def test_what_happened_this_month_is_told_in_the_next(app: FastAPI, client: TestClient, frozen: Traveller) -> None:
    some(app, 7, NOON)
    with database.transaction(app.state.engine) as session:
        audit.append(session, "k", "comment.judge", "project/1", {"state": "hidden", "reason": "werbung", "count": 30}, NOON)
        audit.append(session, "k", "comment.judge", "project/1", {"state": "hidden", "reason": "beleidigung", "count": 16}, NOON)
    assert client.get(PATH).text.count("gab es nichts zu zählen") == 2
    frozen.shift(dt.timedelta(days=10))
    text = client.get(PATH).text
    assert row(text, "Etwas ist falsch oder fehlt") == '<td class="number">7</td>'
    assert row(text, "Nicht veröffentlicht") == '<td class="number">46</td>'
    assert row(text, "Grund: Werbung") == '<td class="number">30</td>'
