"""Parts that all operations of /openapi.json share: schemas made of types, headers, errors."""

from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from portal.api.ckan_shapes import Failure
from portal.api.described import TEXT, Json
from portal.api.shapes import Problem
from portal.faults import fault_of
from portal.limits import SPAN
from portal.problems import MEDIA_TYPE, PROBLEM

SCHEMA = "#/components/schemas/{model}"
HEADERS: dict[str, tuple[str, Json]] = {
    "ETag": ("Names this very answer; sent back as If-None-Match it saves an unchanged one.", TEXT),
    "RateLimit": ("What is left, and the seconds until all is there again.", TEXT),
    "RateLimit-Policy": (f"The limit: requests (q) in {SPAN} seconds (w) from one network.", TEXT),
    "RateLimit-Limit": ("The limit as a number.", {"type": "integer"}),
    "RateLimit-Remaining": ("What is left, as a number.", {"type": "integer"}),
    "RateLimit-Reset": ("Seconds until all is there again.", {"type": "integer"}),
    "Link": ("The page that says what to do.", TEXT),
    "Retry-After": ("Seconds to wait.", {"type": "integer"}),
    "Location": ("Where it leads.", TEXT),
}
LIMITED = ("RateLimit", "RateLimit-Policy", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


class _Plain(GenerateJsonSchema):
    """Without titles that only repeat the names of fields."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        return False


class Parts:
    """What operations point to, gathered while they are described: schemas by the name of their type, errors by kind and status.

    ``limited`` are the headers that stand in every answer of an address with a limit.
    """

    def __init__(self, limited: tuple[str, ...]) -> None:
        self.limited = limited
        self.schemas: dict[str, Json] = {}
        self.responses: dict[str, Json] = {}

    def without_limit(self) -> "Parts":
        """For addresses that are not counted."""
        made = Parts(())
        made.schemas, made.responses = self.schemas, self.responses
        return made

    def components(self) -> Json:
        """All of it."""
        headers = {name: {"description": text, "schema": schema} for name, (text, schema) in HEADERS.items()}
        return {"schemas": dict(sorted(self.schemas.items())), "responses": dict(sorted(self.responses.items())), "headers": headers}

    def of(self, kind: Any) -> Json:
        """The schema of a type, a pointer where it has a name; None is a text."""
        if kind is None:
            return TEXT
        made = TypeAdapter(kind).json_schema(ref_template=SCHEMA, schema_generator=_Plain)
        self.schemas |= made.pop("$defs", {})
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            return made
        self.schemas[kind.__name__] = made
        return {"$ref": SCHEMA.format(model=kind.__name__)}

    def headers(self, *names: str, needed: tuple[str, ...] = ()) -> Json:
        """Headers that may stand in an answer, those that do, and those of the limit."""
        listed: Json = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
        always = (*self.limited, *needed)
        return listed | {name: {"required": True, "description": HEADERS[name][0], "schema": HEADERS[name][1]} for name in always}

    def unchanged(self) -> Json:
        """The answer to who has the newest version."""
        made = {"description": "Not changed since the ETag that was sent.", "headers": self.headers("ETag")}
        return self._shared("unchanged", made)

    def problems(self, statuses: tuple[int, ...]) -> Json:
        """Errors at data: a problem for programs, a page for a browser."""
        content = {PROBLEM: {"schema": self.of(Problem)}, "text/html": {"schema": TEXT}}
        return {str(status): self._failure("problem", status, content) for status in statuses}

    def envelopes(self, statuses: tuple[int, ...]) -> Json:
        """Errors of actions: the envelope; a bare text for what could not even be read."""
        whole = self.of(Failure)
        either = {"anyOf": [TEXT, whole]}
        contents = {status: {MEDIA_TYPE: {"schema": either if status == 400 else whole}} for status in statuses}
        return {str(status): self._failure("envelope", status, content) for status, content in contents.items()}

    def _failure(self, form: str, status: int, content: Json) -> Json:
        fault = fault_of(status)
        needed = (("Link",) if self.limited else ()) + (("Retry-After",) if status == 429 else ())
        made = {"description": f"{fault.title.en}: {fault.page}", "headers": self.headers(needed=needed), "content": content}
        return self._shared(f"{form}-{status}{'' if self.limited else '-without-limit'}", made)

    def _shared(self, name: str, made: Json) -> Json:
        self.responses[name] = made
        return {"$ref": f"#/components/responses/{name}"}
