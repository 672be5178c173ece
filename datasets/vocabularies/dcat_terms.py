"""Terms of DCAT-AP.de: the one list of fields, the codes of formats, and which codes the EU's lists know."""

from datasets import city
from datasets.vocabularies import rdf
from datasets.vocabularies.licences import DCAT_AP_DE
from datasets.vocabularies.themes import EU as THEME

AUTHORITY = "http://publications.europa.eu/resource/authority/"
MEDIA = "https://www.iana.org/assignments/media-types/"
GEOCODING = city.GEOCODING
COUNTRY = AUTHORITY + "country/"
CONTRIBUTORS = "http://dcat-ap.de/def/contributors/"
PUBLISHER_TYPE = "http://purl.org/adms/publishertype/"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
SHA256_BEFORE = "http://dcat-ap.de/def/hashAlgorithms/sha/256"
"""The same algorithm in the list of DCAT-AP.de 2.0, which 3.0 wants no more."""
TAXONOMY = THEME.rstrip("/")

FIELDS = rdf.by_field((
    ("type", "rdf:type", rdf.short),
    ("title", "dct:title", rdf.text),
    ("description", "dct:description", rdf.text),
    ("name", "foaf:name", rdf.german),
    ("identifier", "dct:identifier", rdf.plain),
    ("version", "dcat:version", rdf.plain),
    ("publisher", "dct:publisher", rdf.node),
    ("publisher_type", "dct:type", rdf.among(PUBLISHER_TYPE)),
    ("contact", "dcat:contactPoint", rdf.node),
    ("full_name", "vcard:fn", rdf.german),
    ("email", "vcard:hasEmail", rdf.among("mailto:")),
    ("url", "vcard:hasURL", rdf.node),
    ("keywords", "dcat:keyword", rdf.german),
    ("themes", "dcat:theme", rdf.among(THEME)),
    ("taxonomy", "dcat:themeTaxonomy", rdf.node),
    ("issued", "dct:issued", rdf.moment),
    ("modified", "dct:modified", rdf.moment),
    ("frequency", "dct:accrualPeriodicity", rdf.among(AUTHORITY + "frequency/")),
    ("language", "dct:language", rdf.among(AUTHORITY + "language/")),
    ("access", "dct:accessRights", rdf.among(AUTHORITY + "access-right/")),
    ("rights", "dct:rights", rdf.among(AUTHORITY + "access-right/")),
    ("availability", "dcatap:availability", rdf.among(AUTHORITY + "planned-availability/")),
    ("spatial", "dct:spatial", rdf.node),
    ("contributor", "dcatde:contributorID", rdf.among(CONTRIBUTORS)),
    ("level", "dcatde:politicalGeocodingLevelURI", rdf.among(GEOCODING + "Level/")),
    ("temporal", "dct:temporal", rdf.node),
    ("start", "dcat:startDate", rdf.day),
    ("end", "dcat:endDate", rdf.day),
    ("licence", "dct:license", rdf.among(DCAT_AP_DE)),
    ("same_as", "owl:sameAs", rdf.node),
    ("attribution", "dcatde:licenseAttributionByText", rdf.german),
    ("homepage", "foaf:homepage", rdf.node),
    ("landing_page", "dcat:landingPage", rdf.node),
    ("page", "foaf:page", rdf.node),
    ("access_url", "dcat:accessURL", rdf.node),
    ("download_url", "dcat:downloadURL", rdf.node),
    ("format", "dct:format", rdf.among(AUTHORITY + "file-type/")),
    ("media_type", "dcat:mediaType", rdf.among(MEDIA)),
    ("bytes", "dcat:byteSize", rdf.size),
    ("checksum", "spdx:checksum", rdf.node),
    ("algorithm", "spdx:algorithm", rdf.node),
    ("sum", "spdx:checksumValue", rdf.digest),
    ("access_service", "dcat:accessService", rdf.node),
    ("endpoint", "dcat:endpointURL", rdf.node),
    ("endpoint_description", "dcat:endpointDescription", rdf.node),
    ("serves", "dcat:servesDataset", rdf.node),
    ("services", "dcat:service", rdf.node),
    ("distributions", "dcat:distribution", rdf.node),
    ("series", "dcat:inSeries", rdf.node),
    ("previous_release", "dcat:prev", rdf.node),
    ("first_member", "dcat:first", rdf.node),
    ("last_member", "dcat:last", rdf.node),
    ("versions", "dcat:hasVersion", rdf.node),
    ("current_version", "dcat:hasCurrentVersion", rdf.node),
    ("datasets", "dcat:dataset", rdf.node),
    # A page of a catalogue, in the words of Hydra now and before: harvesters follow the one or the other.
    ("total", "hydra:totalItems", rdf.whole),
    ("per_page", "hydra:itemsPerPage", rdf.whole),
    ("first", "hydra:first", rdf.node),
    ("first", "hydra:firstPage", rdf.node),
    ("last", "hydra:last", rdf.node),
    ("last", "hydra:lastPage", rdf.node),
    ("next", "hydra:next", rdf.node),
    ("next", "hydra:nextPage", rdf.node),
    ("previous", "hydra:previous", rdf.node),
    ("previous", "hydra:previousPage", rdf.node),
))  # fmt: skip
"""Field, term, kind: everything that we say about a catalogue and what is in it."""

FILE_TYPES = {"csv": "CSV", "json": "JSON", "xlsx": "XLSX", "parquet": "PARQUET", "geojson": "GEOJSON", "zip": "ZIP"}
"""Our formats in the EU's list; it has no term for JSON Lines."""
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "zip": "application/zip",
}
"""Our formats in IANA's list, where they are registered."""
FREQUENCIES = frozenset({
    "ANNUAL", "ANNUAL_2", "ANNUAL_3", "BIENNIAL", "BIHOURLY", "BIMONTHLY", "BIWEEKLY", "CONT", "DAILY",
    "DAILY_2", "DECENNIAL", "HOURLY", "IRREG", "MONTHLY", "MONTHLY_2", "MONTHLY_3", "NEVER", "OTHER",
    "QUADRENNIAL", "QUARTERLY", "QUINQUENNIAL", "TRIENNIAL", "TRIHOURLY", "UNKNOWN", "UPDATE_CONT", "WEEKLY", "WEEKLY_2",
    "WEEKLY_3",
})  # fmt: skip
"""Codes of the EU's frequency list."""
