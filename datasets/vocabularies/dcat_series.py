"""The releases of a dataset in RDF: each a dataset of its own with lasting files, all of them one series, oldest first.

They have addresses of their own and stand in no page of the catalogue: who harvests that would take each for one more dataset.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.catalogue import Edition, Shown
from datasets.records import Text
from datasets.vocabularies import ckan, dcat, dcat_terms, rdf
from datasets.vocabularies.dcat_dataset import Portal, Thing, distribution, facts, period_of


@dataclass(frozen=True, slots=True)
class Members:
    """Those of one page: the names of all that can be had, oldest first, and the editions from the ``first`` on."""

    names: Sequence[str]
    first: int
    editions: Sequence[Edition]


def page(portal: Portal, shown: Shown, members: Members, address: str) -> str:
    """The series with one page of its members, and the dataset that they are the versions of."""
    number = members.first // dcat.PAGE + 1
    things = [(f"{address}?page={number}", dcat.view(len(members.names), number, f"{address}?"))]
    return _told(things) + document(portal, shown, members)


def document(portal: Portal, shown: Shown, members: Members) -> str:
    """These members with all that they point to."""
    names = [portal.release(shown.slug, name) for name in members.names]
    versions = tuple(portal.release(shown.slug, edition.name) for edition in members.editions)
    things: list[Thing] = [
        (portal.series(shown.slug), {"first_member": names[0], "last_member": names[-1]}),
        (portal.dataset(shown.slug), {"versions": versions, "current_version": names[-1]}),
    ]
    for at, edition in enumerate(members.editions, start=members.first):
        things += _member(portal, shown, edition, names[at - 1] if at else None)
    records = [shown.record, *(edition.record for edition in members.editions)]
    return dcat.dataset(portal, shown) + _told(things) + dcat.around(portal, records)


def _told(things: Sequence[Thing]) -> str:
    return "".join(rdf.lines(subject, said, dcat_terms.FIELDS) for subject, said in things)


def _member(portal: Portal, shown: Shown, edition: Edition, previous: str | None) -> Iterator[Thing]:
    """One release: what its own record says, with the files that never change."""
    record = edition.record
    files = ckan.resource_files(edition, shown.slug)
    folder = f"{portal.base}/daten/{shown.slug}/{edition.name}"
    start, end = period_of(record, edition)
    temporal = f"_:period-{edition.uid}" if start or end else None
    own: dict[str, Any] = {
        "title": Text(de=f"{record.title.de} ({edition.name})", en=f"{record.title.en} ({edition.name})" if record.title.en else ""),
        "identifier": edition.uid,
        "version": edition.name,
        "issued": edition.created_at,
        "modified": edition.created_at,
        "frequency": "NEVER",
        "temporal": temporal,
        "landing_page": folder,
        "page": None,
        "distributions": tuple(f"{folder}/{file.name}" for file in files),
        "series": portal.series(shown.slug),
        "previous_release": previous,
    }
    yield portal.release(shown.slug, edition.name), facts(portal, record) | own
    yield folder, {"type": "foaf:Document"}
    if temporal:
        yield temporal, {"type": "dct:PeriodOfTime", "start": start, "end": end}
    for file in files:
        lasting = f"{folder}/{file.name}"
        own = {"access_url": lasting, "download_url": lasting, "identifier": lasting, "issued": edition.created_at, "access_service": None}
        (_, said), checksum = distribution(portal, record, edition, f"{edition.uid}-{file.format}", file)
        yield lasting, said | own
        yield checksum
