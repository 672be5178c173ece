"""Rows of the register's own forms become records; a bad one is rejected with its field."""

from collections.abc import Callable

from pydantic import ValidationError

from datasets.records import (
    ClaimRecord,
    ExternalId,
    FundingRecord,
    OrganisationRecord,
    ParticipationRecord,
    ProjectRecord,
    RankRecord,
    RegisterRecord,
    Text,
)
from harvesters.source import Rejected

Cells = dict[str, str]


def record_of(form: str, cells: Cells, line: int) -> RegisterRecord | Rejected:
    """The record of one row, or the first thing that is wrong with it."""
    try:
        return READERS[form][1](cells)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        return Rejected(line, field, first["msg"], str(first["input"])[:200])
    except (KeyError, ValueError) as error:
        return Rejected(line, form, str(error))


def _many(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _identifiers(text: str) -> tuple[ExternalId, ...]:
    pairs = (part.split(":", 1) for part in _many(text))
    return tuple(ExternalId(scheme=scheme, value=value) for scheme, value in pairs)


def _first(text: str) -> str | None:
    """The first address of a cell that may hold several."""
    return next((part.strip() for part in text.replace(" ; ", "|").split("|") if part.strip()), None)


def _organisation(cells: Cells) -> RegisterRecord:
    return OrganisationRecord.model_validate(
        {
            **{name: cells[name] for name in ("slug", "name", "kind", "partner_role", "city", "municipality_key")},
            "partner": cells["partner"] == "yes",
            "website": cells["website"] or None,
            "aliases": _many(cells["aliases"]),
            "external_ids": _identifiers(cells["external_ids"]),
            "source_url": _first(cells["source"]),
        }
    )


def _project(cells: Cells) -> RegisterRecord:
    return ProjectRecord.model_validate(
        {
            **{name: cells[name] for name in ("slug", "acronym", "status", "start", "end", "note")},
            **{name: cells[name] for name in ("picture", "picture_alt", "picture_licence")},
            "title": Text(de=cells["title"], en=cells["title_en"]),
            "summary": Text(de=cells["summary"], en=cells["summary_en"]),
            "lead": cells["lead"] or None,
            "topics": _many(cells["topics"]),
            "goals": _many(cells["goals"]),
            "districts": _many(cells["districts"]),
            "page": cells["page"] or None,
            "external_ids": _identifiers(cells["external_ids"]),
            "source_urls": _many(cells["sources"]),
        }
    )


def _participation(cells: Cells) -> RegisterRecord:
    values = {name: cells[name] for name in ("project", "organisation", "role")}
    return ParticipationRecord.model_validate({**values, "source_url": _first(cells["source"])})


def _funding(cells: Cells) -> RegisterRecord:
    recipient = cells["recipient"]
    return FundingRecord.model_validate(
        {
            **{name: cells[name] for name in ("key", "title", "funder", "programme", "amount_type", "as_of")},
            "project": cells["project"] or None,
            "recipient": OrganisationRecord(slug=recipient, name=recipient) if recipient else None,
            "amount": cells["amount"] or None,
            "amount_raw": cells["amount"],
            "currency": cells["currency"] or "EUR",
            "approximate": cells["approximate"] == "yes",
            "start": cells["start"] or None,
            "end": cells["end"] or None,
            "external_ids": _identifiers(cells["external_ids"]),
            "note": cells["stated"],
            "source_url": _first(cells["source"]),
            "raw": cells,
        }
    )


def _claim(cells: Cells) -> RegisterRecord:
    values = {name: cells[name] for name in ("key", "value", "unit", "as_of", "note")}
    return ClaimRecord.model_validate({**values, "source_url": _first(cells["source"])})


def _rank(cells: Cells) -> RegisterRecord:
    values = {name: cells[name] or None for name in ("year", "city", "category", "rank", "points", "cities_ranked")}
    more = {"sure": cells["sure"] != "no", "note": cells["note"], "source_url": _first(cells["source"])}
    return RankRecord.model_validate({**values, **more})


READERS: dict[str, tuple[tuple[str, ...], Callable[[Cells], RegisterRecord]]] = {
    "organisations": (("slug", "name", "kind", "partner", "source"), _organisation),
    "projects": (("slug", "title", "summary", "status", "sources"), _project),
    "participations": (("project", "organisation", "role", "source"), _participation),
    "fundings": (("key", "project", "funder", "amount", "amount_type", "source"), _funding),
    "claims": (("key", "value", "source"), _claim),
    "ranks": (("year", "city", "category", "rank", "source"), _rank),
}
"""File name -> columns it may not lose, and how a row becomes a record; in the order of loading."""
