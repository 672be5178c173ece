"""The partners of the alliance, and one organisation."""

from decimal import Decimal

import pytest
from sqlmodel import Session

from datasets import search
from datasets.errors import NotFound
from datasets.register import organisations
from datasets.register.organisations import PartnerQuestion
from datasets.tables.types import now
from tests.builders import a_funding, a_participation, a_project, an_organisation


@pytest.fixture
def alliance(session: Session) -> Session:
    """Three partners and an organisation that is none."""
    for slug, name, kind in (("uni", "Universität", "university"), ("werk", "Stadtwerk", "company"), ("bahn", "Bahn", "company")):
        an_organisation(session, slug=slug, name=name, kind=kind, partner=True)
        search.put(session, "organisation", slug, name, "")
    an_organisation(session, slug="fremd", name="Fremd")
    return session


def test_partners_stand_by_name_with_the_number_of_their_projects(alliance: Session) -> None:
    uni = an_organisation(alliance, slug="fh", name="Fachhochschule", partner=True)
    project = a_project(alliance)
    a_participation(alliance, project, uni)
    a_participation(alliance, project, uni, "lead")
    found = organisations.partners(alliance, PartnerQuestion())
    assert [(partner.slug, partner.projects) for partner in found.items] == [("bahn", 0), ("fh", 1), ("werk", 0), ("uni", 0)]


def test_kinds_are_counted_without_the_chosen_kind(alliance: Session) -> None:
    found = organisations.partners(alliance, PartnerQuestion(kind="university"))
    assert (found.total, found.kinds) == (1, [("company", 2), ("university", 1)])


def test_a_partner_is_found_by_its_name(alliance: Session) -> None:
    assert [partner.slug for partner in organisations.partners(alliance, PartnerQuestion(q="werk")).items] == ["werk"]


def test_pages_of_partners_end(alliance: Session) -> None:
    found = organisations.partners(alliance, PartnerQuestion(size=2, page=9))
    assert (found.page, found.pages, [partner.slug for partner in found.items]) == (2, 2, ["uni"])


def test_one_organisation_shows_what_it_leads_takes_part_in_and_received(session: Session) -> None:
    amt = an_organisation(session, slug="amt")
    led, helped = a_project(session, title="A", lead_id=amt.id), a_project(session, title="B")
    a_participation(session, helped, amt, "supporter")
    a_project(session, title="C", lead_id=amt.id, gone_at=now())
    a_funding(session, led, "7", recipient_id=amt.id)
    whole = organisations.one(session, "amt")
    assert [(card.title.de, roles) for card, roles in whole.projects] == [("A", ("lead",)), ("B", ("supporter",))]
    assert ([award.amount for award in whole.awards], whole.awards_total) == ([Decimal(7)], 1)


@pytest.mark.parametrize("slug", ["niemand", "mensch"])
def test_natural_persons_have_no_page(session: Session, slug: str) -> None:
    an_organisation(session, slug="mensch", name="natürliche Person", kind="person")
    with pytest.raises(NotFound):
        organisations.one(session, slug)
