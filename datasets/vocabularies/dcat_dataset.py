"""One dataset in RDF by DCAT-AP.de: the dataset, its period, and each of its files with its sum."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from datasets.catalogue import Edition, Shown
from datasets.city import City
from datasets.formats.files import File
from datasets.records import DatasetRecord, Text
from datasets.vocabularies import ckan, dcat_terms
from datasets.vocabularies.licences import LICENCES
from datasets.vocabularies.themes import THEMES

CLOSED = "other-closed"
PROFILES = ("dcat_ap_de_3", "dcat_ap_de_2")
"""Editions of DCAT-AP.de that the catalogue is written in: the newest, and the one before for harvesters that know no other."""
Thing = tuple[str, dict[str, Any]]
"""What names it, and its facts by the fields of dcat_terms."""


@dataclass(frozen=True, slots=True)
class Portal:
    """Who speaks: scheme and host without a slash at the end, and the city."""

    base: str
    city: City
    profile: str = PROFILES[0]
    """One of PROFILES."""

    def dataset(self, slug: str) -> str:
        """The address that names a dataset for life."""
        return f"{self.base}/dataset/{slug}"

    def resource(self, resource_id: str) -> str:
        """The address that names one format of a dataset for life."""
        return f"{self.base}/resource/{resource_id}"

    def release(self, slug: str, name: str) -> str:
        """The address that names one release of a dataset for life."""
        return f"{self.base}/dataset/{slug}/{name}"

    def series(self, slug: str) -> str:
        """The address that names a dataset's releases as a series."""
        return f"{self.base}/series/{slug}"

    @property
    def is_newest(self) -> bool:
        """Whether it is written in the newest edition of the profile."""
        return self.profile == PROFILES[0]

    def publisher(self, name: str) -> str:
        """The address that names a publisher."""
        return f"{self.base}/organization/{ckan.publisher_name(name)}"

    @property
    def catalogue(self) -> str:
        """The address that names the catalogue."""
        return f"{self.base}/catalog"

    @property
    def service(self) -> str:
        """The address that names the API."""
        return f"{self.base}/api"


class Listed(Protocol):
    """A dataset as far as others share what it points to: a record is one, and so is an entry of the shelf."""

    @property
    def slug(self) -> str: ...

    @property
    def publisher(self) -> str: ...

    @property
    def contact_name(self) -> str: ...

    @property
    def contact_email(self) -> str: ...

    @property
    def licence(self) -> str: ...


def things(portal: Portal, shown: Shown) -> Iterator[Thing]:
    record, edition = shown.record, shown.current
    files = [] if edition is None else [(shown.resource_id(file.format), file) for file in ckan.resource_files(edition, shown.slug)]
    landing_page = f"{portal.base}/daten/{shown.slug}"
    start, end = period_of(record, edition)
    temporal = f"_:period-{shown.uid}" if start or end else None
    own = {
        "identifier": shown.uid,
        "version": edition.name if edition else None,
        "issued": shown.created_at,
        "modified": edition.created_at if edition else shown.modified_at,
        "temporal": temporal,
        "landing_page": landing_page,
        "distributions": tuple(portal.resource(resource_id) for resource_id, _ in files),
        "series": portal.series(shown.slug) if portal.is_newest else None,
    }
    yield portal.dataset(shown.slug), facts(portal, record) | own
    if portal.is_newest:
        yield portal.series(shown.slug), _series(portal, shown, temporal)
    yield landing_page, {"type": "foaf:Document"}
    if temporal:
        yield temporal, {"type": "dct:PeriodOfTime", "start": start, "end": end}
    if record.source_url and record.origin != "own":
        yield record.source_url, {"type": "foaf:Document"}
    if edition is not None:
        for resource_id, file in files:
            (subject, said), checksum = distribution(portal, record, edition, resource_id, file)
            yield subject, said | {"issued": shown.created_at}
            yield checksum


def facts(portal: Portal, record: DatasetRecord) -> dict[str, Any]:
    """What a record says of a dataset, whichever of its releases is meant."""
    return {
        "type": "dcat:Dataset",
        "title": record.title,
        # The profiles want one; what was imported may have none.
        "description": record.description if record.description.de else record.title,
        "publisher": portal.publisher(record.publisher),
        "contact": contact_label(record),
        "keywords": record.keywords,
        "themes": tuple(code for code in record.theme if code in THEMES),
        "frequency": record.frequency if record.frequency in dcat_terms.FREQUENCIES else None,
        "language": "DEU",
        "access": "PUBLIC",
        "rights": "PUBLIC",
        "availability": "STABLE",
        "contributor": portal.city.contributor,
        "spatial": where(portal.city, record),
        "level": level(portal.city, record),
        "page": None if record.origin == "own" else record.source_url,
    }


def _series(portal: Portal, shown: Shown, temporal: str | None) -> dict[str, Any]:
    record = shown.record
    return {
        "type": "dcat:DatasetSeries",
        "title": Text(de=f"{record.title.de}: alle Ausgaben", en=f"{record.title.en}: all releases" if record.title.en else ""),
        "description": Text(
            de="Jede Veröffentlichung bleibt als Ausgabe mit ihrem Datum erhalten.",
            en="Each publication is kept as a release with its date.",
        ),
        "publisher": portal.publisher(record.publisher),
        "contact": contact_label(record),
        "issued": shown.created_at,
        "modified": shown.current.created_at if shown.current else shown.modified_at,
        "frequency": record.frequency if record.frequency in dcat_terms.FREQUENCIES else None,
        "spatial": where(portal.city, record),
        "temporal": temporal,
    }


def distribution(portal: Portal, record: DatasetRecord, edition: Edition, resource_id: str, file: File) -> tuple[Thing, Thing]:
    """One file and its sum."""
    # No status is said: the lists of DCAT-AP.de 2.0 and 3.0 for it have no term in common, and each refuses the other's.
    name, described = ckan.FORMATS[file.format]
    found = LICENCES[licence_term(record.licence)]
    said = {
        "type": "dcat:Distribution",
        "title": Text(de=f"{record.title.de} ({name})", en=f"{record.title.en} ({name})" if record.title.en else ""),
        "description": Text(de=f"{described}, Ausgabe {edition.name}"),
        "identifier": resource_id,
        # The lasting address beside the release's own, so that size and sum of the download stay true.
        "access_url": f"{portal.base}/daten/{record.slug}/aktuell/{file.name}",
        "download_url": f"{portal.base}/daten/{record.slug}/{edition.name}/{file.name}",
        "modified": edition.created_at,
        "language": "DEU",
        "rights": "PUBLIC",
        "availability": "STABLE",
        "licence": found.term,
        "attribution": (record.attribution or record.publisher) if found.by else record.attribution,
        "format": dcat_terms.FILE_TYPES.get(file.format),
        "media_type": dcat_terms.MEDIA_TYPES.get(file.format),
        "bytes": file.bytes,
        "checksum": f"_:sum-{resource_id}",
        "access_service": portal.service if file.format == ckan.QUERIED[0] else None,
    }
    algorithm = dcat_terms.SHA256 if portal.is_newest else dcat_terms.SHA256_BEFORE
    checksum = {"type": "spdx:Checksum", "algorithm": algorithm, "sum": file.sha256}
    return (portal.resource(resource_id), said), (f"_:sum-{resource_id}", checksum)


def contact_label(record: Listed) -> str:
    if not record.contact_name and not record.contact_email:
        return "_:office"
    return "_:contact-" + hashlib.sha256(f"{record.contact_name}\n{record.contact_email}".encode()).hexdigest()[:16]


def where(city: City, record: DatasetRecord) -> tuple[str, ...]:
    """Own datasets are about the city; where those of others lie, their record says if anybody does."""
    return city.places if record.origin == "own" else record.spatial


def level(city: City, record: DatasetRecord) -> str | None:
    """The level of administration that the rows are about, told by the list that names the place."""
    lists = (
        (f"{dcat_terms.GEOCODING}municipalityKey/", "municipality"),
        (f"{dcat_terms.GEOCODING}districtKey/", "administrativeDistrict"),
        (f"{dcat_terms.GEOCODING}stateKey/", "state"),
        (dcat_terms.COUNTRY, "federal"),
    )
    found = where(city, record)
    return next((name for prefix, name in lists if any(place.startswith(prefix) for place in found)), None)


def period(shown: Shown) -> tuple[dt.date | None, dt.date | None]:
    """First and last day that the rows of the current release speak of."""
    return period_of(shown.record, shown.current)


def period_of(record: DatasetRecord, edition: Edition | None) -> tuple[dt.date | None, dt.date | None]:
    """First and last day that the rows of a release speak of. Our own are kept up to the day of their release."""
    if record.temporal_end is None and record.origin == "own" and edition is not None:
        return record.temporal_start, edition.created_at.date()
    return record.temporal_start, record.temporal_end


def licence_term(term: str) -> str:
    """The term, or that of closed data for one that is not in the list: what nobody knows is not open."""
    return term if term in LICENCES else CLOSED
