"""The part of Solr's query language that clients of CKAN speak, read into a tree.

Words, "phrases", field:value, field:(a OR b), prefix*, ranges [a TO b] and {a TO b}, AND OR NOT && || ! + -, parentheses.
Whatever stands side by side must hold together.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from datasets.errors import BadQuestion

LONGEST = 8000
"""Characters of a query."""
DEEPEST = 40
"""Parentheses within each other."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a phrase or a pattern; ``field`` is empty where none is named."""

    field: str
    text: str
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A range of values; ``*`` is no bound. ``includes`` says for both ends whether the bound itself belongs to it."""

    field: str
    low: str
    high: str
    includes: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The part does not hold."""

    part: "Node"


Node = Word | Span | Both | Either | Without

TOKEN = re.compile(
    r"""\s*(?:
    (?P<open>\() | (?P<close>\))
    | (?P<and>(?:AND(?=[\s(]|$)|&&)) | (?P<or>(?:OR(?=[\s(]|$)|\|\|)) | (?P<not>(?:NOT(?=[\s(]|$)|[!+-](?=\S)))
    | (?P<field>\*|[A-Za-z_][\w.]*):(?=[^\s)])
    | (?P<span>[\[{]\s*[^\s\[\]{}]+\s+TO\s+[^\s\[\]{}]+\s*[\]}])
    | "(?P<phrase>(?:\\.|[^"\\])*)"(?:~\d*)?(?:\^[\d.]+)?
    | (?P<word>(?:\\.|[^\s()"\[\]{}\\])+)
    )""",
    re.VERBOSE | re.DOTALL,
)
BOOST = re.compile(r"(\^[\d.]+|~[\d.]*)$")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
Token = tuple[str, str]


def parse(query: str) -> Node:
    """The tree of a query; an empty one holds for everything. Raises BadQuestion, about ``q``, for what cannot be read."""
    if len(query) > LONGEST:
        raise _bad(f"A query has at most {LONGEST} characters.")
    if query.lstrip().startswith("{!"):
        raise _bad("Local parameters are not supported.")
    tokens = _tokens(query)
    reader = _Reader(tokens)
    tree = reader.either("") if tokens else Both(())
    if reader.at < len(tokens):
        raise _bad("There is a closing parenthesis too many.")
    return tree


def _tokens(query: str) -> list[Token]:
    tokens, at, query = [], 0, query.strip()
    while at < len(query):
        found = TOKEN.match(query, at)
        if found is None or found.lastgroup is None:
            raise _bad(f"Cannot read {query[at : at + 30]!r}.")
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    return tokens


class _Reader:
    """Goes through the tokens once; each method reads one kind of part and stands behind it then."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def either(self, field: str) -> Node:
        parts = [self.both(field)]
        while self.kind() == "or":
            self.take()
            parts.append(self.both(field))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self, field: str) -> Node:
        parts = [self.one(field)]
        while self.kind() not in {"", "or", "close"}:
            if self.kind() == "and":
                self.take()
            parts.append(self.one(field))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def one(self, field: str) -> Node:
        read: dict[str, Callable[[str], Node]] = {"not": self.without, "open": self.group, "field": self.named, "span": self.span}
        kind = self.kind()
        if kind in read:
            return read[kind](field)
        if kind == "phrase":
            return Word(field, ESCAPED.sub(r"\1", self.take()[1]), phrase=True)
        if kind == "word":
            return Word(field, BOOST.sub("", self.take()[1]))
        raise _bad("A word is missing." if not kind else f"{self.tokens[self.at][1]!r} stands at the wrong place.")

    def without(self, field: str) -> Node:
        sign = self.take()[1]
        self.deeper()
        part = self.one(field)
        self.depth -= 1
        return part if sign == "+" else Without(part)

    def group(self, field: str) -> Node:
        self.take()
        self.deeper()
        part = self.either(field)
        self.depth -= 1
        if self.kind() != "close":
            raise _bad("A closing parenthesis is missing.")
        self.take()
        if self.kind() == "word" and BOOST.fullmatch(self.tokens[self.at][1]):
            self.take()
        return part

    def named(self, field: str) -> Node:
        name = self.take()[1]
        if self.kind() in {"not", "field", "and", "or"}:
            raise _bad(f"{name}: must be followed by a value.")
        return self.one(name)

    def span(self, field: str) -> Node:
        text = self.take()[1]
        if not field:
            raise _bad("A range needs a field before it.")
        low, high = text[1:-1].split(" TO ") if " TO " in text else re.split(r"\s+TO\s+", text[1:-1])
        return Span(field, low.strip(' "'), high.strip(' "'), (text[0] == "[", text[-1] == "]"))

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _bad(f"At most {DEEPEST} parts may stand within each other.")


def _bad(sentence: str) -> BadQuestion:
    return BadQuestion(f"The query cannot be read: {sentence}", field="q")
