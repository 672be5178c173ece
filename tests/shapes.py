"""Validates RDF against the shapes of DCAT-AP and DCAT-AP.de: which files make up a profile."""

from pathlib import Path

from rdflib import Graph

from harvesters import shapes

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


def complaints(shared: Path, profile: str, feed: bytes) -> list[str]:
    """What the profile finds wrong or warns of in a feed of N-Triples, a line each: severity, message, where."""
    data = Graph().parse(data=feed, format="nt")
    whole = data if profile in ALONE else data + shapes.background(data)
    return shapes.complaints(shapes.read([shared / "shacl" / name for name in PROFILES[profile]]), whole)


def violations(shared: Path, profile: str, feed: bytes) -> list[str]:
    """Only what is wrong."""
    return [line for line in complaints(shared, profile, feed) if line.startswith("Violation")]


def folders(shared: Path, home: Path) -> Path:
    """A folder with one folder of shapes for each profile, as an installation has them."""
    for profile, files in PROFILES.items():
        if profile in ALONE - {"ap301-base"}:
            continue
        folder = home / ("dcat_ap_de_2" if profile == "de20" else profile)
        folder.mkdir(parents=True)
        for name in files:
            (folder / name.replace("/", "-")).symlink_to(shared / "shacl" / name)
    return home
