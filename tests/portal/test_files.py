import base64
import hashlib
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets.errors import SettingsWrong
from datasets.settings import Settings
from portal import files
from portal.files import collect


def test_a_file_is_named_by_its_hash(settings: Settings) -> None:
    file = collect(settings.city)["site.css"]
    assert file.address == f"/static/site.{hashlib.sha256(file.variants['']).hexdigest()[:12]}.css"
    assert file.integrity == "sha384-" + base64.b64encode(hashlib.sha384(file.variants[""]).digest()).decode()


@pytest.mark.parametrize(("asked", "got"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None)])
def test_variants_are_negotiated(app: FastAPI, asked: str, got: str | None) -> None:
    file = app.state.files["vendor/kern.css"]
    answer = TestClient(app).get(file.address, headers={"Accept-Encoding": asked})
    assert (answer.headers.get("content-encoding"), answer.content) == (got, file.variants[""])
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("name", ["site.css", "site.000000000000.css", "../app.py", "site/1-theme.css", "vendor/.stamp"])
def test_other_addresses_are_unknown(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_every_file_that_a_page_loads_is_there_and_ours(client: TestClient) -> None:
    loaded = re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="([^"]+)"', client.get("/").text)
    assert len(loaded) >= 5
    assert {client.get(address).status_code for address in loaded} == {200}


def test_the_first_load_is_small(client: TestClient) -> None:
    page = client.get("/")
    loaded = re.findall(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"', page.text)
    total = sum(int(client.get(address).headers["content-length"]) for address in [*loaded, "/"])
    assert total < 60_000


def test_the_city_gives_the_colours(settings: Settings) -> None:
    city = settings.city.model_copy(update={"colours": {"primary": "#123456"}})
    assert collect(city)["city/colours.css"].variants[""] == b":root{--city-primary:#123456}"


def test_a_city_without_logo_and_outline_has_pages_all_the_same(settings: Settings, tmp_path: Path) -> None:
    bare = settings.city.model_copy(update={"folder": tmp_path})
    found = collect(bare)
    assert "city/outline.svg" not in found
    assert files.logo(bare) == ""


def test_before_setup_there_is_one_sentence(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "NEEDED", ("vendor/missing.css",))
    with pytest.raises(SettingsWrong, match="run make setup"):
        collect(settings.city)
