"""Cities with other portals, fake portals to walk through, and what a reading of a file comes to."""

import json

import pytest
from hypothesis import strategies as st

from datasets.city import Portal
from datasets.errors import SourceChanged
from datasets.web import Web
from harvesters.fetch import Fetcher
from harvesters.source import Ask, Rejected, Remark, Row
from tests.sites import Answer

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None), max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["de", "name", "key", "value", "url", "title"]), inner),
    max_leaves=8,
)
"""Whatever a field of JSON may hold, half characters too."""


def with_portals(city, *portals):
    """The city with these portals: (kind, address) or Portal."""
    made = [one if isinstance(one, Portal) else Portal(slug=f"portal-{at}", kind=one[0], name=f"Portal {at}", url=one[1])
            for at, one in enumerate(portals, 1)]  # fmt: skip
    return city.model_copy(update={"portals": tuple(made)})


def read(source, path, city, slug="probe"):
    """(promised, records, parsed) of a file."""
    listing = source.parse(path, Ask(city, slug))
    parsed = list(listing.rows)
    return listing.promised, [record for one in parsed if isinstance(one, Row) for record in one.records], parsed


def counts(parsed):
    """How many rows, rejections and remarks."""
    return tuple(sum(isinstance(one, kind) for one in parsed) for kind in (Row, Rejected, Remark))


def walk(source, city, folder):
    """The file that the source's live flow keeps, without waiting."""
    web = Web("")
    try:
        return Fetcher(web, pace=0).flow(source, city, folder)
    finally:
        web.close()


def answering(said):
    """A handler: what ``said(asked)`` gives as JSON or text; robots.txt is not there."""

    def handler(asked):
        if asked.path == "/robots.txt":
            return Answer(status=404)
        found = said(asked)
        return Answer(found.encode() if isinstance(found, str) else json.dumps(found).encode())

    return handler


def refused(source, path, city, match):
    """The file is refused with these words."""
    with pytest.raises(SourceChanged, match=match):
        read(source, path, city)
