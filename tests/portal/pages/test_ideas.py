"""Somebody proposes an idea, staff publish it, others find and support it."""

import re
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient
from time_machine import Traveller

from datasets import database, releases, search
from datasets.settings import Settings
from feedback import publish
from feedback.tables.ideas import IdeaProposal, IdeaSupport
from tests import builders, voting
from tests.staffing import signed_in

IDEA = {"title": "Mehr Bänke am <Hafen>", "what": "Zehn Bänke mit Lehne.", "place": "Am Kai"}
DESK = "/pruefung/ideen"
COOKIE = "mehrwert_stimme"
ASKED = "Noch nicht abgeschickt"


@pytest.fixture(autouse=True)
def _project(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="kai", title="Bänke am Kai")
        search.put(session, "project", "kai", "Bänke am Kai", "")


@pytest.fixture
def ada(app: FastAPI) -> TestClient:
    return signed_in(app, "redaktion", "Ada")


def sent(client: TestClient, text: str, **fields: str) -> Any:
    """The answer to the form on a page, filled in."""
    [(action, hidden)] = voting.forms(text, "/ideen/neu")
    return client.post(action, data=hidden | IDEA | fields)


def proposed(client: TestClient, **fields: str) -> Any:
    """What somebody does who was asked whether it exists already: they look, and send the idea all the same."""
    answer = sent(client, client.get("/ideen/neu").text, **fields)
    return sent(client, answer.text, **fields) if ASKED in answer.text else answer


def settled(ada: TestClient, number: int = 1, **fields: str) -> Any:
    return ada.post(f"{DESK}/{number}", data=IDEA | {"state": "published"} | fields)


def supported(client: TestClient, path: str = "/ideen", **fields: str) -> Any:
    [(action, hidden)] = voting.forms(client.get(path).text, "/unterstuetzen")
    return client.post(action, data=hidden | {"idee": "1"} | fields)


def stored(app: FastAPI) -> list[IdeaProposal]:
    with database.reading(app.state.engine) as session:
        return list(session.exec(select(IdeaProposal)))


def voices(app: FastAPI) -> int:
    with database.reading(app.state.engine) as session:
        return len(session.exec(select(IdeaSupport)).all())


def test_an_idea_waits_unseen_until_staff_publish_it(client: TestClient, ada: TestClient) -> None:
    answer = proposed(client, email="eve@example.org")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "set-cookie" not in answer.headers
    assert "Bänke" not in client.get("/ideen").text
    assert settled(ada).status_code == 303
    assert "Mehr Bänke am &lt;Hafen&gt;" in client.get("/ideen").text
    page = client.get("/ideen/1").text
    assert "Zehn Bänke mit Lehne." in page
    assert "eve@example.org" not in page


@pytest.mark.parametrize("fields", [{"title": ""}, {"what": ""}, {"what": "x" * 2001}, {"district": "mond"}, {"email": "eve"}])
def test_what_is_wrong_is_said_and_the_rest_is_kept(app: FastAPI, client: TestClient, fields: dict[str, str]) -> None:
    answer = proposed(client, **fields)
    [field] = fields
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}"' in answer.text
    assert 'value="Am Kai"' in answer.text
    assert stored(app) == []


def test_an_old_form_is_asked_for_again(app: FastAPI, client: TestClient, frozen: Traveller) -> None:
    [(action, hidden)] = voting.forms(client.get("/ideen/neu").text, "/ideen/neu")
    frozen.shift(7201)
    assert client.post(action, data=hidden | IDEA).status_code == 422
    assert stored(app) == []


def test_what_fills_the_trap_is_thanked_and_marked(app: FastAPI, client: TestClient) -> None:
    assert proposed(client, telefax="1").status_code == 200
    assert stored(app)[0].doubt == "trap"


def test_what_is_like_it_is_shown_while_typing_and_without_script(app: FastAPI, client: TestClient) -> None:
    typed = client.get("/ideen/neu?title=Neue+Bänke", headers={"hx-request": "true"}).text
    assert 'href="/projekte/kai"' in typed
    assert "<form" not in typed
    asked = proposed(client, action="similar")
    assert (asked.status_code, 'href="/projekte/kai"' in asked.text, 'value="Am Kai"' in asked.text) == (200, True, True)
    assert stored(app) == []


def test_a_declined_idea_says_why(client: TestClient, ada: TestClient) -> None:
    proposed(client)
    assert settled(ada, state="declined").status_code == 422
    assert settled(ada, state="declined", answer="Der Platz <fehlt>.").status_code == 303
    page = client.get("/ideen/1").text
    assert "Der Platz &lt;fehlt&gt;." in page
    assert "Abgelehnt" in page
    assert "/unterstuetzen" not in page


def test_an_adopted_idea_leads_to_its_project(client: TestClient, ada: TestClient) -> None:
    proposed(client)
    assert settled(ada, state="adopted", answer="Wird gebaut.", project="nichts").status_code == 422
    assert settled(ada, state="adopted", answer="Wird gebaut.", project="kai").status_code == 303
    assert 'href="/projekte/kai">Zum Projekt' in client.get("/ideen/1").text


def test_a_hidden_idea_is_gone(client: TestClient, ada: TestClient) -> None:
    proposed(client)
    settled(ada)
    assert settled(ada, state="declined", hidden="1").status_code == 303
    assert client.get("/ideen/1").status_code == 404
    assert "Text verborgen" in ada.get(DESK).text


def test_the_list_is_filtered_by_state_and_words(client: TestClient, ada: TestClient) -> None:
    proposed(client)
    proposed(client, title="Ein Spielplatz")
    settled(ada)
    settled(ada, 2, title="Ein Spielplatz", state="in_review")
    assert titles(client, "/ideen") == ["Ein Spielplatz", "Mehr Bänke am &lt;Hafen&gt;"]
    assert titles(client, "/ideen?stand=in_review") == titles(client, "/ideen?q=Spielplatz") == ["Ein Spielplatz"]
    assert "Keine Idee gefunden" in client.get("/ideen?q=Zirkus").text


def titles(client: TestClient, path: str) -> list[str]:
    return re.findall(r'<h2><a href="/ideen/\d+">([^<]+)</a>', client.get(path).text)


def test_the_funnel_counts_states_and_hides_few_unread(client: TestClient, ada: TestClient) -> None:
    proposed(client)
    settled(ada)
    proposed(client, title="Zweite")
    rows = re.findall(r'<th scope="row">([^<]+)</th>.*?<td class="number">([^<]+)</td>', client.get("/ideen").text, re.DOTALL)
    expected = [
        ("Neu, noch nicht gelesen", "&lt;5"),
        ("Veröffentlicht", "1"),
        ("In Prüfung", "0"),
        ("Aufgenommen", "0"),
        ("Abgelehnt", "0"),
    ]
    assert rows == expected


@pytest.mark.parametrize("path", ["/ideen", "/ideen/1"])
def test_one_click_is_one_voice_of_a_browser(app: FastAPI, client: TestClient, ada: TestClient, path: str) -> None:
    proposed(client)
    settled(ada)
    assert "set-cookie" not in client.get(path).headers
    answer = supported(client, path)
    assert (answer.status_code, answer.headers["set-cookie"].split("=")[0]) == (200, COOKIE)
    supported(client, path)
    assert voices(app) == 1
    [(action, hidden)] = voting.forms(answer.text, "/unterstuetzen")
    assert "zurückgenommen" in client.post(action, data=hidden).text
    assert voices(app) == 0


def test_the_same_click_sent_twice_without_cookies_is_one_voice(app: FastAPI, client: TestClient, ada: TestClient) -> None:
    proposed(client)
    settled(ada)
    [(action, hidden)] = voting.forms(client.get("/ideen").text, "/unterstuetzen")
    for _ in range(2):
        assert TestClient(app).post(action, data=hidden | {"idee": "1"}).status_code == 200
    assert voices(app) == 1


def test_supporters_show_from_five_on_with_the_next_snapshot(app: FastAPI, settings: Settings, client: TestClient, ada: TestClient) -> None:
    proposed(client)
    settled(ada)
    before = client.get("/ideen/1").text.split("<form id")[0]
    for _ in range(4):
        supported(TestClient(app))
    assert client.get("/ideen/1").text.split("<form id")[0] == before
    supported(TestClient(app))
    assert client.get("/ideen/1").text.split("<form id")[0] == before
    with database.transaction(app.state.engine) as session:
        publish.publish(session, settings)
    assert "5 Menschen unterstützen das" in client.get("/ideen/1").text
    assert "5 Menschen unterstützen das" in supported(TestClient(app)).text


@pytest.mark.parametrize(("fields", "status"), [({"stempel": "x"}, 422), ({"idee": "9"}, 404), ({"idee": "x"}, 404)])
def test_a_click_that_means_nothing_counts_nothing(
    app: FastAPI, client: TestClient, ada: TestClient, fields: dict[str, str], status: int
) -> None:
    proposed(client)
    settled(ada)
    assert supported(client, **fields).status_code == status
    assert voices(app) == 0


def test_the_published_idea_is_open_data(app: FastAPI, settings: Settings, client: TestClient, ada: TestClient) -> None:
    proposed(client, name="Eve", email="eve@example.org")
    settled(ada)
    with database.transaction(app.state.engine) as session:
        releases.enter_own(session, settings)
    releases.publish_due(app.state.engine, settings, ["ideen"])
    [row] = client.get("/daten/ideen/aktuell/ideen.json", follow_redirects=True).json()
    assert (row["idea"], row["title"], row["state"], row["supporters"]) == (1, IDEA["title"], "published", None)
    assert "eve" not in str(row).lower()


def test_the_desk_shows_contact_only_to_those_who_answer(app: FastAPI, client: TestClient, ada: TestClient) -> None:
    proposed(client, email="eve@example.org")
    assert "eve@example.org" in ada.get(f"{DESK}/1").text
    reader = signed_in(app, "auditor", "Dora")
    page = reader.get(f"{DESK}/1").text
    assert "eve@example.org" not in page
    assert "<textarea" not in page
    assert settled(reader).status_code == 403


def test_the_trail_says_who_decided(client: TestClient, ada: TestClient) -> None:
    proposed(client)
    settled(ada)
    assert "Über eine Idee entschieden (Veröffentlicht) – Ada" in ada.get(f"{DESK}/1").text


def test_the_answer_of_the_click_leads_back_when_it_is_read_anew(client: TestClient) -> None:
    answer = client.get("/ideen/unterstuetzen")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ideen")


def test_htmx_gets_only_the_list(client: TestClient) -> None:
    part = client.get("/ideen?q=Zirkus", headers={"hx-request": "true"}).text
    assert "Keine Idee gefunden" in part
    assert "<h1>" not in part


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/en/ideen", "Ideas for projects"),
        ("/en/ideen/neu", "Propose an idea"),
        ("/en/melden", "What is it about?"),
        ("/en/melden/stand", "State"),
    ],
)
def test_every_page_speaks_english(client: TestClient, path: str, words: str) -> None:
    assert words in client.get(path).text


def test_every_link_to_ideas_and_notices_leads_somewhere(client: TestClient) -> None:
    pages = [client.get(path).text for path in ("/", "/projekte", "/projekte/kai", "/partner", "/ideen", "/ideen/neu", "/melden")]
    links = {link for page in pages for link in re.findall(r'href="(/(?:ideen|melden)[^"#]*)"', page)}
    assert {"/ideen", "/ideen/neu", "/melden", "/melden/stand", "/melden?projekte=kai"} <= links
    assert {client.get(link).status_code for link in links} == {200}


def test_what_is_like_it_must_have_been_shown_before_it_is_stored(app: FastAPI, client: TestClient) -> None:
    answer = sent(client, client.get("/ideen/neu").text)
    assert (answer.status_code, ASKED in answer.text, stored(app)) == (200, True, [])
    assert '<a href="/projekte/kai">' in answer.text
    assert 'value="Am Kai"' in answer.text
    assert "Danke" in sent(client, answer.text).text
    assert len(stored(app)) == 1


def test_who_saw_what_is_like_it_while_typing_is_not_asked_again(app: FastAPI, client: TestClient) -> None:
    shown = client.get("/ideen/neu", params={"title": IDEA["title"]}).text
    assert ASKED not in sent(client, shown).text
    assert len(stored(app)) == 1


def test_another_title_is_looked_for_again(app: FastAPI, client: TestClient) -> None:
    answer = sent(client, client.get("/ideen/neu").text, title="Etwas ganz Neues")
    assert (ASKED in answer.text, len(stored(app))) == (False, 1)
    seen = sent(client, client.get("/ideen/neu").text, title="Bänke").text
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="steg", title="Ein Steg")
        search.put(session, "project", "steg", "Ein Steg", "")
    assert ASKED in sent(client, seen, title="Bänke am Steg").text


def test_one_common_word_in_a_text_makes_nothing_alike(app: FastAPI, client: TestClient) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="netz", title="Agent.Netz")
        search.put(session, "project", "netz", "Agent.Netz", "Mehr Strom aus einem Brunnen.")
    found = {title: "/projekte/netz" in client.get("/ideen/neu", params={"title": title}).text for title in ("Mehr Steine", "Neue Netze")}
    assert found == {"Mehr Steine": False, "Neue Netze": True}
    assert "/projekte/netz" in client.get("/ideen/neu", params={"title": "Mehr Brunnen"}).text
