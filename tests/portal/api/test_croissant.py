"""Croissant over HTTP, and the block of structured data on a dataset's page."""

import json
import re

import pytest

from datasets.records import Text
from tests.catalogues import small

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SPITEFUL = '</script><script>alert(1)</script> <!-- "Ende"'


@pytest.fixture
def one(app, settings):
    """One dataset whose title would like to be markup."""
    return small(app.state.engine, settings, slug="bruecke", title=Text(de=SPITEFUL))


def test_the_current_release_is_described(client, one):
    answer = client.get("/daten/bruecke/croissant.json")
    assert answer.headers["content-type"].startswith("application/ld+json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert [file["name"] for file in answer.json()["distribution"]][:2] == ["bruecke.csv", "bruecke.json"]


def test_files_are_where_it_says(client, one):
    for file in client.get("/daten/bruecke/croissant.json").json()["distribution"]:
        assert client.get(file["contentUrl"]).headers["etag"] == f'"{file["sha256"]}"'


def test_an_unknown_dataset_is_not_found(client):
    assert client.get("/daten/unbekannt/croissant.json").status_code == 404


@pytest.mark.parametrize("path", ["/daten/bruecke", "/en/daten/bruecke"])
def test_the_page_holds_it_once_and_whole(path, client, one):
    (block,) = BLOCK.findall(client.get(path).text)
    assert json.loads(block)["name"] == SPITEFUL


def test_the_page_of_a_release_says_nothing_twice(client, one):
    small(client.app.state.engine, client.app.state.settings, slug="bruecke", title=Text(de="Neu"))
    assert not BLOCK.findall(client.get(f"/daten/bruecke/{one.current.name}").text)


def test_page_and_list_lead_to_rdf(client, one):
    for path in ("/daten", "/daten/bruecke"):
        addresses = re.findall(r'rel="alternate" type="[^"]*(?:turtle|rdf\+xml|ld\+json)" href="([^"]+)"', client.get(path).text)
        assert [client.get(address).status_code for address in addresses] == [200, 200, 200]


@pytest.mark.browser
def test_the_browser_does_not_complain(page, one):
    page.goto("/daten/bruecke")
    assert page.locator('script[type="application/ld+json"]').count() == 1
    page.get_by_text("Qualität der Beschreibung").click()
    assert page.get_by_text("Auffindbarkeit: 30 von 100").is_visible()
