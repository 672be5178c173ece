"""CKAN actions on the portal itself."""

import inspect
from typing import Annotated, Any

from datasets.errors import NotFound
from portal.api.asked import Asked
from portal.api.ckan_shapes import Status

VERSION = "2.11"
"""The CKAN whose interface this is."""


def site_read(_: Asked) -> bool:
    """Whether this portal may be read: always."""
    return True


def status_show(asked: Asked) -> Annotated[dict[str, Any], Status]:
    """Name, address and version of this portal."""
    return {
        "site_title": asked.city.alliance.de,
        "site_description": asked.city.alliance_text.de,
        "site_url": asked.base,
        "error_emails_to": asked.city.office.email,
        "locale_default": "de",
        "extensions": ["datastore", "activity"],
        "ckan_version": VERSION,
    }


def help_show(asked: Asked) -> str:
    """What an action does and which parameters it takes.

    :param name: name of the action
    """
    name = asked.needed("name")
    if name not in asked.actions:
        raise NotFound(f"Action {name}")
    return inspect.getdoc(asked.actions[name]) or ""
