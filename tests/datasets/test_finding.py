"""One question over projects, partners and datasets."""

from sqlmodel import Session

from datasets import catalogue, finding, search
from datasets.records import Text
from datasets.tables.catalogue import Release
from tests.builders import a_dataset_record, a_project, an_organisation


def a_dataset(session: Session, slug: str, title: str, released: bool = True) -> None:
    record = a_dataset_record(slug=slug, title=Text(de=title, en=f"{title} (en)"))
    id_ = catalogue.put(session, record)
    if released:
        session.add(Release(dataset_id=id_, name="2026-11-23", rows=1, digest="", record=record.model_dump(mode="json")))
        session.flush()


def test_a_question_finds_all_kinds(session: Session) -> None:
    search.put(session, "project", a_project(session, slug="parken", title="Parken").slug, "Parken", "")
    search.put(session, "organisation", an_organisation(session, slug="park-ag", name="Park AG", partner=True).slug, "Park AG", "")
    a_dataset(session, "plaetze", "Parkplätze")
    found = finding.found(session, "park")
    assert ([card.slug for card in found.projects.items], [partner.slug for partner in found.partners]) == (["parken"], ["park-ag"])
    assert ([(hit.slug, hit.title.en) for hit in found.datasets], found.total) == ([("plaetze", "Parkplätze (en)")], 3)


def test_datasets_stand_by_title_and_only_once_they_are_released(session: Session) -> None:
    for slug, title, released in (("oel", "Öl", True), ("aehre", "Ähre", True), ("entwurf", "Entwurf", False)):
        a_dataset(session, slug, title, released)
    assert [hit.slug for hit in finding.datasets(session, "stadtamt")] == ["aehre", "oel"]
