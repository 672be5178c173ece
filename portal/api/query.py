"""A question that was asked by address, read and ready: which release answers, what is asked of it, where the answer lies for ever."""

from dataclasses import dataclass
from pathlib import Path

from fastapi import Request

from datasets import aggregates, datastore
from datasets.errors import BadQuestion
from datasets.formats.layout import Schema
from datasets.question import Grouping, Question
from portal import asking
from portal.api.downloads import edition_of, on_shelf
from portal.render import site

MOST = 32_000
"""Rows of one JSON answer; the other formats have no end."""
MOST_GROUPS = 100_000
"""Groups of one answer that is a file."""
MOST_VALUES = 1000
"""Values of one facet."""
ENDLESS = 10**12


@dataclass(frozen=True, slots=True)
class Query:
    """One question to one release."""

    slug: str
    release: str
    kind: str
    folder: Path
    schema: Schema
    pairs: asking.Pairs
    question: Question
    grouping: Grouping | None
    facets: tuple[tuple[str, ...], int] | None
    site: str

    @property
    def index(self) -> Path:
        """The query index of the release."""
        return self.folder / "index.sqlite"

    @property
    def limit(self) -> int:
        """Rows or groups that are asked for at once."""
        return self.question.limit if self.grouping is None else self.grouping.limit

    @property
    def permalink(self) -> str:
        """The whole address of this question to this release."""
        return self.site + self.here()

    @property
    def facts(self) -> dict[str, object]:
        """What every answer says of where it comes from."""
        return {"dataset": self.slug, "release": self.release, "permalink": self.permalink}

    @property
    def headers(self) -> dict[str, str]:
        """The same as headers."""
        return {"Mehrwert-Release": self.release, "Link": f'<{self.permalink}>; rel="canonical"'}

    def here(self, **changes: str | int | None) -> str:
        """The path of this question to this release, with changes."""
        return asking.address(f"/daten/{self.slug}/{self.release}/abfrage.{self.kind}", self.pairs, **changes)


def read(request: Request, releases: Path, slug: str, release: str, kind: str, pairs: asking.Pairs) -> Query:
    """What is asked by these parameters. Raises NotFound, Gone, and BadQuestion naming the parameter.

    A page that begins behind a known row is answered by the release in which that row was seen.
    """
    current = release or on_shelf(request, slug).release
    seen = next((asking.known_row(value)[0] for name, value in pairs if name == "after" and value), "")
    if release and seen and seen != release:
        raise BadQuestion(f"after names release {seen}, the address {release}; leave one of them out.", "after")
    name = edition_of(request, slug, seen or current).name
    folder = releases / slug / name
    schema = datastore.schema(folder / "index.sqlite")
    most = MOST if kind == "json" else ENDLESS
    grouping = asking.grouping(pairs, 100 if kind == "json" else MOST_GROUPS, MOST if kind == "json" else MOST_GROUPS)
    given = pairs if grouping is None else [pair for pair in pairs if pair[0] not in {"sort", "limit", "offset"}]
    question = asking.question(given, schema.columns, 100 if kind == "json" else ENDLESS, most)
    if grouping is not None:
        aggregates.columns_of(schema, grouping)
    facets = asking.facets(pairs, (column.name for column in schema.columns), MOST_VALUES)
    return Query(slug, name, kind, folder, schema, pairs, question, grouping, facets if facets[0] else None, site(request))
