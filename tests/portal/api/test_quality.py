"""The quality of metadata over HTTP: of the city's own datasets, and of one whose file is lost."""

import pytest

from tests.catalogues import small, the_register


@pytest.mark.slow
def test_what_keeps_own_datasets_from_all_points_is_known(app, settings, client):
    the_register(app.state.engine, settings)
    lost = {}
    for slug in ("projekte", "organisationen", "laeufe", "foerderungen"):
        found = client.get(f"/daten/{slug}/qualitaet.json").json()
        lost[slug] = [mark["name"] for mark in found["indicators"] if mark["points"] < mark["most"]]
    assert lost == {"projekte": [], "organisationen": [], "laeufe": [], "foerderungen": ["known_licence"]}


def test_points_are_told_by_indicator_and_by_dimension(app, settings, client):
    small(app.state.engine, settings, slug="bruecke", keywords=("Bau",))
    found = client.get("/daten/bruecke/qualitaet.json").json()
    assert (found["points"], found["most"], found["rating"]) == (365, 405, "excellent")
    assert found["dimensions"]["findability"] == {"points": 60, "most": 100}
    assert len(found["indicators"]) == 23


def test_a_file_that_is_lost_costs_its_points(app, settings, client):
    shown = small(app.state.engine, settings, slug="bruecke", keywords=("Bau",))
    for path in (settings.releases / "bruecke" / shown.current.name).glob("bruecke.*"):
        path.unlink()
    assert client.get("/daten/bruecke/qualitaet.json").json()["points"] == 365 - 80


def test_an_unknown_dataset_has_no_quality(client):
    assert client.get("/daten/unbekannt/qualitaet.json").status_code == 404


def test_the_page_says_what_is_missing_and_why(app, settings, client):
    small(app.state.engine, settings, slug="bruecke", keywords=("Bau",), licence="other-closed")
    text = client.get("/daten/bruecke").text
    assert "Ort (die Quelle sagt nichts dazu)" in text
    assert "Bekannte Lizenz (keine Quelle nennt eine offene Lizenz)" in text
    assert "no source names an open licence" in client.get("/en/daten/bruecke").text


def test_the_page_shows_the_points(app, settings, client):
    small(app.state.engine, settings, slug="bruecke", keywords=("Bau",))
    assert "365 von 405 Punkten" in client.get("/daten/bruecke").text
    assert "365 of 405 points" in client.get("/en/daten/bruecke").text
