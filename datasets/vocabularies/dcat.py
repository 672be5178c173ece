"""The catalogue in RDF by DCAT-AP 3 and DCAT-AP.de 3.0: datasets with their files, publishers, contacts, licences and the API."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.catalogue import Shown
from datasets.records import Text
from datasets.vocabularies import dcat_terms, rdf
from datasets.vocabularies.dcat_dataset import Listed, Portal, Thing, contact_label, licence_term, things
from datasets.vocabularies.licences import LICENCES

PAGE = 100
"""Datasets on one page of the catalogue, as CKAN has it."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The catalogue that a page is cut from: all its datasets and the span of their moments."""

    total: int
    issued: dt.datetime | None
    modified: dt.datetime | None


def document(portal: Portal, shown: Sequence[Shown]) -> str:
    """These datasets with all that they point to."""
    return "".join(dataset(portal, one) for one in shown) + around(portal, [one.record for one in shown])


def dataset(portal: Portal, shown: Shown) -> str:
    """One dataset with its files, without what it shares with others."""
    return _lines(things(portal, shown))


def around(portal: Portal, listed: Sequence[Listed]) -> str:
    """What these datasets share: the API, publishers, contacts, licences, each once."""
    return _lines(_surroundings(portal, listed))


def page(portal: Portal, whole: Whole, slugs: Iterable[str], number: int, address: str) -> str:
    """The head of one page of the catalogue. ``address`` is that of the catalogue in this format, to which the question is added."""
    address += "?" if portal.is_newest else f"?profiles={portal.profile}&"
    head = (f"{address}page={number}", view(whole.total, number, address))
    return _lines([head, (portal.catalogue, _catalogue(portal, whole, slugs))])


def pages(total: int) -> int:
    """How many pages a catalogue has; an empty one has one too."""
    return max(1, -(-total // PAGE))


def _lines(described: Iterable[Thing]) -> str:
    return "".join(rdf.lines(subject, facts, dcat_terms.FIELDS) for subject, facts in described)


def view(total: int, number: int, address: str) -> dict[str, Any]:
    """One page of many in the words of Hydra; ``address`` lacks only the number of the page."""
    last = pages(total)
    return {
        "type": ("hydra:PartialCollectionView", "hydra:PagedCollection"),
        "total": total,
        "per_page": PAGE,
        "first": f"{address}page=1",
        "last": f"{address}page={last}",
        "next": f"{address}page={number + 1}" if number < last else None,
        "previous": f"{address}page={number - 1}" if number > 1 else None,
    }


def _catalogue(portal: Portal, whole: Whole, slugs: Iterable[str]) -> dict[str, Any]:
    city = portal.city
    return {
        "type": "dcat:Catalog",
        "title": Text(de=f"Daten: {city.alliance.de}", en=f"Data: {city.alliance.en}" if city.alliance.en else ""),
        "description": city.alliance_text,
        "publisher": portal.publisher(city.publisher),
        "taxonomy": dcat_terms.TAXONOMY,
        "issued": whole.issued,
        "modified": whole.modified,
        "language": "DEU",
        "spatial": city.places,
        "licence": licence_term(city.licence),
        "homepage": f"{portal.base}/daten",
        "services": portal.service,
        "datasets": tuple(map(portal.dataset, slugs)),
    }


def _surroundings(portal: Portal, listed: Sequence[Listed]) -> Iterator[Thing]:
    """What datasets point to: the API, and each publisher, contact and licence once."""
    city = portal.city
    yield portal.service, _service(portal, listed)
    yield f"{portal.base}/daten", {"type": "foaf:Document"}
    for publisher in sorted({city.publisher, *(one.publisher for one in listed)}):
        kind = "LocalAuthority" if publisher == city.publisher else None
        yield portal.publisher(publisher), {"type": "foaf:Agent", "name": publisher, "publisher_type": kind}
    contacts = {contact_label(one): _contact(portal, one.contact_name, one.contact_email) for one in listed}
    contacts["_:office"] = _contact(portal, city.office.name, city.office.email)
    yield from contacts.items()
    for term in sorted({licence_term(city.licence), *(licence_term(one.licence) for one in listed)}):
        yield LICENCES[term].uri, {"type": "dct:LicenseDocument", "same_as": LICENCES[term].eu}


def _service(portal: Portal, listed: Sequence[Listed]) -> dict[str, Any]:
    return {
        "type": "dcat:DataService",
        "title": Text(de="Abfrage der Daten (CKAN-Schnittstelle)", en="Queries on the data (CKAN Action API)"),
        "description": Text(
            de="Datensätze finden, filtern und herunterladen, ohne Schlüssel.", en="Find, filter and download datasets, without a key."
        ),
        "publisher": portal.publisher(portal.city.publisher),
        "contact": "_:office",
        "keywords": ("CKAN", "API"),
        "themes": "GOVE",
        "access": "PUBLIC",
        "licence": licence_term(portal.city.licence),
        "endpoint": f"{portal.base}/api/3",
        "endpoint_description": f"{portal.base}/entwickler",
        "serves": tuple(portal.dataset(slug) for slug in dict.fromkeys(one.slug for one in listed)),
    }


def _contact(portal: Portal, name: str, email: str) -> dict[str, Any]:
    """A contact needs an address to write to: its own e-mail, else the page of the office."""
    url = None if email else portal.city.office.url or f"{portal.base}/impressum"
    return {"type": ("vcard:Organization", "vcard:Kind"), "full_name": name, "email": email, "url": url}
