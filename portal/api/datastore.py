"""CKAN actions on rows: datastore_search and datastore_info."""

from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from pydantic_core import to_json

from datasets import datastore
from datasets.datastore import Answer
from datasets.errors import BadQuestion, NotFound
from datasets.question import Filter, Question, Words
from datasets.shelf import Entry
from datasets.vocabularies import ckan, ckan_datastore
from portal.api.asked import Asked, Encoded
from portal.api.datastore_shapes import Rows, Table
from portal.asking import order

MOST = 32_000
FORMATS = ("objects", "lists", "csv", "tsv")
WRITTEN = "%&=+,:;/?@!$'()*"
"""What stands for itself in a question of an address, and what is written already."""


def table(asked: Asked, name: str) -> tuple[Entry, Path]:
    """The dataset and the query index behind a resource; the name of a dataset stands for its CSV. Raises NotFound."""
    if name in asked.view.entries:
        entry, kind = asked.view.entries[name], ckan.QUERIED[0]
    else:
        entry, kind = asked.view.resource(name)
    if kind not in ckan.QUERIED:
        raise NotFound(f'Resource "{name}" was not found.')
    return entry, _index(asked.releases, entry.slug, entry.release)


@lru_cache(maxsize=4096)  # making a path takes longer than counting rows
def _index(releases: Path, slug: str, release: str) -> Path:
    return releases / slug / release / "index.sqlite"


def datastore_search(asked: Asked) -> Annotated[Encoded, Rows]:
    """Rows of a resource. Where words are looked for, ``rank`` says how well a row fits them; the best come first unless ``sort`` is given.

    :param resource_id: id of the resource, or name of the dataset
    :param object filters: object of columns and values; a list holds for any of its values
    :param words q: words in any column of text, or an object of columns and words
    :param list fields: columns of the answer
    :param list sort: as ``amount desc, title``
    :param int limit: how many, 100 unless said, at most 32000
    :param int offset: how many to leave out before
    :param bool distinct: each row once
    :param bool include_total: with the number of all rows that fit
    :param records_format: objects, lists, csv or tsv
    """
    name = asked.needed("id", "resource_id")
    entry, index = table(asked, asked.text("resource_id") or name)
    question = read(asked, ranked=True)
    shape = asked.text("records_format", "objects")
    if shape not in FORMATS:
        raise BadQuestion(f"Must be one of {', '.join(FORMATS)}", "records_format")
    answer = datastore.answer(index, question, seconds=asked.seconds)
    # What the columns are is the same in every answer of a release: made once, for it takes as long as counting rows.
    fields = asked.view.made(entry, f"fields {answer.fields}", lambda _: to_json(_described(index, answer.fields)))
    return Encoded(_result(asked, question, fields, answer, shape))


def datastore_info(asked: Asked) -> Annotated[dict[str, Any], Table]:
    """Columns of a resource and what they mean, its number of rows and its size.

    :param id: id of the resource, or name of the dataset
    """
    entry, index = table(asked, asked.needed("id", "resource_id"))
    schema = datastore.schema(index)
    size = index.stat().st_size
    meta = {
        "id": ckan.resource_id(entry.uid),
        "count": schema.rows,
        "size": size,
        "db_size": size,
        "idx_size": 0,
        "aliases": [entry.slug],
        "table_type": "BASE TABLE",
    }
    unique = schema.key if len(schema.key) == 1 else ()
    listed = [ckan_datastore.described(column, column.name in schema.indexed, column.name in unique) for column in schema.columns]
    return {"meta": meta, "fields": listed}


def read(asked: Asked, most: int = MOST, limit: int = 100, ranked: bool = False) -> Question:
    """The question of a call, as the datastore takes it."""
    distinct = asked.flag("distinct")
    return Question(
        filters=_filters(asked),
        q=_words(asked),
        fields=asked.words("fields"),
        numbered=not distinct,
        sort=order(asked.words("sort")),
        limit=min(asked.number("limit", limit), most),
        offset=asked.number("offset", 0),
        distinct=distinct,
        include_total=asked.flag("include_total", True),
        ranked=ranked,
    )


def _described(index: Path, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return ckan_datastore.fields(datastore.schema(index).columns, names)


def _filters(asked: Asked) -> tuple[Filter, ...]:
    given = asked.structure("filters")
    given = {} if given in (None, "") else given
    if not isinstance(given, dict):
        raise BadQuestion("Must be an object of columns and values", "filters")
    return tuple(Filter(name, "in" if isinstance(value, list) else "eq", value) for name, value in given.items())


def _words(asked: Asked) -> Words:
    given = asked.given.get("q")
    if isinstance(given, str) and given.lstrip().startswith("{"):
        given = asked.structure("q")
    if isinstance(given, dict):
        return {str(name): str(words) for name, words in given.items()}
    return asked.text("q")


def _result(asked: Asked, question: Question, fields: bytes, answer: Answer, shape: str) -> bytes:
    facts: dict[str, Any] = {
        "resource_id": asked.text("resource_id") or asked.text("id"),
        "records_format": shape,
        "limit": question.limit,
        "offset": question.offset,
        "include_total": question.include_total,
        "total_estimation_threshold": asked.given.get("total_estimation_threshold"),
        "_links": _links(asked, question),
    }
    if filters := asked.structure("filters"):
        facts["filters"] = filters
    if q := asked.given.get("q"):
        facts["q"] = q
    facts |= {name: asked.given[name] for name in ("sort", "distinct") if asked.given.get(name)}
    if answer.total is not None:
        facts |= {"total": answer.total, "total_was_estimated": False}
    return b'%s,"fields":%s,"records":%s}' % (to_json(facts)[:-1], fields, _records(answer, shape))


def _records(answer: Answer, shape: str) -> bytes:
    if shape == "objects":
        return to_json([*map(dict, map(zip, repeat(answer.fields), answer.rows))])
    if shape == "lists":
        return to_json(answer.rows)
    return to_json("".join(ckan_datastore.lines(answer.rows, "," if shape == "csv" else "\t")))


def _links(asked: Asked, question: Question) -> dict[str, str]:
    """The question's own address with another place to begin: taken as it came, for writing it anew would be a tenth of the work."""
    given = [part for part in asked.query.split("&") if part.partition("=")[2] and not part.startswith(("offset=", "limit="))]
    given += [f"limit={question.limit}"] if "limit" in asked.given else []
    start = f"/api/3/action/datastore_search?{quote('&'.join(given), WRITTEN, 'latin-1')}"
    further = f"{start}&offset=" if given else f"{start}offset="
    links = {"start": start, "next": f"{further}{question.offset + question.limit}"}
    if question.offset:
        links["prev"] = f"{further}{max(question.offset - question.limit, 0)}"
    return links
