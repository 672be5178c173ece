"""The table of who voted: when it is told, what stands in it, and what two of them may tell together."""

import datetime as dt
from collections import Counter
from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as drawn
from hypothesis import strategies as st

from datasets.city import City
from datasets.residents import AGES, Residents
from datasets.settings import Settings
from feedback.scores import voters
from feedback.scores.figures import Beside, figures
from feedback.statistics.prior import FIRST_PRIOR
from feedback.statistics.tally import tally_of
from feedback.statistics.weighting import Answer

DAY = dt.date(2026, 11, 23)
PEOPLE = {"nord": 40_000, "mitte": 40_000, "sued": 20_000}
BANDS = dict(zip(AGES, (20, 10, 20, 30, 15, 5), strict=True))


def a_city(settings: Settings, districts: dict[str, int] = PEOPLE, ages: dict[str, int] | None = None) -> City:
    """The city of the installation with these people in it."""
    given = (("district", districts), ("age", ages or {}))
    rows = [
        Residents(margin=margin, group=group, population=people, as_of="2023", source="x")
        for margin, groups in given
        for group, people in groups.items()
    ]
    return settings.city.model_copy(update={"residents": tuple(rows)})


def said(*counts: tuple[str, int], value: int = 4, age: str = "") -> list[Answer]:
    return [Answer(value, district, age) for district, count in counts for _ in range(count)]


def table(city: City, answers: list[Answer], before: list[dict[str, Any]] | None = None) -> voters.Table | None:
    shown = figures(tally_of(answer.value for answer in answers), FIRST_PRIOR, Beside("experience", DAY))
    return voters.table(answers, shown, city, before or [])


def told(city: City, answers: list[Answer], before: list[dict[str, Any]] | None = None) -> voters.Table:
    made = table(city, answers, before)
    assert made is not None
    return made


def test_votes_stand_beside_the_people_who_live_there(settings: Settings) -> None:
    made = told(a_city(settings), said(("nord", 30), ("mitte", 10), ("sued", 10), ("ausserhalb", 12), ("", 18)))
    rows = [(row["group"], row["n"], row.get("share"), row.get("residents_share")) for row in made.rows]
    assert rows == [
        ("nord", 30, 0.6, 0.4),
        ("mitte", 10, 0.2, 0.4),
        ("sued", 10, 0.2, 0.2),
        ("ausserhalb", 12, None, None),
        ("ohne_angabe", 18, None, None),
        ("alle", 80, None, None),
    ]
    # 10 / 40,000 beside 30 / 40,000; half of (0.2 + 0.2 + 0)
    assert (made.rows[-1]["participation_ratio"], made.rows[-1]["dissimilarity"]) == (0.33, 0.2)


def test_what_is_below_ten_is_told_together_and_by_no_number_of_its_own(settings: Settings) -> None:
    made = told(a_city(settings), said(("nord", 30), ("mitte", 12), ("sued", 6), ("", 5)))
    assert [(row["group"], row["n"]) for row in made.rows] == [
        ("nord", 30),
        ("mitte", 12),
        ("sued ausserhalb ohne_angabe", 11),
        ("alle", 53),
    ]


@pytest.mark.parametrize("answers", [said(("nord", 14), ("mitte", 15)), said(("nord", 60), ("", 60)), said(("nord", 60), ("mitte", 3))])
def test_without_30_votes_and_two_cells_there_is_none(settings: Settings, answers: list[Answer]) -> None:
    assert table(a_city(settings), answers) is None


def test_a_city_without_residents_has_none(settings: Settings) -> None:
    assert table(a_city(settings, {}), said(("nord", 60), ("mitte", 60))) is None


def test_from_a_hundred_votes_on_the_loud_district_is_turned_down(settings: Settings) -> None:
    loud, silent = said(("nord", 80), value=5), said(("mitte", 20), ("sued", 20), value=2)
    whole = told(a_city(settings), loud + silent).rows[-1]
    assert (whole["weighted_score"], whole["score"], whole["design_effect"]) == (3.2, 3.96, 1.4)
    assert (whole["weighted_low"], whole["weighted_high"], whole["n_effective"]) == (2.9, 3.5, 86)
    assert whole["weighted_rows"] == "nord | mitte | sued ausserhalb ohne_angabe"
    assert "weighted_score" not in told(a_city(settings), said(("nord", 79), ("mitte", 20))).rows[-1]


def test_ages_weigh_too_where_the_city_gives_both(settings: Settings) -> None:
    answers = [Answer(5 if age == "u18" else 3, district, age) for district in PEOPLE for age in AGES for _ in range(10)]
    whole = told(a_city(settings, ages=BANDS), answers).rows[-1]
    assert whole["weighted_ages"] == "u18 | 18-29 | 30-44 | 45-64 | 65-79 | 80+"
    without = told(a_city(settings), answers).rows[-1]
    assert without["weighted_ages"] == ""
    assert {row["margin"] for row in told(a_city(settings, ages=BANDS), answers).rows} == {"district"}


def test_where_a_city_gives_ages_alone_the_table_is_by_age(settings: Settings) -> None:
    answers = [Answer(5 if age == "u18" else 3, "", age) for age in AGES for _ in range(20)]
    made = told(a_city(settings, {}, BANDS), answers)
    assert [row["group"] for row in made.rows][:2] == ["u18", "18-29"]
    assert made.rows[-1]["weighted_score"] == 3.4


def test_one_project_has_one_kind_of_table_for_ever(settings: Settings) -> None:
    answers = [Answer(3, district, age) for district in PEOPLE for age in AGES for _ in range(10)]
    by_age = told(a_city(settings, {}, BANDS), answers)
    assert table(a_city(settings), answers * 2, [by_age.memory]) is None


def test_a_table_waits_until_each_cell_has_five_other_votes(settings: Settings) -> None:
    city, first = a_city(settings), said(("nord", 30), ("mitte", 20), ("sued", 20), ("", 20), ("ausserhalb", 20))
    known = [told(city, first).memory]
    assert table(city, first, known) is None
    assert table(city, [*first, *said(("nord", 9), ("mitte", 4))], known) is None
    assert table(city, [*first, *said(("nord", 9), ("mitte", 5))], known) is not None


def test_votes_that_changed_inside_a_cell_count_although_its_number_stayed(settings: Settings) -> None:
    city, first = a_city(settings), said(("nord", 30), ("mitte", 30), ("", 20), ("ausserhalb", 20), ("sued", 20))
    known = [told(city, first).memory]
    changed = [*said(("nord", 1), value=1), *first[1:], *said(("mitte", 8))]
    assert table(city, changed, known) is None
    assert table(city, [*said(("nord", 5), value=1), *first[5:], *said(("mitte", 8))], known) is not None


def test_a_table_is_compared_with_every_one_that_was_public(settings: Settings) -> None:
    city, first = a_city(settings), said(("nord", 30), ("mitte", 20), ("sued", 20), ("", 20), ("ausserhalb", 20))
    more = [*first, *said(("nord", 10))]
    known = [told(city, first).memory]
    known.append(told(city, more, known).memory)
    assert table(city, [*first, *said(("nord", 2))], known) is None


def test_where_ages_weigh_too_each_age_keeps_its_distance_as_well(settings: Settings) -> None:
    city = a_city(settings, ages=BANDS)
    first = [Answer(3, district, age) for district in (*PEOPLE, "", "ausserhalb") for age in AGES for _ in range(10)]
    known = [told(city, first).memory]
    assert table(city, [*first, *said(("nord", 4), age="u18"), *said(("nord", 4), age="80+")], known) is None
    assert table(city, [*first, *said(("nord", 8), age="u18")], known) is not None
    assert table(city, [*first, *said(("nord", 8))], known) is not None


def test_cells_that_were_told_together_are_compared_together(settings: Settings) -> None:
    city = a_city(settings)
    small = said(("nord", 30), ("mitte", 20), ("sued", 6), ("", 5))
    known = [told(city, small).memory]
    grown = [*small, *said(("sued", 6))]
    assert [row["group"] for row in told(city, [*grown, *said(("", 9), ("ausserhalb", 10))], known).rows][2:5] == [
        "sued",
        "ausserhalb",
        "ohne_angabe",
    ]
    assert table(city, [*small, *said(("sued", 2), ("ausserhalb", 2), ("nord", 8))], known) is None


def apart(one: Counter[Any], other: Counter[Any]) -> int:
    """The fewest votes by which two bags of votes differ."""
    return max(sum((one - other).values()), sum((other - one).values()))


CELLS = ("nord", "mitte", "sued", "ausserhalb", "")
steps = st.lists(st.lists(st.tuples(st.sampled_from(CELLS), st.integers(1, 5), st.integers(-4, 12)), max_size=5), min_size=3, max_size=12)


@drawn(max_examples=120, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_happens_two_public_tables_differ_by_five_votes_in_each_part_or_by_none(
    settings: Settings, history: list[list[tuple[str, int, int]]]
) -> None:
    city, memory, public = a_city(settings), [], []
    bag = Counter({(cell, value): 6 for cell in CELLS for value in (2, 4)})
    for change in history:
        for cell, value, count in change:
            bag[cell, value] = max(0, bag[cell, value] + count)
        answers = [Answer(value, cell) for (cell, value), count in bag.items() for _ in range(count)]
        made = table(city, answers, memory) if len(answers) >= 5 else None
        if made is not None:
            memory.append(made.memory)
            parts = [frozenset("" if cell == "ohne_angabe" else cell for cell in row["group"].split()) for row in made.rows[:-1]]
            assert all(row["n"] >= 10 for row in made.rows)
            assert sum(row["n"] for row in made.rows[:-1]) == made.rows[-1]["n"]
            public.append((parts, Counter(bag)))
    for number, (parts, votes) in enumerate(public):
        for earlier_parts, earlier_votes in public[:number]:
            for cells in wholes(parts, earlier_parts):
                mine, theirs = (Counter({key: count for key, count in one.items() if key[0] in cells}) for one in (votes, earlier_votes))
                assert apart(inner(mine), inner(theirs)) not in range(1, 5)
                assert abs(mine.total() - theirs.total()) not in range(1, 5)


def inner(votes: Counter[Any]) -> Counter[int]:
    """How a part voted, whoever in it."""
    found: Counter[int] = Counter()
    for (_cell, value), count in votes.items():
        found[value] += count
    return found


def wholes(one: list[frozenset[str]], other: list[frozenset[str]]) -> list[frozenset[str]]:
    """The smallest sets of cells that both tables tell as sums of their numbers."""
    found = {frozenset(part) for part in chain(one, other)}
    while True:
        pair = next(((a, b) for a in found for b in found if a != b and a & b), None)
        if pair is None:
            return list(found)
        found = (found - set(pair)) | {pair[0] | pair[1]}


def test_a_table_is_over_when_none_of_its_votes_counts(settings: Settings) -> None:
    rows = told(a_city(settings), said(("nord", 30), ("mitte", 30))).rows
    moment = dt.datetime(2028, 11, 22, tzinfo=dt.UTC)
    assert [voters.is_over(rows, moment + dt.timedelta(days=days), dt.timedelta(days=730)) for days in (-1, 0)] == [False, True]
