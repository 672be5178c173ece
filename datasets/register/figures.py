"""Reads of the few figures that stand for the whole: projects, partners and money, what is documented beside what is claimed."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, func, select

from datasets.register import fundings, places
from datasets.register.places import Quoted
from datasets.tables.money import Funding
from datasets.tables.projects import STATUSES, Organisation, Project
from datasets.tables.scores import Snapshot

AWARDED = (
    Funding.dataset == fundings.REGISTER,
    Funding.amount_type == "awarded",
    Funding.currency == "EUR",
    col(Funding.amount).is_not(None),
    col(Funding.gone_at).is_(None),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """``documented`` is in EUR: per project of the register its newest awarded sum; it is set beside the claim, never mixed with it."""

    projects: dict[str, int]
    """By status, every status there is."""
    partners: int
    """Organisations of the alliance that the register names."""
    partners_claimed: Quoted | None
    documented: Decimal
    fundings: int
    as_of: str
    """Date of the newest sum in ``documented``; as exact as its source."""
    local: Decimal
    """Of the documented sums those whose source names a recipient in the city: joint projects hold shares of other places too."""
    claimed: Quoted | None

    @property
    def all_projects(self) -> int:
        """Projects of every status."""
        return sum(self.projects.values())

    @property
    def gap(self) -> Decimal | None:
        """What is claimed for the city but not documented for a recipient in it; None where nothing is claimed or nothing is missing."""
        if self.claimed is None or self.claimed.value <= self.local:
            return None
        return self.claimed.value - self.local


def whole(session: Session, municipality_key: str) -> Figures:
    """All of them, in a few short reads; the key says which recipients are in the city."""
    listed = select(Project.status, func.count()).where(col(Project.gone_at).is_(None))
    by_status = dict(session.exec(listed.group_by(Project.status)).all())
    register = next((sums for sums in fundings.overview(session, "funder") if sums.dataset == fundings.REGISTER), None)
    return Figures(
        projects={status: by_status.get(status, 0) for status in STATUSES},
        partners=session.exec(select(func.count()).where(col(Organisation.partner).is_(True))).one(),
        partners_claimed=_largest(places.claims(session, "partners")),
        documented=register.amount if register else Decimal(0),
        fundings=register.fundings if register else 0,
        as_of=_newest_date(session),
        local=_local(session, municipality_key),
        claimed=_largest(places.claims(session, "funding_total")),
    )


def last_snapshot(session: Session) -> dt.datetime | None:
    """When scores were last published; None before the first time."""
    return session.exec(select(Snapshot.made_at).order_by(col(Snapshot.id).desc()).limit(1)).first()


def _largest(claims: list[Quoted]) -> Quoted | None:
    # Not the newest: some sources carry no date, and a smaller number of a later day counted something else.
    return max(claims, key=lambda claim: claim.value, default=None)


def _newest_date(session: Session) -> str:
    return session.exec(select(func.max(Funding.as_of)).where(*AWARDED)).one() or ""


def _local(session: Session, municipality_key: str) -> Decimal:
    question = select(col(Funding.project_id), col(Funding.recipient_id), col(Funding.amount)).join(Organisation)
    here = question.where(*AWARDED, Organisation.municipality_key == municipality_key)
    rows = session.exec(here.order_by(col(Funding.as_of), col(Funding.amount)))
    # The newest sum of one recipient in one project replaces its older ones.
    newest = {(project, recipient): amount for project, recipient, amount in rows}
    return sum((amount for amount in newest.values() if amount is not None), Decimal(0))
