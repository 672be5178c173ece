"""German words as they are searched: folded to plain letters, stemmed, long compounds cut open; no database here."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import snowballstemmer

LONGEST_WORD = 64
"""Letters of a word that count, in texts and in questions alike."""
MOST_TERMS = 16
INNER = "_"
"""Marks the tail of a compound, which is found only by words of at least ``INNER_LETTERS``."""
INNER_LETTERS = 4
INNER_FROM = 3
"""A tail begins at the fourth letter: before it stand prefixes, not the first part of a compound."""

# Words that a question may hold and no text need hold.
_FILLERS_DE = "der die das den dem des ein eine einen einem einer eines und oder in im am an auf aus bei fur mit von vom zu zum zur"
_FILLERS_MORE = "ist sind was wer wie wo es ich wir nach uber the a an and of for to in on with is what how"
_FILLERS = frozenset(f"{_FILLERS_DE} {_FILLERS_MORE}".split(" "))
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans("äöüæœøłđı", "aouaooldi")
_FOREIGN = re.compile(r"[^\x00-\x7fäöü]")
_DIGRAPH = re.compile(r"([aou])e")
# The stemmer in C keeps a cache that is not safe for threads.
_lock = threading.Lock()
_stemmer = snowballstemmer.stemmer("german")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question: a text holds it by its stem or by a word that begins so."""

    stem: str
    start: str

    @property
    def inner(self) -> bool:
        """Whether it is long enough to be looked for inside compounds."""
        return len(self.start) >= INNER_LETTERS

    @property
    def starts(self) -> tuple[str, ...]:
        """How words begin that hold it."""
        return (self.start, INNER + self.start) if self.inner else (self.start,)


def analyse(text: str) -> list[str]:
    """What is searched of a text, each once: its folded words in their order, their stems, the tails of compounds."""
    words = _words(text)
    folded = dict.fromkeys(_fold(word) for word in words)
    tokens = folded | dict.fromkeys(_stem(word) for word in words)
    for word in folded:
        tokens |= dict.fromkeys(_tails(word))
    return list(tokens)


def asked(question: str) -> tuple[Term, ...]:
    """The terms of a question, all of which a text must hold; empty where it holds no word. Any text is allowed."""
    words = _words(question[: MOST_TERMS * LONGEST_WORD])
    telling = [word for word in words if _fold(word) not in _FILLERS] or words
    return tuple(dict.fromkeys(Term(_stem(word), _fold(word)) for word in telling))[:MOST_TERMS]


def holds(text: str, terms: Iterable[Term]) -> bool:
    """Whether a text holds each of the terms, by the rule of the search: for lists too short to be entered there."""
    tokens = analyse(text)
    return all(any(token == term.stem or token.startswith(term.starts) for token in tokens) for term in terms)


def sort_key(text: str) -> str:
    """German order (umlauts as their plain letters), the same on every database."""
    return " ".join(_fold(word) for word in _words(text))


def _words(text: str) -> list[str]:
    """Words in lower case with ss for ß, without accents but with umlauts, which the stemmer wants to see."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        text = _FOREIGN.sub(_plain, text)
    return [word[:LONGEST_WORD] for word in _WORD.findall(text.casefold())]


def _plain(letter: re.Match[str]) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter[0]) if unicodedata.category(part) != "Mn")


def _fold(word: str) -> str:
    return _DIGRAPH.sub(r"\1", word.translate(_LETTERS))


def _stem(word: str) -> str:
    with _lock:
        return _fold(_stemmer.stemWord(word))


def _tails(word: str) -> list[str]:
    if not word.isalpha():
        return []
    return [INNER + word[at:] for at in range(INNER_FROM, len(word) - INNER_LETTERS + 1)]
