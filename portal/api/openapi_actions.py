"""CKAN's actions as operations of /openapi.json: parameters from their docstrings, results from their types."""

import inspect
import re
from collections.abc import Callable
from typing import Any, get_type_hints

from portal.api.asked import Asked
from portal.api.ckan import ACTIONS
from portal.api.described import CKAN, TEXT, Json
from portal.api.openapi_parts import Parts
from portal.api.refused import REFUSED, WRITING
from portal.problems import MEDIA_TYPE

PARAMETER = re.compile(r":param (?:(?P<kind>int|number|bool|list|object|words) )?(?P<name>[\w.]+): (?P<text>.+)")
SCALAR: Json = {"type": ["string", "number", "boolean"]}
KINDS: dict[str, Json] = {
    "": {"type": ["string", "number", "boolean", "null"]},
    "int": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]*$"}, {"type": "null"}]},
    "number": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^(-?[0-9]+(\.[0-9]+)?)?$"}, {"type": "null"}]},
    "bool": {"type": ["boolean", "string", "number", "null"]},
    "list": {"anyOf": [{"type": "array", "items": SCALAR}, {"type": "string"}, {"type": "null"}]},
    "object": {"type": ["object", "string", "null"]},
    "words": {"type": ["object", "string", "number", "boolean", "null"]},
}
NAMES = {"": "text", "int": "whole number", "number": "number", "bool": "yes or no", "list": "list", "object": "object", "words": "text"}
IN_ADDRESS = {"": TEXT, "bool": TEXT, "list": TEXT, "object": TEXT, "words": TEXT}
"""By GET everything is a text: lists with commas or as JSON, objects as JSON."""
EXAMPLES: dict[str, Json] = {
    "help_show": {"name": "package_show"}, "package_show": {"id": "projekte"}, "package_search": {"q": "projekte", "rows": 5},
    "package_autocomplete": {"q": "proj"}, "package_activity_list": {"id": "projekte"}, "organization_list": {"all_fields": "true"},
    "datastore_search": {"resource_id": "projekte", "limit": 5}, "datastore_info": {"id": "projekte"}, "group_show": {"id": "gove"},
    "format_autocomplete": {"q": "json"}, "package_list": {"limit": 10},
}  # fmt: skip
WRONG = (400, 403, 404, 409, 413, 429, 500)


def paths(parts: Parts) -> Json:
    """Each action by GET and POST under ``/api/3/action``, the refused ones in one, and all by the other prefix."""
    found: Json = {}
    for name in sorted(set(ACTIONS) - set(REFUSED)):
        found[f"/api/3/action/{name}"] = _action(name, ACTIONS[name], parts)
    refused = "Actions that only a CKAN with accounts has; refused with the way that there is."
    found["/api/3/action/{name}"] = _any("refused", refused, sorted(REFUSED), parts)
    again = "The same actions without a version in the address, as ckanapi asks for them."
    found["/api/action/{name}"] = _any("action", again, sorted(ACTIONS), parts)
    return found


def parameters_of(action: Callable[[Asked], Any]) -> list[tuple[str, str, str]]:
    """Name, kind and meaning of each parameter, as the docstring says."""
    return [(match["name"], match["kind"] or "", match["text"]) for match in PARAMETER.finditer(inspect.getdoc(action) or "")]


def result_of(action: Callable[[Asked], Any]) -> Any:
    """The type of a result: what stands in ``Annotated``, else the return type itself."""
    returned = get_type_hints(action, include_extras=True)["return"]
    return getattr(returned, "__metadata__", (returned,))[0]


def _action(name: str, action: Callable[[Asked], Any], parts: Parts) -> Json:
    summary = (inspect.getdoc(action) or "").split("\n", 1)[0]
    success = {
        "description": "CKAN's envelope around the result.",
        "headers": parts.headers("ETag"),
        "content": {MEDIA_TYPE: {"schema": _envelope(parts.of(result_of(action)))}},
    }
    answers = {"200": success} | parts.envelopes(WRONG)
    shared: Json = {"tags": [CKAN], "summary": summary, "responses": answers}
    asked, given = parameters_of(action), EXAMPLES.get(name, {})
    by_get = {"operationId": name, "parameters": [_in_address(*one, given.get(one[0])) for one in asked]}
    body = {"type": "object", "properties": {one: KINDS[kind] | {"description": text} for one, kind, text in asked}}
    by_post = {"operationId": f"{name}_post", "requestBody": _body(body, given)}
    return {"get": shared | by_get | {"responses": answers | {"304": parts.unchanged()}}, "post": shared | by_post}


def _in_address(name: str, kind: str, text: str, example: Any) -> Json:
    schema = IN_ADDRESS.get(kind) or KINDS[kind]
    made = {"name": name, "in": "query", "description": text, "x-kind": NAMES[kind], "schema": schema}
    return made | ({"example": example} if example is not None else {})


def _body(schema: Json, example: Json) -> Json:
    return {"content": {"application/json": {"schema": schema, "example": example}}}


def _envelope(result: Json) -> Json:
    kept = {"help": TEXT, "success": {"const": True}, "result": result}
    return {"type": "object", "required": list(kept), "properties": kept, "additionalProperties": False}


def _any(operation: str, summary: str, names: list[str], parts: Parts) -> Json:
    name = {"name": "name", "in": "path", "required": True, "description": "Name of the action.", "schema": {"enum": names}}
    by_get: Json = {"tags": [CKAN], "summary": summary, "operationId": operation, "parameters": [name]}
    success = {"description": "CKAN's envelope around the result.", "content": {MEDIA_TYPE: {"schema": _envelope({})}}}
    answers = ({} if set(names) <= set(REFUSED) else {"200": success}) | parts.envelopes(WRONG)
    by_get["responses"] = answers
    by_post = by_get | {"operationId": f"{operation}_post", "requestBody": _body({"type": "object"}, {})}
    readable = [one for one in names if one not in WRITING]
    by_get = by_get | {"parameters": [name | {"schema": {"enum": readable}}]}
    return {"get": by_get, "post": by_post}
