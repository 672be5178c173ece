"""Reads of published scores: what passed the gate, and nothing else."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from datasets.tables.scores import Score


@dataclass(frozen=True, slots=True)
class Published:
    """The published figure of one project and dimension; every number is None where there are fewer than 5 votes."""

    project_id: int
    dimension: str
    state: str
    """too_few, first, solid, review."""
    figures: dict[str, Any]
    """Columns of the dataset ``buergernutzen`` by name."""

    @property
    def score(self) -> float | None:
        """Posterior mean, 1 to 5."""
        return self.figures.get("score")

    @property
    def low(self) -> float | None:
        """Lower end of the 95 % interval."""
        return self.figures.get("ci_low")

    @property
    def high(self) -> float | None:
        """Upper end of the 95 % interval."""
        return self.figures.get("ci_high")

    @property
    def votes(self) -> int | None:
        """How many ratings were counted."""
        return self.figures.get("n")

    @property
    def band(self) -> str:
        """``low``, ``medium``, ``high``, ``very_high`` or two neighbours as ``medium-high``; empty below 30 votes."""
        return self.figures.get("band") or ""

    @property
    def counts(self) -> tuple[int, ...]:
        """Votes for 1 to 5; empty where they are not published."""
        counts = tuple(self.figures.get(f"n_{step}") for step in range(1, 6))
        return tuple(count for count in counts if count is not None) if None not in counts else ()


# Made once: every vote asks, and making it costs more than its answer.
_IN_FORCE = (
    select(col(Score.project_id), col(Score.dimension), col(Score.state), col(Score.figures))
    .where(col(Score.project_id).in_(bindparam("projects", expanding=True)), col(Score.replaced_at).is_(None))
    .order_by(col(Score.id))
)
_OF_DIMENSION = _IN_FORCE.where(Score.dimension == bindparam("dimension"))


def of_projects(session: Session, projects: Iterable[int], dimension: str = "") -> list[Published]:
    """The scores in force of these projects, of one dimension where it is given."""
    asked: dict[str, Any] = {"projects": list(projects)} | ({"dimension": dimension} if dimension else {})
    session.flush()
    rows = session.connection().execute(_OF_DIMENSION if dimension else _IN_FORCE, asked)
    # What is too few has no figures, whatever the row may hold.
    return [Published(row.project_id, row.dimension, row.state, {} if row.state == "too_few" else row.figures) for row in rows]


def history(session: Session, project_id: int, dimension: str = "overall") -> list[tuple[dt.datetime, Published]]:
    """Every figure that a project ever showed, with the time of its publication, oldest first."""
    question = select(Score).where(Score.project_id == project_id, Score.dimension == dimension, Score.state != "too_few")
    rows = session.exec(question.order_by(col(Score.id)))
    return [(row.made_at, Published(row.project_id, row.dimension, row.state, row.figures)) for row in rows]
