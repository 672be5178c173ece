import datetime as dt
import random

import pytest
from sqlmodel import Session, col, select

from feedback.tables.traces import NetSketch
from feedback.trust.network import prefix_of
from feedback.voices import booths, ratings
from tests.builders import a_project, key_of
from tests.feedback.voters import DAY, NOON, SECRET, TOKEN, a_submission, all_ratings, rating, vote

HOME = "203.0.113.0/24"
MINUTE = dt.timedelta(minutes=1)


def _statuses(session: Session, count: int, gap: dt.timedelta, prefix: str = HOME, spread: bool = False) -> list[str]:
    project = a_project(session)
    projects = [a_project(session) for _ in range(count)] if spread else [project] * count
    return [vote(session, one, moment=NOON + number * gap, prefix=prefix).status for number, one in enumerate(projects)]


def test_the_sixth_vote_of_a_network_on_a_project_in_ten_minutes_is_held_and_not_refused(session: Session) -> None:
    assert _statuses(session, 6, MINUTE) == ["counted"] * 5 + ["held"]


def test_the_twenty_first_vote_of_a_network_on_a_project_in_a_day_is_held(session: Session) -> None:
    assert _statuses(session, 21, 30 * MINUTE) == ["counted"] * 20 + ["held"]


def test_the_sixty_first_vote_of_a_network_in_an_hour_is_held_whatever_the_projects(session: Session) -> None:
    assert _statuses(session, 61, MINUTE / 2, spread=True) == ["counted"] * 60 + ["held"]


def test_the_limits_reach_over_midnight_although_the_secret_changes(session: Session) -> None:
    project = a_project(session)
    late = NOON.replace(hour=23, minute=57)
    found = [vote(session, project, moment=late + number * MINUTE, prefix=HOME).status for number in range(6)]
    assert found == ["counted"] * 5 + ["held"]


def test_changing_ones_mind_often_is_no_flood(session: Session) -> None:
    project = a_project(session)
    assert {vote(session, project, token=TOKEN, prefix=HOME).status for _ in range(30)} == {"counted"}


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", None])
def test_the_machine_itself_has_no_limit(session: Session, address: str | None) -> None:
    assert set(_statuses(session, 12, MINUTE, prefix_of(address))) == {"counted"}


def test_a_kiosk_has_no_limit(session: Session) -> None:
    project = a_project(session)
    assert {vote(session, project, prefix=HOME, channel="kiosk").status for _ in range(12)} == {"counted"}


def test_a_hurried_vote_counts_and_a_hurried_one_with_a_link_too(session: Session) -> None:
    project = a_project(session)
    assert vote(session, project, hurried=True).status == "counted"
    assert vote(session, project, hurried=True, form={"comment": "https://example.org"}).status == "counted"


def test_the_trap_field_holds_a_vote_and_says_why_to_staff(session: Session) -> None:
    cast = vote(session, a_project(session), trapped=True, hurried=True)
    row = rating(session, cast)
    assert (cast.status, row.status, row.reason, row.risk) == ("held", "held", "trap hurried", 4)


def test_the_sketch_is_never_empty_never_the_address_and_another_one_each_day(session: Session) -> None:
    project = a_project(session)
    for moment in (NOON, NOON, NOON + DAY):
        vote(session, project, moment=moment, prefix=HOME)
    first, second, third = session.exec(select(NetSketch.sketch).order_by(col(NetSketch.id))).all()
    assert first == second != third
    assert all(len(sketch) == 64 and "203.0.113" not in sketch for sketch in (first, third))


@pytest.mark.parametrize("seed", range(12))
def test_votes_of_one_transaction_stand_as_if_each_had_come_alone(session: Session, seed: int) -> None:
    chance = random.Random(seed)
    # a form that is sent twice comes from the same browser
    forms = [(form, chance.choice(["", "", "a" * 32, "b" * 32]), chance.choice("12")) for form in range(24)]
    drawn = [chance.choice([forms[number], forms[number], forms[number // 2]]) for number in range(24)]
    stands = []
    for network, size in (("203.0", 1), ("198.51", 8)):
        project = a_project(session)
        given = [
            a_submission(token=token, nonce=f"{seed}-{network}-{form}", prefix=f"{network}.{last}.0/24") for form, token, last in drawn
        ]
        booth = booths.by_id(session, key_of(project))
        batches = [given[at : at + size] for at in range(0, len(given), size)]
        casts = [cast for batch in batches for cast in ratings.cast_all(session, SECRET, [(booth, one) for one in batch], NOON)]
        order = list(dict.fromkeys(cast.rating_id for cast in casts))
        stands.append([(order.index(cast.rating_id), cast.replaced, cast.status) for cast in casts])
        stands[-1] += [(one.status, one.risk, one.reason) for one in all_ratings(session) if one.project_id == project.id]
    assert stands[0] == stands[1]
