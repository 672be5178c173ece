from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as drawn
from hypothesis import strategies as st
from sqlmodel import Session, select

from datasets.settings import Settings
from datasets.tables.projects import Project
from datasets.tables.scores import Score
from feedback.publish import publish
from feedback.voices import ratings
from tests.builders import a_project
from tests.feedback.voters import DAY, NOON, a_form, score, vote, votes

STEPS = ("vote", "change", "withdraw", "erase", "unknown", "publish")


@dataclass
class Model:
    """What really stands, kept beside the database by the simplest means, and what was last seen in public."""

    session: Session
    project: Project
    real: dict[int, int] = field(default_factory=dict)
    seen: dict[int, int] | None = None
    public: list[list[int]] = field(default_factory=list)
    days: int = 0

    def pick(self, number: int) -> int | None:
        """Some rating that counts."""
        ids = sorted(self.real)
        return ids[number % len(ids)] if ids else None

    def vote(self, number: int, settings: Settings) -> None:
        self.real[vote(self.session, self.project, number % 5 + 1).rating_id] = number % 5 + 1

    def change(self, number: int, settings: Settings) -> None:
        if (chosen := self.pick(number)) is not None:
            ratings.change(self.session, chosen, a_form(number % 4 + 1), NOON)
            self.real[chosen] = number % 4 + 1

    def withdraw(self, number: int, settings: Settings) -> None:
        if (chosen := self.pick(number)) is not None:
            ratings.withdraw(self.session, chosen)
            del self.real[chosen]

    def erase(self, number: int, settings: Settings) -> None:
        if (chosen := self.pick(number)) is not None:
            ratings.erase(self.session, chosen)
            del self.real[chosen]

    def unknown(self, number: int, settings: Settings) -> None:
        """The voter says that they do not know the project: the answer leaves the headline."""
        if (chosen := self.pick(number)) is not None:
            ratings.change(self.session, chosen, a_form(3, familiarity="no"), NOON)
            del self.real[chosen]

    def publish(self, number: int, settings: Settings) -> None:
        self.days += 1
        publish(self.session, settings, NOON + self.days * DAY)
        figures = score(self.session, self.project).figures
        tally = [figures[f"n_{step}"] for step in range(1, 6)] if figures else None
        differing = {one for one in {**self.real, **(self.seen or {})} if self.real.get(one) != (self.seen or {}).get(one)}
        told = len(self.real) >= 5 and len(differing) >= 5 and all(_apart(_tally(self.real), one) not in range(1, 5) for one in self.public)
        if told:
            self.seen = dict(self.real)
            self.public.append(_tally(self.real))
        if tally is None:
            assert len(self.real) < 5 or not told
        else:
            assert self.seen is not None
            assert (tally, len(self.real) >= 5) == (_tally(self.seen), True)


def _apart(one: list[int], other: list[int]) -> int:
    """So many ratings must differ at least: those that one tally has and the other has not, from its fuller side."""
    only_one = sum(max(0, count - against) for count, against in zip(one, other, strict=True))
    only_other = sum(max(0, against - count) for count, against in zip(one, other, strict=True))
    return max(only_one, only_other)


def _tally(values: dict[int, int]) -> list[int]:
    return [list(values.values()).count(step) for step in range(1, 6)]


def _published(session: Session, project: Project) -> list[list[int]]:
    """Every tally that the register's history of scores holds."""
    question = select(Score.figures).where(Score.project_id == project.id, Score.dimension == "overall")
    return [[figures[f"n_{step}"] for step in range(1, 6)] for figures in session.exec(question) if figures]


# A failing example is told as it was drawn: making it smaller runs it again and again and takes minutes.
@drawn(max_examples=60, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 30)), min_size=8, max_size=50))
def test_two_tallies_that_were_public_differ_by_five_ratings_or_by_none(
    session: Session, settings: Settings, steps: list[tuple[str, int]]
) -> None:
    model = Model(session, a_project(session))
    for cast in votes(session, model.project, [4] * 5):
        model.real[cast.rating_id] = 4
    for name, number in steps:
        act: Callable[[int, Settings], None] = getattr(model, name)
        act(number, settings)
    model.publish(0, settings)
    known = _published(session, model.project)
    assert [pair for pair in combinations(known, 2) if 0 < _apart(*pair) < 5] == []
    session.rollback()
