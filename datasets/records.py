"""What may be handed in: frozen pydantic values, checked at the border, without a database."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{1,99}")

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{1,99}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2000)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]

Status = Literal["idea", "planned", "running", "finished", "stopped"]
Role = Literal["lead", "partner", "funder", "supporter"]
OrganisationKind = Literal[
    "municipality", "public", "company", "university", "research", "chamber", "association", "foundation", "person", "other"
]
AmountType = Literal["claimed", "applied", "announced", "awarded", "eligible", "total_cost", "own_share", "union_contribution", "disbursed"]
Level = Literal["", "eu", "bund", "land", "kommune", "stiftung", "privat"]
Applicant = Literal["municipality", "municipal_company", "public", "company", "university", "research", "association", "school", "person"]
ColumnType = Literal["string", "integer", "number", "boolean", "date", "datetime", "year"]
Cell = str | int | float | Decimal | bool | dt.date | None


class Record(BaseModel):
    """A value that cannot change and has no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Record):
    """One text for people in German and, where we have it, English and Leichte Sprache."""

    de: str
    en: str = ""
    simple: str = ""

    def __str__(self) -> str:
        return self.de


class ExternalId(Record):
    """A name somebody else gave: scheme is ``fkz``, ``eu-grant``, ``operation``, ``pic``, ``ror``, ``register`` and so on."""

    scheme: Slug
    value: Line


class Column(Record):
    """One column of a dataset: its machine name, type and what it means."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]{0,62}$")]
    type: ColumnType = "string"
    title: Text
    description: Text = Text(de="")
    unit: str = ""
    source_name: str = ""
    """The column's header in the source, letter by letter; empty for our own columns."""


class DatasetRecord(Record):
    """A dataset as the catalogue knows it; its rows live in releases."""

    slug: Slug
    title: Text
    description: Text
    keywords: tuple[str, ...] = ()
    theme: tuple[str, ...] = ("GOVE",)
    """Codes of the EU data theme list."""
    licence: str
    """A term of the dcat-ap.de licence list, as ``dl-zero-de/2.0`` or ``other-closed``."""
    attribution: str = ""
    publisher: str
    contact_name: str = ""
    contact_email: str = ""
    source_url: str = ""
    frequency: str = "IRREG"
    """A code of the EU frequency list."""
    temporal_start: dt.date | None = None
    temporal_end: dt.date | None = None
    spatial: tuple[str, ...] = ()
    """Addresses of the places that the rows are about, in public lists; empty where nobody says it. Own datasets lie in the city."""
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    """Names of the columns that identify a row; empty: the whole row does, with an occurrence number."""
    origin: Literal["own", "harvested", "imported"]
    source: str = ""
    """Name of the harvester's source, empty for own datasets."""

    @model_validator(mode="after")
    def _columns_are_named_once(self) -> "DatasetRecord":
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"columns are named twice: {sorted({n for n in names if names.count(n) > 1})}")
        if missing := set(self.key) - set(names):
            raise ValueError(f"key columns do not exist: {sorted(missing)}")
        return self


class OrganisationRecord(Record):
    """An organisation as one source names it."""

    slug: Slug | None = None
    name: Line
    kind: OrganisationKind = "other"
    partner: bool = False
    """Whether it belongs to the alliance."""
    partner_role: str = ""
    municipality_key: str = ""
    city: str = ""
    website: Url | None = None
    aliases: tuple[str, ...] = ()
    external_ids: tuple[ExternalId, ...] = ()
    source_url: Url | None = None


class ParticipationRecord(Record):
    """An organisation takes part in a project."""

    project: Slug
    organisation: Slug
    role: Role
    source_url: Url | None = None


class ProjectRecord(Record):
    """A project of the city's register."""

    slug: Slug
    title: Text
    acronym: str = ""
    summary: Text
    status: Status
    lead: Slug | None = None
    """Slug of the organisation that answers for it; None where no source says so."""
    start: str = Field(default="", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    """``2020``, ``2020-09`` or ``2020-09-07``, no more exact than the source."""
    end: str = Field(default="", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    topics: tuple[Slug, ...] = ()
    goals: tuple[Slug, ...] = ()
    districts: tuple[Slug, ...] = ()
    page: Url | None = None
    picture: str = ""
    picture_alt: str = ""
    picture_licence: str = ""
    note: str = ""
    external_ids: tuple[ExternalId, ...] = ()
    source_urls: tuple[Url, ...] = ()


class FundingRecord(Record):
    """One award of one funder to one recipient, as one source states it on one date."""

    key: Line
    """Identifies the award within its source and dataset."""
    project: Slug | None = None
    title: str = ""
    recipient: OrganisationRecord | None = None
    funder: Line
    programme: str = ""
    amount: Decimal | None = Field(default=None, ge=0)
    """None where the source names a funding without a sum."""
    currency: Currency = "EUR"
    amount_type: AmountType
    amount_raw: str = ""
    approximate: bool = False
    as_of: str = Field(default="", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    start: dt.date | None = None
    end: dt.date | None = None
    municipality_key: str = ""
    external_ids: tuple[ExternalId, ...] = ()
    note: str = ""
    source_url: Url | None = None
    raw: dict[str, str] = {}
    """The row as the source gave it, by header; names of natural persons already replaced."""


class ClaimRecord(Record):
    """A figure that somebody states about the alliance, as ``170 partners``; quoted, never added up."""

    key: Slug
    value: Decimal
    unit: str = ""
    as_of: str = ""
    note: str = ""
    source_url: Url


class RankRecord(Record):
    """One quoted rank of one city in the Smart City Index."""

    year: int = Field(ge=2000, le=2100)
    city: Line
    category: Line
    rank: int = Field(ge=1)
    points: Decimal | None = None
    cities_ranked: int | None = None
    sure: bool = True
    note: str = ""
    source_url: Url


class ProgrammeRecord(Record):
    """A funding programme or one call of it, as one source describes it."""

    key: Line
    title: Line
    summary: str = ""
    funder: str = ""
    """Empty where the source does not name it, as in most feeds."""
    level: Level = ""
    applicants: tuple[Applicant, ...] = ()
    """Who may apply, by code; empty where the source does not say."""
    who: str = ""
    topics: tuple[Slug, ...] = ()
    """Topics of the city."""
    opens: dt.date | None = None
    deadline: dt.date | None = None
    """None where the source names none."""
    deadline_text: str = ""
    stated: Literal["", "open", "closed"] = ""
    """What the source says where it gives no dates: applications are taken at any time, or not now."""
    amount_text: str = ""
    amount_max: Decimal | None = Field(default=None, ge=0)
    rate_max: Decimal | None = Field(default=None, ge=0, le=100)
    url: Url | None = None
    source_url: Url
    retrieved: dt.date | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> "ProgrammeRecord":
        if self.opens and self.deadline and self.deadline < self.opens:
            raise ValueError(f"the deadline {self.deadline} is before the start {self.opens}")
        return self


class Distribution(Record):
    """One file or service of a dataset held elsewhere: a link, never a copy."""

    url: Url
    format: str = ""
    title: str = ""


class ElsewhereRecord(Record):
    """A dataset that another portal holds, as that portal describes it; its data stay there."""

    identifier: Line
    """The DCAT identifier: of the original where a portal passes on what it took from another."""
    title: Text
    description: Text = Text(de="")
    """Without markup."""
    publisher: str = ""
    licence: str = ""
    """As stated: a title, a term or an address; empty where the portal states none."""
    landing: Url | None = None
    """Page of the dataset in its portal."""
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    """Codes of the EU data theme list where the portal uses it, else the portal's own words."""
    issued: str = Field(default="", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    modified: str = Field(default="", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    distributions: tuple[Distribution, ...] = ()
    portal: Line
    """Name of the portal that describes it."""
    portal_url: Url | None = None
    host: str = ""
    """Host that most of its files lie on; with the identifier it tells the same dataset in two portals."""

    @property
    def link(self) -> str:
        """Where a person finds it: its page, else its first file; empty where the portal gives no address."""
        return self.landing or next((one.url for one in self.distributions), "")


RegisterRecord = (
    OrganisationRecord | ParticipationRecord | ProjectRecord | FundingRecord | ClaimRecord | RankRecord | ProgrammeRecord | ElsewhereRecord
)
