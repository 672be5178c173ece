"""Reads of fundings: the awards of one thing, the newest awarded sum, and sums that count no euro twice."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import ColumnElement, SQLColumnExpression, String, case, extract, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from datasets.register.kept import kept
from datasets.tables.catalogue import Dataset
from datasets.tables.money import Funding
from datasets.tables.projects import Organisation

REGISTER = "register"
By = Literal["funder", "year", "programme"]


@dataclass(frozen=True, slots=True)
class Award:
    """One funding as a source states it."""

    project_id: int | None
    dataset: str
    title: str
    recipient: str
    recipient_slug: str | None
    funder: str
    programme: str
    amount: Decimal | None
    currency: str
    amount_type: str
    approximate: bool
    as_of: str
    start: dt.date | None
    end: dt.date | None
    note: str
    source_url: str | None
    retrieved_at: dt.datetime
    gone_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """Fundings with the same funder, year or programme; ``label`` is empty where the source says none."""

    label: str
    fundings: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Sums:
    """What one list adds up to in EUR. Lists are never added: two of them may state the same award."""

    dataset: str
    title: str
    """Title of its dataset; empty for the city's own register."""
    groups: tuple[Group, ...]
    fundings: int
    amount: Decimal


def awards(session: Session, condition: ColumnElement[bool], limit: int = 500) -> list[Award]:
    """Fundings that meet a condition on the table, newest first, the city's own register before other lists."""
    # The recipient is whom a person took it for, where one did.
    named = aliased(Organisation)
    question = (
        select(Funding, Organisation.slug)
        .outerjoin(named, col(named.id) == col(Funding.recipient_id))
        .outerjoin(Organisation, col(Organisation.id) == func.coalesce(col(named.same_as_id), col(named.id)))
        .where(condition)
        .order_by(col(Funding.dataset) != REGISTER, col(Funding.as_of).desc(), col(Funding.amount).desc().nulls_last(), col(Funding.id))
        .limit(limit)
    )
    return [_award(row, slug) for row, slug in session.exec(question)]


def newest_awarded(found: Iterable[Award]) -> Award | None:
    """The sum to be shown first: the newest awarded one in euros, of the register where it has one.

    A row of another list may be the share of one recipient only, so it never replaces the register's sum for the whole project.
    """
    known = [award for award in found if award.amount_type == "awarded" and award.amount is not None and award.gone_at is None]
    return max(known, key=lambda award: (award.dataset == REGISTER, award.as_of, award.amount), default=None)


def overview(session: Session, by: By, amount_type: str = "awarded") -> list[Sums]:
    """Sums in EUR of one amount type, list by list, the register first; groups by amount, years in order.

    In the register each project counts once, with its newest sum; in every other list each row that it still holds counts once.
    """
    return kept(session, ("sums", by, amount_type), lambda: _overview(session, by, amount_type))


def amount_types(session: Session) -> list[str]:
    """The types of amount that any funding in EUR has."""
    in_euros = select(Funding.amount_type).where(Funding.currency == "EUR", col(Funding.gone_at).is_(None))
    question = in_euros.where(col(Funding.amount).is_not(None)).distinct()
    return kept(session, "amount types", lambda: sorted(session.exec(question)))


def _overview(session: Session, by: By, amount_type: str) -> list[Sums]:
    label = _label(by)
    question = (
        select(Funding.dataset, label, func.count(), func.sum(Funding.amount))
        .where(Funding.amount_type == amount_type, Funding.currency == "EUR", col(Funding.amount).is_not(None))
        .where(col(Funding.gone_at).is_(None), (col(Funding.dataset) != REGISTER) | col(Funding.id).in_(_newest_ids(amount_type)))
        .group_by(Funding.dataset, label)
    )
    titles = dict(session.exec(select(Dataset.slug, Dataset.title)).all())
    rows = sorted(session.exec(question), key=lambda row: (row[0] != REGISTER, row[0]))
    return [_sums(dataset, titles, by, list(found)) for dataset, found in groupby(rows, key=lambda row: row[0])]


def _award(row: Funding, slug: str | None) -> Award:
    names = (name for name in Award.__slots__ if name not in ("recipient", "recipient_slug"))
    return Award(recipient=row.recipient_name, recipient_slug=slug, **{name: getattr(row, name) for name in names})


def _newest_ids(amount_type: str) -> Any:
    """Ids of the register's newest sum of that type per project; a funding without a project stands for itself."""
    order = (col(Funding.as_of).desc(), col(Funding.amount).desc(), col(Funding.id).desc())
    per_project = func.row_number().over(partition_by=func.coalesce(col(Funding.project_id), -col(Funding.id)), order_by=order)
    numbered = (
        select(col(Funding.id).label("id"), per_project.label("number"))
        .where(Funding.dataset == REGISTER, Funding.amount_type == amount_type, Funding.currency == "EUR")
        .where(col(Funding.amount).is_not(None), col(Funding.gone_at).is_(None))
        .subquery()
    )
    return select(numbered.c.id).where(numbered.c.number == 1)


def _label(by: By) -> SQLColumnExpression[str]:
    if by != "year":
        return col(Funding.funder if by == "funder" else Funding.programme)
    begun = func.coalesce(extract("year", col(Funding.start)).cast(String), "")
    return case((col(Funding.as_of) != "", func.substr(col(Funding.as_of), 1, 4)), else_=begun)


def _sums(dataset: str, titles: dict[str, str], by: By, rows: list[Any]) -> Sums:
    groups = [Group(label, count, amount) for _, label, count, amount in rows]
    groups.sort(key=(lambda group: group.label) if by == "year" else (lambda group: (-group.amount, group.label)))
    total = sum((group.amount for group in groups), Decimal(0))
    return Sums(dataset, titles.get(dataset, ""), tuple(groups), sum(group.fundings for group in groups), total)
