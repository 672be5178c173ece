"""From two live portals to one list: each dataset once, and nothing lost where a portal fails."""

from dataclasses import replace

import pytest

from datasets import catalogue, elsewhere
from datasets.database import reading
from datasets.web import Web
from harvesters.fetch import Fetcher
from harvesters.run import harvest
from harvesters.sources import dcat, opendatasoft
from tests.harvesters.portals import answering, with_portals

PASSED_ON = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<https://land.example/satz/{number}> a dcat:Dataset ; dct:title "Satz {number}" ; dct:identifier "{site}/explore/dataset/satz-{number}" ;
    dcat:landingPage <https://land.example/satz/{number}> ; dcat:distribution <urn:{number}> .
<urn:{number}> dcat:downloadURL <{site}/satz-{number}.csv> .
"""


def a_dataset(number, **more):
    return {"dataset_id": f"satz-{number}", "has_records": True, "metas": {"default": {"title": f"Satz {number}"}}} | more


@pytest.fixture
def world(fake_site, settings):
    """A city's portal with datasets by number, another that passes them on, and the settings that know both."""
    held, passed_on = {1, 2, 3}, {2, 3, 4}

    def original(asked):
        rest = [a_dataset(number) for number in held][int(asked.query["offset"][0]) :]
        return {"total_count": len(held), "results": rest} if held else "<html>Wartung</html>"

    site = fake_site(answering(original))
    land = fake_site(answering(lambda asked: "".join(PASSED_ON.format(number=number, site=site) for number in passed_on)))
    city = with_portals(settings.city, ("opendatasoft", site), ("dcat", land + "/catalog.ttl"))
    return held, passed_on, replace(settings, city=city)


def run(engine, settings, source):
    web = Web("")
    try:
        return harvest(engine, settings, source, fetcher=Fetcher(web, pace=0))
    finally:
        web.close()


def listed(engine):
    with reading(engine) as session:
        found = elsewhere.holdings(session).items
        return {one.record.title.de: (one.record.portal, *(other.portal for other in one.also)) for one in found}


def test_each_dataset_stands_once_under_the_portal_that_was_read_first(engine, world):
    *_, settings = world
    assert [run(engine, settings, source).added for source in (opendatasoft.SOURCE, dcat.SOURCE)] == [3, 3]
    both = ("Portal 1", "Portal 2")
    assert listed(engine) == {"Satz 1": ("Portal 1",), "Satz 2": both, "Satz 3": both, "Satz 4": ("Portal 2",)}


def test_what_one_portal_drops_the_other_still_shows(engine, world):
    held, _, settings = world
    for source in (opendatasoft.SOURCE, dcat.SOURCE):
        run(engine, settings, source)
    held.discard(2)
    with_two_of_three = run(engine, settings, replace(opendatasoft.SOURCE, expect=replace(opendatasoft.SOURCE.expect, shrink=0.5)))
    assert (with_two_of_three.unchanged, with_two_of_three.gone) == (2, 1)
    assert listed(engine)["Satz 2"] == ("Portal 2",)


def test_a_portal_that_fails_takes_nothing_away(engine, world):
    held, _, settings = world
    run(engine, settings, opendatasoft.SOURCE)
    with reading(engine) as session:
        before = catalogue.version(session)
    held.clear()
    report = run(engine, settings, opendatasoft.SOURCE)
    assert (report.state, "web page" in report.message) == ("refused", True)
    with reading(engine) as session:
        assert catalogue.version(session) == before
    assert list(listed(engine)) == ["Satz 1", "Satz 2", "Satz 3"]


def test_the_same_answers_again_end_early(engine, world):
    *_, settings = world
    run(engine, settings, dcat.SOURCE)
    assert run(engine, settings, dcat.SOURCE).state == "unchanged"


def test_no_file_of_a_portal_is_fetched(engine, world, fake_site):
    *_, settings = world
    asked = []

    def catalogue_only(one):
        asked.append(one.path)
        file = {"url": f"http://{one.headers['host']}/bericht.pdf", "title": "Bericht", "mimetype": "application/pdf"}
        return {"total_count": 1, "results": [a_dataset(1, attachments=[file])]}

    city = with_portals(settings.city, ("opendatasoft", fake_site(answering(catalogue_only))))
    assert run(engine, replace(settings, city=city), opendatasoft.SOURCE).added == 1
    assert asked == ["/api/explore/v2.1/catalog/datasets"]
