"""The gate and the table of who voted: told with a figure, kept, replaced and taken off with it, and worked out again."""

import csv
import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as drawn
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from datasets import releases
from datasets.database import transaction
from datasets.own import beteiligung, buergernutzen
from datasets.settings import Settings
from datasets.tables.projects import Project
from datasets.tables.scores import Score
from feedback.publish import publish
from feedback.scores.recompute import recompute
from feedback.tables.gate import GateState
from feedback.voices import ratings
from tests.builders import a_project, a_rating, key_of
from tests.feedback.voters import DAY, NOON, score

DISTRICTS = ("hoerde", "eving", "hombruch", "brackel")


def cast(session: Session, project: Project, number: int, district: str = "hoerde", value: int = 4) -> list[int]:
    rated = [a_rating(session, project, value, district=district, created_at=NOON, changed_at=NOON) for _ in range(number)]
    return [key_of(one) for one in rated]


def groups(session: Session, project: Project) -> dict[str, int]:
    """What the dataset tells of the project."""
    names = [column.name for column in beteiligung.COLUMNS]
    rows = [dict(zip(names, row, strict=True)) for row in beteiligung.rows(session)]
    return {row["group"]: row["n"] for row in rows if row["project"] == project.slug}


def test_a_table_is_told_with_a_figure_and_goes_with_it(session: Session, settings: Settings) -> None:
    project = a_project(session)
    mine = [key for district in DISTRICTS for key in cast(session, project, 15, district)]
    publish(session, settings, NOON)
    assert groups(session, project) | {"alle": 60} == groups(session, project)
    # Where nobody said to live, and outside, there are none: the smallest district that is large enough hides that.
    assert {name: count for name, count in groups(session, project).items() if name in DISTRICTS} == dict.fromkeys(
        ("hoerde", "hombruch", "brackel"), 15
    )
    for key in mine[:56]:
        ratings.withdraw(session, key)
    publish(session, settings, NOON + DAY)
    assert groups(session, project) == {}


def test_a_table_that_may_not_be_replaced_stays_beside_a_new_figure(session: Session, settings: Settings) -> None:
    project = a_project(session)
    for district in DISTRICTS:
        cast(session, project, 15, district)
    publish(session, settings, NOON)
    first = groups(session, project)
    cast(session, project, 4, "hoerde")
    cast(session, project, 4, "eving")
    publish(session, settings, NOON + DAY)
    assert score(session, project).figures["n"] == 68
    assert groups(session, project) == first
    cast(session, project, 1, "hoerde")
    cast(session, project, 5, "eving")
    publish(session, settings, NOON + 2 * DAY)
    together = next(name for name in first if "eving" in name)
    assert groups(session, project) == first | {"hoerde": 20, together: 24, "alle": 74}


def test_twenty_nine_votes_and_other_questions_have_none(session: Session, settings: Settings) -> None:
    few, many = a_project(session), a_project(session)
    cast(session, few, 29)
    for number in range(60):
        a_rating(session, many, None, life=3, district=DISTRICTS[number % 4], created_at=NOON, changed_at=NOON)
    publish(session, settings, NOON)
    assert list(beteiligung.rows(session)) == []


def test_the_checksum_of_the_table_stands_in_the_row_that_the_snapshot_is_summed_over(session: Session, settings: Settings) -> None:
    project = a_project(session)
    for district in DISTRICTS:
        cast(session, project, 15, district)
    publish(session, settings, NOON)
    names = [column.name for column in buergernutzen.COLUMNS]
    [overall] = [
        row for row in (dict(zip(names, one, strict=True)) for one in buergernutzen.rows(session)) if row["dimension"] == "overall"
    ]
    assert overall["participation_sha256"] == score(session, project).figures[beteiligung.FIGURE][0]["participation_sha256"] != ""


def released(engine: Engine, settings: Settings) -> Path:
    with transaction(engine) as session:
        releases.enter_own(session, settings)
        for number in range(2):
            project = a_project(session)
            for at, district in enumerate((*DISTRICTS, "ausserhalb", "")):
                for value in (1, 3, 4):
                    cast(session, project, 6 + 5 * at * number, district, value)
        publish(session, settings, NOON)
    made = releases.publish_due(engine, settings, ["beteiligung"])["beteiligung"]
    return settings.releases / "beteiligung" / made.name


def test_every_number_of_the_file_follows_from_what_stands_beside_it(engine: Engine, settings: Settings) -> None:
    folder = released(engine, settings)
    for suffix in ("csv", "json"):
        found = recompute(folder / f"beteiligung.{suffix}")
        assert (found.figures, found.differences) == (2, ())
    with (folder / "beteiligung.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["weighted_score"] != "" for row in csv.DictReader(file) if row["group"] == "alle"] == [False, True]


def test_a_number_that_was_tampered_with_is_named(engine: Engine, settings: Settings, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = json.loads((released(engine, settings) / "beteiligung.json").read_text("utf-8"))
    rows[0]["n"] += 1
    file = tmp_path / "x.json"
    file.write_text(json.dumps(rows))
    columns = {one.column for one in recompute(file).differences}
    assert columns >= {"n", "participation_sha256"}
    rows[0]["n"] = "many"
    file.write_text(json.dumps(rows))
    assert [one.column for one in recompute(file).differences] == ["n, residents"]


STEPS = st.lists(
    st.tuples(st.sampled_from(("vote", "change", "move", "withdraw", "erase", "publish")), st.integers(0, 400)), min_size=10, max_size=60
)


# A failing example is told as it was drawn: making it smaller runs it again and again and takes minutes.
@drawn(max_examples=25, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_happens_a_public_number_is_ten_or_more_and_differs_by_five_or_not_at_all(
    session: Session, settings: Settings, steps: list[tuple[str, int]]
) -> None:
    project = a_project(session)
    mine = [key for district in (*DISTRICTS, "") for key in cast(session, project, 9, district)]
    for day, (step, number) in enumerate([*steps, ("publish", 0)], start=1):
        act(session, project, mine, step, number)
        if step == "publish":
            publish(session, settings, NOON + day * DAY)
    question = select(Score.figures).where(Score.project_id == project.id, Score.dimension == "overall")
    known = [found[beteiligung.FIGURE] for found in session.exec(question) if found.get(beteiligung.FIGURE)]
    told: dict[str, set[int]] = {}
    for rows in known:
        assert sum(row["n"] for row in rows[:-1]) == rows[-1]["n"]
        for row in rows[:-1]:
            told.setdefault(row["group"], set()).add(row["n"])
    assert all(number >= 10 for numbers in told.values() for number in numbers)
    assert [name for name, numbers in told.items() if any(0 < abs(a - b) < 5 for a in numbers for b in numbers)] == []
    memory = session.exec(select(GateState).where(GateState.project_id == project.id, GateState.dimension == "overall")).one()
    assert len(memory.tables) == len({json.dumps(rows) for rows in known})
    session.rollback()


def act(session: Session, project: Project, mine: list[int], step: str, number: int) -> None:
    """What voters do; every step is done by several, so that tables come to be replaced."""
    if step == "vote":
        mine += cast(session, project, 1 + number % 7, (*DISTRICTS, "", "ausserhalb")[number % 6], 1 + number % 5)
    elif step in {"change", "move"} and mine:
        for key in mine[number % len(mine) :][: 1 + number % 6]:
            rating = session.get_one(ratings.Rating, key)
            form = {"answers": {"overall": 1 + number % 5}, "district": "eving" if step == "move" else rating.district}
            ratings.change(session, key, ratings.RatingForm(**form), NOON)
    elif step in {"withdraw", "erase"} and mine:
        getattr(ratings, step)(session, mine.pop(number % len(mine)))
