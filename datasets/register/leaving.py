"""What a complete source no longer names: marked gone and remembered, never erased; participations are taken back."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from datasets.register.writing import GONE, Loaded, Origin, called, remember
from datasets.tables.money import Funding
from datasets.tables.programmes import Programme
from datasets.tables.projects import Organisation, Participation, Project
from datasets.tables.types import now


def mark_gone(session: Session, origin: Origin, loaded: Loaded) -> None:
    """Marks what is missing of every kind that the records are complete for."""
    kept: tuple[tuple[str, Any], ...] = (("funding", Funding), ("programme", Programme))
    for kind, table in kept:
        if origin.tells_all(kind):
            rows = session.exec(select(table).where(table.dataset == origin.dataset, col(table.gone_at).is_(None)))
            _leave(session, kind, ((row.key, row) for row in rows), origin, loaded)
    # Only the register names projects; a list of awards says nothing of them, nor the register of those that staff adopted.
    if origin.tells_all("project") and any(kind == "project" for kind, _ in loaded.seen):
        projects = session.exec(select(Project).where(col(Project.gone_at).is_(None), Project.origin == "register"))
        _leave(session, "project", ((row.slug, row) for row in projects), origin, loaded)
        _part(session, origin, loaded)
    session.flush()


def _leave(session: Session, kind: str, things: Iterable[tuple[str, Any]], origin: Origin, loaded: Loaded) -> None:
    for key, thing in list(things):
        if (kind, key) in loaded.seen:
            continue
        thing.gone_at = now()
        session.add(thing)
        remember(session, origin, kind, key, {GONE: (called(thing), thing.gone_at)})
        loaded.gone += 1


def _part(session: Session, origin: Origin, loaded: Loaded) -> None:
    """Takes back participations that the register no longer states; partners stay known as organisations."""
    if origin.tells_all("participation"):
        stated = select(Participation).join(Project, col(Project.id) == col(Participation.project_id))
        for row in session.exec(stated.where(Project.origin == "register")).all():
            if ("member", (row.project_id, row.organisation_id, row.role)) not in loaded.seen:
                project, organisation = session.get_one(Project, row.project_id), session.get_one(Organisation, row.organisation_id)
                key = f"{project.slug} / {organisation.slug} / {row.role}"
                remember(session, origin, "participation", key, {GONE: (organisation.name, now())})
                session.delete(row)
                loaded.gone += 1
    if origin.tells_all("organisation"):
        for former in session.exec(select(Organisation).where(col(Organisation.partner).is_(True))).all():
            if ("organisation", former.slug) not in loaded.seen:
                former.partner = False
                session.add(former)
                remember(session, origin, "organisation", former.slug, {"partner": (True, False)})
                loaded.gone += 1
