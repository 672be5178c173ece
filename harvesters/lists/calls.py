"""Funding programmes in tables and feeds: which columns they have, what their words mean, and where a feed states a deadline."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from typing import Any

from datasets.city import City
from harvesters.lists.feeds import Entry
from harvesters.reading import dates
from harvesters.reading.cells import Unreadable, line
from harvesters.reading.columns import Known
from harvesters.reading.headers import fold

COLUMNS = (
    Known("key", "key", "line", "Schlüssel", "Key", ("schlüssel", "kennung", "id", "nummer")),
    Known("title", "title", "line", "Name", "Title", ("titel", "name", "programm", "förderprogramm", "förderaufruf", "call", "programme")),
    Known("summary", "summary", "text", "Worum es geht", "What it is about", ("beschreibung", "kurztext", "gegenstand", "description")),
    Known("funder", "funder", "line", "Fördergeber", "Funder", ("fördergeber", "mittelgeber", "zuwendungsgeber", "geber")),
    Known("level", "level", "line", "Ebene", "Level", ("ebene", "förderebene")),
    Known("applicants", "applicants", "line", "Kennungen", "Codes"),
    Known(
        "who", "who", "text", "Wer sich bewerben kann", "Who may apply",
        ("antragsberechtigte", "antragsberechtigt", "förderberechtigte", "wer", "zielgruppe", "who may apply", "eligible applicants"),
    ),
    Known("topics", "topics", "line", "Themen", "Topics", ("themen", "thema", "förderbereich")),
    Known("opens", "opens", "line", "Bewerbung ab", "From", ("beginn", "start", "ab", "antragsbeginn", "opening", "opening date")),
    Known(
        "deadline", "deadline", "line", "Frist", "Deadline",
        ("frist", "antragsfrist", "einreichungsfrist", "bewerbungsfrist", "stichtag", "ende", "deadline date", "closing date"),
    ),
    Known("deadline_text", "deadline_text", "text", "Frist in Worten", "Deadline in words"),
    Known("stated", "stated", "line", "Angabe der Quelle", "What the source says", ("status", "stand", "förderfenster")),
    Known("amount_text", "amount_text", "text", "Förderung in Worten", "Funding in words", ("förderung", "konditionen", "förderhöhe")),
    Known("amount_max", "amount_max", "amount", "Höchster Betrag", "Highest amount", ("betrag", "höchstbetrag", "maximale fördersumme")),
    Known("rate_max", "rate_max", "rate", "Höchster Anteil", "Highest share", ("förderquote", "fördersatz", "quote", "funding rate")),
    Known("url", "url", "line", "Adresse", "Address", ("link", "adresse", "webseite", "website")),
    Known("source", "source", "line", "Quelle", "Source", ("quelle", "source_url")),
    Known("retrieved", "retrieved", "date", "Nachgesehen am", "Looked up on", ("abgerufen", "stand am")),
)  # fmt: skip

_LEVELS = {
    "eu": ("eu", "europa", "europaische union", "european union"),
    "bund": ("bund", "bundesrepublik", "federal"),
    "land": ("land", "bundesland", "state"),
    "kommune": ("kommune", "stadt", "municipality"),
    "stiftung": ("stiftung", "foundation"),
    "privat": ("privat", "private"),
}
_APPLICANTS = {
    "municipality": ("kommune", "kommunen", "stadte", "gemeinden", "stadte und gemeinden", "kreise", "municipalities", "cities"),
    "municipal_company": ("kommunale unternehmen", "eigenbetriebe", "kommunale betriebe"),
    "public": ("offentliche einrichtung", "offentliche einrichtungen", "korperschaften des offentlichen rechts", "public bodies"),
    "company": ("unternehmen", "kmu", "companies", "smes"),
    "university": ("hochschule", "hochschulen", "universitaten", "universities"),
    "research": ("forschungseinrichtung", "forschungseinrichtungen", "research organisations"),
    "association": ("verein", "vereine", "verband vereinigung", "verbande", "gemeinnutzige organisationen", "associations", "ngos"),
    "school": ("schule", "schulen", "schools"),
    "person": ("privatperson", "privatpersonen", "naturliche personen", "individuals"),
}
_OPEN = frozenset({"open", "offen", "laufend", "jederzeit", "fortlaufend", "ganzjahrig", "ongoing", "antragsoffen"})
_CLOSED = frozenset({"closed", "geschlossen", "beendet", "abgelaufen", "ausgelaufen", "nicht antragsoffen"})
_DAY = r"(\d{1,2}\.\s?(?:\d{1,2}\.|[A-Za-zä]{3,9})\s?\d{4}|\d{4}-\d{2}-\d{2})"
_LIMIT = re.compile(rf"(?:frist|bewerbungsschluss|einsendeschluss|stichtag|deadline)[^.!?\d]{{0,60}}{_DAY}", re.IGNORECASE)


def level_of(said: str) -> str:
    """The code of a level; empty where the word is none of ours.

    >>> level_of("Bund"), level_of("EU"), level_of("Mond")
    ('bund', 'eu', '')
    """
    return next((code for code, words in _LEVELS.items() if fold(said) in (code, *words)), "")


def applicants_of(said: str) -> tuple[str, ...]:
    """The codes of those named one by one; parts that are more than a bare name are left to the words.

    >>> applicants_of("Kommunen, Unternehmen"), applicants_of("Unternehmen nur im Verbund")
    (('municipality', 'company'), ())
    """
    parts = [fold(part) for part in re.split(r"[|,;/\n]", said) if part.strip()]
    known = {word: code for code, words in _APPLICANTS.items() for word in (code, fold(code), *words)}
    return tuple(dict.fromkeys(known[part] for part in parts if part in known))


def topics_of(said: str, city: City) -> tuple[str, ...]:
    """The city's topics that are named by their code or their name."""
    known = {fold(word): topic.slug for topic in city.topics for word in (topic.slug, topic.name.de, topic.name.en)}
    parts = [fold(part) for part in re.split(r"[|;,]", said)]
    return tuple(dict.fromkeys(known[part] for part in parts if part in known))


def stated(*said: str) -> str:
    """``open`` or ``closed`` where one of the cells says just that."""
    words = {fold(one) for one in said}
    return "closed" if words & _CLOSED else "open" if words & _OPEN else ""


def day_of(said: str) -> tuple[dt.date | None, str]:
    """A full date, or nothing and what stands there instead: a month, ``laufend``, several dates."""
    try:
        found = dates.date(said or None)
    except Unreadable:
        return None, said
    return (found, "") if isinstance(found, dt.date) else (None, said if found else "")


def values_of(cells: dict[str, Any], city: City) -> dict[str, Any]:
    """The fields of a programme from the cells of its row; what is not there is left out."""
    words = {name: str(cells.get(name) or "") for name in ("key", "title", "summary", "funder", "who", "amount_text", "deadline_text")}
    deadline, said = day_of(line(cells.get("deadline")) or "")
    opens, from_then = day_of(line(cells.get("opens")) or "")
    link = str(cells.get("url") or "")
    return words | {
        "key": words["key"] or _digest(words["title"], words["funder"]),
        "level": level_of(str(cells.get("level") or "")),
        "applicants": applicants_of(str(cells.get("applicants") or words["who"])),
        "topics": topics_of(str(cells.get("topics") or ""), city),
        "opens": opens,
        "deadline": deadline,
        "deadline_text": words["deadline_text"] or _joined((from_then, said)),
        "stated": stated(str(cells.get("stated") or ""), said),
        "amount_max": cells.get("amount_max"),
        "rate_max": cells.get("rate_max"),
        "url": link if link.startswith(("https://", "http://")) else None,
        "source_url": str(cells.get("source") or "") or None,
        "retrieved": cells.get("retrieved"),
    }


def values_of_entry(entry: Entry) -> dict[str, Any]:
    """The fields of a programme from an entry of a feed: a deadline only where the text names just one."""
    told = f"{entry.title}. {entry.summary}"
    found = {day for match in _LIMIT.finditer(told) if (day := day_of(_spaced(match[1]))[0])}
    return {
        "key": _digest(entry.identifier),
        "title": entry.title,
        "summary": entry.summary,
        "deadline": found.pop() if len(found) == 1 else None,
        "url": entry.link or None,
        "source_url": entry.link or None,
    }


def _spaced(said: str) -> str:
    # "1. Mai 2027" is read as it stands; "1.Mai 2027" lacks the blank.
    return re.sub(r"\.(?=[A-Za-z])", ". ", " ".join(said.split()))


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(part for part in parts if part)


def _digest(*parts: str) -> str:
    return "p-" + hashlib.sha256("\x1f".join(parts).casefold().encode()).hexdigest()[:20]
