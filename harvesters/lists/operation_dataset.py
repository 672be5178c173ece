"""The dataset that a list of operations becomes: its columns with what they mean, its key, its period."""

import datetime as dt
import re

from datasets.records import Column, DatasetRecord, Text
from harvesters.lists.evidence import Evidence
from harvesters.lists.layouts import Layout
from harvesters.lists.operations import FIELDS
from harvesters.source import Ask

NAME = "liste-der-vorhaben"
LICENCE = "other-closed"
PUBLISHER = "Verwaltungsbehörde des Programms"
FREQUENCY = "ANNUAL_2"
_LOUD = frozenset({"efre", "erdf", "esf", "jtf", "eler", "nrw", "eu"})
_PERIOD = re.compile(r"(20\d\d)[-_](20\d\d)")
_ABOUT = Text(
    de="Geförderte Vorhaben der Strukturfonds der Europäischen Union, alle Zeilen der Liste. Die Quelle nennt keine Lizenz.",
    en="Operations funded by the structural funds of the European Union, every row of the list. The source states no licence.",
)


def dataset_of(layouts: list[Layout], evidence: Evidence, ask: Ask) -> DatasetRecord:
    """The record of a list; its key is the operation's code where every row has one of its own, else the whole row."""
    shown = " ".join(word.upper() if word in _LOUD else word.capitalize() for word in re.split(r"[-_]", ask.slug))
    period = _PERIOD.search(ask.slug)
    columns = columns_of(layouts, evidence)
    has_code = any(column.name == "vorhaben_code" for column in columns)
    return DatasetRecord(
        slug=ask.slug,
        title=Text(de=f"Liste der Vorhaben: {shown}", en=f"List of operations: {shown}"),
        description=_ABOUT,
        keywords=("EFRE", "ESF", "Förderung", "Strukturfonds"),
        theme=("GOVE", "REGI"),
        licence=LICENCE,
        publisher=PUBLISHER,
        source_url=ask.url,
        frequency=FREQUENCY,
        # The names of lists say whose they are; one that names no state says nothing of its place.
        spatial=ask.city.state_places if ask.city.state_word in re.split(r"[-_]", ask.slug) else (),
        temporal_start=dt.date(int(period[1]), 1, 1) if period else None,
        temporal_end=dt.date(int(period[2]), 12, 31) if period else None,
        columns=columns,
        key=("vorhaben_code",) if has_code and evidence.codes_identify else (),
        origin="harvested",
        source=NAME,
    )


def columns_of(layouts: list[Layout], evidence: Evidence) -> tuple[Column, ...]:
    """The columns that a dataset of these sheets has: the known ones in their order, then the others as they came."""
    headers: dict[str, str] = {}
    for layout in layouts:
        for name, at in layout.columns.items():
            text = layout.header.texts[at] if at < len(layout.header.texts) else ""
            if text.strip() or evidence.filled[name]:
                headers.setdefault(name, text)
    names = [name for name in FIELDS if name in headers] + [name for name in headers if name not in FIELDS]
    return tuple(_column(name, headers[name], evidence) for name in names)


def _column(name: str, header: str, evidence: Evidence) -> Column:
    if name not in FIELDS:
        shown = " ".join(header.split()) or name.replace("_", " ")
        return Column(name=name, title=Text(de=shown[:200], en=shown[:200]), source_name=header)
    known = FIELDS[name]
    kinds: dict[str, tuple[str, str]] = {"amount": ("number", "EUR"), "rate": ("number", "%")}
    type_, unit = kinds.get(known.kind, ("string", ""))
    if known.kind == "date" and not evidence.is_partial(name):
        type_ = "date"
    if known.kind == "year" and not evidence.is_no_year(name):
        type_ = "year"
    return Column.model_validate(
        {"name": name, "type": type_, "unit": unit, "title": known.title, "description": known.description, "source_name": header}
    )
