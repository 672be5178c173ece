"""The interface for programs as a page: made of the same description that /openapi.json answers, so it needs no script."""

from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from portal.api.described import Json
from portal.api.openapi import document
from portal.language import gettext
from portal.render import page, site
from portal.threads import count

router = APIRouter(include_in_schema=False)

PARTS = "#/components/"


@router.get("/api/docs")
async def show(request: Request) -> HTMLResponse:
    """Every operation with its parameters, answers and an example; every schema."""
    return await count(_page, request)


def _page(request: Request) -> HTMLResponse:
    base = site(request)
    described = document(request.app, base)
    groups = [(tag["name"], tag["description"], _operations(described, tag["name"], base)) for tag in described["tags"]]
    schemas = [(name, schema.get("description", ""), fields(schema)) for name, schema in described["components"]["schemas"].items()]
    return page(request, "reference.html", groups=groups, schemas=schemas, version=described["info"]["version"], translated=gettext)


def _operations(described: Json, group: str, base: str) -> list[Json]:
    return [_told(path, item, described, base) for path, item in described["paths"].items() if group in item["get"]["tags"]]


def _told(path: str, item: Json, described: Json, base: str) -> Json:
    """One address; by POST it takes and answers the same."""
    about = item["get"]
    return {
        "id": about["operationId"],
        "path": path,
        "methods": ", ".join(method.upper() for method in item),
        "summary": about["summary"],
        "parameters": [_parameter(one) for one in about.get("parameters", [])],
        "answers": [_answer(status, one, described) for status, one in sorted(about["responses"].items())],
        "example": f'curl -L "{base}{example(path, about.get("parameters", []))}"',
    }


def _parameter(one: Json) -> Json:
    kind = one.get("x-kind", "") or kind_of(one["schema"])[0]
    return {"name": one["name"], "kind": kind, "text": one.get("description", ""), "needed": one.get("required", False)}


def _answer(status: str, answer: Json, described: Json) -> Json:
    pointed = answer.get("$ref", "").removeprefix(f"{PARTS}responses/")
    found = described["components"]["responses"][pointed] if pointed else answer
    text, _, page_of_fault = found["description"].partition(": /")
    shapes = [_result(content["schema"]) for content in found.get("content", {}).values()]
    kinds = {name: kind for kind, name in shapes if name} if status < "300" else {}
    return {"status": status, "text": text, "page": f"/{page_of_fault}" if page_of_fault else "", "shapes": kinds,
            "media_types": list(found.get("content", {})) if status < "300" else []}  # fmt: skip


def _result(schema: Json) -> tuple[str, str]:
    """Of an envelope only what is in it."""
    return kind_of(schema.get("properties", {}).get("result", schema))


def example(path: str, parameters: list[Json]) -> str:
    """An address with the examples of its parameters; a place without one keeps its name."""
    given = {one["name"]: one["example"] for one in parameters if "example" in one}
    for one in parameters:
        if one["in"] == "path" and one["name"] in given:
            path = path.replace(f"{{{one['name']}}}", quote(str(given.pop(one["name"]))))
    asked = {name: value for name, value in given.items() if f"{{{name}}}" not in path}
    return f"{path}?{urlencode(asked)}" if asked else path


def fields(schema: Json) -> list[Json]:
    """The keys of an object."""
    needed = schema.get("required", [])
    return [
        {"name": name, "kind": kind_of(one)[0], "schema": kind_of(one)[1], "text": one.get("description", ""), "needed": name in needed}
        for name, one in schema.get("properties", {}).items()
    ]


def kind_of(schema: Json) -> tuple[str, str]:
    """How a value is called, and the schema that it points to."""
    if pointer := schema.get("$ref"):
        name = pointer.rpartition("/")[2]
        return name, name
    if "anyOf" in schema:
        kinds = [kind_of(one) for one in schema["anyOf"]]
        return " | ".join(dict.fromkeys(kind for kind, _ in kinds)), next((name for _, name in kinds if name), "")
    if schema.get("type") == "array":
        kind, name = kind_of(schema.get("items", {}))
        return f"[{kind}]", name
    return _plain(schema), ""


def _plain(schema: Json) -> str:
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    kind: Any = schema.get("type", "any")
    return " | ".join(kind) if isinstance(kind, list) else str(kind)
