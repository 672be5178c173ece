"""A citizen at the portal: opens the page of a project, fills in the form it finds there, reads what comes back."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from starlette.testclient import TestClient

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
FORM = re.compile(r'<form\b[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
CODE = re.compile(r'<output[^>]*id="code"[^>]*>([^<]+)</output>')


def forms(text: str, ending: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Address and hidden fields of each form of a page whose action has this ending."""
    for action, body in FORM.findall(text):
        if action.endswith(ending):
            yield action, {name: unescape(value) for name, value in HIDDEN.findall(body)}


def rating_form(client: TestClient, slug: str, prefix: str = "") -> tuple[str, dict[str, str]]:
    """The rating form on the page of a project."""
    [found] = forms(client.get(f"{prefix}/projekte/{slug}").text, "/bewertung")
    return found


def rate(client: TestClient, slug: str, **fields: str) -> Any:
    """The answer to a form just opened and filled in; ``headers`` of an old browser: it says nothing of where it comes from."""
    action, hidden = rating_form(client, slug)
    return client.post(action, data=hidden | {"overall": "4"} | fields)


def code(answer: Any) -> str:
    """The change code in a page of thanks."""
    [found] = CODE.findall(answer.text)
    return str(found)
