"""Feeds over HTTP: what is new, under whole addresses and lasting ids, without any figure of a rating."""

import datetime as dt

import pytest
from lxml import etree

from datasets import catalogue
from datasets.database import transaction
from datasets.tables.outcomes import Measure, Outcome
from datasets.vocabularies import atom
from tests.builders import a_project, key_of
from tests.catalogues import small

NAMES = {None: atom.ATOM}
FEEDS = ["daten", "projekte", "gesagt-getan"]


@pytest.fixture
def read(client):
    """The feed of a name as XML."""

    def of(name, language=""):
        answer = client.get(f"{language}/feeds/{name}.atom")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        return etree.fromstring(answer.content)

    return of


@pytest.fixture
def filled(app, settings):
    """One dataset, one project, one decision on it with a measure kept later."""
    small(app.state.engine, settings, slug="daten-zur-bruecke")
    with transaction(app.state.engine) as session:
        project = a_project(session, slug="bruecke", title="Brücke", title_en="Bridge")
        outcome = Outcome(project_id=key_of(project), decision="adjust", text="Breiter bauen.", decided_on=dt.date(2026, 5, 1))
        session.add(outcome)
        session.flush()
        kept = dt.datetime(2026, 6, 2, tzinfo=dt.UTC)
        session.add(Measure(outcome_id=key_of(outcome), text="Plan ändern", state="done", updated_at=kept))
        catalogue.raise_version(session)


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_has_all_that_atom_demands(name, read, filled):
    root = read(name)
    for element in (root, *root.findall("entry", NAMES)):
        assert all(element.findtext(tag, "", NAMES) for tag in ("id", "title", "updated"))
    assert root.findtext("author/name", "", NAMES)
    assert len(root.findall("entry", NAMES)) == 1


@pytest.mark.parametrize("name", FEEDS)
def test_every_address_is_whole_and_answers(name, read, filled, client):
    addresses = [link.get("href") for link in read(name).iter(f"{{{atom.ATOM}}}link")]
    assert len(addresses) == 3
    assert {client.get(address).status_code for address in addresses} == {200}
    assert all(address.startswith("http://testserver/") for address in addresses)


@pytest.mark.parametrize("name", FEEDS)
def test_ids_do_not_depend_on_the_host(name, client, filled):
    found = [etree.fromstring(client.get(f"http://{host}/feeds/{name}.atom").content) for host in ("a.example.org", "b.example.org")]
    first, second = ([element.text for element in root.iter(f"{{{atom.ATOM}}}id")] for root in found)
    assert first == second


def test_a_kept_promise_makes_a_decision_new_again(read, filled):
    entry = read("gesagt-getan").find("entry", NAMES)
    assert entry.findtext("updated", None, NAMES) == "2026-06-02T00:00:00Z"
    assert "Plan ändern" in entry.findtext("summary", None, NAMES)


def test_a_new_release_is_a_new_entry(app, settings, read, filled):
    before = read("daten").findtext("entry/id", None, NAMES)
    small(app.state.engine, settings, slug="daten-zur-bruecke", licence="cc-zero")
    assert read("daten").findtext("entry/id", None, NAMES) != before


def test_a_feed_is_read_in_english_too(read, filled):
    assert read("projekte", "/en").findtext("entry/title", None, NAMES) == "Bridge"


def test_pages_name_their_feed(client):
    for name in FEEDS:
        assert f'href="/feeds/{name}.atom"' in client.get(f"/{name}").text


def test_a_feed_that_did_not_change_is_not_sent_again(client, filled):
    tag = client.get("/feeds/daten.atom").headers["etag"]
    assert client.get("/feeds/daten.atom", headers={"If-None-Match": tag}).status_code == 304
