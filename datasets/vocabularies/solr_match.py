"""A Solr tree applied to the catalogue: which datasets it holds for."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from datasets.errors import BadQuestion
from datasets.shelf import Entry
from datasets.vocabularies import ckan
from datasets.vocabularies.solr import ESCAPED, Both, Either, Node, Span, Without, Word
from datasets.words import analyse, asked

MOMENTS = frozenset({"metadata_created", "metadata_modified"})
TEXTS = frozenset({"title", "notes"})
"""Fields whose words are looked for, in any form; all others hold values that are compared as they are."""
NOW = re.compile(r"NOW(?:-(\d{1,5})(HOUR|DAY|MONTH|YEAR)S?)?(?:/DAY)?")
HOURS = {"HOUR": 1, "DAY": 24, "MONTH": 730, "YEAR": 8766}

FIELDS = frozenset(
    {
        "id", "name", "title", "title_string", "notes", "tags", "groups", "organization", "owner_org", "author", "res_format", "license_id",
        "license", "version", "metadata_created", "metadata_modified", "type", "dataset_type", "state", "private", "capacity", "origin",
    }
)  # fmt: skip
Values = Mapping[str, tuple[str, ...]]
Search = Callable[[str], Iterable[str]]
"""From words without a field to the slugs of the datasets they are found in."""


@lru_cache(maxsize=5000)
def values(entry: Entry) -> Values:
    """What fields of a dataset hold."""
    return {
        "id": (entry.uid,),
        "name": (entry.slug,),
        "title": (entry.title.de, entry.title.en),
        "title_string": (entry.title.de,),
        "notes": (entry.description.de, entry.description.en),
        "tags": entry.keywords,
        "groups": tuple(code.lower() for code in entry.theme),
        "organization": (ckan.publisher_name(entry.publisher),),
        "owner_org": (ckan.publisher_id(entry.publisher),),
        "author": (entry.publisher,),
        "res_format": tuple(name for kind, (name, _) in ckan.FORMATS.items() if kind in entry.formats),
        "license_id": (entry.licence,),
        "license": (entry.licence,),
        "version": (entry.release,),
        "metadata_created": (ckan.moment(entry.created_at),),
        "metadata_modified": (ckan.moment(entry.modified_at),),
        "type": ("dataset",),
        "dataset_type": ("dataset",),
        "state": ("active",),
        "private": ("false",),
        "capacity": ("public",),
        "origin": (entry.origin,),
    }


def matching(tree: Node, entries: Mapping[str, Entry], search: Search) -> set[str]:
    """Slugs of the datasets that a tree holds for; raises BadQuestion for an unknown field or an unreadable moment."""
    match tree:
        case Both(parts):
            return set(entries).intersection(*(matching(part, entries, search) for part in parts))
        case Either(parts):
            return set().union(*(matching(part, entries, search) for part in parts))
        case Without(part):
            return set(entries) - matching(part, entries, search)
        case Span():
            return _within(tree, entries)
        case Word(field="" | "text"):
            # a sign alone, as the dash in "Smart City - Projekte", asks for nothing
            return set(search(_bare(tree))) & set(entries) if asked(_bare(tree)) else set(entries)
        case Word(field="*"):
            return set(entries)
        case Word(field=field) if field in TEXTS:
            return {slug for slug, entry in entries.items() if _said(tree, values(entry)[field])}
    field, fits = _known(tree.field), _test(tree)
    return {slug for slug, entry in entries.items() if any(map(fits, values(entry)[field]))}


def free_words(tree: Node) -> str:
    """The words that stand without a field and must hold: what relevance is judged by."""
    match tree:
        case Both(parts):
            return " ".join(filter(None, map(free_words, parts)))
        case Word(field="" | "text", text=text) if text != "*":
            return _bare(tree)
    return ""


def _known(field: str) -> str:
    if field not in FIELDS:
        raise BadQuestion(f"The query cannot be read: there is no field {field!r}.", field="q")
    return field


def _bare(word: Word) -> str:
    return word.text if word.phrase else ESCAPED.sub(r"\1", word.text.replace("*", " "))


def _said(word: Word, texts: tuple[str, ...]) -> bool:
    if word.text == "*":
        return any(texts)
    terms = asked(_bare(word))
    tokens = {token for text in texts for token in _analysed(text)}
    return bool(terms) and all(term.stem in tokens or any(token.startswith(term.start) for token in tokens) for term in terms)


@lru_cache(maxsize=5000)
def _analysed(text: str) -> tuple[str, ...]:
    return tuple(analyse(text))


def _test(word: Word) -> Callable[[str], bool]:
    if word.phrase:
        return lambda value: value.casefold() == word.text.casefold()
    parts = [re.escape(ESCAPED.sub(r"\1", part)) for part in re.split(r"(?<!\\)\*", word.text)]
    pattern = re.compile(".*".join(parts), re.IGNORECASE | re.DOTALL)
    return lambda value: pattern.fullmatch(value) is not None


def _within(span: Span, entries: Mapping[str, Entry]) -> set[str]:
    field = _known(span.field)
    bound = _moment if field in MOMENTS else str
    low, high = (None if text == "*" else bound(text) for text in (span.low, span.high))

    def fits(value: str) -> bool:
        above = low is None or value > low or (span.includes[0] and value == low)
        return above and (high is None or value < high or (span.includes[1] and value == high))

    return {slug for slug, entry in entries.items() if any(map(fits, values(entry)[field]))}


def _moment(text: str) -> str:
    """A moment of a query in the form of CKAN's: ``2026-01-01T00:00:00Z``, a day, or ``NOW-7DAYS``."""
    if found := NOW.fullmatch(text):
        hours = int(found[1] or 0) * HOURS[found[2] or "HOUR"]
        return ckan.moment(dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours))
    try:
        when = dt.datetime.fromisoformat(text.replace("\\:", ":"))
    except ValueError:
        raise BadQuestion(f"The query cannot be read: {text!r} is no moment.", field="q") from None
    return ckan.moment(when if when.tzinfo else when.replace(tzinfo=dt.UTC))
