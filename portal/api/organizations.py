"""CKAN actions on organisations (who publishes) and groups (the EU's data themes)."""

from collections.abc import Callable
from typing import Annotated, Any

from datasets.errors import BadQuestion, NotFound
from datasets.shelf import Entry
from datasets.vocabularies import ckan
from datasets.vocabularies.themes import THEMES
from portal.api.asked import Asked
from portal.api.ckan_shapes import ListedGroup, WholeGroup
from portal.api.packages import package_of

Json = dict[str, Any]
MOST, MOST_WHOLE = 1000, 25
MEMBERS = 1000


def organization_list(asked: Asked) -> Annotated[list[Any], list[str] | list[ListedGroup]]:
    """Who publishes here.

    :param bool all_fields: objects instead of names
    :param sort: ``name``, ``title`` or ``package_count``, with ``asc`` or ``desc``
    :param list organizations: only these
    :param q: only those whose name or title holds this text
    :param int limit: how many
    :param int offset: how many to leave out before
    :param bool include_users: with an empty list of users
    :param bool include_extras: with an empty list of extras
    :param bool include_groups: with an empty list of groups
    """
    return _listed(asked, list(_organizations(asked).values()), "organizations")


def group_list(asked: Asked) -> Annotated[list[Any], list[str] | list[ListedGroup]]:
    """Themes that datasets here belong to.

    :param bool all_fields: objects instead of names
    :param sort: ``name``, ``title`` or ``package_count``, with ``asc`` or ``desc``
    :param list groups: only these
    :param q: only those whose name or title holds this text
    :param int limit: how many
    :param int offset: how many to leave out before
    :param bool include_users: with an empty list of users
    :param bool include_extras: with an empty list of extras
    :param bool include_groups: with an empty list of groups
    """
    return _listed(asked, list(_groups(asked).values()), "groups")


def organization_show(asked: Asked) -> Annotated[Json, WholeGroup]:
    """One publisher.

    :param id: its name or id
    :param bool include_datasets: with its datasets
    """
    return _shown(asked, _organizations(asked), lambda entry, one: ckan.publisher_name(entry.publisher) == one["name"])


def group_show(asked: Asked) -> Annotated[Json, WholeGroup]:
    """One theme.

    :param id: its name or id
    :param bool include_datasets: with its datasets
    """
    return _shown(asked, _groups(asked), lambda entry, one: one["name"].upper() in entry.theme)


def nothing(_: Asked) -> list[Any]:
    """An empty list: who may do what is no part of this portal's interface."""
    return []


def _organizations(asked: Asked) -> dict[str, Json]:
    entries = list(asked.view.entries.values())
    found = {}
    for publisher, since in asked.view.publishers.items():
        one = ckan.organization(publisher, since)
        count = sum(entry.publisher == publisher for entry in entries)
        found[one["name"]] = one | {"display_name": publisher, "image_display_url": "", "package_count": count, "num_followers": 0}
    return found


def _groups(asked: Asked) -> dict[str, Json]:
    entries = list(asked.view.entries.values())
    used = {code for entry in entries for code in entry.theme}
    found = {}
    for code in (code for code in THEMES if code in used):
        members = [entry for entry in entries if code in entry.theme]
        more = {
            "type": "group",
            "image_url": "",
            "created": ckan.moment(min(entry.created_at for entry in members)),
            "is_organization": False,
            "approval_status": "approved",
            "state": "active",
            "package_count": len(members),
            "num_followers": 0,
        }
        found[code.lower()] = ckan.group(code) | more
    return found


def _listed(asked: Asked, found: list[Json], chosen_by: str) -> list[Any]:
    whole = asked.flag("all_fields")
    chosen, text = asked.words(chosen_by), asked.text("q").casefold()
    kept = [one for one in found if (not chosen or one["name"] in chosen) and (text in one["name"] or text in one["title"].casefold())]
    ordered = _ordered(kept, asked.text("sort", "title asc"))
    offset = asked.number("offset", 0)
    page = ordered[offset : offset + min(asked.number("limit", MOST_WHOLE if whole else MOST), MOST)]
    # Nobody can become a member here, and nothing is said beyond these keys: the parts that may be asked for are empty.
    more: Json = {name: [] for name in ("users", "extras", "groups") if asked.flag(f"include_{name}")}
    return [one | more for one in page] if whole else [one["name"] for one in page]


def _ordered(found: list[Json], sort: str) -> list[Json]:
    name, _, direction = sort.strip().partition(" ")
    name = "package_count" if name == "packages" else name
    if name not in {"name", "title", "package_count"} or direction.strip() not in {"", "asc", "desc"}:
        raise BadQuestion(f"Cannot sort by field `{sort}`", "sort")
    return sorted(found, key=lambda one: (one[name], one["name"]), reverse=direction.strip() == "desc")


def _shown(asked: Asked, known: dict[str, Json], belongs: Callable[[Entry, Json], bool]) -> Json:
    wanted = asked.needed("id")
    one = known.get(wanted) or next((one for one in known.values() if one["id"] == wanted), None)
    if one is None:
        raise NotFound(f"{wanted} is not known here.")
    more: Json = {"users": [], "tags": [], "extras": [], "groups": []}
    if asked.flag("include_datasets"):
        members = [entry for entry in asked.view.entries.values() if belongs(entry, one)]
        more["packages"] = [package_of(asked, entry) for entry in members[:MEMBERS]]
    return one | more
