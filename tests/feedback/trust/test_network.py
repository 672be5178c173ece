import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from datasets.database import transaction
from feedback.tables.traces import DailySecret
from feedback.trust.network import is_own_machine, prefix_of, sketches
from tests.feedback.voters import DAY, NOON

PREFIXES = [
    ("203.0.113.77", "203.0.113.0/24"),
    ("::ffff:203.0.113.77", "203.0.113.0/24"),
    ("2001:db8:1:2::3", "2001:db8:1::/48"),
    ("fe80::1%eth0", "fe80::/48"),
    (None, ""),
    ("", ""),
    ("testclient", ""),
]


@pytest.mark.parametrize(("address", "prefix"), PREFIXES)
def test_of_an_address_only_the_network_is_kept(address: str | None, prefix: str) -> None:
    assert prefix_of(address) == prefix


@pytest.mark.parametrize(
    ("address", "own"), [("127.0.0.1", True), ("127.3.0.1", True), ("::1", True), ("10.0.0.1", False), ("203.0.113.1", False)]
)
def test_the_own_machine_is_known(address: str, own: bool) -> None:
    assert is_own_machine(prefix_of(address)) is own


def test_a_sketch_changes_daily_and_yesterdays_is_known(session: Session) -> None:
    today, none = sketches(session, "203.0.113.0/24", NOON)
    tomorrow, before = sketches(session, "203.0.113.0/24", NOON + DAY)
    assert none == ""
    assert before == today != tomorrow


def test_two_networks_have_two_sketches(session: Session) -> None:
    assert sketches(session, "203.0.113.0/24", NOON) != sketches(session, "203.0.112.0/24", NOON)


def test_a_day_begins_at_midnight_utc(session: Session) -> None:
    berlin = dt.timezone(dt.timedelta(hours=1))
    late = dt.datetime(2026, 11, 24, 0, 30, tzinfo=berlin)
    sketches(session, "", late)
    assert session.exec(select(col(DailySecret.day))).one() == dt.date(2026, 11, 23)


def test_processes_that_begin_the_day_together_share_one_secret(engine: Engine) -> None:
    def run(_: int) -> str:
        with transaction(engine) as session:
            return sketches(session, "203.0.113.0/24", NOON)[0]

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(run, range(8)))) == 1
