"""The contract of a source: where, in which shape, under which licence, with which expectations, and how bytes become records."""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from datasets.city import City, Listed
from datasets.records import Cell, DatasetRecord, RegisterRecord, Text


@dataclass(frozen=True, slots=True)
class Row:
    """One accepted data row.

    ``cells`` are in the order of the dataset's columns (empty where a source has no dataset of its own);
    ``records`` go to the register.
    """

    line: int
    cells: tuple[Cell, ...] = ()
    records: tuple[RegisterRecord, ...] = ()
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """A data row that cannot be used: a needed cell is unreadable. Counts into ``seen`` and ``rejected``."""

    line: int
    field: str
    reason: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning that costs no row: a cell became empty, a new column came. ``line`` 0 means the whole file."""

    line: int
    field: str
    reason: str
    raw: str = ""


Parsed = Row | Rejected | Remark


@dataclass(frozen=True, slots=True)
class Listing:
    """What ``parse`` gives back: the dataset whose columns it found, and its rows, lazily.

    ``promised`` is the row count that the source itself states (a hit count, a total), where it does.
    """

    rows: Iterator[Parsed]
    dataset: DatasetRecord | None = None
    promised: int | None = None
    complete: bool = True
    """Whether this file names all there is; a source that never does says so itself."""


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a live flow.

    ``inspect`` reads an answer: it returns the promised row count or None, and raises ``SourceChanged`` when the page is
    not what it was.
    """

    url: str
    method: str = "GET"
    form: Mapping[str, str] | None = None
    encoding: str = "utf-8"
    keep: bool = False
    """Whether this answer is the file to parse; exactly one step of a flow keeps, or all those that go on by ``next``."""
    seconds: float = 60.0
    inspect: Callable[[bytes], int | None] | None = None
    next: Callable[[str, bytes], str | None] | None = None
    """The address of the page after this one, told by what was asked and its answer; None at the last. The pages of all
    steps that have it are kept in one file (``harvesters/pages.py``), in their order."""

    found: bool = False
    """Whether a page told this address, and no file of the installation: then only public ones are asked."""
    page: bool = False
    """Whether this answer is kept as one page of several, all of them in one file (``harvesters/pages.py``)."""


@dataclass(slots=True)
class Answered:
    """What a step was answered, as a flow that decides on its way is told."""

    url: str
    path: Path
    keep: bool
    """A flow may set it to False where this answer is not what it wants after all."""

    @property
    def body(self) -> bytes:
        """The answer, at most the first 64 MB of it; for pages, not for files that are kept."""
        with self.path.open("rb") as file:
            return file.read(64 << 20)


Walk = Generator[Step, Answered, int | None]
"""A flow that decides on its way: yields a step, is told the answer, and gives back how many rows were promised. A step that
fails is raised inside it. Where several answers are kept, they come to ``parse`` as a folder, in their order."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a parse is asked for: which city, which dataset slug, and where the file came from."""

    city: City
    slug: str
    url: str = ""
    promised: int | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """What a run must keep to, or be refused: least and most rows, share of bad rows, share of the rows there were."""

    floor: int = 1
    ceiling: int = 5_000_000
    bad_share: float = 0.20
    shrink: float = 0.90


@dataclass(frozen=True, slots=True)
class Source:
    """One public source. ``steps`` is its live flow for a city; empty where only files are read."""

    name: str
    title: Text
    publisher: str
    licence: str
    homepage: str
    parse: Callable[[Path, Ask], Listing]
    steps: Callable[[City], tuple[Step, ...] | Walk] = field(default=lambda city: ())
    listed: Callable[[City, Listed], tuple[Step, ...] | Walk] | None = None
    """The live flow of one list of the city's ``lists``, where the source reads such."""
    path: Callable[[City], Path | None] = field(default=lambda city: None)
    """A file or folder of the installation that is the source itself, as the city's own register."""
    expect: Expect = Expect()
    frequency: str = "MONTHLY"
    slug: str = ""
    """The dataset's slug where the source has just one; else the stem of the file names it."""
    complete: bool = True
    """Whether a run sees all there is, so that what is missing is gone."""
    keeps: bool = False
    """Whether rows of the last release that a run no longer sees stay: a feed shows its newest entries only."""

    def lists(self, city: City) -> tuple[Listed, ...]:
        """The city's lists that this source reads, each into a dataset of its own."""
        return tuple(one for one in city.lists if one.source == self.name)

    def slugs(self, city: City) -> tuple[str, ...]:
        """What a run without further words reads: the source itself (the empty name), then each of the city's lists."""
        lists = tuple(one.slug for one in self.lists(city))
        return lists if lists and self.steps(city) == () and self.path(city) is None else ("", *lists)

    def file(self, city: City, slug: str) -> Path | None:
        """What the installation itself holds for a dataset; nothing for a list that the city gives under this name."""
        return None if any(one.slug == slug for one in self.lists(city)) else self.path(city)

    def flow(self, city: City, slug: str) -> tuple[Step, ...] | Walk:
        """The live flow of a dataset: of the list that the city gives under this name, else of the source."""
        named = next((one for one in self.lists(city) if one.slug == slug), None)
        return self.listed(city, named) if named and self.listed else self.steps(city)
