"""The shapes of JSON answers outside CKAN's actions."""

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Cell = str | int | float | bool | None


class Shape(BaseModel):
    """A JSON object with exactly these keys."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Version(Shape):
    """The version of CKAN's interface."""

    version: Literal[3]


class ReleaseFile(Shape):
    """One file of a release."""

    name: str
    format: str
    media_type: str
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    path: str = Field(default="", description="Where it is; absent where the release is no longer kept.")


class ListedRelease(Shape):
    """One release; of a withdrawn one only the reason is left."""

    release: str
    created: dt.datetime
    rows: int = Field(ge=0)
    sha256: str | None = Field(description="Sum of the CSV file.")
    files: list[ReleaseFile]
    withdrawn: str = Field(default="", description="Why it was withdrawn; absent where it was not.")
    withdrawn_at: dt.datetime | None = Field(default=None, description="When; absent where it was not.")
    removed_at: dt.datetime | None = Field(default=None, description="When its files ceased to be kept; absent where they are kept.")


class ChangedCell(Shape):
    """One cell that differs: ``key`` names its row."""

    key: list[Cell] | dict[str, Cell]
    column: str
    old: Cell
    new: Cell


class Difference(Shape):
    """What changed from one release to another."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: str = Field(alias="from")
    to: str
    key: list[str]
    added: list[dict[str, Cell]]
    removed: list[dict[str, Cell]]
    changed: list[ChangedCell]


class CountedValue(Shape):
    """One value of a column and in how many rows it stands."""

    value: Cell
    count: int


class QueryFacet(Shape):
    """The most frequent values of a column; ``rest`` counts the rows with others."""

    values: list[CountedValue]
    rest: int


class QueryPage(Shape):
    """Rows or groups of a release that fit."""

    dataset: str
    release: str
    permalink: str = Field(description="The same question to this release: its answer never changes.")
    facets: dict[str, QueryFacet] = {}
    total: int | None
    limit: int
    offset: int
    next: str | None = Field(description="Path of the following page.")
    rows: list[dict[str, Any]]


class Points(Shape):
    """Points reached, and how many there are."""

    points: int
    most: int


class Indicator(Points):
    """One indicator of the assessment."""

    name: str
    dimension: str


class CheckedLink(Shape):
    """An address of a file, and what it answered when it was last asked."""

    url: str
    kind: Literal["access", "download"]
    state: Literal["answers", "broken", "not_checked"] = Field(description="not_checked: nobody asked yet; the file is in the storage.")
    status: int | None = Field(description="HTTP status; 0 where no answer came.")
    message: str
    checked_at: dt.datetime | None
    failing_since: dt.datetime | None


class ShapesVerdict(Shape):
    """What SHACL shapes of one profile say of the description."""

    profile: str
    edition: str = Field(description="Edition of DCAT-AP.de in which the description was judged.")
    conforms: bool
    violations: int
    warnings: int
    messages: list[str] = Field(description="The first ones.")
    checked_by: str
    checked_at: dt.datetime
    shapes_sha256: str = Field(description="Sum over the files of the profile.")


class QualityReport(Shape):
    """The 405 points of the EU's metadata quality assessment."""

    dataset: str
    release: str
    points: int
    most: int
    rating: str
    best_file: str
    dimensions: dict[str, Points]
    indicators: list[Indicator]
    links: list[CheckedLink]
    shapes: list[ShapesVerdict] = Field(description="Empty where this installation has not asked any shapes.")


class DataPackage(BaseModel):
    """A Data Package (version 2); its own schema says the rest."""

    name: str
    resources: list[dict[str, Any]]


class JsonLd(BaseModel):
    """JSON-LD."""

    model_config = ConfigDict(populate_by_name=True)

    context: Any = Field(alias="@context")


class Grants(BaseModel):
    """360Giving: ``grants`` by its standard, ``leftOut`` what lacks a field that it demands."""

    grants: list[dict[str, Any]]
    leftOut: list[Any]  # noqa: N815 as the file is written


class Ages(Shape):
    """Hours."""

    snapshot: float | None
    run: float | None


class Ready(BaseModel):
    """Whether the portal can do its work."""

    ready: bool
    faults: list[str]
    warnings: list[str]
    ages: dict[str, float | None]


class Problem(BaseModel):
    """What went wrong (RFC 9457); ``type`` is the page that says what to do."""

    type: str
    title: str
    status: int
    detail: str
    field: str = Field(default="", description="The parameter that is wrong.")
