"""What is new is added, what differs is changed and remembered, what is missing is marked gone, nothing is merged by name alone."""

from decimal import Decimal

import pytest
from sqlmodel import select

from datasets.errors import Refused
from datasets.records import (
    ClaimRecord,
    ExternalId,
    FundingRecord,
    OrganisationRecord,
    ParticipationRecord,
    ProjectRecord,
    RankRecord,
    Text,
)
from datasets.register.loading import load
from datasets.register.writing import ADDED, Origin
from datasets.tables.money import Funding
from datasets.tables.places import Claim
from datasets.tables.projects import Change, Classification, Organisation, Participation, Project
from datasets.tables.types import now


def the_register(**more):
    return Origin(source="register", dataset="register", run_id=None, retrieved_at=now(), **more)


def a_list(name="liste", **more):
    return Origin(source="liste-der-vorhaben", dataset=name, run_id=None, retrieved_at=now(), **more)


def a_record(slug="bruecke", **more):
    given = {"title": Text(de="Brücke"), "summary": Text(de="Eine Brücke."), "status": "running"}
    return ProjectRecord(slug=slug, **given | more)


def an_award(key="1", **more):
    return FundingRecord(**{"key": key, "funder": "Bund", "amount": Decimal(10), "amount_type": "awarded"} | more)


def a_firm(name="Werk GmbH", key="05913000", **more):
    return OrganisationRecord(name=name, municipality_key=key, **more)


def test_a_second_load_of_the_same_changes_nothing(session):
    records = [a_firm(slug="werk"), a_record(lead="werk", topics=("energie",)), an_award(project="bruecke")]
    first, second = load(session, records, the_register()), load(session, records, the_register())
    assert (first.added, first.changed, first.unchanged) == (3, 0, 0)
    assert (second.added, second.changed, second.unchanged, second.gone) == (0, 0, 3, 0)


def test_a_change_is_remembered_with_old_and_new(session):
    load(session, [a_record()], the_register())
    load(session, [a_record(status="finished")], the_register())
    change = session.exec(select(Change).where(Change.field != ADDED)).one()
    assert (change.kind, change.key, change.field, change.old, change.new) == ("project", "bruecke", "status", "running", "finished")


def test_a_changed_topic_is_a_change_of_the_project(session):
    load(session, [a_record(topics=("energie", "hafen"))], the_register())
    assert load(session, [a_record(topics=("hafen",))], the_register()).changed == 1
    assert [row.code for row in session.exec(select(Classification))] == ["hafen"]


def test_what_is_missing_is_marked_gone_and_comes_back(session):
    load(session, [a_record(), a_record("tunnel")], the_register())
    assert load(session, [a_record()], the_register()).gone == 1
    assert session.exec(select(Project).where(Project.slug == "tunnel")).one().gone_at is not None
    load(session, [a_record(), a_record("tunnel")], the_register())
    assert session.exec(select(Project).where(Project.slug == "tunnel")).one().gone_at is None


def test_an_incomplete_run_marks_nothing_gone(session):
    load(session, [an_award("1"), an_award("2")], a_list())
    assert load(session, [an_award("1")], a_list(complete=False)).gone == 0


def test_a_list_never_touches_the_awards_of_another(session):
    load(session, [an_award("1")], a_list("alt"))
    load(session, [an_award("1", amount=Decimal(99))], a_list("neu"))
    assert sorted((row.dataset, row.amount) for row in session.exec(select(Funding))) == [("alt", Decimal(10)), ("neu", Decimal(99))]


def test_an_external_id_joins_an_award_to_its_project(session):
    load(session, [a_record(external_ids=(ExternalId(scheme="fkz", value="01AB"),))], the_register())
    load(session, [an_award(external_ids=(ExternalId(scheme="fkz", value="01AB"),)), an_award("2", title="Brücke")], a_list())
    joined = {row.key: row.project_id for row in session.exec(select(Funding).where(Funding.dataset == "liste"))}
    assert joined["1"] is not None
    assert joined["2"] is None


def test_a_join_made_by_a_person_survives_the_next_load(session):
    load(session, [a_record()], the_register())
    load(session, [an_award()], a_list())
    row = session.exec(select(Funding)).one()
    row.project_id = session.exec(select(Project)).one().id
    load(session, [an_award(amount=Decimal(11))], a_list())
    assert session.exec(select(Funding)).one().project_id is not None


def test_the_same_name_in_the_same_place_is_one_organisation(session):
    awards = [an_award("1", recipient=a_firm("Werk GmbH")), an_award("2", recipient=a_firm("WERK gGmbH"))]
    load(session, awards, a_list())
    assert len(session.exec(select(Organisation)).all()) == 1


def test_the_same_name_elsewhere_is_another_organisation(session):
    awards = [an_award("1", recipient=a_firm()), an_award("2", recipient=a_firm(key="05911000"))]
    load(session, awards, a_list())
    assert [row.slug for row in session.exec(select(Organisation))] == ["werk-gmbh", "werk-gmbh-2"]


def test_a_bare_name_identifies_nobody(session):
    load(session, [an_award("1", recipient=a_firm(key="")), an_award("2", recipient=a_firm(key=""))], a_list())
    assert session.exec(select(Organisation)).all() == []
    assert {row.recipient_name for row in session.exec(select(Funding))} == {"Werk GmbH"}


def test_a_natural_person_becomes_no_organisation(session):
    load(session, [an_award(recipient=a_firm("natürliche Person", kind="person"))], a_list())
    assert session.exec(select(Organisation)).all() == []


def test_a_harvested_recipient_never_changes_a_partner(session):
    load(session, [a_firm(slug="werk", partner=True, kind="company"), a_record()], the_register())
    load(session, [an_award(recipient=a_firm("werk gmbh"))], a_list())
    row = session.exec(select(Organisation)).one()
    assert (row.partner, row.kind, row.name) == (True, "company", "Werk GmbH")


@pytest.mark.parametrize(
    "record",
    [
        a_record(lead="niemand"),
        an_award(project="nichts"),
        ParticipationRecord(project="nichts", organisation="werk", role="partner"),
    ],
)
def test_a_reference_to_nothing_is_refused(session, record):
    with pytest.raises(Refused, match=r"niemand|nichts"):
        load(session, [a_firm(slug="werk"), record], the_register())


def test_a_participation_that_is_no_longer_stated_is_taken_back(session):
    base = [a_firm(slug="werk"), a_record()]
    load(session, [*base, ParticipationRecord(project="bruecke", organisation="werk", role="partner")], the_register())
    load(session, base, the_register())
    assert session.exec(select(Participation)).all() == []


def test_quoted_figures_are_kept_side_by_side(session):
    claims = [
        ClaimRecord(key="partners", value=Decimal(n), as_of=str(year), source_url="https://a.example/")
        for n, year in ((65, 2017), (170, 2024))
    ]
    ranks = [RankRecord(year=2019, city="A", category="gesamt", rank=9, source_url="https://a.example/")]
    assert load(session, [*claims, *ranks], the_register()).added == 3
    assert load(session, [*claims, *ranks], the_register()).unchanged == 3
    assert {claim.value for claim in session.exec(select(Claim))} == {Decimal(65), Decimal(170)}
