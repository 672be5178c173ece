"""The walks through a CKAN: its packages and the rows of its tables, in a stable order and in pages that it can bear."""

import json
from functools import partial
from typing import Any
from urllib.parse import urlencode

from ckanapi import CKANAPIError
from ckanapi.common import reverse_apicontroller_action

from datasets.city import Listed, Portal
from datasets.errors import SourceChanged, Unreachable
from harvesters.pages import broken, text_of
from harvesters.source import Step, Walk

SIZES = (1000, 250, 62, 15, 10)
"""Rows asked for at once: none gives more than 1,000, and where a server fails, less is asked for."""
ACTION = "/api/3/action/"


def packages(portal: Portal) -> Walk:
    """Every package in the order of identifiers, so that an edit meanwhile moves nothing."""
    return _walk(f"{portal.url}{ACTION}package_search", {"q": "*:*", "sort": "id asc"} | portal.where, ("rows", "start"), "results")


def table(listed: Listed) -> Walk:
    """Every row of a table in the datastore, in the order in which it came there."""
    return _walk(f"{listed.url}{ACTION}datastore_search", {"resource_id": listed.pick, "sort": "_id"}, ("limit", "offset"), "records")


def _walk(address: str, asked: dict[str, str], names: tuple[str, str], what: str) -> Walk:
    sizes, start = iter(SIZES), 0
    size = next(sizes)
    while True:
        url = f"{address}?{urlencode(asked | {names[0]: str(size), names[1]: str(start)})}"
        try:
            answer = yield Step(url, page=True, seconds=300.0, inspect=partial(_check, url, what))
        except (Unreachable, SourceChanged):
            smaller = next(sizes, None)
            if smaller is None:
                raise
            size = smaller
            continue
        found = result_of(url, answer.body)
        total, rows = found.get("count", found.get("total")), found[what]
        start += len(rows)
        # Where the portal does not say how many there are, only an empty page is the end.
        if not rows or (total is not None and start >= total):
            return None


def _check(url: str, what: str, body: bytes) -> None:
    result = result_of(url, body)
    if not isinstance(result, dict) or not isinstance(result.get(what), list):
        raise SourceChanged(f"{url} answers without a list of {what}; look at what the portal serves now.")


def result_of(url: str, body: bytes) -> Any:
    """The result of an action. Raises SourceChanged with what the portal says, or for what is no answer of a CKAN."""
    text = text_of(body)
    try:
        json.loads(text)
        return reverse_apicontroller_action(url, 200, text)
    except CKANAPIError as error:
        raise SourceChanged(f"{url} says: {str(error)[:300] or type(error).__name__}") from None
    except (ValueError, RecursionError) as error:
        raise broken(url, text, str(error)) from None
