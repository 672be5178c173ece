"""Which projects of the city's register a text speaks of: by their page or a name that means nothing else, never by common words."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlsplit

from datasets.city import City

_LEAST = 4
"""Letters of a name that is a signal by itself."""
_OWN = re.compile(r"[a-zäöüß0-9][A-ZÄÖÜ]|[A-ZÄÖÜ]{2}|[A-Za-z]\d|\d[A-Za-z]|[A-Z]{2,} \d")
"""What common words never have: a capital within, several in a row, digits."""
_QUOTES = "„“”\"«»‚‘’'"

Mentions = Callable[[str, str], str | None]


def mentions(city: City) -> Mentions:
    """A function from a text and its link to the slugs of the projects that it names, several with ``|`` between them."""
    names, pages = _signals(city)
    found = re.compile("|".join(rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in sorted(names, key=len, reverse=True)) or r"(?!)")
    quoted = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]{{8,200}})[{_QUOTES}]")
    titles = _titles(city)

    def named(text: str, link: str) -> str | None:
        slugs = {names[one] for one in found.findall(text)}
        slugs |= {titles[plain] for one in quoted.findall(text) if (plain := " ".join(one.split()).casefold()) in titles}
        slugs |= {slug for page, slug in pages.items() if _address(link) == page}
        return "|".join(sorted(slugs)) or None

    return named


def _projects(city: City) -> list[dict[str, str]]:
    file = city.register / "projects.csv"
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle, restval=""))


def _signals(city: City) -> tuple[dict[str, str], dict[str, str]]:
    """Names and pages that belong to one project only."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    pages: defaultdict[str, set[str]] = defaultdict(set)
    for row in _projects(city):
        for name in (row.get("acronym", ""), re.split(r" [-–] |: |\(", row.get("title", ""))[0]):
            if len(name.strip()) >= _LEAST and _OWN.search(name):
                owners[name.strip()].add(row["slug"])
        if page := _address(row.get("page", "")):
            pages[page].add(row["slug"])
    return _single(owners), _single(pages)


def _titles(city: City) -> dict[str, str]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for row in _projects(city):
        owners[" ".join(row.get("title", "").split()).casefold()].add(row["slug"])
    return _single(owners)


def _single(owners: dict[str, set[str]]) -> dict[str, str]:
    return {name: next(iter(slugs)) for name, slugs in owners.items() if len(slugs) == 1}


def _address(url: str) -> str:
    """Host and path of a page below the start page of its site; empty for what is none."""
    parts = urlsplit(url.strip())
    path = parts.path.rstrip("/")
    return f"{(parts.hostname or '').removeprefix('www.')}{path}" if parts.scheme in {"http", "https"} and path else ""
