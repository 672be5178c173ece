import csv
import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from datasets.errors import SourceChanged
from harvesters.lists.feed_texts import LONGEST, plain, published, shortened
from harvesters.reading.cells import Unreadable
from harvesters.sources.news import SOURCE
from tests.harvesters.samples import FILES, Read, a_city, read

KINDS = ["rss", "rdf", "atom"]
REAL = {
    "4fsodonline.atom": 25,
    "EMarley.rss": 10,
    "OneFootTsunami.atom": 25,
    "bio.rdf": 30,
    "donthitsave.xml": 10,
    "kc0011.rss": 20,
    "medscape.rss": 20,
    "natasha.xml": 10,
    "phpxml.rss": 20,
    "root-author.atom": 2,
    "shopify-namespace.rss": 1,
}
DOCTYPE = '<!DOCTYPE rss [<!ENTITY a "b"><!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><title>&f;</title></channel></rss>'


def _feed(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / "a.xml").write_bytes(text.encode(encoding))
    return folder / "a.xml"


def _rss(inner: str, head: str = "") -> str:
    return f"{head}<rss version='2.0'><channel><title>T</title><link>https://t.example</link>{inner}</channel></rss>"


@pytest.fixture(scope="module")
def frozen() -> Read:
    return read(SOURCE, FILES / "news.rss", "hafenbote")


def test_every_entry_is_accepted_or_rejected_with_a_reason(frozen: Read) -> None:
    assert [row.line for row in frozen.rows] == [7, 16, 22, 34, 39, 44, 49, 54]
    assert [(one.line, one.field, one.reason) for one in frozen.rejected] == [
        (26, "id", "stands in the feed already"),
        (31, "title", "is empty"),
    ]


def test_only_headline_link_moment_and_a_short_summary_are_kept(frozen: Read) -> None:
    assert frozen.tables[0] == {
        "id": "https://hafenbote.example/?p=11",
        "title": "Bänke am Kanal: Stadt & Verein sind sich einig",
        "link": "https://hafenbote.example/2026/03/baenke",
        "published": dt.date(2026, 3, 3),
        "published_at": dt.datetime(2026, 3, 3, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        "summary": "Zehn Bänke aus Holz. Mehr dazu",
        "feed": "Hafenbote",
        "projects": None,
    }
    assert "Mustermann" not in repr(frozen.rows)


def test_an_entry_without_a_guid_is_known_by_its_link_and_without_a_link_by_a_digest(frozen: Read) -> None:
    second, third = frozen.tables[1:3]
    assert (second["id"], second["link"], second["summary"]) == (*["https://hafenbote.example/2026/03/laternen"] * 2, None)
    assert len(str(third["id"])) == 24
    assert [(one.line, one.field, one.raw) for one in frozen.remarks] == [(22, "published", "gestern"), (22, "link", "")]


def test_rdf_and_atom_are_read_too() -> None:
    (rdf,) = read(SOURCE, FILES / "news.rdf", "nebel").tables
    assert (rdf["id"], rdf["title"], rdf["published"], rdf["published_at"]) == (
        "https://nebel.example/1",
        "Horn im Nebel",
        dt.date(2026, 2, 1),
        None,
    )
    first, second = read(SOURCE, FILES / "news.atom", "werkhof").tables
    assert (first["id"], first["title"], first["link"]) == ("urn:werkhof:1", "Zweite <b> Lehre", "https://werkhof.example/eins")
    assert (first["published"], first["summary"]) == (dt.date(2026, 3, 4), "Ein kurzer Text.")
    assert (second["title"], second["published"], second["summary"]) == ("2 < 3", dt.date(2026, 3, 1), "Wort Wort")


def test_the_dataset_is_described_and_absence_is_no_deletion(frozen: Read) -> None:
    assert (frozen.dataset.title.de, frozen.dataset.publisher, frozen.dataset.key) == ("Meldungen: Hafenbote", "Hafenbote", ("id",))
    assert all(column.title.en and column.description.de and column.description.en for column in frozen.dataset.columns)
    assert (SOURCE.complete, SOURCE.licence, SOURCE.expect.shrink) == (False, "other-closed", 0.0)


@pytest.mark.parametrize("text", [DOCTYPE, f'<?xml version="1.0"?>\n<!-- x -->{DOCTYPE}'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_with_entities_is_refused_unread(tmp_path: Path, text: str, encoding: str) -> None:
    with pytest.raises(SourceChanged, match="document type or entities"):
        read(SOURCE, _feed(tmp_path, text, encoding))


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8-sig"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', "cp1252"),
        ("<?xml version='1.0' encoding='windows-1252'?>", "cp1252"),
        ("", "utf-8"),
        ("", "cp1252"),
        ('<?xml version="1.0" encoding="utf-8"?>', "cp1252"),
    ],
)
def test_marks_and_declared_encodings_are_kept_to(tmp_path: Path, head: str, encoding: str) -> None:
    found = read(SOURCE, _feed(tmp_path, _rss("<item><title>Bänke für 5 €</title><link>https://t.example/1</link></item>", head), encoding))
    assert found.tables[0]["title"] == "Bänke für 5 €"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("Wartung", "no XML"),
        ("<!DOCTYPE html><html><title>Wartung</title></html>", "web page"),
        ("<html><body>x</body></html>", "web page"),
        ("<sitemap/>", "root is 'sitemap'"),
        ("<rss version='2.0'><channel><item><title>Ha", "broken XML"),
        ("<rss/>", "no feed"),
    ],
)
def test_what_is_no_feed_is_refused_as_what_it_is(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(SourceChanged, match=reason):
        read(SOURCE, _feed(tmp_path, text))


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("Wed, 5 Nov 2025 22:21:32 EST", "2025-11-05 22:21:32-05:00"),
        ("Tue, 4 Nov 2025 14:25:56  EST", "2025-11-04 14:25:56-05:00"),
        ("2026-03-04T09:30:00.5Z", "2026-03-04 09:30:00.500000+00:00"),
        ("2020/1/10 14:33:00", "2020-01-10 14:33:00"),
        ("2020/1/10", "2020-01-10"),
    ],
)
def test_moments_of_every_notation_are_read(said: str, moment: str) -> None:
    assert str(published(said)) == moment


@given(st.text(max_size=40))
def test_any_date_is_read_or_told_to_be_unreadable(said: str) -> None:
    with suppress(Unreadable):
        published(said)


@given(st.text(max_size=900))
def test_a_summary_is_never_longer_than_it_may_be(text: str) -> None:
    assert len(shortened(plain(text))) <= LONGEST


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>Hallo<br>Welt", "Hallo Welt"),
        ("a &lt;b&gt; c &amp; d", "a <b> c & d"),
        ("Anfang [&#8230;]", "Anfang"),
        ("Text <a href='x'>[weiterlesen]</a>", "Text"),
        ("offen <a href='x", "offen"),
        ("5 < 6 und 7 > 3", "5 < 6 und 7 > 3"),
    ],
)
def test_a_text_loses_its_html(text: str, shown: str) -> None:
    assert plain(text) == shown


@settings(max_examples=60)
@given(st.sampled_from(KINDS), st.floats(0, 1), st.binary(max_size=5), st.integers(0, 40))
def test_whatever_is_changed_in_a_feed_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, kind: str, where: float, new: bytes, lost: int
) -> None:
    content = (FILES / f"news.{kind}").read_bytes()
    at = int(where * len(content))
    path = tmp_path_factory.mktemp("changed") / "a"
    path.write_bytes(content[:at] + new + content[at + lost :])
    with suppress(SourceChanged):
        assert read(SOURCE, path).seen <= 12


def test_a_city_without_feeds_has_no_live_flow_and_a_list_without_addresses_is_refused(tmp_path: Path) -> None:
    other = a_city().model_copy(update={"folder": tmp_path})
    assert SOURCE.steps(other) == ()
    (tmp_path / "feeds.csv").write_text("name\nx\n", "utf-8")
    with pytest.raises(SourceChanged, match="no column url"):
        SOURCE.steps(other)


def test_the_citys_list_of_feeds_has_names_and_addresses() -> None:
    with (a_city().folder / "feeds.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert all(row["name"] and row["url"].startswith("https://") for row in rows)


@pytest.mark.parametrize("name", REAL)
def test_the_real_feeds_are_read_whole(shared: Path, name: str) -> None:
    path = shared / "samples/rss" / name
    found = read(SOURCE, path, "feed")
    text = path.read_bytes().decode("gb18030" if name == "kc0011.rss" else "utf-8-sig")
    bare = text[text.index("?>") + 2 :] if text.startswith("<?") else text
    counted = len(etree.fromstring(bare.strip().encode()).xpath("//*[local-name()='item' or local-name()='entry']"))
    assert (counted, found.seen, found.rejected) == (REAL[name], REAL[name], [])
    assert all(table["title"] and table["id"] for table in found.tables)
    assert sum(not table["link"] for table in found.tables) == text.count('type="text/html" href=""')
    assert all(len(str(table["summary"] or "")) <= LONGEST and "<p>" not in str(table["summary"]) for table in found.tables)
    assert all(table["published"] for table in found.tables) or name == "shopify-namespace.rss"


def test_a_real_title_is_the_entrys_own_and_not_that_of_something_inside_it(shared: Path) -> None:
    found = read(SOURCE, shared / "samples/rss/shopify-namespace.rss", "feed")
    assert (found.tables[0]["title"], found.tables[0]["summary"]) == ("Real Product Title", "Body HTML")
