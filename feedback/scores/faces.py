"""Under which name a stream of answers is shown: the headline of a planned project is what people expect of it."""

from feedback.tables.ratings import DIMENSIONS
from feedback.voices.tallies import Stream

APART = "expectation"
"""The overall question, answered by those who do not know a running project: shown apart, never in the headline."""


def faces(project_id: int, planned: bool) -> list[tuple[str, Stream]]:
    """The scores of a project, each with the stream behind it."""
    basis = "expectation" if planned else "experience"
    shown = [(dimension, Stream(project_id, dimension, basis)) for dimension in DIMENSIONS]
    return shown if planned else [*shown, (APART, Stream(project_id, "overall", "expectation"))]


def dimension_of(name: str) -> str:
    """The question behind a score's name."""
    return "overall" if name == APART else name
