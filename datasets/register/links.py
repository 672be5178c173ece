"""What a person's word changes in the register: awards join a project, a name means an organisation; each change can be put back."""

import datetime as dt
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from datasets import catalogue, search
from datasets.errors import NotFound, Refused
from datasets.register.fundings import REGISTER
from datasets.register.loading import DUE
from datasets.register.names import slugify, unused
from datasets.register.open_ends import award_key
from datasets.tables.matches import Candidate, Match
from datasets.tables.money import Funding
from datasets.tables.projects import Change, Identifier, Organisation, Participation, Project

Effect = dict[str, Any]
"""``{table, id, made: true}`` or ``{table, id, field, old, new}``, as JSON holds it."""

TABLES: dict[str, type[SQLModel]] = {
    "funding": Funding,
    "identifier": Identifier,
    "match_candidate": Candidate,
    "organisation": Organisation,
    "participation": Participation,
    "project": Project,
}
LONGEST_TITLE = 300


def attach(session: Session, match: Match, slug: str) -> list[Effect]:
    """Every award of the match belongs to the project from now on, and every other one that carries an identifier of theirs.

    Raises NotFound, and Refused where no award is left that belongs to nothing.
    """
    project = session.exec(select(Project).where(Project.slug == slug, col(Project.gone_at).is_(None))).first()
    if project is None:
        raise NotFound(f"There is no project {slug}.")
    effects = _join(session, _awards(session, match), project)
    _now_public(session)
    return effects


def adopt(session: Session, match: Match, title: str = "", today: dt.date | None = None) -> tuple[Project, list[Effect]]:
    """A new project made of the awards of the match; what no source says stays empty. Raises as ``attach``."""
    awards = _awards(session, match)
    told = (title.strip() or match.title)[:LONGEST_TITLE]
    project = Project(
        slug=unused(slugify(told), set(session.exec(select(Project.slug)))),
        title=told,
        status=_status(awards, today or dt.datetime.now(dt.UTC).date()),
        start=min((str(award.start) for award in awards if award.start), default=""),
        end=max((str(award.end) for award in awards if award.end), default=""),
        origin="adopted",
        source_urls=list(dict.fromkeys(award.source_url for award in awards if award.source_url))[:20],
    )
    effects = [_made(session, project)]
    for organisation_id in dict.fromkeys(_meant(session, award.recipient_id) for award in awards if award.recipient_id):
        taking_part = Participation(project_id=int(project.id or 0), organisation_id=organisation_id, role="partner")
        effects.append(_made(session, taking_part))
    effects += _join(session, awards, project)
    search.put(session, "project", project.slug, project.title, " ".join(dict.fromkeys(award.funder for award in awards)))
    _now_public(session)
    return project, effects


def identify(session: Session, match: Match, slug: str) -> list[Effect]:
    """A bare name of a list, or an organisation that a list brought, is this organisation from now on. Raises NotFound, Refused."""
    target = session.exec(select(Organisation).where(Organisation.slug == slug)).first()
    if target is None or target.id is None:
        raise NotFound(f"There is no organisation {slug}.")
    if target.same_as_id is not None:
        raise Refused(f"{target.name} is itself taken for another organisation; choose that one.")
    effects = _name(session, match, target) if match.kind == "recipient" else _unite(session, match, target)
    _now_public(session)
    return effects


def put_back(session: Session, effects: list[Effect]) -> None:
    """Undoes exactly these changes, the last first. Raises Refused where something has changed since or hangs on what was made."""
    for effect in reversed(effects):
        row = session.get(TABLES[effect["table"]], effect["id"])
        if row is None:
            raise Refused(f"The {effect['table']} {effect['id']} does not exist any more; what hangs on it cannot be undone.")
        if effect.get("made"):
            _unmake(session, row)
        elif getattr(row, effect["field"]) != effect["new"]:
            raise Refused(f"The {effect['table']} {effect['id']} has been changed since; undo that first.")
        else:
            _remember(session, row, effect["field"], effect["new"], effect["old"])
            setattr(row, effect["field"], effect["old"])
            session.add(row)
    session.flush()
    _now_public(session)


def refuse(session: Session, match: Match) -> list[Effect]:
    """None of its candidates is it; they are not offered again."""
    rows = session.exec(
        select(Candidate).where(Candidate.match_id == match.id, col(Candidate.refused).is_(False)).order_by(col(Candidate.id))
    )
    return [_set(session, row, "refused", True) for row in rows.all()]


def _awards(session: Session, match: Match) -> list[Funding]:
    if match.kind != "project":
        raise Refused("Only awards can belong to a project.")
    question = select(Funding).where(Funding.dataset == match.dataset, col(Funding.project_id).is_(None), col(Funding.gone_at).is_(None))
    # Awards without a title are called by their list.
    title = match.title if award_key(match.dataset, match.title) == match.key else ""
    found = session.exec(question.where(Funding.title == title).order_by(col(Funding.id))).all()
    if not found:
        raise Refused("None of these awards is without a project any more.")
    return list(found)


def _join(session: Session, awards: list[Funding], project: Project) -> list[Effect]:
    effects = [_set(session, award, "project_id", project.id) for award in awards]
    named = {(scheme, value) for award in awards for scheme, value in award.external_ids}
    taken = set(session.exec(select(Identifier.scheme, Identifier.value).where(Identifier.owner == "project")).all())
    for scheme, value in sorted(named - taken):
        effects.append(_made(session, Identifier(owner="project", owner_id=int(project.id or 0), scheme=scheme, value=value)))
    mine = session.exec(select(Identifier.scheme, Identifier.value).where(Identifier.owner == "project", Identifier.owner_id == project.id))
    return effects + _siblings(session, set(mine.all()), project)


def _siblings(session: Session, mine: set[tuple[str, str]], project: Project) -> list[Effect]:
    """An identifier says so: awards of any list that carry one of the project's join it too."""
    free = session.exec(
        select(Funding).where(col(Funding.project_id).is_(None), Funding.dataset != REGISTER).order_by(col(Funding.id))
    ).all()
    carrying = [row for row in free if any((scheme, value) in mine for scheme, value in row.external_ids)]
    return [_set(session, row, "project_id", project.id) for row in carrying]


def _name(session: Session, match: Match, target: Organisation) -> list[Effect]:
    question = select(Funding).where(Funding.dataset == match.dataset, Funding.recipient_name == match.title)
    rows = session.exec(question.where(col(Funding.recipient_id).is_(None)).order_by(col(Funding.id))).all()
    if not rows:
        raise Refused("No award of this list carries this name any more.")
    return [_set(session, row, "recipient_id", target.id) for row in rows]


def _unite(session: Session, match: Match, target: Organisation) -> list[Effect]:
    row = session.exec(select(Organisation).where(Organisation.slug == match.key)).first()
    if row is None or row.same_as_id is not None or row.id == target.id:
        raise Refused("This organisation is taken for another one already.")
    followers = session.exec(select(Organisation).where(Organisation.same_as_id == row.id).order_by(col(Organisation.id))).all()
    return [_set(session, one, "same_as_id", target.id) for one in (row, *followers)]


def _meant(session: Session, organisation_id: int | None) -> int:
    row = session.get(Organisation, organisation_id)
    return 0 if row is None else int(row.same_as_id or row.id or 0)


def _status(awards: list[Funding], today: dt.date) -> str:
    starts, ends = [award.start for award in awards if award.start], [award.end for award in awards if award.end]
    if starts and min(starts) > today:
        return "planned"
    return "finished" if ends and max(ends) < today else "running"


def _made(session: Session, row: Any) -> Effect:
    session.add(row)
    session.flush()
    return {"table": row.__tablename__, "id": row.id, "made": True}


def _set(session: Session, row: Any, name: str, value: Any) -> Effect:
    old = getattr(row, name)
    _remember(session, row, name, old, value)
    setattr(row, name, value)
    session.add(row)
    session.flush()
    return {"table": row.__tablename__, "id": row.id, "field": name, "old": old, "new": value}


def _remember(session: Session, row: Any, name: str, old: Any, new: Any) -> None:
    """Into the register's history; what a person said of a guess is none of it."""
    if isinstance(row, Funding | Organisation):
        key = row.key if isinstance(row, Funding) else row.slug
        session.add(Change(kind=str(row.__tablename__), key=key, field=name, old=old, new=new))


def _unmake(session: Session, row: Any) -> None:
    if isinstance(row, Project):
        others = session.exec(select(Funding.id).where(Funding.project_id == row.id)).first()
        if others is not None:
            raise Refused(f"Further awards belong to {row.title} by now; undo that first.")
        search.remove(session, "project", row.slug)
    session.delete(row)
    session.flush()


def _now_public(session: Session) -> None:
    session.flush()
    catalogue.mark_due(session, *DUE)
    catalogue.raise_version(session)
