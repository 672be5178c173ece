"""What was ever published of one stream: whoever kept an old file can subtract it from a new one."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from datasets.tables.scores import Score
from feedback.scores.faces import APART
from feedback.scores.figures import FEW, few, tally_in
from feedback.scores.gate import CHANGES
from feedback.statistics.states import SHOWN_FROM
from feedback.statistics.tally import Tally
from feedback.voices.tallies import Stream


@dataclass(frozen=True, slots=True)
class Earlier:
    """Every published figure of a stream, oldest first; also those of withdrawn releases, for copies of them may be kept."""

    figures: tuple[dict[str, Any], ...] = ()

    def is_near(self, tally: Tally) -> bool:
        """Whether the tally and a published one differ, and by fewer ratings than may be told; equal ones tell nothing."""
        return any(0 < apart(tally, known) < CHANGES for known in self._tallies())

    def beside(self, name: str, count: int) -> str:
        """How a count beside the figure is told: as it was told last while it lies near one that was told."""
        told = [str(figures.get(name, FEW)) for figures in self.figures]
        near = any(0 < abs(count - int(one)) < CHANGES for one in set(told) if one != FEW)
        return told[-1] if near and count >= SHOWN_FROM else few(count)

    def _tallies(self) -> set[Tally]:
        return {tally_in(figures) for figures in self.figures}


def earlier(session: Session, stream: Stream) -> Earlier:
    """What was published of the stream, under whichever name: the headline of a planned project is shown apart when it runs."""
    names = {stream.dimension, APART} if stream.dimension == "overall" else {stream.dimension}
    question = select(Score.figures).where(Score.project_id == stream.project_id, col(Score.dimension).in_(names))
    published = session.exec(question.order_by(col(Score.id)))
    return Earlier(tuple(dict(figures) for figures in published if figures.get("basis") == stream.basis))


def apart(one: Tally, other: Tally) -> int:
    """The fewest ratings that were added, taken away or changed between both: each fills one gap and leaves another."""
    moved = [count - before for count, before in zip(one, other, strict=True)]
    return max(sum(step for step in moved if step > 0), -sum(step for step in moved if step < 0))
