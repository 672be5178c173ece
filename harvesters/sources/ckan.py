"""Other portals' CKANs: every dataset they describe, page by page, saved or dumped; and the tables that a city names."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datasets.city import City, Portal
from datasets.errors import SourceChanged
from datasets.records import Text
from harvesters.lists import ckan_walks, elsewhere, foreign_tables
from harvesters.lists.ckan_packages import facts, is_listed
from harvesters.lists.elsewhere import Numbered
from harvesters.pages import broken, json_of, pages
from harvesters.reading.encodings import encoding_of
from harvesters.source import Ask, Listing, Source, Step, Walk

NAME = "ckan"


def steps(city: City) -> Walk | tuple[Step, ...]:
    """A walk through each of the city's CKANs."""
    portals = elsewhere.portals(city, NAME)
    return _walk(portals) if portals else ()


def _walk(portals: tuple[Portal, ...]) -> Walk:
    for portal in portals:
        yield from ckan_walks.packages(portal)
    return None


def _found(answer: Any, where: str) -> tuple[int | None, list[Any]]:
    """How many there are in all, if that is said, and those of this answer."""
    if isinstance(answer, dict) and answer.get("success") is False:
        raise SourceChanged(f"{where} says: {str(answer.get('error'))[:300]}")
    result = answer.get("result") if isinstance(answer, dict) else answer
    if isinstance(result, dict) and isinstance(result.get("results"), list):
        count = result.get("count")
        return (count if isinstance(count, int) else None), result["results"]
    single = isinstance(result, dict) and "id" in result
    packages = [result] if single else result
    if isinstance(packages, list) and len(packages) == 1 and isinstance(packages[0], list):
        packages = packages[0]  # DKAN wraps its list once more
    if not isinstance(packages, list) or not all(isinstance(one, dict) and ("id" in one or "name" in one) for one in packages):
        raise SourceChanged(f"{where} holds no packages of a CKAN; package_search, package_show and the lines of a dump are read.")
    return None, packages


def parse(path: Path, ask: Ask) -> Listing:
    """Reads an answer or a dump. Raises SourceChanged where it is none, or where a page was cut off."""
    if (total := _rows_of_table(path)) is not None:
        return foreign_tables.listing(lambda: _records(path), ask, total)
    if _is_dump(path):
        return Listing(elsewhere.rows(_dumped(path, ask)))
    counts = {page.url.split("?")[0]: _found(json_of(page, path.name), page.url or path.name)[0] for page in pages(path)}
    promised = [count for count in counts.values() if count is not None]
    return Listing(elsewhere.rows(_paged(path, ask)), promised=sum(promised) if promised else None)


def _rows_of_table(path: Path) -> int | None:
    """How many rows a table of the datastore has; None where the file is no such table."""
    first = next(pages(path), None)
    if first is None or '"fields"' not in first.text or '"records"' not in first.text:
        return None
    answer = json_of(first, path.name)
    result = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(result, dict) or not isinstance(result.get("records"), list):
        return None
    total = result.get("total")
    return total if isinstance(total, int) else len(result["records"])


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    number = 0
    for page in pages(path):
        for record in json_of(page, path.name)["result"]["records"]:
            number += 1
            yield number, record


def _is_dump(path: Path) -> bool:
    """Whether the first line is a package by itself."""
    try:
        with path.open(encoding=encoding_of(path)) as file:
            package = json.loads(file.readline(1 << 24))
    except ValueError:  # half a letter is none, too
        return False
    return isinstance(package, dict) and {"id", "name"} <= package.keys()


def _dumped(path: Path, ask: Ask) -> Iterator[Numbered]:
    with path.open(encoding=encoding_of(path)) as file:
        for number, text in enumerate(file, 1):
            if text.strip():
                yield _said(number, _line(path, number, text), ask, "")


def _line(path: Path, number: int, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise broken(f"{path.name}, line {number}", text, str(error)) from None


def _paged(path: Path, ask: Ask) -> Iterator[Numbered]:
    number = 0
    for page in pages(path):
        answer = json_of(page, path.name)
        # A saved answer tells its portal in the address of its help.
        told = page.url or (str(answer.get("help") or "") if isinstance(answer, dict) else "")
        for package in _found(answer, page.url or path.name)[1]:
            number += 1
            yield _said(number, package, ask, told)


def _said(number: int, package: Any, ask: Ask, url: str) -> Numbered:
    portal = elsewhere.portal_of(ask, NAME, url)
    base = portal.url if portal else url.split("/api/", maxsplit=1)[0] if "/api/" in url else ""
    name = f"{base} {package.get('id') or package.get('name')}"
    return number, name, facts(package, portal, base) if is_listed(package) else None


SOURCE = Source(
    name=NAME,
    title=Text(de="Datensätze in anderen CKAN-Portalen", en="Datasets in other CKAN portals"),
    publisher="Betreiber der Portale",
    licence="other-closed",
    homepage="https://docs.ckan.org/en/latest/api/",
    parse=parse,
    steps=steps,
    listed=lambda city, listed: ckan_walks.table(listed),
    frequency="DAILY",
)
