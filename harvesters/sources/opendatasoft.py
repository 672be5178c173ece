"""Other portals on Opendatasoft: every dataset of their catalogues, from Explore v2.1, v2.0 or the old search, or a saved answer."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from datasets.city import City, Listed, Portal
from datasets.errors import SourceChanged
from datasets.records import Text
from harvesters import pages as pages_of
from harvesters.lists import elsewhere, foreign_tables
from harvesters.lists.elsewhere import Facts, Numbered, distributions
from harvesters.pages import Page, broken, json_of, pages, text_of
from harvesters.reading import stated
from harvesters.reading.encodings import encoding_of
from harvesters.source import Ask, Listing, Source, Step, Walk

NAME = "opendatasoft"
LIMIT = 100
"""The most that one page gives."""
FARTHEST = 10_000
"""The server answers with an error where offset and limit reach it."""
_ANSWERS = {
    "dataset_id",
    "record",
    "results",
    "datasets",
    "records",
    "errorcode",
    "error_code",
    "page",
    "metas",
    "nhits",
    "total_count",
    "dataset",
}
"""What an answer of the catalogue has and no record of a dataset."""
KEYSET = "modified,dataset_id"
"""The order of a catalogue that is longer: it goes on from the day of the last one."""
_PATH = "/api/explore/v2.1/catalog/datasets"
_SITE = re.compile(r'"(https?://[^"/\s]+)/api/(?:explore|datasets|v2)/')


def steps(city: City) -> tuple[Step, ...]:
    """A walk through the catalogue of each of the city's portals, in the order of the datasets' names."""
    return tuple(
        Step(
            f"{portal.url}{_PATH}?" + urlencode({"order_by": "dataset_id"} | portal.where | {"limit": str(LIMIT), "offset": "0"}),
            keep=True,
            seconds=300.0,
            next=next_page,
        )
        for portal in elsewhere.portals(city, NAME)
    )


def next_page(url: str, body: bytes) -> str | None:
    """The address of the next page. Raises SourceChanged where the catalogue is longer than pages reach."""
    count, found = _found(json_of(Page(url, text_of(body)), url), url)
    parts = urlsplit(url)
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    offset = int(asked["offset"]) + len(found)
    if not found or offset >= (count or 0):
        return None
    if (count or 0) >= FARTHEST and asked.get("order_by") != KEYSET:
        return parts._replace(query=urlencode(asked | {"order_by": KEYSET, "offset": "0"})).geturl()
    if offset + LIMIT >= FARTHEST:
        return parts._replace(query=urlencode(asked | {"where": _after(url, asked, found[-1]), "offset": "0"})).geturl()
    return parts._replace(query=urlencode(asked | {"offset": str(offset)})).geturl()


def _after(url: str, asked: dict[str, str], last: dict[str, Any]) -> str:
    """The condition that goes on from the last dataset that pages reach. Raises SourceChanged where nothing tells it."""
    modified = str(last["metas"]["default"].get("modified") or "")
    begun = re.sub(r"(?: and )?modified >= date'[^']*'", "", asked.get("where", ""))
    following = " and ".join(filter(None, (begun, f"modified >= date'{modified}'")))
    if not re.fullmatch(r"[\dT:.+Z-]{10,35}", modified) or following == asked.get("where"):
        raise SourceChanged(f"{url} has more datasets than pages reach; ask for fewer by `where` in the city's portals.")
    return following


def parse(path: Path, ask: Ask) -> Listing:
    """Reads a catalogue. Raises SourceChanged for anything else, as the records of one dataset, and for what was broken off."""
    if _is_export(path):
        return foreign_tables.listing(lambda: _records(path), ask, ask.promised)
    counts: dict[str, int | None] = {}
    for page in pages(path):
        # The first page of a portal counts all; later ones may ask for a part only.
        counts.setdefault(page.url.split("?")[0], _found(json_of(page, path.name), page.url or path.name)[0])
    promised = [count for count in counts.values() if count is not None]
    return Listing(elsewhere.rows(_numbered(path, ask)), promised=sum(promised) if promised else None)


def export(listed: Listed) -> Walk:
    """How many records the dataset has, then all of them; an export without an offset knows no limit."""
    address = f"{listed.url}{_PATH}/{quote(listed.pick, safe='')}"
    told = yield Step(address, inspect=lambda body: _counted(address, body))
    yield Step(f"{address}/exports/jsonl", keep=True, seconds=1800.0)
    return _counted(address, told.body)


def _counted(address: str, body: bytes) -> int | None:
    (dataset,) = _found([json_of(Page(address, text_of(body)), address)], address)[1]
    count = dataset["metas"]["default"].get("records_count")
    return count if isinstance(count, int) else None


def _is_export(path: Path) -> bool:
    """Whether the first line is a record by itself and no answer of the catalogue."""
    try:
        with path.open(encoding=encoding_of(path)) as file:
            record = json.loads(file.readline(pages_of.MOST_BYTES))
    except (ValueError, RecursionError):  # half a letter is none, too
        return False
    return isinstance(record, dict) and not record.keys() & _ANSWERS


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records of an export. Raises SourceChanged where the server broke off in the middle, or for a mixture."""
    first: dict[str, Any] = {}
    with path.open(encoding=encoding_of(path)) as file:
        for number, line in enumerate(iter(lambda: file.readline(pages_of.MOST_BYTES), ""), 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise broken(f"{path.name}, line {number}", line, str(error)) from None
            first = first or record
            if not isinstance(record, dict) or 2 * len(record.keys() & first.keys()) < min(len(record), len(first)):
                raise SourceChanged(f"{path.name}, line {number}, is no record of the dataset that the first line is of.")
            yield number, record


def _found(answer: Any, where: str) -> tuple[int | None, list[dict[str, Any]]]:
    """How many there are in all, if that is said, and those of this answer, each flat as in v2.1."""
    if isinstance(answer, dict) and ("errorcode" in answer or "error_code" in answer):
        until = f" It answers again from {answer['reset_time']}." if answer.get("reset_time") else ""
        raise SourceChanged(f"{where} says: {str(answer.get('error') or answer.get('message'))[:300]}.{until}")
    body = answer if isinstance(answer, dict) else {"results": answer}
    listed = body.get("results", body.get("datasets"))
    found = [_flat(one) for one in listed] if isinstance(listed, list) else [None]
    datasets = [one for one in found if one is not None]
    if len(datasets) < len(found):
        raise SourceChanged(f"{where} is no catalogue of an Opendatasoft portal; /api/explore/v2.1/catalog/datasets is read, no records.")
    count = body.get("total_count", body.get("nhits"))
    return (count if isinstance(count, int) else None), datasets


def _flat(one: Any) -> dict[str, Any] | None:
    """A dataset of v2.1, of v2.0 (wrapped) or of v1 (other names, flat metas); None for what is none."""
    inner = one.get("dataset", one) if isinstance(one, dict) else {}
    metas, name = inner.get("metas"), inner.get("dataset_id") or inner.get("datasetid")
    if not isinstance(metas, dict) or not isinstance(name, str):
        return None
    groups = metas if isinstance(metas.get("default"), dict) else {"default": metas}
    return inner | {"dataset_id": stated.line(name), "metas": groups}


def _numbered(path: Path, ask: Ask) -> Iterator[Numbered]:
    number = 0
    for page in pages(path):
        portal = elsewhere.portal_of(ask, NAME, page.url)
        # A saved answer tells its portal in the addresses of attachments and exports.
        told = _SITE.search(page.text)
        site = portal.url if portal else page.site or (told[1] if told else "")
        for dataset in _found(json_of(page, path.name), page.url or path.name)[1]:
            number += 1
            yield number, f"{site} {dataset['dataset_id']}", _facts(dataset, portal, site)


def _facts(dataset: dict[str, Any], portal: Portal | None, site: str) -> Facts:
    name = dataset["dataset_id"]
    groups = dataset["metas"]
    said, dcat = groups["default"], groups.get("dcat")
    page = f"{site}/explore/dataset/{quote(name, safe='')}/" if site else None
    return {
        # The same address as portals that pass it on give as its DCAT identifier.
        "identifier": page or name,
        "title": stated.text(said.get("title"), 1000),
        "description": stated.text(said.get("description")),
        "publisher": stated.line(said.get("publisher")),
        "licence": stated.line(said.get("license")) or stated.line(said.get("license_url")),
        "landing": stated.address(portal.page.replace("{name}", quote(name, safe="")) if portal and portal.page else page),
        "keywords": stated.words(_many(said.get("keyword"))),
        "themes": stated.themes(_many(said.get("theme"))),
        "issued": stated.day(dcat.get("issued") or dcat.get("created")) if isinstance(dcat, dict) else "",
        "modified": stated.day(said.get("modified") or said.get("data_processed")),
        "distributions": distributions(_files(dataset, site)),
        "portal": portal.name if portal else stated.host(site) or "Opendatasoft",
        "portal_url": stated.address(site),
    }


def _many(value: Any) -> list[Any]:
    """A list; v1 writes one word without a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _files(dataset: dict[str, Any], site: str) -> Iterator[tuple[Any, Any, Any]]:
    """Exports of its records and what is attached."""
    if site and dataset.get("has_records") and dataset.get("data_visible", True):
        for kind in ("csv", "json"):
            yield f"{site}{_PATH}/{quote(dataset['dataset_id'], safe='')}/exports/{kind}", kind.upper(), ""
    for one in (*_many(dataset.get("attachments")), *_many(dataset.get("alternative_exports"))):
        if isinstance(one, dict):
            yield one.get("url"), one.get("mimetype"), one.get("title")


SOURCE = Source(
    name=NAME,
    title=Text(de="Datensätze in anderen Portalen auf Opendatasoft", en="Datasets in other portals on Opendatasoft"),
    publisher="Betreiber der Portale",
    licence="other-closed",
    homepage="https://help.opendatasoft.com/apis/ods-explore-v2/",
    parse=parse,
    steps=steps,
    listed=lambda city, listed: export(listed),
    frequency="DAILY",
)
