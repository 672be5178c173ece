"""What in a comment makes a person look at it before it is published: links, contacts, names, hard words."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from datasets.register.names import plain
from feedback.trust.risk import names_a_contact

FILE = Path(__file__).with_name("words.toml")

LINK = re.compile(r"https?://|\bwww\.|\b[\w-]+\.(?:de|com|org|net|info|eu|io|ru|xyz|shop|online|top)\b", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w.])@\w{3,}")
ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,}")
TITLED = re.compile(r"\b(?:Herrn?|Frau|Hr\.|Fr\.|Dr\.|Prof\.|Familie|Mr\.?|Mrs\.?|Ms\.?)\s+(?:(?:Dr\.|Prof\.)\s+)*([A-ZÄÖÜ][\w-]+)")
PAIR = re.compile(r"\b([A-ZÄÖÜ][\w-]+)\s+(?:(?:von|van|de|zu|al)\s+)?(?=[A-ZÄÖÜ]\w)")
WORD = re.compile(r"[^\W\d_]+")
DISGUISE = str.maketrans("013457@$", "oieastas")
"""Figures and signs that stand for letters where a word is to get past a list."""


def doubts(text: str) -> tuple[str, ...]:
    """Codes of what was found, in a fixed order; empty where nothing was."""
    found = {"link": _links(text), "contact": _contacts(text), "name": _names(text), "word": _insults(text)}
    return tuple(name for name, there in found.items() if there)


def _links(text: str) -> bool:
    return LINK.search(text) is not None


def _contacts(text: str) -> bool:
    return names_a_contact(text) or HANDLE.search(text) is not None or ACCOUNT.search(text) is not None


def _names(text: str) -> bool:
    return TITLED.search(text) is not None or any(plain(first) in _listed("first_names") for first in PAIR.findall(text))


def _insults(text: str) -> bool:
    """Words are compared as they stand, and with the figures in them read as letters."""
    beginnings = _listed("insults")
    spellings = f" {text.casefold()} {plain(text)} {plain(text.translate(DISGUISE))} "
    starts = tuple(one for one in beginnings if " " not in one)
    phrases = [one for one in beginnings if " " in one]
    return any(word.startswith(starts) for word in WORD.findall(spellings)) or any(phrase in spellings for phrase in phrases)


@lru_cache(maxsize=2)
def _listed(name: str) -> frozenset[str]:
    return frozenset(tomllib.loads(FILE.read_text("utf-8"))[name])
