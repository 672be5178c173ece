from decimal import Decimal

from sqlmodel import Session

from datasets.register import figures
from datasets.tables.places import Claim
from datasets.tables.scores import Snapshot
from tests.builders import a_funding, a_project, an_organisation

KEY = "05913000"


def test_nothing_is_known_of_an_empty_register(session: Session) -> None:
    whole = figures.whole(session, KEY)
    assert (whole.all_projects, whole.documented, whole.as_of, whole.gap) == (0, Decimal(0), "", None)


def test_projects_are_counted_by_status(session: Session) -> None:
    for status in ("running", "running", "finished"):
        a_project(session, status=status)
    assert figures.whole(session, KEY).projects == {"idea": 0, "planned": 0, "running": 2, "finished": 1, "stopped": 0}


def test_the_newest_sum_of_a_project_replaces_the_older_one(session: Session) -> None:
    project = a_project(session)
    a_funding(session, project, amount="100.00", as_of="2019")
    a_funding(session, project, amount="80.00", as_of="2021-05")
    whole = figures.whole(session, KEY)
    assert (whole.documented, whole.fundings, whole.as_of) == (Decimal("80.00"), 1, "2021-05")


def test_only_sums_for_recipients_in_the_city_count_as_local(session: Session) -> None:
    here, there = an_organisation(session, municipality_key=KEY), an_organisation(session, municipality_key="05978032")
    project = a_project(session)
    a_funding(session, project, amount="124.00", as_of="2020")
    a_funding(session, project, amount="88.00", as_of="2020", recipient_id=here.id)
    a_funding(session, project, amount="36.00", as_of="2020", recipient_id=there.id)
    whole = figures.whole(session, KEY)
    assert (whole.documented, whole.local) == (Decimal("124.00"), Decimal("88.00"))


def test_other_kinds_of_sums_other_lists_and_other_currencies_stay_out(session: Session) -> None:
    project = a_project(session)
    a_funding(session, project, amount="5.00", amount_type="applied")
    a_funding(session, project, amount="6.00", currency="USD")
    a_funding(session, project, amount="7.00", dataset="foekat")
    assert figures.whole(session, KEY).documented == 0


def test_the_gap_is_what_is_claimed_but_not_documented(session: Session) -> None:
    here = an_organisation(session, municipality_key=KEY)
    a_funding(session, a_project(session), amount="60.00", recipient_id=here.id)
    session.add(Claim(key="funding_total", value=Decimal(100), source_url="https://example.org"))
    session.flush()
    assert figures.whole(session, KEY).gap == Decimal("40.00")


def test_the_largest_claim_is_quoted_whatever_its_date(session: Session) -> None:
    for value, as_of in ((140, "2019"), (170, ""), (65, "2020")):
        session.add(Claim(key="partners", value=Decimal(value), as_of=as_of, source_url="https://example.org"))
    session.flush()
    claimed = figures.whole(session, KEY).partners_claimed
    assert claimed is not None
    assert claimed.value == 170


def test_the_last_snapshot_is_the_newest(session: Session) -> None:
    assert figures.last_snapshot(session) is None
    session.add(Snapshot())
    session.flush()
    assert figures.last_snapshot(session) is not None
