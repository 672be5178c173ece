"""Validates RDF against the shapes of DCAT-AP and DCAT-AP.de: which files make up a profile, and the background they need."""

from pathlib import Path

import pyshacl
from rdflib import RDF, SKOS, BNode, Graph, Literal, URIRef

from datasets.city import NUTS
from datasets.vocabularies import dcat_terms
from datasets.vocabularies.licences import DCAT_AP_DE

DCT, FOAF, SPDX = "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/", "http://spdx.org/rdf/terms#"
SH = "http://www.w3.org/ns/shacl#"
PROFILES = {
    "ap301-base": ("dcat-ap-3.0.1/shapes.ttl",),
    "ap301-full": ("dcat-ap-3.0.1/dcat-ap-SHACL.ttl",),
    "ap301-recommended": ("dcat-ap-3.0.1/shapes_recommended.ttl",),
    "ap301-deprecated": ("dcat-ap-3.0.1/deprecateduris.ttl",),
    "de30": (
        "dcat-ap-3.0.0/dcat-ap-SHACL.ttl",
        "dcat-ap-de-3.0/dcat-ap-SHACL-DE.ttl",
        "dcat-ap-de-3.0/dcat-ap-de-deprecated.ttl",
        "dcat-ap-de-3.0/dcat-ap-spec-german-additions.ttl",
    ),
    "de30-cv": ("dcat-ap-de-3.0/dcat-ap-de-controlledvocabularies.ttl",),
    "de20": (
        "dcat-ap-de-2.0/dcat-ap-konventionen.ttl",
        "dcat-ap-de-2.0/dcat-ap-spec-german-additions.ttl",
        "dcat-ap-de-2.0/dcat-ap-spec-german-messages.ttl",
        "dcat-ap-de-2.0/dcat-ap-de-deprecated.ttl",
    ),
}
ALONE = {"ap301-base", "ap301-recommended", "ap301-deprecated"}
"""Profiles that judge the feed without knowing the lists it takes its terms from."""
TYPES = {
    "language": (DCT + "LinguisticSystem",),
    "frequency": (DCT + "Frequency",),
    "access-right": (DCT + "RightsStatement",),
    "country": (DCT + "Location",),
    "file-type": (DCT + "MediaTypeOrExtent",),
    "planned-availability": (),
    "data-theme": (),
}


def complaints(shared: Path, profile: str, feed: bytes) -> list[str]:
    """What the profile finds wrong or warns of in a feed of N-Triples, a line each: severity, message, where."""
    data = Graph().parse(data=feed, format="nt")
    shapes = Graph()
    for name in PROFILES[profile]:
        shapes.parse(shared / "shacl" / name)
    _drop_broken(shapes)
    whole = data if profile in ALONE else data + background(data)
    found = pyshacl.validate(whole, shacl_graph=shapes, advanced=False, inference="none", do_owl_imports=False)[1]
    assert isinstance(found, Graph), found
    return sorted(_line(found, result) for result in found.subjects(RDF.type, URIRef(SH + "ValidationResult")))


def _drop_broken(shapes: Graph) -> None:
    """The published shapes point to a few property shapes without a path, which no validator can apply."""
    for shape, part in list(shapes.subject_objects(URIRef(SH + "property"))):
        if (part, URIRef(SH + "path"), None) not in shapes:
            shapes.remove((shape, URIRef(SH + "property"), part))


def violations(shared: Path, profile: str, feed: bytes) -> list[str]:
    """Only what is wrong."""
    return [line for line in complaints(shared, profile, feed) if line.startswith("Violation")]


def background(feed: Graph) -> Graph:
    """The types that the lists themselves give to the terms that a feed uses."""
    known = Graph()
    for term in {term for term in feed.objects() if isinstance(term, URIRef)}:
        for kind, scheme in _kinds(str(term)):
            known.add((term, RDF.type, URIRef(kind)))
            if scheme:
                known.add((term, RDF.type, SKOS.Concept))
                known.add((term, SKOS.prefLabel, Literal(str(term).rpartition("/")[2], lang="en")))
                known.add((term, SKOS.inScheme, URIRef(scheme)))
    known.add((URIRef(dcat_terms.TAXONOMY), RDF.type, SKOS.ConceptScheme))
    known.add((URIRef(dcat_terms.TAXONOMY), URIRef(DCT + "title"), Literal("Data theme", lang="en")))
    return known


def _kinds(term: str) -> list[tuple[str, str]]:
    concept = str(SKOS.Concept)
    for part, kinds in TYPES.items():
        if term.startswith(f"{dcat_terms.AUTHORITY}{part}/"):
            return [(kind, dcat_terms.AUTHORITY + part) for kind in (*kinds, concept)]
    if term.startswith(dcat_terms.MEDIA):
        return [(DCT + "MediaType", ""), (DCT + "MediaTypeOrExtent", "")]
    if term.startswith(dcat_terms.GEOCODING + "Level/"):
        return [(concept, dcat_terms.GEOCODING + "Level")]
    if term.startswith((dcat_terms.GEOCODING, NUTS, dcat_terms.COUNTRY)):
        return [(DCT + "Location", "")]
    if term.startswith(dcat_terms.PUBLISHER_TYPE):
        return [(concept, dcat_terms.PUBLISHER_TYPE + "1.0")]
    if term.startswith(dcat_terms.CONTRIBUTORS):
        return [(concept, dcat_terms.CONTRIBUTORS.rstrip("/"))]
    if term.startswith(DCAT_AP_DE):
        return [(DCT + "LicenseDocument", DCAT_AP_DE.rstrip("/"))]
    schemes = {dcat_terms.SHA256: "", dcat_terms.SHA256_BEFORE: dcat_terms.SHA256_BEFORE.removesuffix("/sha/256")}
    return [(SPDX + "ChecksumAlgorithm", schemes[term])] if term in schemes else []


def _line(found: Graph, result: object) -> str:
    assert isinstance(result, URIRef | BNode)
    said = {
        name: found.value(result, URIRef(SH + name)) for name in ("resultSeverity", "resultMessage", "focusNode", "resultPath", "value")
    }
    severity = str(said.pop("resultSeverity")).rpartition("#")[2]
    return " | ".join([severity, *(str(value) for value in said.values())])
