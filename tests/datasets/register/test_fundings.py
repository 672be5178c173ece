"""Sums that count no euro twice and never mix types, dates or lists."""

from decimal import Decimal

from sqlmodel import Session, col

from datasets.register import fundings
from datasets.tables.catalogue import Dataset
from datasets.tables.money import Funding
from datasets.tables.types import now
from tests.builders import a_funding, a_project


def test_a_project_counts_once_with_its_newest_sum(session: Session) -> None:
    project = a_project(session)
    for amount, as_of in (("13600000", "2017"), ("6400000", "2019-04-24"), ("10500000", "2019-01")):
        a_funding(session, project, amount, as_of=as_of, funder="Land")
    (register,) = fundings.overview(session, "funder")
    assert register.groups == (fundings.Group("Land", 1, Decimal("6400000.00")),)


def test_fundings_without_a_project_count_each(session: Session) -> None:
    for amount in ("1.10", "2.20"):
        a_funding(session, None, amount)
    (register,) = fundings.overview(session, "funder")
    assert (register.fundings, register.amount) == (2, Decimal("3.30"))


def test_types_currencies_unknown_and_gone_sums_stay_out(session: Session) -> None:
    a_funding(session, None, "5.00")
    for values in (
        {"amount": "9", "amount_type": "total_cost"},
        {"amount": "9", "currency": "USD"},
        {"amount": None},
        {"amount": "9", "gone_at": now()},
    ):
        a_funding(session, None, **values)
    assert [(found.fundings, found.amount) for found in fundings.overview(session, "funder")] == [(1, Decimal("5.00"))]
    assert fundings.amount_types(session) == ["awarded", "total_cost"]


def test_lists_are_kept_apart_and_rows_of_a_harvested_list_count_each(session: Session) -> None:
    project = a_project(session)
    session.add(Dataset(slug="esf-nrw", title="ESF in NRW", origin="harvested", record={}))
    a_funding(session, project, "100")
    for amount in ("10", "20"):
        a_funding(session, project, amount, dataset="esf-nrw", source="esf", as_of="2020")
    register, harvested = fundings.overview(session, "funder")
    assert (register.dataset, register.title, register.amount) == ("register", "", Decimal(100))
    assert (harvested.title, harvested.fundings, harvested.amount) == ("ESF in NRW", 2, Decimal(30))


def test_years_come_from_the_date_of_the_sum_else_from_its_start(session: Session) -> None:
    a_funding(session, None, "1", as_of="2021-03")
    a_funding(session, None, "2", start=now().date().replace(year=2019))
    a_funding(session, None, "4")
    (found,) = fundings.overview(session, "year")
    assert [(group.label, group.amount) for group in found.groups] == [("", Decimal(4)), ("2019", Decimal(2)), ("2021", Decimal(1))]


def test_groups_stand_by_amount(session: Session) -> None:
    for programme, amount in (("EFRE", "1"), ("ESF", "3"), ("", "2")):
        a_funding(session, None, amount, programme=programme)
    assert [group.label for group in fundings.overview(session, "programme")[0].groups] == ["ESF", "", "EFRE"]


def test_the_register_goes_before_a_newer_row_of_another_list(session: Session) -> None:
    project = a_project(session)
    a_funding(session, project, "6400000", as_of="2019")
    a_funding(session, project, "45000", as_of="2023", dataset="foekat")
    found = fundings.awards(session, col(Funding.project_id) == project.id)
    newest = fundings.newest_awarded(found)
    assert newest is not None
    assert newest.amount == Decimal(6400000)


def test_nothing_awarded_is_no_sum(session: Session) -> None:
    a_funding(session, None, "5", amount_type="claimed")
    a_funding(session, None, None)
    assert fundings.newest_awarded(fundings.awards(session, col(Funding.id) > 0)) is None
