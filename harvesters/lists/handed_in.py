"""Files in the register's own forms: which table is which form, which rows become records, which are rejected and why."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from datasets.errors import SourceChanged
from datasets.records import FundingRecord, OrganisationRecord, ParticipationRecord, ProjectRecord, RegisterRecord
from datasets.register.forms import FORMS, YES_NO
from harvesters.lists.register_rows import READERS, record_of
from harvesters.reading import cells
from harvesters.reading.tables import Line, Table, open_tables
from harvesters.source import Rejected

MOST_ROWS = 20_000
"""Rows of all tables of a file; the register has some hundred."""
_YES = {"yes": "yes", "ja": "yes", "true": "yes", "no": "no", "nein": "no", "false": "no", "": ""}


@dataclass(slots=True)
class Found:
    """What a file holds, in the order of loading."""

    sha256: str
    records: list[RegisterRecord] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    """Table and line of each record."""
    forms: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[dict[str, Any]] = field(default_factory=list)


def read(path: Path, called: str) -> Found:
    """Every table of the file. Raises SourceChanged where it is no table, holds no form of ours or lacks columns of one."""
    found = Found(_sha256(path))
    try:
        # People know the file by the name that it had.
        tables = [replace(table, name=called) if table.name == path.name else table for table in open_tables(path)]
        known = _forms(found, tables)
        for name in FORMS:
            for table in known.get(name, []):
                _table(found, name, table)
    except SourceChanged as error:
        raise SourceChanged(str(error).replace(path.name, called)) from None
    if not found.records:
        raise SourceChanged(f"{called} has no row that can be used. {_first(found)}".strip())
    return found


def refer(found: Found, projects: set[str], organisations: set[str]) -> Found:
    """The same without rows that name a project or organisation which neither the register nor the file has."""
    projects = projects | {record.slug for record in found.records if isinstance(record, ProjectRecord)}
    organisations = organisations | {str(record.slug) for record in found.records if isinstance(record, OrganisationRecord)}
    kept = replace(found, records=[], places=[], forms=[dict(form) for form in found.forms], remarks=list(found.remarks))
    for record, (table, line) in zip(found.records, found.places, strict=True):
        missing = [(name, slug) for name, slug, known in _references(record, projects, organisations) if slug not in known]
        if not missing:
            kept.records.append(record)
            kept.places.append((table, line))
            continue
        name, slug = missing[0]
        _note(kept, table, Rejected(line, name, f"{slug} does not exist, neither in the register nor in this file", slug))
        form = next(form for form in kept.forms if form["table"] == table)
        form["accepted"], form["rejected"] = form["accepted"] - 1, form["rejected"] + 1
    if not kept.records:
        raise SourceChanged(f"No row can be used. {_first(kept)}".strip())
    return kept


def _references(record: RegisterRecord, projects: set[str], organisations: set[str]) -> Iterator[tuple[str, str, set[str]]]:
    """Column, slug and the slugs that there are, of everything a record refers to."""
    match record:
        case ProjectRecord(lead=str(lead)):
            yield "lead", lead, organisations
        case ParticipationRecord():
            yield "project", record.project, projects
            yield "organisation", record.organisation, organisations
        case FundingRecord():
            if record.project is not None:
                yield "project", record.project, projects
            if record.recipient is not None and record.recipient.slug is not None:
                yield "recipient", record.recipient.slug, organisations


def _forms(found: Found, tables: list[Table]) -> dict[str, list[Table]]:
    """Tables by their form: the one whose needed columns are all there, of several the one that needs most."""
    known: dict[str, list[Table]] = {}
    for table in tables:
        headers = {_header(text) for text in table.headers}
        fits = [name for name, (needed, _) in READERS.items() if set(needed) <= headers]
        if not fits:
            _note(found, table.name, Rejected(0, table.name, "this table has none of the register's forms and was not read"), "warning")
            continue
        name = max(fits, key=lambda one: len(set(FORMS[one]) & headers))
        if lost := [column for column in FORMS[name] if column not in headers]:
            raise SourceChanged(
                f"{table.name} has the form {name} but lacks the columns {', '.join(lost)}; add them, empty where nothing is known."
            )
        known.setdefault(name, []).append(table)
    if not known:
        seen = ", ".join(text for table in tables for text in table.headers if text.strip())
        raise SourceChanged(f"No table has one of the register's forms ({', '.join(FORMS)}); the columns are {seen[:500] or 'none'}.")
    return known


def _table(found: Found, name: str, table: Table) -> None:
    places = {_header(text): at for at, text in reversed(list(enumerate(table.headers)))}
    if extra := [text for text in table.headers if text.strip() and _header(text) not in FORMS[name]]:
        _note(found, table.name, Rejected(0, ", ".join(extra)[:200], "unknown columns, not taken"), "warning")
    counts: dict[str, Any] = {"table": table.name, "form": name, "seen": 0, "accepted": 0, "rejected": 0}
    keys: set[Any] = set()
    for line in table.lines():
        counts["seen"] += 1
        if sum(form["seen"] for form in found.forms) + counts["seen"] > MOST_ROWS:
            raise SourceChanged(f"{table.name} has more than {MOST_ROWS:,} rows; that is no register.")
        made = _record(name, line, {column: _cell(line, places[column]) for column in FORMS[name]}, keys)
        counts["rejected" if isinstance(made, Rejected) else "accepted"] += 1
        if isinstance(made, Rejected):
            _note(found, table.name, made)
        else:
            found.records.append(made)
            found.places.append((table.name, line.number))
    found.forms.append(counts)


def _record(name: str, line: Line, values: dict[str, str], keys: set[Any]) -> RegisterRecord | Rejected:
    for column in YES_NO & set(values):
        if (said := _YES.get(values[column].casefold())) is None:
            return Rejected(line.number, column, "neither yes nor no", values[column][:200])
        values[column] = said
    made = record_of(name, values, line.number)
    if isinstance(made, Rejected):
        return made
    key = next((values[column] for column in ("slug", "key") if values.get(column) and name != "claims"), tuple(values.values()))
    if key in keys:
        return Rejected(line.number, "slug" if "slug" in values else "key", "stands in the file already", str(key)[:200])
    keys.add(key)
    return made


def _cell(line: Line, at: int) -> str:
    raw = line.cells[at] if at < len(line.cells) else None
    return (cells.text(raw) or "").strip()


def _header(text: str) -> str:
    return text.replace("\ufeff", "").strip().casefold()


def _note(found: Found, table: str, one: Rejected, level: str = "rejection") -> None:
    found.remarks.append({"level": level, "table": table, "line": one.line, "field": one.field, "reason": one.reason, "raw": one.raw[:200]})


def _first(found: Found) -> str:
    one = next((remark for remark in found.remarks if remark["level"] == "rejection"), None)
    return "" if one is None else f"The first reason is in line {one['line']} of {one['table']}: {one['field']}: {one['reason']}."


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
