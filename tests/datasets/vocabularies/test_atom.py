"""Feeds are well-formed whatever is in them, and name things for life."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from datasets.vocabularies import atom

FEED = atom.Feed("daten", "Daten", "Allianz", "Stadt", "https://example.org/feeds/daten.atom", "https://example.org/daten")
NAMES = {None: atom.ATOM}


def _entry(uid, day, title="Brücke", summary="Text"):
    moment = dt.datetime(2026, 11, day, tzinfo=dt.UTC)
    return atom.Entry(uid, title, "https://example.org/daten/bruecke", moment, moment, summary, categories=("Bau",))


@given(title=st.text(), summary=st.text())
def test_no_text_breaks_a_feed(title, summary):
    root = etree.fromstring(atom.written(FEED, [_entry("a", 1, title, summary)]))
    assert len(root.findall("entry", NAMES)) == 1


def test_the_newest_entry_dates_the_feed():
    root = etree.fromstring(atom.written(FEED, [_entry("a", 3), _entry("b", 5), _entry("c", 4)]))
    assert root.findtext("updated", None, NAMES) == "2026-11-05T00:00:00Z"


def test_an_empty_feed_is_dated_too():
    assert etree.fromstring(atom.written(FEED, [])).findtext("updated", None, NAMES) == "1970-01-01T00:00:00Z"


def test_an_id_depends_on_kind_and_name_only():
    assert atom.lasting_id("project", "bruecke") == "28fb0ce3-6bbe-5717-b684-cc5564b2fdcc"
    assert atom.lasting_id("outcome", "bruecke") != atom.lasting_id("project", "bruecke")
