"""Every source with a live flow beside a small site that answers as the real one does."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from harvesters.lists import federal_search
from harvesters.source import Source, Step
from harvesters.sources import all_sources, kohesio
from tests.harvesters.samples import FILES
from tests.sites import Answer, Asked

SOURCES = all_sources()
LATIN9 = "iso-8859-15"


@dataclass(frozen=True, slots=True)
class Flow:
    """A source as it asks a site: what the site answers, what the city says of it, and the slug of the dataset."""

    name: str
    slug: str
    rows: int
    answer: Callable[[Asked], Answer]
    portals: str = ""
    """TOML for the city, ``SITE`` stands for the address."""
    needed: tuple[str, str] = ("", "")
    """A word that the shape of the answer cannot do without, and another one."""

    def source(self, site: str) -> Source:
        """The source, its own addresses turned to the site."""
        found = SOURCES[self.name]
        if self.name == "foerderkatalog":
            return replace(found, steps=partial(federal_search.steps, base=f"{site}/foekat"))
        if self.name == "kohesio":
            return replace(found, steps=lambda city: kohesio.walk(site, "DE"))
        if self.name == "cordis":
            return replace(found, steps=lambda city: (Step(f"{site}/cordis.zip", keep=True),))
        return found


def _file(name: str) -> bytes:
    return (FILES / name).read_bytes()


def _catalogue(asked: Asked) -> Answer:
    """The form, the hits of a search, the export of the search before."""
    rows = _file("foerderkatalog.csv")
    if asked.query.get("actionMode") == ["searchmask"]:
        return Answer('<input name="suche.gemeindeSuche[0]">'.encode(LATIN9))
    if asked.method == "POST":
        return Answer(f"<h2>Suchergebnis &nbsp;({HITS}&nbsp;Treffer)</h2>".encode(LATIN9))
    return Answer(rows)


HITS = 12
OVERVIEW = (
    '<html><a href="/alt/Liste_Stand_31.01.2025.csv">Stand 31.01.2025</a><a href="Liste_Stand_31.01.2026.csv">neu</a>'
    '<a href="/Anleitung.pdf">Anleitung</a></html>'
)


def _lists(asked: Asked) -> Answer:
    return Answer(OVERVIEW.encode()) if asked.path == "/liste" else Answer(_file("liste_der_vorhaben.csv"))


def _kohesio(asked: Asked) -> Answer:
    if asked.path.endswith("/"):
        return Answer(f'<a href="{asked.path}DE_2026.csv">x</a><a href="{asked.path}latest_DE.csv">latest_DE.csv</a>'.encode())
    return Answer(_file("kohesio.csv" if "projects" in asked.path else "kohesio_beneficiaries.tsv"))


def _cordis(_asked: Asked) -> Answer:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("organization.csv", _file("cordis_organization.csv"))
        archive.writestr("project.csv", _file("cordis_project.csv"))
    return Answer(file.getvalue())


def _part(asked: Asked, names: tuple[str, str]) -> slice:
    start, size = (int(asked.query[name][0]) for name in names)
    return slice(start, start + min(size, 2))


def _json(value: object) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode())


PACKAGES = [{"id": f"id-{at}", "name": f"paket-{at}", "title": f"Bänke {at}", "resources": []} for at in range(6)]
CODES = ["1", "2", "Hörde", "9", "1", "2"]
RECORDS = [{"_id": at, "straße": f"Kanalstraße {at}", "bezirk": code, "zahl": at} for at, code in enumerate(CODES)]
CATALOGUE = [{"dataset_id": f"satz-{at}", "metas": {"default": {"title": f"Bänke {at}"}}} for at in range(6)]


def _ckan(asked: Asked) -> Answer:
    found = PACKAGES[_part(asked, ("start", "rows"))]
    return _json({"success": True, "result": {"count": len(PACKAGES), "results": found}})


def _datastore(asked: Asked) -> Answer:
    fields = [{"id": name, "type": "text"} for name in RECORDS[0]]
    found = RECORDS[_part(asked, ("offset", "limit"))]
    return _json({"success": True, "result": {"fields": fields, "records": found, "total": len(RECORDS)}})


def _opendatasoft(asked: Asked) -> Answer:
    return _json({"total_count": len(CATALOGUE), "results": CATALOGUE[_part(asked, ("offset", "limit"))]})


def _export(asked: Asked) -> Answer:
    if asked.path.endswith("/exports/jsonl"):
        return Answer("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in RECORDS).encode())
    return _json({"dataset_id": "haltestellen", "metas": {"default": {"title": "Bänke", "records_count": len(RECORDS)}}})


def _dcat(asked: Asked) -> Answer:
    page = int(asked.query.get("page", ["1"])[0])
    words = {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "hydra": "http://www.w3.org/ns/hydra/core#"}
    head = "".join(f"@prefix {word}: <{address}> .\n" for word, address in words.items())
    sets = "".join(f'<https://x.example/{at}> a dcat:Dataset ; dct:title "Bänke {at}"@de .\n' for at in (2 * page - 1, 2 * page))
    more = f'<#p> hydra:totalItems 6 ; hydra:nextPage "/catalog.ttl?page={page + 1}" .\n' if page < 3 else "<#p> hydra:totalItems 6 .\n"
    return Answer((head + sets + more).encode())


def _feed(asked: Asked) -> Answer:
    return Answer(_file("news.rss" if asked.path == "/rss" else "news.atom"))


LIST = '[[lists]]\nsource = "{}"\nslug = "{}"\nurl = "SITE{}"\npick = "{}"\n'
PORTAL = '[[portals]]\nslug = "probe"\nkind = "{}"\nname = "Probe"\nurl = "SITE{}"\n'
DISTRICTS = 'district = "bezirk"\ncodes = { "1" = "eving", "2" = "mengede" }\n'
FLOWS = {
    "foerderkatalog": Flow("foerderkatalog", "foerderkatalog", HITS, _catalogue, needed=("FKZ", "Nummer")),
    "liste-der-vorhaben": Flow(
        "liste-der-vorhaben", "efre-probe-2021-2027", 6, _lists,
        LIST.format("liste-der-vorhaben", "efre-probe-2021-2027", "/liste", ""), ("Bezeichnung des Vorhabens", "Ding"),
    ),
    "kohesio": Flow("kohesio", "kohesio", 0, _kohesio, needed=("Operation_Unique_Identifier", "Ding")),
    "cordis": Flow("cordis", "cordis", 0, _cordis),
    "ckan": Flow("ckan", "ckan", 6, _ckan, PORTAL.format("ckan", ""), ("results", "found")),
    "ckan table": Flow("ckan", "strassen", 6, _datastore, LIST.format("ckan", "strassen", "", "r-1") + DISTRICTS, ("records", "found")),
    "opendatasoft": Flow("opendatasoft", "opendatasoft", 6, _opendatasoft, PORTAL.format("opendatasoft", ""), ("results", "found")),
    "opendatasoft table": Flow(
        "opendatasoft", "haltestellen", 6, _export, LIST.format("opendatasoft", "haltestellen", "", "haltestellen") + DISTRICTS,
        ("straße", "weg"),
    ),
    "dcat": Flow("dcat", "dcat", 6, _dcat, PORTAL.format("dcat", "/catalog.ttl"), ("dcat:Dataset ;", "dcat:Ding ;")),
    "foerderprogramme": Flow(
        "foerderprogramme", "aufrufe", 0, lambda asked: Answer(_file("foerderprogramme/fremde-liste.csv")),
        LIST.format("foerderprogramme", "aufrufe", "/aufrufe.csv", ""), ("rderprogramm;", "ding;"),
    ),
    "news": Flow("news", "news", 0, _feed),
}  # fmt: skip
