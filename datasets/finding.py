"""What one question finds over everything: projects, organisations, datasets."""

from dataclasses import dataclass

from sqlmodel import Session, col, exists, select

from datasets import search
from datasets.records import Text
from datasets.register import organisations, projects
from datasets.register.organisations import Partner, PartnerQuestion
from datasets.register.projects import Listing, ProjectQuestion
from datasets.tables.catalogue import Dataset, Release


@dataclass(frozen=True, slots=True)
class Hit:
    """A dataset that was found."""

    slug: str
    title: Text
    description: Text


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits of each kind and how many there are."""

    projects: Listing
    partners: tuple[Partner, ...]
    partners_total: int
    datasets: tuple[Hit, ...]
    datasets_total: int

    @property
    def total(self) -> int:
        """Hits of all kinds."""
        return self.projects.total + self.partners_total + self.datasets_total


def found(session: Session, question: str, size: int = 6) -> Found:
    """Hits of a question that holds a word or two; hits in a title first."""
    partners = organisations.partners(session, PartnerQuestion(q=question, size=size))
    hits = datasets(session, question)
    return Found(
        projects=projects.listing(session, ProjectQuestion(q=question, size=size)),
        partners=partners.items,
        partners_total=partners.total,
        datasets=tuple(hits[:size]),
        datasets_total=len(hits),
    )


def datasets(session: Session, question: str) -> list[Hit]:
    """Datasets with a release that is not withdrawn; hits in the title first."""
    hits = search.matching(session, "dataset", question)
    standing = (col(Release.withdrawn_at).is_(None), col(Release.removed_at).is_(None))
    released = exists().where(col(Release.dataset_id) == Dataset.id, *standing)
    rows = session.execute(
        select(Dataset.slug, Dataset.record)
        .join(hits, hits.c.slug == Dataset.slug)
        .where(released)
        .order_by(hits.c.in_title.desc(), search.plain_order(session, hits.c.words), col(Dataset.slug))
    )
    return [Hit(slug, Text(**record["title"]), Text(**record["description"])) for slug, record in rows]
