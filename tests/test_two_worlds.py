"""Two portals that differ only in what the gate withholds: every public byte of both is equal, snapshot after snapshot."""

import csv
import datetime as dt
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from fastapi import FastAPI
from sqlmodel import Session, select
from starlette.testclient import TestClient

from datasets import catalogue, database, releases
from datasets.settings import Settings
from datasets.tables.ideas import Idea
from datasets.tables.outcomes import Measure, Outcome
from datasets.tables.projects import Project
from datasets.tables.types import now
from feedback import publish
from feedback.follow import subscriptions
from feedback.review import watch
from feedback.tables.ideas import IdeaProposal
from feedback.tables.notices import Notice
from feedback.tables.ratings import Rating
from feedback.voices import ideas, ratings
from portal.app import create_app
from tests import builders, voting
from tests.conftest import NOON
from tests.crawl import LANGUAGES, Seen, asked, crawl, differing

pytestmark = pytest.mark.slow

PLANTED = "Geheimbruecke"
SLUGS = ("null", "eins", "vier", "fuenf", "sechs", "dreissig", "geplant", "besprochen", "bezirke")
PUBLIC = {"eins": (2,), "vier": (1, 1, 5, 5), "fuenf": (1, 2, 3, 4, 5), "sechs": (5, 5, 5, 5, 5, 4), "geplant": (3, 3, 4, 4, 5)}
"""Counted votes that both portals have; ``dreissig`` has thirty more."""

SMALL = ("mengede", "huckarde", "eving", "scharnhorst", "luetgendortmund", "innenstadt-ost")
DISTRICTS = {"hoerde": 40, "hombruch": 30, "brackel": 25, "": 20, "ausserhalb": 3} | dict.fromkeys(SMALL, 4)
"""How many votes on ``bezirke`` come from where."""

TABLE = "/daten/beteiligung/abfrage.csv"


RELEASED = {
    ("besprochen", "overall"): "6",
    ("bezirke", "overall"): "142",
    ("dreissig", "climate"): "30",
    ("dreissig", "overall"): "30",
    ("fuenf", "overall"): "5",
    ("geplant", "overall"): "5",
    ("sechs", "overall"): "6",
}
"""What the gate has to show of them, and nothing else."""


TOGETHER = "innenstadt-west innenstadt-nord innenstadt-ost eving scharnhorst aplerbeck luetgendortmund huckarde mengede ausserhalb"
TOLD = {"brackel": "25", "hoerde": "40", "hombruch": "30", "ohne_angabe": "20", TOGETHER: "27", "alle": "142"}
"""What the table of ``bezirke`` has to tell."""


@dataclass(frozen=True, slots=True)
class World:
    """One of the two portals. ``more``: whether it also has what must not be seen."""

    app: FastAPI
    settings: Settings
    more: bool

    def snapshot(self) -> None:
        """What the workers do: look for bursts, the gate, the releases."""
        with database.transaction(self.app.state.engine) as session:
            watch.look(session)
            releases.enter_own(session, self.settings)
            publish.publish(session, self.settings)
        releases.publish_due(self.app.state.engine, self.settings)


def found(session: Session, slug: str) -> Project:
    return session.exec(select(Project).where(Project.slug == slug)).one()


def furnish(session: Session) -> None:
    """The register that both have: projects with money, a decision, an idea."""
    lead = builders.an_organisation(session, slug="werk", name="Werk der Stadt", partner=True)
    for slug in SLUGS:
        status = "planned" if slug == "geplant" else "running"
        project = builders.a_project(session, slug=slug, title=f"Projekt {slug}", status=status, topics=("energie",), lead_id=lead.id)
        builders.a_funding(session, project)
    moment = now()
    outcome = Outcome(project_id=builders.key_of(found(session, "vier")), decision="adjust", text="Mehr Bänke.", decided_on=moment.date())
    session.add(outcome)
    session.flush()
    session.add(Measure(outcome_id=builders.key_of(outcome), text="Zehn Bänke", owner="Tiefbauamt"))
    session.add(Idea(title="Mehr Bäume", what="Bäume an der Straße", published_on=moment.date()))
    # Published before the portals part: the key of a published comment is random.
    for rating in vote(session, "besprochen", 1, 2, 3, 4, 5, 5):
        builders.a_comment(session, session.get_one(Rating, rating), f"Kommentar {rating}", state="shown")
    catalogue.raise_version(session)


def vote(session: Session, slug: str, *values: int | None, **facts: object) -> list[int]:
    rated = [builders.a_rating(session, found(session, slug), value, changed_at=now(), created_at=now(), **facts) for value in values]
    return [builders.key_of(rating) for rating in rated]


def vote_in_public(session: Session) -> None:
    """What both have, from 0 to 30 votes."""
    for slug, values in PUBLIC.items():
        vote(session, slug, *values, basis="expectation" if slug == "geplant" else "experience")
    for number in range(30):
        vote(session, "dreissig", 1 + number % 5, climate=1 + number % 4)
    for district, count in DISTRICTS.items():
        from_district(session, district, count)


def from_district(session: Session, district: str, count: int, value: int = 0) -> None:
    """On paper, so that no detector takes them for a burst."""
    for number in range(count):
        vote(session, "bezirke", value or 1 + number % 5, district=district, channel="paper")


def withhold(world: World) -> None:
    """What must not be seen, four of each: votes below five, other values, held, excluded, unknowing, expecting, in groups."""
    with database.transaction(world.app.state.engine) as session:
        for value, ground in ((1, "held"), (5, "excluded"), (None, "counted")):
            reason = {"held": "speed", "excluded": "doppelt"}.get(ground, "")
            for rating in vote(session, "fuenf", value, value, value, value, status=ground, reason=reason, life=1):
                builders.a_comment(session, session.get_one(Rating, rating), f"{PLANTED} {ground}", state="held")
        vote(session, "sechs", 1, 1, 1, 1, basis="expectation", familiarity="no")
        vote(session, "eins", 5, 5, 5, climate=1, trust=1)
        vote(session, "dreissig", *[1] * 4, status="withdrawn", district="hoerde", age="80+")
        for rating in session.exec(select(Rating).where(Rating.project_id == builders.key_of(found(session, "vier")))):
            ratings.erase(session, builders.key_of(rating))
        vote(session, "vier", 3)
        for rating in session.exec(select(Rating).where(Rating.district == "", Rating.channel == "web").limit(4)):
            rating.district, rating.age = "hoerde", "80+"
            session.add(rating)
        # From which of the districts that are told together somebody comes, and how old who is.
        for rating in session.exec(select(Rating).where(Rating.district == "mengede")):
            rating.district, rating.age = "huckarde", "80+"
            session.add(rating)
        for rating in session.exec(select(Rating).where(Rating.district == "brackel")):
            rating.age = "18-29"
            session.add(rating)
        idea, project = builders.key_of(session.exec(select(Idea)).one()), found(session, "vier").id
        for number in range(4):
            ideas.support(session, world.settings.secret(), idea, f"token-{number}", "")
            session.add(IdeaProposal(title=f"{PLANTED} {number}", what="Still", email=f"{PLANTED}@example.org", nonce=f"idea-{number}"))
            session.add(
                Notice(kind="error", subject_kind="project", subject="vier", text=PLANTED, code_hash=f"c{number}", nonce=f"n{number}")
            )
            subscriptions.ask(session, world.settings.secret(), f"somebody-{number}@example.org", project, "de")
    for value in "1155":
        answer = voting.rate(TestClient(world.app), "null", overall=value, comment=f"{PLANTED} web")
        assert answer.status_code == 200


def withhold_later(world: World) -> list[int]:
    """Four more votes on figures that are shown: fewer differ than may be told."""
    with database.transaction(world.app.state.engine) as session:
        return [*vote(session, "dreissig", 1, 1, 1, 1, climate=1), *vote(session, "fuenf", 5, 5, 5, 5), *vote(session, "geplant", 1)]


def withhold_where_from(worlds: tuple[World, World]) -> None:
    """Twelve more votes on ``bezirke``, the same in both, but from other districts: in one of them too few for a new table."""
    for world, (many, few) in zip(worlds, ((10, 2), (8, 4)), strict=True):
        with database.transaction(world.app.state.engine) as session:
            from_district(session, "hoerde", many, 3)
            from_district(session, "hombruch", few, 3)


def take_back(world: World, ids: list[int]) -> None:
    with database.transaction(world.app.state.engine) as session:
        for number, rating_id in enumerate(ids):
            (ratings.withdraw if number % 2 else ratings.erase)(session, rating_id)


@pytest.fixture
def worlds(tmp_path: Path, sqlite_template: Path) -> Iterator[tuple[World, World]]:
    """Two copies of one installation, their first snapshot made."""
    with time_machine.travel(NOON, tick=False):
        home = tmp_path / "first"
        home.mkdir()
        shutil.copyfile(sqlite_template, home / "mehrwert.sqlite")
        first = a_world(home, more=True)
        with database.transaction(first.app.state.engine) as session:
            furnish(session)
        first.snapshot()
        first.app.state.engine.dispose()
        shutil.copytree(home, tmp_path / "second")
        second = a_world(tmp_path / "second", more=False)
        yield first, second
        for world in (first, second):
            world.app.state.engine.dispose()


def a_world(home: Path, more: bool) -> World:
    settings = Settings.from_environment({"MEHRWERT_HOME": str(home), "MEHRWERT_COMMENTS": "held", "MEHRWERT_SNAPSHOT_HOURS": "24"})
    return World(create_app(settings, fresh=0), settings, more)


def look_alike(worlds: tuple[World, World], languages: tuple[str, ...] = LANGUAGES) -> Seen:
    """Crawls both and fails with what differs; what was seen."""
    one, other = (crawl(world.app, languages) for world in worlds)
    wrong = differing(one, other)
    assert wrong == [], _first(one, other, wrong)
    return one


def _first(one: Seen, other: Seen, wrong: list[str]) -> str:
    left, right = (seen.get(wrong[0]) for seen in (one, other))
    if left is None or right is None:
        return f"{len(wrong)} differ; only one has {wrong[0]}"
    if left[:2] != right[:2]:
        return f"{len(wrong)} differ; {wrong[0]}: {left[0]} {set(left[1]) ^ set(right[1])}"
    at = next((n for n, (a, b) in enumerate(zip(left[2], right[2], strict=False)) if a != b), 0)
    return f"{len(wrong)} differ; {wrong[0]}: {left[2][at - 80 : at + 80]!r} and {right[2][at - 80 : at + 80]!r}"


def test_what_is_withheld_changes_no_public_byte(worlds: tuple[World, World]) -> None:
    with time_machine.travel(NOON + dt.timedelta(days=40), tick=False) as clock:
        for world in worlds:
            with database.transaction(world.app.state.engine) as session:
                vote_in_public(session)
        withhold(worlds[0])
        snapshots(worlds)
        seen = look_alike(worlds)
        assert len(seen) > 1000
        assert PLANTED.encode() not in b"".join(body for _, _, body in seen.values())
        assert figures(seen["/daten/buergernutzen/abfrage.csv"][2]) == RELEASED
        assert numbers(seen[TABLE][2]) == TOLD
        assert b"Gewichtet nach Stadtbezirk" in seen["/projekte/bezirke"][2]
        clock.shift(dt.timedelta(days=2))
        late = withhold_later(worlds[0])
        snapshots(worlds)
        look_alike(worlds, ("",))
        take_back(worlds[0], late)
        snapshots(worlds)
        clock.shift(dt.timedelta(days=40))
        withhold_where_from(worlds)
        snapshots(worlds)
        assert figures(asked(worlds[0].app, ("/daten/buergernutzen/abfrage.csv",))["/daten/buergernutzen/abfrage.csv"][2]) == RELEASED | {
            ("bezirke", "overall"): "154"
        }
        assert numbers(asked(worlds[0].app, (TABLE,))[TABLE][2]) == TOLD
        telling = (
            TABLE,
            "/projekte/bezirke",
            "/en/projekte/bezirke",
            "/projekte/null",
            "/projekte/geplant",
            "/en/projekte/null",
            "/daten/buergernutzen/abfrage.csv",
            "/projekte?sort=nutzen",
        )
        one, other = (asked(world.app, telling) for world in worlds)
        assert differing(one, other) == []
        with database.transaction(worlds[0].app.state.engine) as session:
            vote(session, "null", 4)
        snapshots(worlds)
        assert differing(asked(worlds[0].app, telling), other) == [
            "/daten/buergernutzen/abfrage.csv",
            "/en/projekte/null",
            "/projekte/null",
        ]


def figures(table: bytes) -> dict[tuple[str, str], str]:
    """Number of votes of every row of the scores that shows one."""
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig")))
    return {(row["project"], row["dimension"]): row["n"] for row in rows if row["n"]}


def numbers(table: bytes) -> dict[str, str]:
    """Number of votes of every row of the table of who voted."""
    return {row["group"]: row["n"] for row in csv.DictReader(io.StringIO(table.decode("utf-8-sig")))}


def snapshots(worlds: tuple[World, World]) -> None:
    for world in worlds:
        world.snapshot()
