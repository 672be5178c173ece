"""CKAN's package_search: a query of Solr's language, filters, order, page and facets."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Annotated, Any

from pydantic_core import to_json

from datasets import search
from datasets.database import reading
from datasets.errors import BadQuestion
from datasets.shelf import Entry
from datasets.vocabularies import ckan, solr, solr_match
from datasets.vocabularies.licences import licence
from datasets.vocabularies.themes import theme
from datasets.words import sort_key
from portal.api.asked import Asked, Encoded, texts
from portal.api.ckan_shapes import Found
from portal.api.packages import package_of, text_of

MOST_ROWS = 1000
FACETS = 50
ORDER = "score desc, metadata_modified desc"
KNOWN = frozenset(
    {
        "q", "fq", "fq_list", "rows", "start", "sort", "fl", "facet", "facet.field", "facet.limit", "facet.mincount",
        "include_private", "include_drafts", "include_deleted", "use_default_schema", "wt", "qf", "defType", "bf", "boost", "tie", "mm",
    }
)  # fmt: skip
KEYS: dict[str, Callable[[Entry], Any]] = {
    "name": lambda entry: entry.slug,
    "id": lambda entry: entry.uid,
    "title": lambda entry: sort_key(entry.title.de),
    "title_string": lambda entry: sort_key(entry.title.de),
    "metadata_created": lambda entry: entry.created_at,
    "metadata_modified": lambda entry: entry.modified_at,
    "organization": lambda entry: ckan.publisher_name(entry.publisher),
}


def package_search(asked: Asked) -> Annotated[Encoded, Found]:
    """Datasets that a query holds for.

    :param q: query in Solr's language
    :param list fq: filter in the same language, also as a list
    :param sort: as ``title_string asc, metadata_modified desc``
    :param int rows: how many, 10 unless said, at most 1000
    :param int start: how many to leave out before
    :param list facet.field: list of fields to count values of
    """
    if unknown := sorted(name for name in asked.given if name not in KNOWN and not name.startswith("ext_")):
        raise BadQuestion(f"Invalid search parameters: {unknown}", "")
    found = _found(asked)
    start, rows = asked.number("start", 0), min(asked.number("rows", 10), MOST_ROWS)
    results = b",".join(_result(asked, entry) for entry in found[start : start + rows])
    facets, items = _facets(asked, found)
    rest = {"count": len(found), "sort": asked.text("sort", ORDER), "facets": facets, "search_facets": items}
    return Encoded(b'%s,"results":[%s]}' % (to_json(rest)[:-1], results))


def _found(asked: Asked) -> list[Entry]:
    entries = asked.view.entries
    tree = solr.parse(asked.text("q", "*:*"))
    filters = [solr.parse(text) for text in _filters(asked)]
    with reading(asked.engine) as session:

        def looked_for(words: str) -> list[str]:
            return search.hits(session, "dataset", words, limit=max(len(entries), 1))[0]

        slugs = solr_match.matching(tree, entries, looked_for)
        for filter_ in filters:
            slugs &= solr_match.matching(filter_, entries, looked_for)
        words = solr_match.free_words(tree)
        ranks = {slug: rank for rank, slug in enumerate(looked_for(words) if words else ())}
    return _sorted([entry for slug, entry in entries.items() if slug in slugs], asked.text("sort", ORDER), ranks)


def _filters(asked: Asked) -> list[str]:
    given = ((name, asked.given.get(name)) for name in ("fq", "fq_list"))
    listed = [(name, [value] if isinstance(value, str) else value) for name, value in given if value not in (None, "")]
    return [text for name, value in listed for text in texts(value, name) if text]


def _sorted(found: list[Entry], order: str, ranks: dict[str, int]) -> list[Entry]:
    found.sort(key=lambda entry: entry.slug)
    for part in reversed([part.split() for part in order.split(",") if part.strip()]):
        name, direction = part[0], (part[1].lower() if len(part) == 2 else "asc" if len(part) == 1 else "")
        key = KEYS.get(name) if name != "score" else lambda entry: -ranks.get(entry.slug, len(ranks))
        if key is None or direction not in {"asc", "desc"}:
            raise BadQuestion(f"Cannot sort by {' '.join(part)!r}.", "sort")
        found.sort(key=key, reverse=direction == "desc")
    return found


def _result(asked: Asked, entry: Entry) -> bytes:
    wanted = asked.words("fl")
    if not wanted or "*" in wanted:
        return text_of(asked, entry)
    package = package_of(asked, entry)
    return to_json({name: package[name] for name in wanted if name in package})


def _facets(asked: Asked, found: Iterable[Entry]) -> tuple[dict[str, Any], dict[str, Any]]:
    facets: dict[str, Any] = {}
    items: dict[str, Any] = {}
    names = _facet_fields(asked) if asked.flag("facet", True) else ()
    values = [solr_match.values(entry) for entry in found] if names else []
    for name in names:
        counts = Counter(value for each in values for value in each.get(name, ()))
        facets[name] = _most(counts, asked)
        listed = [{"name": value, "display_name": _display(value, name, found), "count": n} for value, n in facets[name].items()]
        items[name] = {"title": name, "items": sorted(listed, key=lambda item: str(item["display_name"]), reverse=True)}
    return facets, items


def _facet_fields(asked: Asked) -> tuple[str, ...]:
    """CKAN refuses a plain text here; ckanapi sends one by GET, so we take it."""
    value = asked.given.get("facet.field")
    if not isinstance(value, str | list | None):
        raise BadQuestion("Must be a list", "facet.field")
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value.replace("'", '"'))
        except ValueError:
            raise BadQuestion("Cannot parse JSON", "facet.field") from None
    listed = value if isinstance(value, list) else str(value or "").split(",")
    return tuple(name.strip() for name in texts(listed, "facet.field") if name.strip())


def _most(counts: Counter[str], asked: Asked) -> dict[str, int]:
    limit = asked.text("facet.limit", str(FACETS))
    least = asked.number("facet.mincount", 1)
    if not limit.removeprefix("-").isdigit():
        raise BadQuestion("Invalid integer", "facet.limit")
    ordered = sorted(((value, n) for value, n in counts.items() if n >= least), key=lambda pair: (-pair[1], pair[0]))
    return dict(ordered if int(limit) < 0 else ordered[: int(limit)])


def _display(value: str, name: str, found: Iterable[Entry]) -> str:
    if name == "groups":
        return theme(value.upper()).de
    if name == "license_id":
        return licence(value).de
    if name == "organization":
        return next((entry.publisher for entry in found if ckan.publisher_name(entry.publisher) == value), value)
    return value
