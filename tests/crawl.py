"""A visitor who asks the portal for everything that is public: every route with real values in every language, then every link."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from itertools import product
from urllib.parse import urljoin

from fastapi import FastAPI
from sqlmodel import col, select
from starlette.testclient import TestClient

from datasets import catalogue, database
from datasets.tables.ideas import Idea
from datasets.tables.projects import Organisation, Project
from portal.api.ckan import ACTIONS
from tests.surface import ADDRESSES

LANGUAGES = ("", "/en", "/ls")
PRIVATE = ("/pruefung", "/anmelden", "/static/")
"""What is not public, and what says nothing of anybody: style and script."""

QUESTIONS = 2
"""So many questions (``?…``) to one path are followed from links."""

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
STAMP = re.compile(rb'name="stempel" value="[^"]*"')
PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
LINK = re.compile(r"""(?:href|src)="([^"#]+)|(?<=["<])(http://testserver/[^\s"<>\\]*)""")
GRAPHS = ("ttl", "rdf", "xml", "jsonld", "n3")
KINDS = ("json", "csv", "jsonl", "parquet")
FILES = ("csv", "json", "jsonl", "xlsx", "parquet", "geojson", "zip")
MACHINES = re.compile(r"/(?:api|catalog|dataset|datastore|feeds|resource|organization|openapi|daten/[^/]+/.)")
"""Addresses that are the same in every language: they are asked once."""

ASKED = (
    "/projekte?sort=nutzen", "/projekte?q=projekt", "/projekte?sort=name&seite=2", "/suche?q=projekt", "/suche?q=geheim",
    "/ideen?q=geheim", "/ideen/neu?title=projekt", "/ideen/unterstuetzen?idee=1", "/daten/buergernutzen/abfrage.json?state=too_few",
    "/daten/buergernutzen/abfrage.json?n__ge=1&sort=n desc", "/daten/buergernutzen/abfrage.csv?project=vier",
    "/daten/buergernutzen/abfrage.json?q=geheim", "/api/3/action/datastore_search?resource_id=buergernutzen&limit=500",
    "/api/3/action/datastore_search?resource_id=buergernutzen&q=vier", "/api/3/action/package_show?id=buergernutzen",
    "/api/3/action/package_search?q=geheim", "/api/3/action/datastore_search?resource_id=ideen", "/methode", "/siegel.svg",
    "/daten/beteiligung/abfrage.csv", "/daten/beteiligung/abfrage.json?group=alle",
    "/api/3/action/datastore_search?resource_id=beteiligung&limit=500",
)  # fmt: skip

Answer = tuple[int, tuple[tuple[str, str], ...], bytes]
Seen = dict[str, Answer]


def crawl(app: FastAPI, languages: tuple[str, ...] = LANGUAGES) -> Seen:
    """Every public answer by its address: status, headers, and the bytes without the stamp that each form has of its own."""
    client = TestClient(app, follow_redirects=False)
    seen: Seen = {}
    ahead = deque(seeds(app, languages))
    known, followed = set(ahead), Counter[str]()
    while ahead:
        path = ahead.popleft()
        seen[path] = _ask(client, path)
        if _is_page(seen[path]) and path.count("/") < 3 and "?" not in path:
            seen[f"{path} by htmx"] = _ask(client, path, HTMX)
        for found in _links(path, seen[path]) if not path.startswith(LANGUAGES[1:]) else ():
            bare = found.partition("?")[0]
            if found not in known and not _is_private(found) and followed[bare] < QUESTIONS and _is_new(found):
                known.add(found)
                followed[bare] += 1
                ahead.append(found)
    return seen


def asked(app: FastAPI, paths: tuple[str, ...]) -> Seen:
    """These answers alone."""
    client = TestClient(app, follow_redirects=False)
    return {path: _ask(client, path) for path in paths}


def differing(one: Seen, other: Seen) -> list[str]:
    """Addresses that answer differently, or answer in one of both only."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def seeds(app: FastAPI, languages: tuple[str, ...] = LANGUAGES) -> list[str]:
    """Every public address, its places filled with all that there is, in every language."""
    routes = [line.split()[1] for line in ADDRESSES.read_text("utf-8").splitlines() if line.startswith("GET")]
    places = _places(app)
    paths = [path for route in routes if not _is_private(route) for path in _filled(route, places)]
    return [
        f"{language}{path}"
        for path in dict.fromkeys([*paths, *ASKED])
        for language in languages
        if not language or not MACHINES.match(path)
    ]


def _places(app: FastAPI) -> dict[str, list[str]]:
    """What can stand in an address, by what stands before it."""
    with database.reading(app.state.engine) as session:
        shown = catalogue.all_datasets(session)
        releases = [f"{one.slug}/{edition.name}" for one in shown for edition in catalogue.releases(session, one.slug)]
        return {
            "projects": [*session.exec(select(Project.slug))],
            "organisations": [*session.exec(select(Organisation.slug))],
            "ideas": [str(number) for number in session.exec(select(Idea.id).order_by(col(Idea.id)))],
            "datasets": [one.slug for one in shown],
            "resources": [one.resource_id(kind) for one in shown if one.current for kind in ("csv", "json", "zip")],
            "releases": releases,
        }


def _filled(route: str, places: dict[str, list[str]]) -> Iterator[str]:
    names = PLACE.findall(route)
    choices = [_choices(route, name, places) for name in names]
    if "{slug}/{release" in route:
        route = route.replace("{slug}/{release:release}", "{edition}")
        choices = [places["releases"], *choices[2:]]
    elif "{first" in route:
        yield from _pairs(places["releases"])
        return
    for values in product(*choices):
        path = route
        for value in values:
            path = PLACE.sub(value, path, count=1)
        yield path.replace("SLUG", path.split("/")[2]) if "SLUG" in path else path


def _pairs(releases: list[str]) -> Iterator[str]:
    for (slug, first), (other, second) in product([one.split("/") for one in releases], repeat=2):
        if slug == other:
            yield f"/daten/{slug}/{first}..{second}.json"


def _choices(route: str, name: str, places: dict[str, list[str]]) -> list[str]:
    if name == "slug" or route.startswith("/dataset/"):
        kind = {"projekte": "projects", "feeds": "projects", "partner": "organisations"}.get(route.split("/")[1], "datasets")
        return list(GRAPHS) if name == "ending" else places[kind]
    known = {
        "kind": list(KINDS),
        "ending": list(GRAPHS),
        "number": places["ideas"],
        "resource": places["resources"],
        "resource_id": places["resources"],
        "run": ["1"],
        "key": ["unbekannt"],
    }
    if route.startswith("/daten/") and name == "name":
        return [f"SLUG.{ending}" for ending in FILES]
    if "/action/" in route:
        return sorted(ACTIONS)
    return known.get(name, places["organisations"])


def _ask(client: TestClient, path: str, headers: dict[str, str] | None = None) -> Answer:
    answer = client.get(path, headers={"Accept-Encoding": "identity"} | (headers or {}))
    told = tuple(sorted((name, value) for name, value in answer.headers.items() if name != "date" and not name.startswith("ratelimit")))
    return answer.status_code, told, STAMP.sub(b"", answer.content)


def _is_page(answer: Answer) -> bool:
    return dict(answer[1]).get("content-type", "").startswith("text/html")


def _links(path: str, answer: Answer) -> Iterator[str]:
    if dict(answer[1]).get("content-type", "").split(";")[0].rpartition("/")[2] in {"zip", "parquet", "octet-stream"}:
        return
    for relative, absolute in LINK.findall(answer[2].decode("utf-8", "replace")):
        found = urljoin(f"http://testserver{path}", unescape(relative or absolute))
        if found.startswith("http://testserver/"):
            yield found.removeprefix("http://testserver")


def _is_new(path: str) -> bool:
    """Machines' addresses in other languages answer what the German ones do."""
    return not path.startswith(LANGUAGES[1:]) or not MACHINES.match(path[3:])


def _is_private(path: str) -> bool:
    return path.startswith(PRIVATE)
