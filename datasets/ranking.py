"""How well rows fit the words of a question, as a column of its answer: CKAN's ``rank``, from just above 0 to below 1."""

from collections.abc import Mapping

from datasets.indexes import OpenIndex
from datasets.question import Question

MOST = 200
"""Rows that are weighed against each other. A word that stands in more tells none from another, and to weigh them takes long."""
LITTLE = "0.01"
"""What such a word says for each of its rows; they come in their own order."""
WEIGHED = "1 - 1 / (1 + max(-bm25(rows_fts{weights}), 0.000001))"
"""The usual measure, which has no upper end, brought under 1; what it calls nothing is still something."""


def names(question: Question, index: OpenIndex) -> tuple[str, ...]:
    """What the columns are called: one for all words, or one for each column in which words are looked for."""
    if not question.ranked or not question.q or "rank" in index.types:
        return ()
    if isinstance(question.q, str):
        return ("rank",)
    pairs = question.q.items() if isinstance(question.q, Mapping) else question.q
    return tuple(f"rank {column}" for column, words in pairs if words.strip())


def columns(question: Question, index: OpenIndex, *, weighed: bool) -> dict[str, str]:
    """The names with what is worked out for each, for SQL."""
    return {name: WEIGHED.format(weights=_weights(name, index)) if weighed else LITTLE for name in names(question, index)}


def _weights(name: str, index: OpenIndex) -> str:
    """Words of one column count where they stand in it."""
    wanted = name.removeprefix("rank").strip()
    return "".join(f", {int(column == wanted)}" for column in index.texts) if wanted else ""
