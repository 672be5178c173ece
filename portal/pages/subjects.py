"""What a notice is about: a project, an organisation or a dataset, named in the address and in a hidden field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from datasets import catalogue
from datasets.errors import NotFound
from datasets.records import Text
from datasets.register import organisations, projects


@dataclass(frozen=True, slots=True)
class Subject:
    """``field`` is its name in address and form, ``path`` that of its page."""

    kind: str
    field: str
    slug: str
    path: str
    title: Text


def named(session: Session, fields: Mapping[str, str]) -> Subject | None:
    """The first one that is named and exists; a name that means nothing leaves a notice about anything."""
    for kind, (field, folder, _title) in KINDS.items():
        slug = fields.get(field, "").strip()
        if slug and (title := known(session, kind, slug)):
            return Subject(kind, field, slug, f"/{folder}/{slug}", title)
    return None


def of(session: Session, kind: str, slug: str) -> Subject | None:
    """The one that a stored notice is about; None where it is about none, or that is gone."""
    return named(session, {KINDS[kind][0]: slug}) if kind in KINDS else None


def known(session: Session, kind: str, slug: str) -> Text | None:
    """The title of the thing, if it is there."""
    try:
        return KINDS[kind][2](session, slug)
    except NotFound:
        return None


def _project(session: Session, slug: str) -> Text:
    return projects.named(session, slug).title


def _organisation(session: Session, slug: str) -> Text:
    return Text(de=organisations.one(session, slug).row.name)


def _dataset(session: Session, slug: str) -> Text:
    return catalogue.dataset(session, slug).record.title


KINDS: dict[str, tuple[str, str, Callable[[Session, str], Text]]] = {
    "project": ("projekte", "projekte", _project),
    "organisation": ("organisation", "partner", _organisation),
    "dataset": ("daten", "daten", _dataset),
}
"""Field, folder of the page, and how the title is found."""
