"""Packages of a CKAN as it answers ``package_search``, with the habits of its many versions and of DKAN."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from datasets.city import Portal
from harvesters.lists.elsewhere import Facts, distributions
from harvesters.reading import stated

Package = dict[str, Any]

_ORIGINAL = ("identifier", "guid", "uri")
"""Extras in which a re-harvested package keeps the identifier of its original, the most telling first."""
_HARVESTER = "harvest"
"""Type of a package that only stands for a harvester; other types are datasets by another name."""


def is_listed(package: Package) -> bool:
    """Whether it is a dataset that anyone may see."""
    return package.get("state", "active") == "active" and not package.get("private") and package.get("type", "dataset") != _HARVESTER


def facts(package: Package, portal: Portal | None, site: str) -> Facts:
    """What the package says; ``site`` is the address of the CKAN, empty where nothing tells it."""
    extras = extras_of(package)
    name = stated.line(str(package.get("name") or package.get("id") or ""), 200)
    resources = [one for one in listed(package.get("resources")) if isinstance(one, dict) and one.get("state", "active") == "active"]
    return {
        "identifier": _identifier(package, extras),
        "title": stated.text(_by_language(package, "title"), 1000),
        "description": stated.text(_by_language(package, "notes")),
        "publisher": _publisher(package, extras),
        "licence": _licence(package, resources),
        "landing": _landing(package, portal, site, name),
        "keywords": stated.words(one.get("display_name") or one.get("name") if isinstance(one, dict) else one for one in _tags(package)),
        "themes": stated.themes(_themes(package, extras)),
        "issued": stated.day(extras.get("issued") or extras.get("metadata_original_created") or package.get("metadata_created")),
        "modified": stated.day(extras.get("modified") or package.get("metadata_modified")),
        "distributions": distributions(
            (one.get("url"), one.get("format") or one.get("mimetype"), _named(one.get("name"))) for one in resources
        ),
        "portal": portal.name if portal else stated.host(site) or "CKAN",
        "portal_url": stated.address(site),
    }


def extras_of(package: Package) -> dict[str, Any]:
    """Extras by key: a list of pairs, or an object in old metadata. JSON inside a string is read."""
    given = package.get("extras")
    pairs = (
        given.items() if isinstance(given, dict) else [(one.get("key"), one.get("value")) for one in listed(given) if isinstance(one, dict)]
    )
    return {str(key): unpacked(value) for key, value in pairs}


def unpacked(value: Any) -> Any:
    """The object or list that a string holds as JSON; anything else as it is."""
    if not isinstance(value, str) or value.lstrip()[:1] not in {"{", "["}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def listed(value: Any) -> list[Any]:
    """A list as it is, nothing as an empty one, anything else as one of one."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _by_language(package: Package, field: str) -> Any:
    return unpacked(package.get(f"{field}_translated") or package.get(field))


def _identifier(package: Package, extras: dict[str, Any]) -> str:
    said = (extras.get(key) or package.get(key) for key in _ORIGINAL)
    return next(
        (text for one in said if (text := stated.line(one, 1000))), stated.line(str(package.get("id") or package.get("name") or ""))
    )


def _named(value: Any) -> str:
    found = stated.text(unpacked(value), 300)
    return found.de if found else ""


def _publisher(package: Package, extras: dict[str, Any]) -> str:
    """The publishing body; authors and contacts may be persons and are not taken."""
    organization = package.get("organization")
    stands = organization if isinstance(organization, dict) else {}
    said = (extras.get("publisher_name"), stands.get("title"), stands.get("display_name"), stands.get("name"))
    return next((text for one in said if (text := _named(one))), "")


def _licence(package: Package, resources: list[Package]) -> str:
    """Title, else term, else address; where the package states none, those of its resources."""
    said = next((text for key in ("license_title", "license_id", "license_url") if (text := _named(package.get(key)))), "")
    if said and package.get("license_id") != "notspecified":
        return said
    return "; ".join(stated.words(one.get("license") for one in resources))[:500]


def _landing(package: Package, portal: Portal | None, site: str, name: str) -> str | None:
    if portal and portal.page:
        return stated.address(portal.page.replace("{name}", quote(name, safe="")))
    if site and name:
        return stated.address(f"{site}/dataset/{quote(name, safe='')}")
    return stated.address(package.get("url"))


def _tags(package: Package) -> Iterator[Any]:
    yield from listed(package.get("tags"))


def _themes(package: Package, extras: dict[str, Any]) -> Iterator[Any]:
    for value in listed(extras.get("theme") or package.get("theme")):
        yield value.split("/")[-1] if isinstance(value, str) and "/data-theme/" in value else value
    for group in listed(package.get("groups")):
        yield (_named(group.get("title")) or group.get("name")) if isinstance(group, dict) else group
