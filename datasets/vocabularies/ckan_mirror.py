"""Our dataset as a package of another CKAN: what we want to stand there, and what differs from what does."""

import re
from typing import Any

from datasets.catalogue import Shown
from datasets.vocabularies import ckan
from datasets.vocabularies.ckan import Json
from datasets.vocabularies.themes import THEMES

MARK = "mirrored_by"
"""Extra of a package and key of a resource that we made there; its value names the installation."""
ROWS_OF = "rows_of"
"""Key of the resource with the rows: the digest of the release that they are, set when the last row stands there."""
PACKAGE = ("title", "notes", "url", "version", "license_id", "author", "maintainer", "maintainer_email", "private", "state")
RESOURCE = ("name", "description", "url", "format", "mimetype", "size", "hash", "position")
_TAG = re.compile(r"[^\w .-]")


def wanted(shown: Shown, base: str, installation: str) -> Json:
    """The package with its resources. Without an address of our own there is nothing to link to but the rows themselves."""
    package = ckan.package(shown, base)
    resources = [{name: one[name] for name in ("id", *RESOURCE)} | {MARK: installation} for one in package["resources"]]
    if not base:
        rows = ckan.resource_id(shown.uid)
        stored = {"url": "_datastore_only_resource", "url_type": "datastore", "size": None, "hash": ""}
        resources = [one | stored for one in resources if one["id"] == rows]
    return {name: package[name] for name in ("name", *PACKAGE)} | {
        "url": package["url"] if base else "",
        "tags": sorted({tag for word in shown.record.keywords if (tag := _tag(word))}),
        "groups": sorted(group["name"] for group in package["groups"]),
        "extras": {one["key"]: one["value"] for one in package["extras"]} | {MARK: installation},
        "resources": resources,
    }


def _tag(word: str) -> str:
    """A keyword without what CKAN allows in no tag; empty where too little is left."""
    said = " ".join(_TAG.sub(" ", word).split())[:100]
    return said if len(said) > 1 else ""


def is_ours(package: Json, installation: str) -> bool:
    """Whether we made a package there."""
    return _extras(package).get(MARK) == installation


def merged(there: Json, want: Json, ours: set[str]) -> Json | None:
    """The whole package to be written, with what others added to it; None where it is so already.

    ``ours`` are names of extras that only we set: one that has no value any more goes.
    """
    extras = {name: value for name, value in _extras(there).items() if name not in ours} | want["extras"]
    groups = sorted(set(want["groups"]) | {name for name in _names(there, "groups") if name.upper() not in THEMES})
    resources = _resources(there, want)
    before = {name: there.get(name) or "" for name in PACKAGE}
    after = {name: want[name] or "" for name in PACKAGE}
    same = (
        (before, extras, groups) == (after, _extras(there), _names(there, "groups"))
        and (want["tags"], want["owner_org"]) == (_names(there, "tags"), there.get("owner_org"))
        and resources == there["resources"]
    )
    return None if same else there | whole(want | {"groups": groups, "extras": extras, "resources": resources})


def whole(want: Json) -> Json:
    """A package in the form in which it is sent."""
    return want | {
        "tags": [{"name": name} for name in want["tags"]],
        "groups": [{"name": name} for name in want["groups"]],
        "extras": [{"key": key, "value": value} for key, value in sorted(want["extras"].items())],
    }


def _resources(there: Json, want: Json) -> list[Json]:
    """Ours first, each with what CKAN itself keeps with it, then those that others added."""
    known = {one["id"]: one for one in there["resources"]}
    mine = [_resource(known.pop(one["id"], {}), one) for one in want["resources"]]
    foreign = [one for one in known.values() if one.get(MARK) != want["extras"][MARK]]
    return mine + [one | {"position": len(mine) + number} for number, one in enumerate(foreign)]


def _resource(there: Json, want: Json) -> Json:
    # CKAN puts the address of the dump in the place of the word for it.
    is_stored = there.get("url_type") == want.get("url_type") == "datastore"
    return there | want | ({"url": there["url"]} if is_stored else {})


def _extras(package: Json) -> dict[str, str]:
    return {one["key"]: one["value"] for one in package.get("extras", ())}


def _names(package: Json, what: str) -> list[str]:
    return sorted(one["name"] for one in package.get(what, ()))


def changes(there: Json, want: Json) -> dict[str, Any]:
    """What is to be patched in a group that we made."""
    return {name: want[name] for name in ("title", "description") if (there.get(name) or "") != want[name]}
