"""What an address for programs takes and answers: said beside its route, read by /openapi.json and /api/docs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Json = dict[str, Any]

CKAN, DATASETS, QUERIES, CATALOGUE, FEEDS, OPERATION = "CKAN", "Datasets", "Queries", "Catalogue", "Feeds", "Operation"
GROUPS = {
    CKAN: "CKAN's Action API: what ckanapi and the harvesters of other portals speak.",
    DATASETS: "Files, releases and descriptions of one dataset.",
    QUERIES: "Rows of a dataset, filtered and sorted.",
    CATALOGUE: "All datasets in RDF, by DCAT-AP.de.",
    FEEDS: "What is new, as Atom, and badges.",
    OPERATION: "For those who run the portal, and for search engines.",
}
"""Parts of the interface, in the order in which they are read."""

TEXT: Json = {"type": "string"}
NATURAL: Json = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "maxLength": 0}]}
"""A whole number from 0 on; an empty text is none."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One part of the path or of the question; ``text`` says in one sentence what it means."""

    name: str
    text: str
    schema: Json = field(default_factory=lambda: TEXT)
    example: Any = None


@dataclass(frozen=True, slots=True)
class Described:
    """``content`` is what a success holds: a type of pydantic, or None for a text, by media type."""

    group: str
    content: Mapping[str, Any]
    parameters: tuple[Parameter, ...] = ()
    errors: tuple[int, ...] = ()
    status: int = 200
    also: Mapping[int, str] = field(default_factory=dict)
    """Other answers that are no error, with what they say."""


def described(
    group: str, content: Mapping[str, Any], *parameters: Parameter, errors: tuple[int, ...] = (), status: int = 200, **also: str
) -> Json:
    """For ``openapi_extra`` of a route; ``also`` as ``s206="a part of the file"``."""
    others = {int(name.removeprefix("s")): text for name, text in also.items()}
    return {"described": Described(group, content, parameters, errors, status, others)}


NAMED: Json = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{1,99}$"}
SLUG = Parameter("slug", "Name of the dataset, as package_list gives it.", NAMED, "projekte")
RELEASE = Parameter(
    "release", "Name of the release: its day, and a number from the second of a day on.",
    {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(\.[0-9]+)?$"},
)  # fmt: skip
FIRST, SECOND = replace(RELEASE, name="first", text="The older release."), replace(RELEASE, name="second", text="The newer release.")
PROJECT = Parameter("slug", "Name of the project, as in the address of its page.", NAMED)
