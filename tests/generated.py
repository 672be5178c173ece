"""Datasets of every kind, as many as are wanted and always the same: for catalogues larger than a city has."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from datasets import catalogue
from datasets.city import City
from datasets.database import insert_many, transaction
from datasets.records import DatasetRecord, Text
from datasets.tables.catalogue import Dataset, Release
from datasets.vocabularies import dcat_terms
from datasets.vocabularies.licences import LICENCES
from datasets.vocabularies.themes import THEMES
from tests.builders import a_dataset_record

FIRST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
KINDS = ("csv", "json", "jsonl", "parquet", "geojson", "xlsx", "zip")
GERMANY = dcat_terms.COUNTRY + "DEU"


def records(number: int, city: City) -> Iterator[DatasetRecord]:
    """So many descriptions: own, harvested and imported, long and short, with and without whatever may be missing."""
    terms, themes, frequencies = [*LICENCES, "erfunden"], [*THEMES, "XX"], [*sorted(dcat_terms.FREQUENCIES), "NIE"]
    places = ((), city.places, city.state_places, (GERMANY,))
    for at in range(number):
        yield a_dataset_record(
            slug=f"liste-{at}",
            title=Text(de=f"Liste {at} „Brücken“ <&>", en=f"List {at}" if at % 3 else ""),
            description=Text(de="Zeile für Zeile. " * (at % 5), en="Row by row." if at % 2 else ""),
            keywords=tuple(f"Wort {word}" for word in range(at % 4)),
            theme=tuple({themes[at % len(themes)], themes[at * 7 % len(themes)]}),
            licence=terms[at % len(terms)],
            attribution=f"Amt {at}" if at % 5 == 0 else "",
            publisher=f"Amt für Brücken {at % 40}",
            contact_name=f"Büro {at % 11}" if at % 3 else "",
            contact_email=f"buero{at % 11}@example.org" if at % 2 else "",
            source_url=f"https://example.org/liste {at}.csv" if at % 2 else "nirgends",
            frequency=frequencies[at % len(frequencies)],
            temporal_start=dt.date(2014, 1, 1) if at % 3 == 0 else None,
            temporal_end=dt.date(2020, 12, 31) if at % 6 == 0 else None,
            spatial=places[at % len(places)],
            origin=("own", "harvested", "imported")[at % 3],
        )


def fill(engine: Engine, number: int, city: City) -> None:
    """Enters them with a release of some files each; the files themselves are not on the disk."""
    described = list(records(number, city))
    with transaction(engine) as session:
        insert_many(session, Dataset, [_dataset(at, record) for at, record in enumerate(described)])
        ids = dict(session.execute(select(Dataset.slug, Dataset.id)).all())
        insert_many(session, Release, [_release(at, record, ids[record.slug]) for at, record in enumerate(described)])
        catalogue.raise_version(session)
        assert len(list(session.exec(select(col(Release.id))))) >= number


def _dataset(at: int, record: DatasetRecord) -> dict[str, Any]:
    moment = FIRST + dt.timedelta(minutes=at)
    values = {"slug": record.slug, "title": record.title.de, "origin": record.origin, "record": record.model_dump(mode="json")}
    row = Dataset(**values, uid=str(uuid.UUID(int=at + 1)), created_at=moment, modified_at=moment)
    return row.model_dump(exclude={"id"})


def _release(at: int, record: DatasetRecord, dataset_id: int) -> dict[str, Any]:
    files = [_file(record.slug, kind) for kind in KINDS[: 3 + at % 5]]
    values = {"uid": str(uuid.UUID(int=(1 << 64) + at)), "dataset_id": dataset_id, "name": "2026-11-23", "rows": at, "digest": str(at)}
    return Release(**values, record=record.model_dump(mode="json"), files=files).model_dump(exclude={"id"})


def _file(slug: str, kind: str) -> dict[str, Any]:
    name = f"{slug}.{kind}"
    facts = {"name": name, "format": kind, "media_type": dcat_terms.MEDIA_TYPES.get(kind, "application/jsonl")}
    return facts | {"bytes": len(name), "sha256": hashlib.sha256(name.encode()).hexdigest()}
