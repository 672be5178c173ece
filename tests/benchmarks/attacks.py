"""Attacks on a project with 100 honest votes: real votes, the worker's looks, the gate, a database; only the clock is ours."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session, col, select

from datasets.database import open_engine
from datasets.schema import migrate
from datasets.settings import Settings
from datasets.tables.projects import Project
from datasets.tables.scores import Score
from feedback import publish
from feedback.people import staff
from feedback.review import holding, sensitive, watch, windows
from feedback.statistics.posterior import posterior
from feedback.statistics.prior import FIRST_PRIOR
from feedback.statistics.tally import LEVELS
from feedback.tables.bursts import PlannedWindow
from feedback.tables.cases import ReviewCase
from feedback.tables.people import Staff
from feedback.tables.ratings import Rating
from feedback.voices import ratings
from feedback.voices.forms import RatingForm
from feedback.voices.submission import Submission
from tests.benchmarks.table import Line

SEED = 20261123
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
SECONDS = dt.timedelta(seconds=5)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
HONEST = 100
SECRET = bytes(32)


@dataclass(frozen=True, slots=True)
class Given:
    """One vote: when, which step, from which network."""

    at: dt.datetime
    step: int
    prefix: str


@dataclass(slots=True)
class Arena:
    """A project in a database of its own, and what the worker did there."""

    session: Session
    settings: Settings
    project: Project
    chance: random.Random
    cast: list[int] = field(default_factory=list)
    case_after: int | None = None
    held_after: int | None = None
    scores: list[float] = field(default_factory=list)
    """The published score at each time the gate was asked since the attack began."""
    number: int = 0
    asked_every: dt.timedelta = HOUR
    published_at: dt.datetime = MONDAY

    @property
    def id(self) -> int:
        """Of the project."""
        return int(self.project.id or 0)

    def vote(self, given: Given) -> None:
        """Casts one vote of a browser without a cookie."""
        self.number += 1
        form = RatingForm(answers={"overall": given.step}, familiarity="use")
        made = ratings.cast(self.session, SECRET, self.id, Submission(form, f"nonce-{self.number}", prefix=given.prefix), given.at)
        self.cast.append(made.rating_id)

    def attack(self, votes: Sequence[Given]) -> None:
        """Casts these votes in the order of time; the worker looks 5 seconds after each, the gate is asked on and on until a day later."""
        self.cast, self.published_at = [], MONDAY
        for given in sorted(votes, key=lambda one: one.at):
            while self.published_at + self.asked_every <= given.at:
                self._publish(self.published_at + self.asked_every)
            self.vote(given)
            watch.look(self.session, given.at + SECONDS, given.at - SECONDS)
            self._note()
        for _ in range(26):
            self._publish(self.published_at + HOUR)

    def _note(self) -> None:
        case = self.case()
        if case is not None:
            self.case_after = self.case_after or len(self.cast)
            self.held_after = self.held_after or (len(self.cast) if case.alarms >= 2 else None)

    def _publish(self, moment: dt.datetime) -> None:
        """As the worker does every hour: it looks at all first."""
        watch.look(self.session, moment)
        self._note()
        publish.publish(self.session, self.settings, moment)
        self.published_at = moment
        self.scores.append(self.score())

    def score(self) -> float:
        """As it is published; before there are five votes, what is assumed."""
        in_force = (Score.project_id == self.id, Score.dimension == "overall", col(Score.replaced_at).is_(None))
        found = self.session.exec(select(Score).where(*in_force).execution_options(populate_existing=True)).one()
        return float(found.figures.get("score", posterior((0, 0, 0, 0, 0), FIRST_PRIOR).score))

    def case(self) -> ReviewCase | None:
        """The open burst case."""
        wanted = (ReviewCase.project_id == self.id, ReviewCase.trigger == "burst", ReviewCase.state != "closed")
        return self.session.exec(select(ReviewCase).where(*wanted)).first()

    def statuses(self) -> Counter[str]:
        """How the votes of the attack stand."""
        question = select(Rating.id, Rating.status).execution_options(populate_existing=True)
        mine = set(self.cast)
        return Counter(status for id_, status in self.session.exec(question) if id_ in mine)

    def moved(self) -> float:
        """How far the published score went from where it was when the attack began."""
        return max(abs(score - self.scores[0]) for score in self.scores)

    def a_person(self, number: int = 1) -> Staff:
        """Somebody at the desk."""
        return staff.add(self.session, "Eine Person", f"p{number}-{self.number}@example.org", "pruefung", "")


@contextmanager
def an_arena(folder: Path, honest: int = HONEST, spread_over: float = 60, seed: int = SEED) -> Iterator[Arena]:
    """A project with honest votes of the last days, published on Monday morning."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings.from_environment({"MEHRWERT_HOME": str(folder), "MEHRWERT_DATABASE_URL": f"sqlite:///{folder / 'a.sqlite'}"})
    engine = open_engine(settings.database_url)
    migrate(engine)
    with Session(engine, expire_on_commit=False) as session:
        project = Project(slug="platz", title="Platz", summary="Ein Platz.", status="running")
        session.add(project)
        session.flush()
        arena = Arena(session, settings, project, random.Random(seed))
        for number in range(honest):
            arena.vote(Given(MONDAY - DAY - spread_over * DAY * number / honest, _honest(arena.chance), network(arena.chance)))
        publish.publish(session, settings, MONDAY)
        arena.scores.append(arena.score())
        yield arena
    engine.dispose()


def network(chance: random.Random, of: int = 2000) -> str:
    """One of so many networks."""
    number = chance.randrange(of)
    return f"10.{number // 256}.{number % 256}.0/24"


def _honest(chance: random.Random) -> int:
    return chance.choices(LEVELS, FIRST_PRIOR.shares)[0]


def one_voter(chance: random.Random) -> list[Given]:
    """Clears the cookies and votes again, 40 times in two hours."""
    return [Given(MONDAY + number * 3 * MINUTE, 5, "10.200.0.0/24") for number in range(40)]


def friends(chance: random.Random, count: int = 50) -> list[Given]:
    """Each from a network of their own, within an evening of four hours."""
    return [Given(MONDAY + 4 * HOUR * chance.random(), 5, network(chance)) for _ in range(count)]


def bots(chance: random.Random, count: int = 1000, hours: float = 24, networks: int = 20) -> list[Given]:
    """All say "not at all", from a few networks in turn."""
    return [Given(MONDAY + hours * HOUR * number / count, 1, f"10.201.{number % networks}.0/24") for number in range(count)]


def slow_bots(chance: random.Random, days: int = 30, a_day: int = 5) -> list[Given]:
    """A few a day, each from another network, at any hour."""
    return [Given(MONDAY + (day + chance.random()) * DAY, 1, network(chance)) for day in range(days) for _ in range(a_day)]


def visitors(chance: random.Random, count: int = 200, hours: float = 1.0) -> list[Given]:
    """Honest people who read of it at the same time."""
    return [Given(MONDAY + HOUR + hours * HOUR * chance.random(), _honest(chance), network(chance)) for _ in range(count)]


def plan(arena: Arena) -> None:
    """A newsletter, registered the day before."""
    given = PlannedWindow(starts_at=MONDAY, ends_at=MONDAY + 6 * HOUR, channel="Newsletter", reason="Versand", staff_id=0)
    windows.plan(arena.session, arena.a_person(), given, MONDAY - DAY)


def measure(folder: Path) -> Iterator[Line]:
    """The lines of the table; each attack on a database of its own."""
    for name, votes in (("one voter, cleared cookies", one_voter), ("50 friends in an evening", friends)):
        with an_arena(folder / name[:3]) as arena:
            arena.attack(votes(arena.chance))
            yield Line(f"{name}: published score moves", "steps", arena.moved(), note=_told(arena))
    with an_arena(folder / "bots") as arena:
        arena.attack(bots(arena.chance))
        yield Line("1,000 bots, 20 networks, 24 h: case after", "votes", arena.case_after, target=60, kind="at most", note=_told(arena))
        yield Line("1,000 bots: published score moves", "steps", arena.moved(), target=0.1, kind="at most")
    yield from _slow(folder / "slow")
    yield from _slow_on_a_young_project(folder / "young")
    with an_arena(folder / "planned") as arena:
        plan(arena)
        arena.attack(visitors(arena.chance))
        held = arena.statuses()["held"]
        yield Line("200 honest people, planned: held", "%", 100 * held / len(arena.cast), target=5, kind="at most", note=_told(arena))
    with an_arena(folder / "unplanned") as arena:
        arena.attack(visitors(arena.chance))
        yield Line("200 honest people, unplanned: held", "%", 100 * arena.statuses()["held"] / len(arena.cast), note=_told(arena))
        case = arena.case()
        if case is not None:
            holding.release(arena.session, arena.a_person(), int(case.id or 0), arena.published_at)
        yield Line("… after one click: held", "%", 100 * arena.statuses()["held"] / len(arena.cast), target=0, kind="at most")


def _slow(folder: Path) -> Iterator[Line]:
    with an_arena(folder) as arena:
        arena.asked_every = 12 * HOUR
        arena.attack(slow_bots(arena.chance))
        flagged = sensitive.look(arena.session, arena.published_at)
        yield Line("150 slow bots, 30 days: published score moves", "steps", arena.moved(), note=_told(arena))
        yield Line("150 slow bots: flagged as sensitive", "projects", flagged, target=1)


def _slow_on_a_young_project(folder: Path) -> Iterator[Line]:
    """Where next to nobody voted before, there is no history that slow bots could be compared with."""
    for honest in (0, 4, 15):
        with an_arena(folder / str(honest), honest=honest) as arena:
            arena.asked_every = 12 * HOUR
            arena.attack(slow_bots(arena.chance, a_day=2))
            flagged = sensitive.look(arena.session, arena.published_at)
            truth = posterior((0, 0, 0, 0, 0), FIRST_PRIOR).score
            yield Line(f"60 slow bots on {honest} honest votes: score beside 3.48", "steps", truth - arena.score(), note=_told(arena))
            yield Line(f"60 slow bots on {honest} honest votes: flagged", "projects", flagged, target=1)


def _told(arena: Arena) -> str:
    stand = arena.statuses()
    case = arena.case()
    seen = f"{case.detectors}; case after {arena.case_after}, held after {arena.held_after or 'never'}" if case else "no case"
    return f"{len(arena.cast)} votes: {stand['counted']} counted, {stand['held']} held; {seen}"
