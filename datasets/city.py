"""The city as data: one folder with ``city.toml``, the register, outline, legal texts and logo."""

import datetime as dt
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from datasets.errors import SettingsWrong
from datasets.records import Slug, Text
from datasets.residents import Residents, read_residents

GEOCODING = "http://dcat-ap.de/def/politicalGeocoding/"
NUTS = "http://data.europa.eu/nuts/code/"
SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def hours(said: str) -> tuple[dt.time, dt.time]:
    """``07:00-19:00`` as two times; over midnight where the second is the smaller one. Raises ValueError."""
    found = SPAN.fullmatch(said)
    if not found or found[1] + found[2] == found[3] + found[4]:
        raise ValueError(f"{said!r} is no span of hours such as 07:00-19:00")
    begin, end = (dt.time(int(found[at]), int(found[at + 1])) for at in (1, 3))
    return begin, end


class Part(BaseModel):
    """A coded thing of the city with its names: a topic, a goal, a district."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Slug
    name: Text
    note: Text = Text(de="")


class Office(BaseModel):
    """Whom people can write to; functional addresses only."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    email: str = ""
    url: str = ""
    address: str = ""


class Portal(BaseModel):
    """Another portal whose descriptions of datasets the catalogue lists beside its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Slug
    kind: Literal["ckan", "opendatasoft", "dcat"]
    name: str
    url: str
    """Where its programming interface begins: the part before ``/api/``; for ``dcat`` the address of the catalogue file."""
    where: dict[str, str] = {}
    """Further parameters of the question, in the portal's own words, as ``{ fq = "organization:stadt" }``."""
    permitted: bool = False
    """Whether its operator has allowed us to read it although its robots.txt keeps programs away from the interface."""
    page: str = ""
    """Address of a dataset's page with ``{name}`` in it, where it is not the usual one of its kind."""


class Listed(BaseModel):
    """One list that a source reads for this city into a dataset of its own: a list of operations, a table of a portal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Slug
    slug: Slug
    """Of the dataset that it becomes."""
    url: str
    """The page that links the newest file, or where the portal's programming interface begins."""
    pick: str = ""
    """What tells it there: a pattern of the link, or the portal's identifier of the table."""
    title: Text | None = None
    licence: str = "other-closed"
    publisher: str = ""
    district: str = ""
    """The column of a table that says the district: by its name, or by a code that ``codes`` explains."""
    codes: dict[str, str] = {}
    """Code -> slug of the district. Portals number the same districts in several ways, so a code alone says nothing."""


class City(BaseModel):
    """Everything about a city that code and templates may say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path
    name: str
    alliance: Text
    alliance_text: Text
    motto: Text
    municipality_key: str
    regional_key: str
    nuts3: str
    state: str
    state_word: str = ""
    """What the names of lists call the state, lower case, as ``nrw``; empty where they do not."""
    names: tuple[str, ...]
    """Spellings of the city's name in sources, lower case."""
    postcodes: tuple[str, ...]
    """First and last postcode of each range, as ``44135-44388``."""
    population: int
    population_as_of: str
    population_source: str
    languages: tuple[str, ...]
    timezone: str = "UTC"
    """Name in the time zone database, as ``Europe/Berlin``."""
    quiet_hours: tuple[str, ...] = ()
    """Spans by the city's clock, as ``07:00-19:00``, in which no source is asked by itself."""
    colours: dict[str, str]
    office: Office
    publisher: str
    contributor: str = ""
    """Term of the contributors' list of dcat-ap.de for the way that our catalogue goes to GovData; empty while it goes none."""
    licence: str
    districts: tuple[Part, ...]
    topics: tuple[Part, ...]
    goals: tuple[Part, ...]
    portals: tuple[Portal, ...] = ()
    """The first one that describes a dataset is the one that is shown."""
    lists: tuple[Listed, ...] = ()
    residents: tuple[Residents, ...] = ()
    """By district, by age, by both or not at all: what votes can be compared with."""

    @field_validator("quiet_hours")
    @classmethod
    def _are_spans(cls, said: tuple[str, ...]) -> tuple[str, ...]:
        for span in said:
            hours(span)
        return said

    @field_validator("timezone")
    @classmethod
    def _is_known(cls, said: str) -> str:
        try:
            ZoneInfo(said)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"{said!r} is no name of the time zone database, as Europe/Berlin") from None
        return said

    @property
    def places(self) -> tuple[str, ...]:
        """The city in the lists of dcat-ap.de and of the EU's statistics."""
        return f"{GEOCODING}municipalityKey/{self.municipality_key}", NUTS + self.nuts3

    @property
    def state_places(self) -> tuple[str, ...]:
        """Its state in the same lists, whose codes begin with those of the state."""
        return f"{GEOCODING}stateKey/{self.regional_key[:2]}", NUTS + self.nuts3[:3]

    def people(self, margin: str) -> dict[str, int]:
        """Residents by ``district`` or by ``age``; empty where the city does not give them."""
        return {one.group: one.population for one in self.residents if one.margin == margin}

    @property
    def register(self) -> Path:
        """Folder of the register's CSV files."""
        return self.folder / "register"


@lru_cache(maxsize=4)
def read_city(folder: Path) -> City:
    """The city of a folder. Raises SettingsWrong naming the file and what is wrong in it."""
    file = folder / "city.toml"
    try:
        values = tomllib.loads(file.read_text("utf-8"))
        city = City(folder=folder, **values)
    except FileNotFoundError:
        raise SettingsWrong(f"MEHRWERT_CITY: {file} does not exist; name a folder with a city.toml in it.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong(f"{file} is not readable as TOML: {error}.") from None
    except (ValidationError, TypeError) as error:
        raise SettingsWrong(f"{file} is wrong: {error}") from None
    return city.model_copy(update={"residents": read_residents(folder, [part.slug for part in city.districts])})
