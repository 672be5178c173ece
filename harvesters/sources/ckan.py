"""Other portals' CKANs: every dataset they describe, from package_search page by page, a saved answer or a ckanapi dump."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from datasets.city import City
from datasets.errors import SourceChanged
from datasets.records import Text
from harvesters.lists import elsewhere
from harvesters.lists.ckan_packages import facts, is_listed
from harvesters.lists.elsewhere import Numbered
from harvesters.pages import Page, broken, json_of, pages, text_of
from harvesters.source import Ask, Listing, Source, Step

NAME = "ckan"
ROWS = 500
"""Packages asked for at once; a server may give fewer, and none gives more than 1,000."""
_ACTION = "/api/3/action/"


def steps(city: City) -> tuple[Step, ...]:
    """A walk through each of the city's CKANs, in the order of identifiers so that an edit meanwhile moves nothing."""
    return tuple(
        Step(
            f"{portal.url}{_ACTION}package_search?"
            + urlencode({"q": "*:*", "sort": "id asc"} | portal.where | {"rows": str(ROWS), "start": "0"}),
            keep=True,
            seconds=300.0,
            next=next_page,
        )
        for portal in elsewhere.portals(city, NAME)
    )


def next_page(url: str, body: bytes) -> str | None:
    """Where to go on: after as many packages as were really given, whatever was asked for."""
    count, packages = _found(json_of(Page(url, text_of(body)), url), url)
    parts = urlsplit(url)
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    start = int(asked["start"]) + len(packages)
    if not packages or start >= (count or 0):
        return None
    return parts._replace(query=urlencode(asked | {"start": str(start)})).geturl()


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
    if not isinstance(packages, list) or not all(isinstance(one, dict) and ("id" in one or "name" in one) for one in packages):
        raise SourceChanged(f"{where} holds no packages of a CKAN; package_search, package_show and the lines of a dump are read.")
    return None, packages


def parse(path: Path, ask: Ask) -> Listing:
    """Reads an answer or a dump. Raises SourceChanged where it is none, or where a page was cut off."""
    if _is_dump(path):
        return Listing(elsewhere.rows(_dumped(path, ask)))
    counts = {page.url.split("?")[0]: _found(json_of(page, path.name), page.url or path.name)[0] for page in pages(path)}
    promised = [count for count in counts.values() if count is not None]
    return Listing(elsewhere.rows(_paged(path, ask)), promised=sum(promised) if promised else None)


def _is_dump(path: Path) -> bool:
    """Whether the first line is a package by itself."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        first = file.readline(1 << 24)
    try:
        package = json.loads(first)
    except ValueError:
        return False
    return isinstance(package, dict) and {"id", "name"} <= package.keys()


def _dumped(path: Path, ask: Ask) -> Iterator[Numbered]:
    with path.open(encoding="utf-8-sig") as file:
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
    frequency="DAILY",
)
