"""The worker has releases judged by the shapes of an installation; what was found stands beside the points."""

import pytest

from datasets import verdicts
from datasets.database import open_engine, reading
from datasets.errors import Interrupted, SettingsWrong
from harvesters import shapes as judging
from harvesters.verdicts import judge
from tests import shapes
from tests.catalogues import small, the_register

TITLED = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<urn:x> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property [ sh:path %s ; sh:minCount 1 ; sh:severity sh:%s ;
  sh:message "%s fehlt" ] .
"""


@pytest.fixture
def named(settings, tmp_path):
    """Names shapes of our own: each profile wants one term of every dataset."""

    def of(**wanted):
        for profile, (term, severity) in wanted.items():
            folder = tmp_path / "shapes" / profile
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "shapes.ttl").write_text(TITLED % (term, severity, term))
        object.__setattr__(settings, "shapes", tmp_path / "shapes")
        return settings

    return of


def _report(client, slug="bruecke"):
    return client.get(f"/daten/{slug}/qualitaet.json").json()


def test_where_no_shapes_are_named_nothing_is_judged_and_that_is_said(app, settings, client):
    small(app.state.engine, settings, slug="bruecke")
    assert judge(app.state.engine, settings) == "no shapes are named"
    assert _report(client)["shapes"] == []
    assert "hier nicht geprüft" in client.get("/daten/bruecke").text
    assert "has not been held against the shapes" in client.get("/en/daten/bruecke").text


def test_a_verdict_stands_beside_the_points_and_takes_those_of_the_profile(app, named, client):
    settings = named(streng=("dct:isReferencedBy", "Violation"), mild=("dct:isVersionOf", "Warning"), gut=("dct:title", "Violation"))
    small(app.state.engine, settings, slug="bruecke", keywords=("Bau",))
    before = _report(client)["points"]
    client.get("/daten/bruecke")
    assert judge(app.state.engine, settings) == "1 releases judged, 1 violate a profile"
    report = _report(client)
    found = {one["profile"]: (one["conforms"], one["violations"], one["warnings"]) for one in report["shapes"]}
    assert found == {"gut": (True, 0, 0), "mild": (True, 0, 1), "streng": (False, 1, 0)}
    assert report["points"] == before - 30
    assert report["shapes"][0]["checked_by"].startswith("pyshacl ")
    assert report["shapes"][0]["checked_at"]
    text = client.get("/daten/bruecke").text
    assert "1 Verstoß" in text
    assert "dct:isReferencedBy fehlt" in text
    assert f"{report['points']} von 405 Punkten" in text


def test_a_release_is_judged_once_and_again_when_it_or_the_shapes_change(app, named):
    settings = named(gut=("dct:title", "Violation"))
    small(app.state.engine, settings, slug="bruecke")
    assert judge(app.state.engine, settings).startswith("1 releases")
    assert judge(app.state.engine, settings).startswith("0 releases")
    small(app.state.engine, settings, slug="bruecke", keywords=("neu",))
    assert judge(app.state.engine, settings).startswith("1 releases")
    named(gut=("dct:description", "Violation"))
    assert judge(app.state.engine, settings).startswith("1 releases")
    named(auch=("dct:title", "Violation"))
    assert judge(app.state.engine, settings).startswith("1 releases")


def test_a_profile_that_is_named_after_an_edition_judges_that_edition(app, named, client):
    settings = named(dcat_ap_de_2_x=("dcat:inSeries", "Violation"), neu=("dcat:inSeries", "Violation"))
    small(app.state.engine, settings, slug="bruecke")
    judge(app.state.engine, settings)
    found = {one["profile"]: (one["edition"], one["violations"]) for one in _report(client)["shapes"]}
    assert found == {"dcat_ap_de_2_x": ("dcat_ap_de_2", 1), "neu": ("dcat_ap_de_3", 0)}


def test_what_was_judged_before_the_end_was_told_is_kept(engine, named):
    settings = named(gut=("dct:title", "Violation"))
    first, _ = (small(engine, settings, slug=slug) for slug in ("a-eins", "b-zwei"))
    asked = []

    def go_on():
        asked.append(1)
        if len(asked) > 1:
            raise Interrupted("told to end")

    with pytest.raises(Interrupted):
        judge(engine, settings, go_on)
    with reading(engine) as session:
        assert len(verdicts.of_release(session, first.current.uid)) == 1
    assert judge(engine, settings) == "1 releases judged, 0 violate a profile"


@pytest.mark.parametrize(("text", "message"), [("", "has no folder"), ("kein Turtle {", "cannot be read")])
def test_shapes_that_cannot_be_used_are_named(text, message, settings, tmp_path):
    if text:
        (tmp_path / "x").mkdir()
        (tmp_path / "x" / "a.ttl").write_text(text)
    with pytest.raises(SettingsWrong, match=message):
        judging.profiles(tmp_path)


@pytest.mark.slow
def test_the_published_shapes_find_nothing_wrong_with_any_dataset_of_the_register(shared, settings, tmp_path):
    object.__setattr__(settings, "shapes", shapes.folders(shared, tmp_path / "shapes"))
    store = open_engine(settings.database_url)
    small(store, settings, slug="liste-nrw", origin="harvested", source="liste-der-vorhaben", spatial=settings.city.state_places)
    shown = the_register(store, settings)
    assert judge(store, settings) == f"{len(shown)} releases judged, 0 violate a profile"
    with reading(store) as session:
        found = {one.slug: verdicts.of_release(session, one.current.uid) for one in shown}
    store.dispose()
    assert {len(judged) for judged in found.values()} == {5}
    assert {one.profile for one in found["projekte"]} == {"ap301-base", "ap301-full", "de30", "de30-cv", "dcat_ap_de_2"}
