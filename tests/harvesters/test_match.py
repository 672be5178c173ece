"""After a load everything that nothing ties has its candidates; a rerun changes nothing and asks nothing twice."""

from typing import Any

import pytest
from sqlmodel import Session, select

from datasets.city import City
from datasets.records import ExternalId, FundingRecord, OrganisationRecord, RegisterRecord
from datasets.register import loading, matches
from datasets.register.links import attach
from datasets.register.writing import Origin
from datasets.tables.matches import Candidate, Match
from datasets.tables.money import Funding
from datasets.tables.projects import Identifier, Organisation
from datasets.tables.types import now
from harvesters import match
from tests import builders

KEY = "05913000"


def an_award(key: str, title: str = "Musterturm", name: str = "Turmbau e. V.", **values: Any) -> FundingRecord:
    given = {"key": key, "title": title, "funder": "Bund", "amount_type": "awarded", "municipality_key": KEY}
    return FundingRecord.model_validate(given | {"recipient": OrganisationRecord(name=name)} | values)


def loaded(session: Session, city: City, *records: RegisterRecord, dataset: str = "liste") -> None:
    loading.load(session, records, Origin("liste-der-vorhaben", dataset, None, now()))
    match.refresh(session, city)


def stored(session: Session) -> list[Any]:
    rows = [(row.id, row.kind, row.key, row.state, row.best, row.facts) for row in session.exec(select(Match).order_by(Match.id))]
    return rows + [(one.id, one.target, one.probability, one.reasons) for one in session.exec(select(Candidate).order_by(Candidate.id))]


@pytest.fixture(autouse=True)
def _register(session: Session) -> None:
    builders.a_project(session, slug="turm", title="Musterturm")
    builders.an_organisation(session, slug="turmbau", name="Turmbau", source="register", municipality_key=KEY)


def test_a_funding_and_its_bare_recipient_are_candidates_and_no_facts(session: Session, city: City) -> None:
    loaded(session, city, an_award("1"))
    found = {row.kind: row for row in session.exec(select(Match))}
    assert {kind: row.state for kind, row in found.items()} == {"project": "open", "recipient": "open"}
    assert {one.target for one in session.exec(select(Candidate))} == {"turm", "turmbau"}
    funding = session.exec(select(Funding)).one()
    assert (funding.project_id, funding.recipient_id) == (None, None)


def test_a_rerun_changes_nothing(session: Session, city: City) -> None:
    loaded(session, city, an_award("1"), an_award("2", "Ganz anderes", "Niemand AG"))
    before = stored(session)
    loaded(session, city, an_award("1"), an_award("2", "Ganz anderes", "Niemand AG"))
    assert stored(session) == before


def test_awards_under_one_title_are_one_question(session: Session, city: City) -> None:
    loaded(session, city, *(an_award(str(number)) for number in range(5)))
    [row] = [row for row in session.exec(select(Match)) if row.kind == "project"]
    assert row.facts["count"] == 5
    assert matches.open_count(session, "liste") == 2


def test_what_an_identifier_ties_is_no_question_any_more(session: Session, city: City) -> None:
    loaded(session, city, an_award("1"))
    project = builders.a_project(session, slug="kennung", title="Anders")
    session.add(Identifier(owner="project", owner_id=builders.key_of(project), scheme="fkz", value="01AB"))
    session.flush()
    loaded(session, city, an_award("1", external_ids=(ExternalId(scheme="fkz", value="01AB"),)))
    [row] = [row for row in session.exec(select(Match)) if row.kind == "project"]
    assert row.state == "gone"
    assert session.exec(select(Funding)).one().project_id == project.id


def test_a_joined_award_stays_joined_and_a_new_one_under_its_title_is_asked_about(session: Session, city: City) -> None:
    loaded(session, city, an_award("1"))
    [row] = [row for row in session.exec(select(Match)) if row.kind == "project"]
    attach(session, row, "turm")
    row.state, row.target = "linked", "turm"
    session.flush()
    loaded(session, city, an_award("1"))
    assert row.state == "linked"
    loaded(session, city, an_award("1"), an_award("2"))
    joined = {one.key: one.project_id is not None for one in session.exec(select(Funding))}
    assert (joined, row.state) == ({"1": True, "2": False}, "open")


@pytest.mark.parametrize(
    ("there", "comes", "one"),
    [
        ("Turmbau GmbH", "Turmbau GmbH", True),
        ("Turmbau GmbH", "TURMBAU gGmbH", True),
        ("Turmbau GmbH", "Turmbau AG", False),
        ("Turmbau GmbH", "Turmbau GmbH & Co. KG", False),
        ("Turmbau", "Turmbau AG", True),
    ],
)
def test_the_same_name_and_place_are_one_unless_the_legal_form_says_no(session: Session, there: str, comes: str, one: bool) -> None:
    session.delete(session.exec(select(Organisation)).one())
    session.flush()
    for name in (there, comes, comes):
        record = an_award(name, recipient=OrganisationRecord(name=name, municipality_key=KEY))
        loading.load(session, [record], Origin("liste-der-vorhaben", f"liste-{name}", None, now()))
    assert len(session.exec(select(Organisation)).all()) == (1 if one else 2)


def test_two_ids_of_one_scheme_are_two_organisations(session: Session) -> None:
    for pic in ("1", "2"):
        who = OrganisationRecord(name="Turmwerk", municipality_key=KEY, external_ids=(ExternalId(scheme="pic", value=pic),))
        loading.load(session, [an_award(pic, recipient=who)], Origin("cordis", f"c{pic}", None, now()))
    assert len([row for row in session.exec(select(Organisation)) if row.name == "Turmwerk"]) == 2


def test_another_spelling_with_the_same_id_renames_nothing(session: Session) -> None:
    for name in ("Turmwerk", "Tower Works"):
        who = OrganisationRecord(name=name, municipality_key=KEY, external_ids=(ExternalId(scheme="pic", value="7"),))
        loading.load(session, [an_award(name, recipient=who)], Origin("cordis", "c", None, now()))
    [row] = [row for row in session.exec(select(Organisation)) if row.slug == "turmwerk"]
    assert (row.name, row.normal_name) == ("Turmwerk", "turmwerk")
