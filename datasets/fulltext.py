"""Words of a person made into a question that FTS5 understands, so that nothing a person types is syntax."""

import re
from collections.abc import Mapping

from datasets.errors import BadQuestion
from datasets.question import Words

LONGEST = 1000
"""Characters of one text."""
MOST = 30
"""Words and phrases in one question."""
TERM = re.compile(r'"([^"]*)"?(:?\*)?|([^\s"]+)')


def match(words: Words, names: Mapping[str, str]) -> str:
    """The MATCH text, empty when nothing is asked; ``names`` are the text columns and what the full text calls them.

    Raises BadQuestion for a column that holds no text and for too many words.
    """
    if not words:
        return ""
    if isinstance(words, str):
        return _terms(words)
    pairs = words.items() if isinstance(words, Mapping) else words
    parts = [(_alias(column, names), _terms(text)) for column, text in pairs]
    return " AND ".join(f"({{{alias}}} : ({terms}))" for alias, terms in parts if terms)


def _alias(column: str, names: Mapping[str, str]) -> str:
    if column not in names:
        raise BadQuestion(f"Words are looked for in columns of text; {column!r} is none.", field="q")
    return names[column]


def _terms(text: str) -> str:
    if not isinstance(text, str) or len(text) > LONGEST:
        raise BadQuestion(f"Words must be a text of at most {LONGEST} characters.", field="q")
    # a NUL would end the text for SQLite, half of a surrogate pair cannot be sent to it at all
    clean = text.replace("\0", " ").encode("utf-8", "replace").decode()
    terms = [_term(*found.groups()) for found in TERM.finditer(clean)]
    if len(terms) > MOST:
        raise BadQuestion(f"At most {MOST} words can be looked for at once.", field="q")
    # side by side, FTS5 passes over what holds no letter or digit; joined by AND it would find nothing
    return " ".join(terms)


def _term(phrase: str | None, star: str | None, word: str | None) -> str:
    if word is not None:
        bare = re.sub(r":?\*$", "", word)
        phrase, star = bare, word[len(bare) :]
    return f'"{phrase}"' + (" *" if star else "")
