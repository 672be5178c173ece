"""News of the city from feeds (RSS and Atom): headlines with their link, their day and a short summary, quoted."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from datasets.city import City
from datasets.errors import SourceChanged
from datasets.records import Column, DatasetRecord, Text
from harvesters.lists.feed_texts import LONGEST, published
from harvesters.lists.feeds import Entry, Feed, read_feed
from harvesters.reading.cells import Unreadable
from harvesters.source import Ask, Expect, Listing, Parsed, Rejected, Remark, Row, Source, Step

COLUMNS = (
    Column(
        name="id",
        title=Text(de="Kennung", en="Identifier"),
        description=Text(
            de="Kennung der Meldung im Feed; wo er keine nennt, ihr Verweis, sonst eine Prüfsumme.",
            en="Identifier of the entry in the feed; where it states none, its link, else a digest.",
        ),
    ),
    Column(
        name="title",
        title=Text(de="Schlagzeile", en="Headline"),
        description=Text(de="Die Überschrift, wie die Quelle sie schreibt.", en="The headline as the source writes it."),
    ),
    Column(
        name="link",
        title=Text(de="Verweis", en="Link"),
        description=Text(de="Seite der Meldung bei der Quelle.", en="Page of the entry at its source."),
    ),
    Column(
        name="published",
        type="date",
        title=Text(de="Tag", en="Day"),
        description=Text(de="Tag der Veröffentlichung nach der Uhr der Quelle.", en="Day of publication by the source's clock."),
    ),
    Column(
        name="published_at",
        type="datetime",
        title=Text(de="Zeitpunkt", en="Moment"),
        description=Text(
            de="Zeitpunkt der Veröffentlichung, wo die Quelle ihn nennt.", en="Moment of publication where the source states it."
        ),
    ),
    Column(
        name="summary",
        title=Text(de="Anriss", en="Summary"),
        description=Text(
            de=f"Der Anfang des Textes im Feed, höchstens {LONGEST} Zeichen, ohne Bilder und Verweise.",
            en=f"The beginning of the text in the feed, at most {LONGEST} letters, without pictures and links.",
        ),
    ),
)
_ABOUT = Text(
    de="Meldungen, auf die wir verweisen: Schlagzeile, Tag und kurzer Anriss als Zitat. Die Texte gehören der Quelle. "
    "Ein Feed zeigt nur die neuesten Meldungen; ältere stehen in früheren Ausgaben.",
    en="News that we link to: headline, day and a short summary as a quotation. The texts belong to their source. "
    "A feed shows its newest entries only; older ones are in earlier releases.",
)


def parse(path: Path, ask: Ask) -> Listing:
    """Every entry of a feed. Raises SourceChanged where the file is none."""
    feed = read_feed(path)
    return Listing(_rows(feed), _dataset(feed, ask), ask.promised)


def _rows(feed: Feed) -> Iterator[Parsed]:
    seen: set[str] = set()
    for entry in feed.entries:
        if not entry.title and not (entry.summary and entry.link):
            yield Rejected(entry.line, "title", "is empty")
        elif entry.identifier in seen:
            yield Rejected(entry.line, "id", "stands in the feed already", entry.identifier[:200])
        else:
            seen.add(entry.identifier)
            yield from _row(entry)


def _row(entry: Entry) -> Iterator[Parsed]:
    try:
        moment = published(entry.said)
    except Unreadable as error:
        moment = None
        yield Remark(entry.line, "published", f"{error}; left empty", entry.said[:100])
    if not entry.link:
        yield Remark(entry.line, "link", "no address; left empty")
    day = moment.date() if isinstance(moment, dt.datetime) else moment
    cells = (entry.identifier, entry.title, entry.link, day, moment if isinstance(moment, dt.datetime) else None, entry.summary)
    yield Row(entry.line, tuple(cell or None for cell in cells))


def _dataset(feed: Feed, ask: Ask) -> DatasetRecord:
    name = " ".join(feed.title.split())[:200] or ask.slug
    return DatasetRecord(
        slug=ask.slug,
        title=Text(de=f"Meldungen: {name}", en=f"News: {name}"),
        description=_ABOUT,
        keywords=("Meldungen", "Nachrichten"),
        theme=("GOVE",),
        licence=SOURCE.licence,
        publisher=name,
        source_url=feed.link if feed.link.startswith(("https://", "http://")) else "",
        frequency=SOURCE.frequency,
        columns=COLUMNS,
        key=("id",),
        origin="harvested",
        source=SOURCE.name,
    )


def steps(city: City) -> tuple[Step, ...]:
    """The first address in the city's ``feeds.csv``: a flow keeps one file. Raises SourceChanged where the file has no such column."""
    file = city.folder / "feeds.csv"
    if not file.exists():
        return ()
    with file.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if "url" not in (reader.fieldnames or ()):
            raise SourceChanged(f"{file.name} has no column url; it has {', '.join(reader.fieldnames or ()) or 'nothing'}.")
        addresses = [url for row in reader if (url := (row["url"] or "").strip())]
    return tuple(Step(url, keep=True) for url in addresses[:1])


SOURCE = Source(
    name="news",
    title=Text(de="Meldungen aus der Stadt", en="News of the city"),
    publisher="Herausgeber des Feeds",
    licence="other-closed",
    homepage="",
    parse=parse,
    steps=steps,
    expect=Expect(shrink=0.0),
    frequency="DAILY",
    complete=False,
)
