"""The city folder keeps together: slugs exist, keys are unique, values fit the records, every row names its source."""

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from datasets.city import City, read_city
from datasets.records import (
    ClaimRecord,
    ExternalId,
    FundingRecord,
    OrganisationRecord,
    ParticipationRecord,
    ProjectRecord,
    RankRecord,
    Record,
    Text,
)

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "datasets/cities/dortmund"
SAMPLES = ROOT / "../shared/samples/dortmund"

COLUMNS = {
    "organisations": "slug,name,kind,partner,partner_role,city,municipality_key,website,aliases,external_ids,source",
    "projects": "slug,title,title_en,acronym,summary,summary_en,status,lead,start,end,topics,goals,districts,page,"
    "picture,picture_alt,picture_licence,note,external_ids,sources",
    "participations": "project,organisation,role,source",
    "fundings": "key,project,title,funder,programme,recipient,amount,currency,amount_type,approximate,as_of,stated,"
    "start,end,external_ids,source",
    "claims": "key,value,unit,as_of,note,source",
    "ranks": "year,city,category,rank,points,cities_ranked,sure,source,note",
}


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"register/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def many(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def ids(cell: str) -> tuple[ExternalId, ...]:
    return tuple(ExternalId(scheme=part.split(":", 1)[0], value=part.split(":", 1)[1]) for part in many(cell))


def yes(cell: str) -> bool:
    return {"yes": True, "no": False}[cell]


def made(kind: type[Record], row: dict[str, str], **changed: object) -> Record:
    """The record of a row: cells by the name of their field, then what has another name or shape."""
    cells: dict[str, object] = {name: cell for name, cell in row.items() if name in kind.model_fields}
    if "external_ids" in cells:
        cells["external_ids"] = ids(row["external_ids"])
    return kind.model_validate({**cells, **changed})


def organisation(row: dict[str, str]) -> Record:
    changed = {"partner": yes(row["partner"]), "website": row["website"] or None, "aliases": many(row["aliases"])}
    return made(OrganisationRecord, row, source_url=row["source"], **changed)


def project(row: dict[str, str]) -> Record:
    lists = {name: many(row[name]) for name in ("topics", "goals", "districts")}
    texts = {name: Text(de=row[name], en=row[f"{name}_en"]) for name in ("title", "summary")}
    optional = {name: row[name] or None for name in ("lead", "page")}
    return made(ProjectRecord, row, source_urls=many(row["sources"]), **lists, **texts, **optional)


def funding(row: dict[str, str]) -> Record:
    changed = {"recipient": None, "approximate": yes(row["approximate"]), "note": row["stated"], "source_url": row["source"]}
    optional = {name: row[name] or None for name in ("amount", "start", "end")}
    return made(FundingRecord, row, **changed, **optional)


def rank(row: dict[str, str]) -> Record:
    optional = {name: row[name] or None for name in ("points", "cities_ranked")}
    return made(RankRecord, row, sure=yes(row["sure"]), source_url=row["source"], **optional)


READERS: dict[str, Callable[[dict[str, str]], Record]] = {
    "organisations": organisation,
    "projects": project,
    "participations": lambda row: made(ParticipationRecord, row, source_url=row["source"]),
    "fundings": funding,
    "claims": lambda row: made(ClaimRecord, row, source_url=row["source"]),
    "ranks": rank,
}


@pytest.fixture
def city() -> City:
    return read_city(FOLDER)


def slugs(name: str) -> list[str]:
    return [row["slug"] for row in rows(name)]


def names_of_organisations() -> set[str]:
    return {name for row in rows("organisations") for name in (row["name"], *many(row["aliases"]))}


def test_the_city_loads_with_its_keys_districts_topics_and_goals(city: City) -> None:
    assert (city.municipality_key, city.regional_key, city.nuts3) == ("05913000", "059130000000", "DEA52")
    assert (len(city.districts), len(city.topics), len(city.goals)) == (12, 6, 2)
    assert (city.population, city.population_as_of) == (612065, "2023-12-31")


def test_every_part_of_the_city_has_its_own_slug_and_both_languages(city: City) -> None:
    parts = [*city.districts, *city.topics, *city.goals]
    assert len({part.slug for part in parts}) == len(parts)
    assert all(part.name.de and part.name.en for part in parts)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_register_file_has_the_agreed_columns_in_their_order(name: str) -> None:
    text = (FOLDER / f"register/{name}.csv").read_bytes().decode("utf-8")
    assert text.split("\n", 1)[0] == COLUMNS[name]
    assert "\r" not in text
    assert text.endswith("\n")


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_fits_its_record(name: str) -> None:
    assert [READERS[name](row) for row in rows(name)]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_names_a_source_address(name: str) -> None:
    for row in rows(name):
        addresses = many(row.get("source") or row["sources"])
        assert addresses, row
        assert all(address.startswith(("http://", "https://")) for address in addresses), row


def test_nothing_is_keyed_twice() -> None:
    for name, key in (
        ("organisations", ("slug",)),
        ("projects", ("slug",)),
        ("fundings", ("key",)),
        ("participations", ("project", "organisation", "role")),
        ("claims", ("key", "as_of", "source")),
        ("ranks", ("year", "city", "category")),
    ):
        keys = [tuple(row[part] for part in key) for row in rows(name)]
        assert len(set(keys)) == len(keys), name


def test_no_two_organisations_share_a_spelling() -> None:
    spellings = [name.casefold() for row in rows("organisations") for name in {row["name"], *many(row["aliases"])}]
    assert len(set(spellings)) == len(spellings)


def test_participations_and_fundings_point_to_what_exists() -> None:
    projects, organisations = set(slugs("projects")), set(slugs("organisations"))
    assert {row["project"] for row in rows("participations") + rows("fundings")} <= projects
    assert {row["organisation"] for row in rows("participations")} <= organisations
    assert {row["recipient"] for row in rows("fundings")} - {""} <= organisations


def test_the_lead_of_a_project_takes_part_as_its_lead() -> None:
    leads = {(row["project"], row["organisation"]) for row in rows("participations") if row["role"] == "lead"}
    assert leads == {(row["slug"], row["lead"]) for row in rows("projects") if row["lead"]}


def test_topics_goals_and_districts_of_projects_are_the_city_s(city: City) -> None:
    for column, parts in (("topics", city.topics), ("goals", city.goals), ("districts", city.districts)):
        assert {slug for row in rows("projects") for slug in many(row[column])} <= {part.slug for part in parts}
    assert all(row["topics"] for row in rows("projects"))


def parts_of(funder: str) -> Iterator[str]:
    known = names_of_organisations()
    if funder in known:
        return iter([funder])
    for joint in (" über ", ", ", " und "):
        head, found, tail = funder.rpartition(joint)
        if found and tail in known:
            return iter([*parts_of(head), tail])
    return iter([funder])


def test_every_funder_is_an_organisation_of_the_register() -> None:
    assert {part for row in rows("fundings") for part in parts_of(row["funder"])} <= names_of_organisations()


def test_the_sums_that_changed_over_time_are_all_kept() -> None:
    sums = {(row["amount_type"], row["as_of"]): row["amount"] for row in rows("fundings") if row["project"] == "emissionsfreie-innenstadt"}
    assert sums["applied", "2017"] == "13600000"
    assert sums["announced", "2017-12"] == "10500000"
    assert sums["awarded", "2019-04-24"] == "6400000"


def test_no_project_ends_before_it_starts() -> None:
    for row in rows("projects") + rows("fundings"):
        width = min(len(row["start"]), len(row["end"]))
        assert row["start"][:width] <= row["end"][:width], row


def test_no_finished_project_ends_in_the_future() -> None:
    ends = [row["end"] for row in rows("projects") if row["status"] in {"finished", "stopped"} and row["end"]]
    assert max(ends) <= dt.date(2026, 11, 23).isoformat()


def test_the_register_holds_the_collected_projects_and_ranks() -> None:
    assert len(rows("projects")) == 29
    assert len(rows("ranks")) == 43
    assert [row["city"] for row in rows("ranks") if row["sure"] == "no"] == ["Dortmund"]


def test_every_partner_of_the_collected_list_is_in_the_register() -> None:
    if not SAMPLES.exists():
        pytest.skip("the collected list of partners is not here")
    with (SAMPLES / "partners.csv").open(encoding="utf-8", newline="") as file:
        collected = list(csv.DictReader(file))
    assert {row["name"] for row in collected} <= names_of_organisations()
    stated = {name for row in rows("organisations") if row["partner"] == "yes" for name in (row["name"], *many(row["aliases"]))}
    assert {row["name"] for row in collected if row["context"] == "Allianz"} <= stated


def test_summaries_are_short_sentences_in_both_languages() -> None:
    for row in rows("projects"):
        for text in (row["summary"], row["summary_en"]):
            assert text
            assert all(len(sentence.split()) <= 22 for sentence in text.split(". ")), text


def test_the_outline_is_one_closed_ring_with_its_source() -> None:
    feature = json.loads((FOLDER / "outline.geojson").read_text("utf-8"))
    ring = feature["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0, "counter-clockwise"
    assert feature["properties"]["source"].startswith("© GeoBasis-DE / BKG")
    assert feature["properties"]["municipality_key"] == "05913000"


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["background", "surface", "surface_strong", "primary_light"])
def test_text_colours_can_be_read_on_every_ground(city: City, ground: str) -> None:
    for name in ("primary", "primary_dark", "accent", "text", "text_muted", "link", "focus", "success", "warning", "error"):
        assert contrast(city.colours[name], city.colours[ground]) >= 4.5, name
    assert contrast(city.colours["border_strong"], city.colours[ground]) >= 3


@pytest.mark.parametrize("name", ["impressum", "datenschutz", "barrierefreiheit"])
def test_legal_texts_are_there_in_both_languages(name: str) -> None:
    for language in ("de", "en"):
        text = (FOLDER / f"legal/{name}.{language}.md").read_text("utf-8")
        assert text.startswith("# ")
        assert len(text) > 500
