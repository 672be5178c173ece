"""News of the city from feeds (RSS and Atom): headlines with their link, their day and a short summary, quoted."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from datasets.city import City
from datasets.errors import MehrwertError, SourceChanged
from datasets.records import Column, DatasetRecord, Text
from harvesters.lists.feed_texts import LONGEST, published
from harvesters.lists.feeds import Entry, Feed, read_feed
from harvesters.lists.mentions import Mentions, mentions
from harvesters.reading.cells import Unreadable
from harvesters.source import Ask, Expect, Listing, Parsed, Rejected, Remark, Row, Source, Step, Walk

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
    Column(
        name="feed",
        title=Text(de="Feed", en="Feed"),
        description=Text(de="Name des Feeds, der die Meldung zuerst zeigte.", en="Name of the feed that showed the entry first."),
    ),
    Column(
        name="projects",
        title=Text(de="Projekte", en="Projects"),
        description=Text(
            de="Projekte, die die Meldung eindeutig nennt: durch ihre Seite, ihren Eigennamen oder ihren Titel in Anführungszeichen.",
            en="Projects that the entry clearly names: by their page, their proper name or their title in quotation marks.",
        ),
    ),
)
_ABOUT = Text(
    de="Meldungen, auf die wir verweisen: Schlagzeile, Tag und kurzer Anriss als Zitat. Die Texte gehören der Quelle. "
    "Ein Feed zeigt nur die neuesten Meldungen; ältere bleiben hier stehen.",
    en="News that we link to: headline, day and a short summary as a quotation. The texts belong to their source. "
    "A feed shows its newest entries only; older ones stay here.",
)


def parse(path: Path, ask: Ask) -> Listing:
    """Every entry of a feed, or of all feeds of a run. Raises SourceChanged where the file is none."""
    if path.is_dir():
        files = {_number(file): file for file in sorted(path.iterdir())}
        return Listing(_of_all(files, ask.city), _dataset(None, ask), ask.promised)
    feed = read_feed(path)
    return Listing(_rows(feed, "", mentions(ask.city), set()), _dataset(feed, ask), ask.promised)


def _of_all(files: dict[int, Path], city: City) -> Iterator[Parsed]:
    """The entries of every feed; one that could not be read this time is told and costs the others nothing."""
    named, seen, read = mentions(city), set[str](), 0
    for number, (name, url) in enumerate(_feeds(city), 1):
        try:
            feed = read_feed(files[number])
        except (KeyError, SourceChanged) as error:
            yield Remark(0, url, f"this feed was not read this time: {error if isinstance(error, SourceChanged) else 'it did not answer'}")
            continue
        read += 1
        yield from _rows(feed, name, named, seen)
    if not read:
        raise SourceChanged("None of the feeds could be read.")


def _number(file: Path) -> int:
    """Which step of the flow a kept file answers."""
    return int(file.name.split("-")[1])


def _rows(feed: Feed, name: str, named: Mentions, seen: set[str]) -> Iterator[Parsed]:
    here: set[str] = set()
    for entry in feed.entries:
        if not entry.title and not (entry.summary and entry.link):
            yield Rejected(entry.line, "title", "is empty")
        elif entry.identifier in here:
            yield Rejected(entry.line, "id", "stands in the feed already", entry.identifier[:200])
        elif entry.identifier in seen:
            yield Remark(entry.line, "id", "another feed holds it too; the first one is kept", entry.identifier[:200])
        else:
            yield from _row(entry, name or " ".join(feed.title.split())[:200], named)
        here.add(entry.identifier)
    seen |= here


def _row(entry: Entry, name: str, named: Mentions) -> Iterator[Parsed]:
    try:
        moment = published(entry.said)
    except Unreadable as error:
        moment = None
        yield Remark(entry.line, "published", f"{error}; left empty", entry.said[:100])
    if not entry.link:
        yield Remark(entry.line, "link", "no address; left empty")
    day = moment.date() if isinstance(moment, dt.datetime) else moment
    cells = (entry.identifier, entry.title, entry.link, day, moment if isinstance(moment, dt.datetime) else None, entry.summary)
    project = named(f"{entry.title}\n{entry.summary}", entry.link)
    yield Row(entry.line, (*(cell or None for cell in cells), name or None, project))


def _dataset(feed: Feed | None, ask: Ask) -> DatasetRecord:
    name = " ".join(feed.title.split())[:200] or ask.slug if feed else SOURCE.title.de
    link = feed.link if feed else ""
    return DatasetRecord(
        slug=ask.slug,
        title=Text(de=f"Meldungen: {name}", en=f"News: {name}") if feed else SOURCE.title,
        description=_ABOUT,
        keywords=("Meldungen", "Nachrichten"),
        theme=("GOVE",),
        licence=SOURCE.licence,
        publisher=name if feed else SOURCE.publisher,
        source_url=link if link.startswith(("https://", "http://")) else "",
        frequency=SOURCE.frequency,
        columns=COLUMNS,
        key=("id",),
        origin="harvested",
        source=SOURCE.name,
    )


def steps(city: City) -> Walk | tuple[Step, ...]:
    """Every address in the city's ``feeds.csv``; one that fails costs the others nothing."""
    feeds = _feeds(city)
    return _walk([url for _, url in feeds]) if feeds else ()


def _walk(addresses: list[str]) -> Walk:
    failed: list[MehrwertError] = []
    for url in addresses:
        try:
            yield Step(url, keep=True)
        except MehrwertError as error:
            failed.append(error)
    if len(failed) == len(addresses):
        raise failed[0]
    return None


def _feeds(city: City) -> list[tuple[str, str]]:
    """Name and address of the city's feeds. Raises SourceChanged where the file has no column ``url``."""
    file = city.folder / "feeds.csv"
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if "url" not in (reader.fieldnames or ()):
            raise SourceChanged(f"{file.name} has no column url; it has {', '.join(reader.fieldnames or ()) or 'nothing'}.")
        return [((row.get("name") or "").strip(), url) for row in reader if (url := (row["url"] or "").strip())]


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
    keeps=True,
)
