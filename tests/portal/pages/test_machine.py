import datetime as dt
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import catalogue
from datasets.database import transaction
from datasets.settings import Settings
from portal.app import create_app
from portal.pages.machine import PAGES
from tests.builders import a_project, an_organisation


def test_robots_are_told_what_is_private_and_where_the_map_is(client: TestClient) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /pruefung\n" in text
    assert "Sitemap: http://testserver/sitemap.xml\n" in text


def test_samples_stay_out_of_search_engines(settings: Settings) -> None:
    assert "Disallow: /\n" in TestClient(create_app(replace(settings, demo=True))).get("/robots.txt").text


def test_the_sitemap_names_every_page_in_every_language(app: FastAPI) -> None:
    with transaction(app.state.engine) as session:
        a_project(session, slug="bruecke")
        an_organisation(session, slug="werk", partner=True)
        catalogue.raise_version(session)
    tree = ET.fromstring(TestClient(app).get("/sitemap.xml").content)  # noqa: S314 our own answer
    found = {element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    paths = ["/projekte/bruecke", "/en/projekte/bruecke", "/ls/projekte/bruecke", "/partner/werk", "/en/", "/ls/hilfe"]
    assert {f"http://testserver{path}" for path in paths} <= found


def test_every_page_of_the_list_is_in_the_map(client: TestClient) -> None:
    text = client.get("/sitemap.xml").text
    assert [path for path in PAGES if f"<loc>http://testserver{path}</loc>" not in text] == []


def test_holes_can_be_told_and_the_note_is_in_force(client: TestClient) -> None:
    text = client.get("/.well-known/security.txt").text
    expires = re.search(r"^Expires: (.+)$", text, re.MULTILINE)
    assert text.startswith("Contact: ")
    assert expires is not None
    assert dt.datetime.fromisoformat(expires[1]) > dt.datetime.now(dt.UTC)


def test_absolute_addresses_follow_the_setting(settings: Settings) -> None:
    app = create_app(replace(settings, base_url="https://mehrwert.example"), fresh=0)
    assert "Sitemap: https://mehrwert.example/sitemap.xml" in TestClient(app).get("/robots.txt").text
