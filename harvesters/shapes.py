"""RDF held against shapes of DCAT-AP by pyshacl; imported only where shapes are, for no other installation needs it."""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pyshacl
from rdflib import RDF, SKOS, BNode, Graph, Literal, URIRef

from datasets.city import NUTS
from datasets.errors import SettingsWrong
from datasets.verdicts import Found
from datasets.vocabularies import dcat_terms
from datasets.vocabularies.dcat_dataset import PROFILES
from datasets.vocabularies.licences import DCAT_AP_DE

DCT, SPDX = "http://purl.org/dc/terms/", "http://spdx.org/rdf/terms#"
SH = "http://www.w3.org/ns/shacl#"
JUDGE = f"pyshacl {version('pyshacl')}"
MOST = 10
"""Messages that are kept."""
TYPES = {
    "language": (DCT + "LinguisticSystem",),
    "frequency": (DCT + "Frequency",),
    "access-right": (DCT + "RightsStatement",),
    "country": (DCT + "Location",),
    "file-type": (DCT + "MediaTypeOrExtent",),
    "planned-availability": (),
    "data-theme": (),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """All shapes of one folder."""

    name: str
    shapes: Graph
    digest: str

    @property
    def edition(self) -> str:
        """The edition that it judges: one that its name begins with, else the newest."""
        return next((edition for edition in PROFILES if self.name.startswith(edition)), PROFILES[0])

    def judge(self, description: bytes) -> Found:
        """What it says of a description in N-Triples."""
        data = Graph().parse(data=description, format="nt")
        lines = complaints(self.shapes, data + background(data))
        wrong = sum(line.startswith("Violation") for line in lines)
        told = sorted(lines, key=lambda line: not line.startswith("Violation"))[:MOST]
        return Found(self.name, self.edition, wrong, len(lines) - wrong, tuple(told), JUDGE, self.digest)


def profiles(folder: Path) -> list[Profile]:
    """Each folder in this one with Turtle files is a profile. Raises SettingsWrong where there is none, or a file is unreadable."""
    found = [_profile(one) for one in sorted(folder.glob("*")) if one.is_dir() and any(one.glob("*.ttl"))]
    if not found:
        raise SettingsWrong(f"MEHRWERT_SHAPES: {folder} has no folder with .ttl files; each is one profile.")
    return found


def _profile(folder: Path) -> Profile:
    files = sorted(folder.glob("*.ttl"))
    return Profile(folder.name, read(files), hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest())


def read(files: list[Path]) -> Graph:
    """The shapes of these files together."""
    shapes = Graph()
    for file in files:
        try:
            shapes.parse(file)
        except Exception as error:  # noqa: BLE001  # the parsers of rdflib share no error of their own
            raise SettingsWrong(f"MEHRWERT_SHAPES: {file} cannot be read: {error}.") from None
    _drop_broken(shapes)
    return shapes


def complaints(shapes: Graph, data: Graph) -> list[str]:
    """What is wrong or warned of, a line each: severity, message, where."""
    found = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inference="none", do_owl_imports=False)[1]
    assert isinstance(found, Graph), found  # noqa: S101  # it judges or raises
    return sorted(_line(found, result) for result in found.subjects(RDF.type, URIRef(SH + "ValidationResult")))


def _drop_broken(shapes: Graph) -> None:
    """The published shapes point to a few property shapes without a path, which no validator can apply."""
    for shape, part in list(shapes.subject_objects(URIRef(SH + "property"))):
        if (part, URIRef(SH + "path"), None) not in shapes:
            shapes.remove((shape, URIRef(SH + "property"), part))


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
    assert isinstance(result, URIRef | BNode)  # noqa: S101  # no subject is a literal
    said = {
        name: found.value(result, URIRef(SH + name)) for name in ("resultSeverity", "resultMessage", "focusNode", "resultPath", "value")
    }
    severity = str(said.pop("resultSeverity")).rpartition("#")[2]
    # A blank node's label means nothing to anybody outside.
    return " | ".join([severity, *(str(value) for value in said.values() if value is not None and not isinstance(value, BNode))])
