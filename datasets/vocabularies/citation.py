"""How a release is cited: BibTeX, APA and CSL-JSON, each with its lasting address, version, licence and the day it was looked at."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Literal

from babel.dates import format_date

Language = Literal["de", "en"]

MEDIA_TYPES = {"bib": "application/x-bibtex", "json": "application/vnd.citationstyles.csl+json", "txt": "text/plain"}
# What TeX would take for a command; within braces nothing else means anything.
TEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """One release; ``url`` is whole and lasts, ``seen`` is the day on which somebody looked at it."""

    slug: str
    title: str
    publisher: str
    release: str
    issued: dt.date
    licence: str
    url: str
    seen: dt.date
    language: Language = "de"


def written(cited: Cited, kind: str) -> str:
    """As ``bib``, ``json`` or ``txt``."""
    return {"bib": bibtex, "json": csl, "txt": apa}[kind](cited)


def bibtex(cited: Cited) -> str:
    """One entry; titles are kept in their letters by a second pair of braces."""
    fields = {
        "author": f"{{{_tex(cited.publisher)}}}",
        "title": f"{{{_tex(cited.title)}}}",
        "year": str(cited.issued.year),
        "date": cited.issued.isoformat(),
        "version": _tex(cited.release),
        "publisher": f"{{{_tex(cited.publisher)}}}",
        "url": re.sub(r"[{}\\\s]", "", cited.url),
        "urldate": cited.seen.isoformat(),
        "note": f"{_kind(cited)}. {_terms(cited)}: {_tex(cited.licence)}",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{cited.slug}-{cited.release},\n{lines}\n}}\n"


def apa(cited: Cited) -> str:
    """One line in the manner of APA 7; the publisher is the author and is named once."""
    title, who = _line(cited.title), _line(cited.publisher).rstrip(".")
    if cited.language == "en":
        issued, seen = format_date(cited.issued, "yyyy, MMMM d", "en"), format_date(cited.seen, "MMMM d, yyyy", "en")
        end = f"Retrieved {seen}, from {cited.url}"
    else:
        issued, seen = format_date(cited.issued, "yyyy, d. MMMM", "de"), format_date(cited.seen, "d. MMMM yyyy", "de")
        end = f"Abgerufen am {seen} von {cited.url}"
    return f"{who}. ({issued}). {title} (Version {cited.release}) [{_kind(cited)}]. {_terms(cited)}: {_line(cited.licence)}. {end}\n"


def csl(cited: Cited) -> str:
    """A list of one item, as reference managers read it."""
    item = {
        "id": f"{cited.slug}-{cited.release}",
        "type": "dataset",
        "title": _line(cited.title),
        "author": [{"literal": _line(cited.publisher)}],
        "publisher": _line(cited.publisher),
        "issued": {"date-parts": [_parts(cited.issued)]},
        "accessed": {"date-parts": [_parts(cited.seen)]},
        "version": cited.release,
        "URL": cited.url,
        "language": cited.language,
        "note": f"{_terms(cited)}: {_line(cited.licence)}",
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _parts(day: dt.date) -> list[int]:
    return [day.year, day.month, day.day]


def _kind(cited: Cited) -> str:
    return "Data set" if cited.language == "en" else "Datensatz"


def _terms(cited: Cited) -> str:
    return "Licence" if cited.language == "en" else "Lizenz"


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return _line(text).translate(TEX)
