"""CKAN actions on words: tags, licences, formats."""

from typing import Annotated, Any

from datasets.errors import NotFound
from datasets.vocabularies import ckan
from portal.api.asked import Asked
from portal.api.ckan_shapes import Licence, ListedTag, WholeTag
from portal.api.packages import package_of


def tag_list(asked: Asked) -> Annotated[list[Any], list[str] | list[ListedTag]]:
    """Keywords of all datasets, in alphabetical order.

    :param query: only those that hold this text
    :param q: the same
    :param bool all_fields: objects instead of names
    """
    words = {word for entry in asked.view.entries.values() for word in entry.keywords}
    text = (asked.text("query") or asked.text("q")).casefold()
    found = sorted((word for word in words if text in word.casefold()), key=str.casefold)
    return [_listed(word) for word in found] if asked.flag("all_fields") else list(found)


def _listed(word: str) -> dict[str, Any]:
    """In a list CKAN leaves the state out."""
    return {name: value for name, value in ckan.tag(word).items() if name != "state"}


def tag_show(asked: Asked) -> Annotated[dict[str, Any], WholeTag]:
    """One keyword.

    :param id: the keyword
    :param bool include_datasets: with the datasets that have it
    """
    word = asked.needed("id")
    entries = [entry for entry in asked.view.entries.values() if word in entry.keywords]
    if not entries:
        raise NotFound(f"{word} is no keyword here.")
    more = {"packages": [package_of(asked, entry) for entry in entries]} if asked.flag("include_datasets") else {}
    return ckan.tag(word) | more


def license_list(_: Asked) -> Annotated[list[dict[str, Any]], list[Licence]]:
    """Licences that datasets may have, by their term in the dcat-ap.de list."""
    return ckan.licence_list()


def format_autocomplete(asked: Asked) -> list[str]:
    """Formats of resources whose name holds a text.

    :param q: the text
    :param int limit: how many, 5 unless said
    """
    text = asked.needed("q").casefold()
    found = [name.lower() for name, _ in ckan.FORMATS.values() if text in name.casefold()]
    return found[: asked.number("limit", 5)]
