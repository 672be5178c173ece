"""How good the metadata of a dataset are: the 405 points of the EU's metadata quality assessment, counted on what we publish as RDF."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from datasets.vocabularies import dcat_terms, rdf
from datasets.vocabularies.licences import DCAT_AP_DE, LICENCES

OPEN_FORMATS = frozenset({
    "BMP", "CSV", "DBF", "GEOJSON", "GZIP", "HTML", "ICS", "JPEG2000", "JSON", "JSON_LD", "KML", "KMZ", "NETCDF", "ODS",
    "PNG", "RDF_N_QUADS", "RDF_N_TRIPLES", "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "RSS", "RTF", "TAR", "TIFF", "TSV",
    "TXT", "WMS_SRVC", "XML", "ZIP",
})  # fmt: skip
"""Codes of the EU's file types that the assessment takes for non-proprietary."""
MACHINE_FORMATS = frozenset({
    "CSV", "GEOJSON", "ICS", "JSON", "JSON_LD", "KML", "KMZ", "NETCDF", "ODS", "RDFA", "RDF_N_QUADS", "RDF_N_TRIPLES", "RDF_TRIG",
    "RDF_TURTLE", "RDF_XML", "RSS", "SHP", "XLS", "XLSX", "XML",
})  # fmt: skip
"""Codes that it takes for machine readable."""
MOST = 405
RATINGS = ((351, "excellent"), (221, "good"), (121, "sufficient"), (0, "bad"))
"""Points from which a rating holds."""
FILE_TYPE = dcat_terms.AUTHORITY + "file-type/"
ACCESS = dcat_terms.AUTHORITY + "access-right/"

Said = Mapping[str, frozenset[str]]
"""What is said of one thing: values by term, as ``dct:title``."""


@dataclass(frozen=True, slots=True)
class View:
    """What an indicator looks at: the dataset, one of its files, what both point to, and which addresses answer."""

    dataset: Said
    file: Said
    things: Mapping[str, Said]
    links: Mapping[str, bool]
    conforms: bool | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One question with its points; ``of_file`` says that it is asked of the best file.

    The answer is yes or no, or the share of a question that is asked of many addresses.
    """

    name: str
    dimension: str
    points: int
    met: Callable[[View], bool | Fraction]
    of_file: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The answer to one indicator."""

    name: str
    dimension: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Quality:
    """All answers; ``file`` names the file that did best, empty where there is none."""

    points: int
    rating: str
    file: str
    marks: tuple[Mark, ...]

    def dimensions(self) -> dict[str, tuple[int, int]]:
        """Points reached and points possible, by dimension."""
        found: dict[str, tuple[int, int]] = {}
        for mark in self.marks:
            points, most = found.get(mark.dimension, (0, 0))
            found[mark.dimension] = points + mark.points, most + mark.most
        return found


def assess(dataset: str, lines: str, links: Mapping[str, bool], conforms: bool | None = None) -> Quality:
    """Counts the points of the dataset of that address. ``links`` says of addresses whether they answer; one not in it does not.

    ``conforms`` is what the shapes of DCAT-AP say of it, None where nobody asked them: then what they demand first is looked at.
    The assessment is content with the best file; of addresses all are to answer, so that no broken link hides behind a good one.
    """
    things = _by_subject(lines)
    said = things.get(dataset, {})
    views = {file: View(said, things.get(file, {}), things, links, conforms) for file in sorted(said.get("dcat:distribution", ()))}
    best = max(views, key=lambda file: _points(views[file], of_file=True), default="")
    view = views.get(best) or View(said, {}, things, links, conforms)
    marks = tuple(Mark(one.name, one.dimension, int(one.points * one.met(view)), one.points) for one in INDICATORS)
    points = sum(mark.points for mark in marks)
    return Quality(points, next(name for least, name in RATINGS if points >= least), best, marks)


def _points(view: View, of_file: bool) -> int:
    return sum(int(one.points * one.met(view)) for one in INDICATORS if one.of_file is of_file)


def _by_subject(lines: str) -> dict[str, Said]:
    names = {rdf.spelled(short): short for short in _TERMS}
    found: dict[str, dict[str, set[str]]] = {}
    for subject, predicate, value, *_ in rdf.triples(lines):
        if predicate.value in names:
            found.setdefault(_text(subject), {}).setdefault(names[predicate.value], set()).add(_text(value))
    return {subject: {term: frozenset(values) for term, values in said.items()} for subject, said in found.items()}


def _text(term: object) -> str:
    value: str = getattr(term, "value", "")
    return value


def _has(term: str, of_file: bool = False) -> Callable[[View], bool]:
    return lambda view: bool((view.file if of_file else view.dataset).get(term))


def _answers(term: str) -> Callable[[View], Fraction]:
    """The share of addresses of all files that answer."""

    def share(view: View) -> Fraction:
        files = view.dataset.get("dcat:distribution", frozenset())
        addresses = {address for file in files for address in view.things.get(file, {}).get(term, ())}
        return Fraction(sum(view.links.get(address, False) for address in addresses), len(addresses) or 1)

    return share


def _codes(view: View) -> set[str]:
    return {value.removeprefix(FILE_TYPE) for value in view.file.get("dct:format", ()) if value.startswith(FILE_TYPE)}


def _from_lists(view: View) -> bool:
    """Format and media type are there, and both are terms of their lists."""
    kinds = view.file.get("dcat:mediaType", frozenset())
    return bool(_codes(view)) and bool(kinds) and all(kind.startswith(dcat_terms.MEDIA) for kind in kinds)


def _known_licence(view: View) -> bool:
    """One whose terms can be read; the list's words for "closed" and "other" are none."""
    terms = [LICENCES.get(value.removeprefix(DCAT_AP_DE)) for value in view.file.get("dct:license", ())]
    return any(term is not None and term.stated for term in terms)


def _complies(view: View) -> bool:
    """What the shapes say; where nobody asked them, whether all is there that DCAT-AP.de demands."""
    if view.conforms is not None:
        return view.conforms
    contacts = [view.things.get(contact, {}) for contact in view.dataset.get("dcat:contactPoint", ())]
    reached = all(contact.get("vcard:hasEmail") or contact.get("vcard:hasURL") for contact in contacts)
    files = [view.things.get(file, {}) for file in view.dataset.get("dcat:distribution", ())]
    whole = all(file.get("dcat:accessURL") and file.get("dct:license") for file in files)
    return reached and whole and all(view.dataset.get(term) for term in ("dct:title", "dct:description", "dct:publisher"))


INDICATORS = (
    Indicator("keywords", "findability", 30, _has("dcat:keyword")),
    Indicator("categories", "findability", 30, _has("dcat:theme")),
    Indicator("geo_search", "findability", 20, _has("dct:spatial")),
    Indicator("time_search", "findability", 20, _has("dct:temporal")),
    Indicator("access_url_answers", "accessibility", 50, _answers("dcat:accessURL")),
    Indicator("download_url", "accessibility", 20, _has("dcat:downloadURL", of_file=True), of_file=True),
    Indicator("download_url_answers", "accessibility", 30, _answers("dcat:downloadURL")),
    Indicator("format", "interoperability", 20, _has("dct:format", of_file=True), of_file=True),
    Indicator("media_type", "interoperability", 10, _has("dcat:mediaType", of_file=True), of_file=True),
    Indicator("format_from_list", "interoperability", 10, _from_lists, of_file=True),
    Indicator("open_format", "interoperability", 20, lambda view: bool(_codes(view) & OPEN_FORMATS), of_file=True),
    Indicator("machine_format", "interoperability", 20, lambda view: bool(_codes(view) & MACHINE_FORMATS), of_file=True),
    Indicator("dcat_ap", "interoperability", 30, _complies),
    Indicator("licence", "reusability", 20, _has("dct:license", of_file=True), of_file=True),
    Indicator("known_licence", "reusability", 10, _known_licence, of_file=True),
    Indicator("access_rights", "reusability", 10, _has("dct:accessRights")),
    Indicator(
        "access_rights_from_list",
        "reusability",
        5,
        lambda view: any(value.startswith(ACCESS) for value in view.dataset.get("dct:accessRights", ())),
    ),
    Indicator("contact", "reusability", 20, _has("dcat:contactPoint")),
    Indicator("publisher", "reusability", 10, _has("dct:publisher")),
    Indicator("rights", "contextuality", 5, _has("dct:rights", of_file=True), of_file=True),
    Indicator("size", "contextuality", 5, _has("dcat:byteSize", of_file=True), of_file=True),
    Indicator("issued", "contextuality", 5, lambda view: bool(view.dataset.get("dct:issued") and view.file.get("dct:issued"))),
    Indicator("modified", "contextuality", 5, lambda view: bool(view.dataset.get("dct:modified") and view.file.get("dct:modified"))),
)
"""The questions of the assessment, in its order."""
_TERMS = (
    "dcat:keyword", "dcat:theme", "dct:spatial", "dct:temporal", "dcat:accessURL", "dcat:downloadURL", "dct:format", "dcat:mediaType",
    "dct:license", "dct:accessRights", "dcat:contactPoint", "dct:publisher", "dct:rights", "dcat:byteSize", "dct:issued", "dct:modified",
    "dct:title", "dct:description", "dcat:distribution", "vcard:hasEmail", "vcard:hasURL",
)  # fmt: skip
