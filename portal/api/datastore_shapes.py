"""The shapes of what CKAN's datastore answers."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.api.ckan_shapes import Shape


class Dictionary(Shape):
    """What a column means."""

    label: str
    notes: str
    unit: str
    label_en: str
    notes_en: str
    source_name: str
    type_override: str


ColumnKind = Literal["text", "int", "numeric", "bool", "date", "timestamp", "float"]


class DatastoreField(Shape):
    """A column of an answer; ``_id`` and ``rank`` have no info."""

    id: str
    type: ColumnKind
    info: Dictionary | None = None


class Links(Shape):
    """Paths of the first, the following and the page before."""

    start: str
    next: str
    prev: str = ""


class Rows(BaseModel):
    """Rows of a resource; ``records`` is a text where records_format is csv or tsv. ``filters`` and ``q`` as they were asked."""

    model_config = ConfigDict(populate_by_name=True)

    resource_id: str
    fields: list[DatastoreField]
    records: list[dict[str, Any]] | list[list[Any]] | str
    records_format: Literal["objects", "lists", "csv", "tsv"]
    limit: int
    offset: int
    include_total: bool
    total_estimation_threshold: Any
    total: int = Field(default=0, description="Absent where include_total is no.")
    total_was_estimated: bool = False
    links: Links = Field(alias="_links")


class ColumnSchema(Shape):
    """How a column is stored."""

    native_type: str
    index_name: str | None
    is_index: bool
    notnull: bool
    uniquekey: bool


class Column(Shape):
    """A column with its meaning and its storage."""

    id: str
    type: ColumnKind
    info: Dictionary
    schema_: ColumnSchema = Field(alias="schema")


class TableMeta(Shape):
    """A table in numbers."""

    id: str
    count: int
    size: int
    db_size: int
    idx_size: int
    aliases: list[str]
    table_type: str


class Table(Shape):
    """The columns of a resource and its size."""

    meta: TableMeta
    fields: list[Column]
