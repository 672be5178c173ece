"""A dataset for search engines and for machine learning: schema.org's Dataset and Croissant 1.1 in one JSON-LD object."""

import datetime as dt
from typing import Any

from datasets.catalogue import Edition, Shown
from datasets.formats.files import File
from datasets.records import Column
from datasets.vocabularies import ckan, dcat_terms
from datasets.vocabularies.dcat_dataset import Portal, period, where
from datasets.vocabularies.licences import licence

Json = dict[str, Any]

CROISSANT = "http://mlcommons.org/croissant/1.1"
MEDIA_TYPE = f'application/ld+json; profile="{CROISSANT}"'
WORDS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format", "includes",
    "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace",
    "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
CONTEXT: Json = {
    "@language": "de",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{word: f"cr:{word}" for word in WORDS},
}
"""The words of Croissant, all of them: its validator asks why one is missing."""
DATA_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "year": "sc:Integer",
}
GERMANY = dcat_terms.COUNTRY + "DEU"
SHORTEST, LONGEST = 50, 5000
"""Characters of a description that search engines take."""


def croissant(portal: Portal, shown: Shown, edition: Edition) -> Json:
    """One release as Croissant: the files, and what the columns of its CSV are."""
    record = shown.record
    found = licence(record.licence)
    publisher = {"@type": "sc:Organization", "@id": portal.publisher(record.publisher), "name": record.publisher}
    facts: Json = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": portal.dataset(shown.slug),
        "conformsTo": CROISSANT,
        "name": record.title.de,
        "alternateName": [name for name in (record.title.en, shown.slug) if name],
        "description": described(shown, edition),
        "url": f"{portal.base}/daten/{shown.slug}",
        "identifier": shown.uid,
        "license": found.url or found.uri,
        "creator": publisher,
        "publisher": publisher,
        "datePublished": _moment(shown.created_at),
        "dateModified": _moment(edition.created_at),
        "version": numbered(edition.name),
        "keywords": list(record.keywords),
        "inLanguage": "de",
        "isAccessibleForFree": True,
        "isLiveDataset": False,
        "citeAs": f"{record.publisher}: {record.title.de}. {edition.name}. {portal.base}/daten/{shown.slug}/{edition.name}",
        "creditText": record.attribution,
        "isBasedOn": record.source_url if record.origin != "own" else "",
        "temporalCoverage": _period(shown),
        "spatialCoverage": _place(portal, shown),
        "variableMeasured": [_variable(column) for column in record.columns],
        "includedInDataCatalog": {"@type": "sc:DataCatalog", "@id": portal.catalogue, "url": f"{portal.base}/daten"},
        "distribution": [_file(portal, shown, edition, file) for file in ckan.resource_files(edition, shown.slug)],
        "recordSet": [_rows(shown)],
    }
    return _without_empty(facts)


def on_page(portal: Portal, shown: Shown, edition: Edition) -> Json:
    """The same for a page: search engines look for downloads where Croissant says files, so each is called both."""
    facts = croissant(portal, shown, edition)
    files = [{**file, "@type": [file["@type"], "sc:DataDownload"]} for file in facts.get("distribution", [])]
    return {**facts, "distribution": files}


def described(shown: Shown, edition: Edition) -> str:
    """The description, made long enough by its facts, cut where it is too long."""
    text = shown.record.description.de or shown.record.title.de
    if len(text) < SHORTEST:
        text = f"{text} {edition.rows} Zeilen, {len(shown.record.columns)} Spalten, herausgegeben von {shown.record.publisher}."
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def numbered(release: str) -> str:
    """A release's name as three numbers, which Croissant wants: ``2026-11-03.2`` is ``2026.1103.2``; they grow as releases do."""
    day, _, number = release.partition(".")
    year, month, date = day.split("-")
    return f"{year}.{int(month + date)}.{number or 0}"


def _file(portal: Portal, shown: Shown, edition: Edition, file: File) -> Json:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "description": ckan.FORMATS[file.format][1],
        "contentUrl": f"{portal.base}/daten/{shown.slug}/{edition.name}/{file.name}",
        "contentSize": f"{file.bytes} B",
        "encodingFormat": dcat_terms.MEDIA_TYPES.get(file.format, file.media_type),
        "sha256": file.sha256,
    }


def _rows(shown: Shown) -> Json:
    return _without_empty(
        {
            "@type": "cr:RecordSet",
            "@id": "rows",
            "name": "rows",
            "key": [{"@id": f"rows/{name}"} for name in shown.record.key],
            "field": [_field(shown.slug, column) for column in shown.record.columns],
        }
    )


def _field(slug: str, column: Column) -> Json:
    return {
        "@type": "cr:Field",
        "@id": f"rows/{column.name}",
        "name": column.name,
        "description": ". ".join(part for part in (column.title.de, column.description.de) if part),
        "dataType": DATA_TYPES[column.type],
        "source": {"fileObject": {"@id": f"{slug}.csv"}, "extract": {"column": column.name}},
    }


def _variable(column: Column) -> Json:
    facts = {"@type": "sc:PropertyValue", "name": column.name, "description": column.title.de, "unitText": column.unit}
    return _without_empty(facts)


def _place(portal: Portal, shown: Shown) -> Json:
    city, places = portal.city, list(where(portal.city, shown.record))
    if not places:
        return {}
    if places == list(city.places):
        return {"@type": "sc:Place", "name": city.name, "identifier": city.municipality_key, "sameAs": places}
    name = city.state if places == list(city.state_places) else "Deutschland" if places == [GERMANY] else ""
    return _without_empty({"@type": "sc:Place", "name": name, "sameAs": places})


def _period(shown: Shown) -> str:
    """An interval of ISO 8601, open where nobody knows."""
    start, end = period(shown)
    return f"{start or '..'}/{end or '..'}" if start or end else ""


def _moment(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _without_empty(facts: Json) -> Json:
    return {name: fact for name, fact in facts.items() if fact not in ("", [], {}, None)}
