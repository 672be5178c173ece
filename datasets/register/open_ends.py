"""What the register holds that no identifier ties together, as plain values for whoever looks for candidates."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, select

from datasets.register.fundings import REGISTER
from datasets.tables.money import Funding
from datasets.tables.projects import Organisation, Participation, Project

MOST_NAMED = 12
"""Recipients and the like that a case tells; more are counted."""


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation of the register with every spelling of it."""

    slug: str
    name: str
    municipality_key: str
    aliases: tuple[str, ...]
    own: bool
    """Whether the city's own register names it."""
    rank: int
    """Smaller is earlier; of two that are alike the later one asks to be the earlier one."""


@dataclass(frozen=True, slots=True)
class KnownProject:
    """A project with what its fundings are called and who takes part."""

    slug: str
    title: str
    also: tuple[str, ...]
    recipients: tuple[str, ...]
    """Names of those who take part or get money."""
    start: dt.date | None


@dataclass(frozen=True, slots=True)
class Open:
    """Something that asks to be tied: fundings under one title, a bare name of a list, an organisation that a list brought."""

    kind: str
    key: str
    dataset: str
    title: str
    recipients: tuple[str, ...] = ()
    municipality_key: str = ""
    start: dt.date | None = None
    count: int = 1
    facts: dict[str, Any] = field(default_factory=dict)


def organisations(session: Session) -> list[KnownOrganisation]:
    """All that stand for themselves, the city's own first."""
    rows = session.exec(select(Organisation).where(col(Organisation.same_as_id).is_(None), Organisation.kind != "person"))
    ordered = sorted(rows, key=lambda row: (row.source != REGISTER and not row.partner, int(row.id or 0)))
    return [
        KnownOrganisation(row.slug, row.name, row.municipality_key, tuple(row.aliases), row.source == REGISTER or row.partner, place)
        for place, row in enumerate(ordered)
    ]


def projects(session: Session) -> list[KnownProject]:
    """All that their source still names."""
    titles: dict[int, list[str]] = {}
    names: dict[int, list[str]] = {}
    for project_id, title, recipient in session.exec(
        select(Funding.project_id, Funding.title, Funding.recipient_name).where(col(Funding.project_id).is_not(None))
    ):
        titles.setdefault(int(project_id or 0), []).append(title)
        names.setdefault(int(project_id or 0), []).append(recipient)
    taking_part = select(Participation.project_id, Organisation.name).join(
        Organisation, col(Organisation.id) == Participation.organisation_id
    )
    for project_id, name in session.exec(taking_part):
        names.setdefault(project_id, []).append(name)
    return [
        KnownProject(
            row.slug,
            row.title,
            tuple(dict.fromkeys(filter(None, (row.title_en, row.acronym, *titles.get(int(row.id or 0), ()))))),
            tuple(dict.fromkeys(filter(None, names.get(int(row.id or 0), ())))),
            _day(row.start),
        )
        for row in session.exec(select(Project).where(col(Project.gone_at).is_(None)).order_by(col(Project.slug)))
    ]


def waiting(session: Session) -> Iterator[Open]:
    """Everything that nothing ties: fundings without a project, names without an organisation, organisations of lists."""
    unplaced = (col(Funding.gone_at).is_(None), Funding.dataset != REGISTER)
    question = select(Funding).where(*unplaced)
    free = session.exec(question.where(col(Funding.project_id).is_(None)).order_by(Funding.dataset, Funding.title, col(Funding.id))).all()
    for (dataset, title), found in groupby(free, key=lambda row: (row.dataset, row.title)):
        yield _award(dataset, title, list(found))
    bare = question.where(col(Funding.recipient_id).is_(None), Funding.recipient_name != "", Funding.recipient_name != "natürliche Person")
    rows = session.exec(bare.order_by(Funding.dataset, Funding.recipient_name, col(Funding.id))).all()
    for (dataset, name), found in groupby(rows, key=lambda row: (row.dataset, row.recipient_name)):
        yield _recipient(dataset, name, list(found))
    brought = select(Organisation).where(
        Organisation.source != REGISTER, col(Organisation.same_as_id).is_(None), col(Organisation.partner).is_(False)
    )
    for row in session.exec(brought.where(Organisation.kind != "person").order_by(col(Organisation.slug))):
        facts = {"city": row.city, "website": row.website or "", "source": row.source}
        yield Open("organisation", row.slug, row.source, row.name, municipality_key=row.municipality_key, facts=facts)


def award_key(dataset: str, title: str) -> str:
    """The key of all fundings of a list under one title."""
    return f"{dataset}/{hashlib.sha256(title.encode()).hexdigest()[:20]}"


def _award(dataset: str, title: str, rows: list[Funding]) -> Open:
    recipients = tuple(dict.fromkeys(row.recipient_name for row in rows if row.recipient_name))
    starts = [row.start for row in rows if row.start]
    ends = [row.end for row in rows if row.end]
    facts = _told(rows) | {
        "start": str(min(starts, default="")),
        "end": str(max(ends, default="")),
        "recipients": list(recipients[:MOST_NAMED]),
    }
    facts |= {"recipients_total": len(recipients), "identifiers": _identifiers(rows)}
    return Open(
        "project",
        award_key(dataset, title),
        dataset,
        title or dataset,
        recipients,
        rows[0].municipality_key,
        min(starts, default=None),
        len(rows),
        facts,
    )


def _recipient(dataset: str, name: str, rows: list[Funding]) -> Open:
    facts = _told(rows) | {"titles": list(dict.fromkeys(row.title for row in rows))[:3]}
    key = rows[0].municipality_key
    return Open("recipient", f"{dataset}/{name}", dataset, name, municipality_key=key, count=len(rows), facts=facts)


def _told(rows: list[Funding]) -> dict[str, Any]:
    return {
        "count": len(rows),
        "funders": list(dict.fromkeys(row.funder for row in rows))[:3],
        "source_url": next((row.source_url for row in rows if row.source_url), ""),
    }


def _identifiers(rows: list[Funding]) -> list[str]:
    return list(dict.fromkeys(f"{scheme}:{value}" for row in rows for scheme, value in row.external_ids))[:MOST_NAMED]


def _day(text: str) -> dt.date | None:
    """The first day that a date as exact as its source can mean; None where it says no month."""
    parts = [int(part) for part in text.split("-")] if text else []
    return None if len(parts) < 2 else dt.date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
