"""The attacks of the benchmark in smaller form: what must hold whatever the machine."""

from pathlib import Path

import pytest

from feedback.review import holding, sensitive, watch
from tests.benchmarks import attacks
from tests.benchmarks.attacks import HOUR, MONDAY, an_arena


def test_one_voter_who_clears_the_cookies_gets_five_votes_in_ten_minutes(tmp_path: Path) -> None:
    with an_arena(tmp_path, honest=40) as arena:
        arena.attack(attacks.one_voter(arena.chance)[:12])
        assert arena.statuses()["counted"] < 6
        assert arena.moved() <= 0.2


def test_bots_are_seen_within_sixty_votes_and_move_nothing_published(tmp_path: Path) -> None:
    with an_arena(tmp_path) as arena:
        arena.attack(attacks.bots(arena.chance, count=90, hours=2.2))
        assert arena.case_after is not None
        assert arena.case_after <= 60
        assert arena.held_after is not None
        assert arena.statuses()["counted"] == 0
        assert arena.moved() <= 0.1


def test_honest_people_in_a_planned_window_count(tmp_path: Path) -> None:
    with an_arena(tmp_path) as arena:
        attacks.plan(arena)
        arena.attack(attacks.visitors(arena.chance, count=60))
        assert arena.statuses()["held"] <= 3
        assert arena.case() is None


def test_honest_people_who_came_unplanned_count_after_one_click(tmp_path: Path) -> None:
    with an_arena(tmp_path) as arena:
        arena.attack(attacks.visitors(arena.chance, count=60, hours=0.2))
        case = arena.case()
        assert case is not None
        assert arena.statuses()["held"] > 0
        holding.release(arena.session, arena.a_person(), int(case.id or 0), arena.published_at)
        assert arena.statuses() == {"counted": 60}
        assert watch.look(arena.session, arena.published_at + HOUR).held == 0


@pytest.mark.slow
def test_slow_bots_do_damage_and_are_flagged(tmp_path: Path) -> None:
    with an_arena(tmp_path) as arena:
        arena.asked_every = 48 * HOUR
        arena.attack(attacks.slow_bots(arena.chance, days=30, a_day=3))
        assert arena.moved() > 0.3
        assert sensitive.look(arena.session, arena.published_at) == 1


@pytest.mark.slow
@pytest.mark.parametrize("honest", [0, 4, 15])
def test_slow_bots_on_a_project_that_hardly_anybody_had_rated_are_flagged(tmp_path: Path, honest: int) -> None:
    with an_arena(tmp_path, honest=honest) as arena:
        arena.asked_every = 48 * HOUR
        arena.attack(attacks.slow_bots(arena.chance, days=30, a_day=2))
        assert arena.score() < 2.0
        assert sensitive.look(arena.session, arena.published_at) == 1


def test_no_attack_no_case(tmp_path: Path) -> None:
    with an_arena(tmp_path, honest=30) as arena:
        arena.attack([attacks.Given(MONDAY + number * 5 * HOUR, 4, f"10.9.{number}.0/24") for number in range(4)])
        assert (arena.case(), arena.statuses()) == (None, {"counted": 4})
