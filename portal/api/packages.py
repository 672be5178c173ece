"""CKAN actions on packages and their resources."""

import datetime as dt
import json
from typing import Annotated, Any, TypeVar

from pydantic_core import to_json

from datasets import history
from datasets.catalogue import Shown
from datasets.database import reading
from datasets.errors import BadQuestion, NotFound
from datasets.history import Past
from datasets.shelf import Entry
from datasets.vocabularies import ckan
from portal.api.asked import Asked, Encoded
from portal.api.ckan_shapes import Activity, Hit, Package, Resource

Item = TypeVar("Item")
ACTIVITIES, MOST_ACTIVITIES = 31, 100


def text_of(asked: Asked, entry: Entry) -> bytes:
    """The package of a dataset as JSON; made once until the dataset changes."""
    since = asked.view.publishers[entry.publisher]

    def make(shown: Shown) -> bytes:
        return to_json(ckan.package(shown, asked.base, since))

    return asked.view.made(entry, f"ckan {asked.base}", make)


def package_of(asked: Asked, entry: Entry) -> dict[str, Any]:
    """The package of a dataset."""
    found: dict[str, Any] = json.loads(text_of(asked, entry))
    return found


def package_list(asked: Asked) -> list[str]:
    """Names of all datasets, in alphabetical order.

    :param int limit: how many
    :param int offset: how many to leave out before
    """
    names = sorted(asked.view.entries)
    offset = asked.number("offset", 0)
    return names[offset : offset + asked.number("limit", len(names))]


def package_show(asked: Asked) -> Annotated[Encoded, Package]:
    """One dataset with its resources.

    :param id: name or id of the dataset
    """
    return Encoded(text_of(asked, asked.view.entry(asked.needed("id", "name_or_id"))))


def current_package_list_with_resources(asked: Asked) -> Annotated[Encoded, list[Package]]:
    """Datasets with their resources, the last changed first.

    :param int limit: how many
    :param int offset: how many to leave out before
    """
    entries = sorted(asked.view.entries.values(), key=lambda entry: entry.modified_at, reverse=True)
    offset = asked.number("offset", 0)
    chosen = entries[offset : offset + asked.number("limit", len(entries))]
    return Encoded(b"[%s]" % b",".join(text_of(asked, entry) for entry in chosen))


def resource_show(asked: Asked) -> Annotated[dict[str, Any], Resource]:
    """One resource: one file of the current release of a dataset.

    :param id: id of the resource; it stays the same over all releases
    """
    resource_id = asked.needed("id")
    entry, _ = asked.view.resource(resource_id)
    for resource in package_of(asked, entry)["resources"]:
        if resource["id"] == resource_id:
            found: dict[str, Any] = resource
            return found
    raise NotFound(f'Resource "{resource_id}" was not found.')


def resource_view_list(asked: Asked) -> list[str]:
    """Views of a resource; there are none, the page of the dataset shows its rows.

    :param id: id of the resource
    """
    asked.view.resource(asked.needed("id"))
    return []


def package_autocomplete(asked: Asked) -> Annotated[list[dict[str, str]], list[Hit]]:
    """Datasets whose name or title holds a text.

    :param q: the text
    :param int limit: how many, 10 unless said
    """
    text = asked.needed("q").casefold()
    found = [entry for entry in asked.view.entries.values() if text in entry.slug or text in entry.title.de.casefold()]
    return [
        {"name": entry.slug, "title": entry.title.de, "match_field": "title", "match_displayed": entry.title.de}
        for entry in found[: asked.number("limit", 10)]
    ]


def package_activity_list(asked: Asked) -> Annotated[list[dict[str, Any]], list[Activity]]:
    """Releases of a dataset as activities, the newest first.

    :param id: name or id of the dataset
    :param int limit: how many, 31 unless said, at most 100
    :param int offset: how many to leave out before
    :param number before: only those before this moment, in seconds since 1970
    :param number after: only those after this moment, in seconds since 1970
    :param list activity_types: only these types: ``new package``, ``changed package``
    :param list exclude_activity_types: not these types
    """
    entry = asked.view.entry(asked.needed("id"))
    with reading(asked.engine) as session:
        past = history.past(session, entry.slug)
    activities = [_activity(asked, entry, one, first=one is past[-1]) for one in past if _within(asked, one.created_at)]
    return _page(asked, [one for one in activities if _wanted(asked, one["activity_type"])])


def recently_changed_packages_activity_list(asked: Asked) -> Annotated[list[dict[str, Any]], list[Activity]]:
    """The current releases of all datasets as activities, the newest first.

    :param int limit: how many, 31 unless said, at most 100
    :param int offset: how many to leave out before
    """
    newest = sorted(asked.view.entries.values(), key=lambda entry: entry.released_at, reverse=True)
    return [_activity(asked, entry, Past(entry.release, entry.released_at, entry.rows, (), "")) for entry in _page(asked, newest)]


def _page(asked: Asked, found: list[Item]) -> list[Item]:
    offset, limit = asked.number("offset", 0), min(asked.number("limit", ACTIVITIES), MOST_ACTIVITIES)
    return found[offset : offset + limit]


def _within(asked: Asked, moment: dt.datetime) -> bool:
    before, after = asked.real("before"), asked.real("after")
    return (before is None or moment.timestamp() < before) and (after is None or moment.timestamp() > after)


def _wanted(asked: Asked, kind: str) -> bool:
    types, others = asked.words("activity_types"), asked.words("exclude_activity_types")
    if types and others:
        raise BadQuestion("Cannot be used together with `exclude_activity_types`.", "activity_types")
    return kind in types if types else kind not in others


def _activity(asked: Asked, entry: Entry, past: Past, first: bool = False) -> dict[str, Any]:
    package = {
        "id": entry.uid,
        "name": entry.slug,
        "title": entry.title.de,
        "version": past.name,
        "url": f"{asked.base}/daten/{entry.slug}/{past.name}",
    }
    return {
        "id": ckan.activity_id(entry.uid, past.name),
        "timestamp": ckan.moment(past.created_at),
        "user_id": "",
        "object_id": entry.uid,
        "activity_type": "new package" if first else "changed package",
        "data": {"actor": entry.publisher, "package": package},
    }
