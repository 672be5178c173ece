"""Records into the register: what is new is added, what differs is changed and remembered, what is missing is marked gone."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from datasets import elsewhere, search
from datasets.errors import Refused
from datasets.records import (
    ClaimRecord,
    ElsewhereRecord,
    FundingRecord,
    OrganisationRecord,
    ParticipationRecord,
    ProjectRecord,
    RankRecord,
    RegisterRecord,
)
from datasets.register.identity import Known
from datasets.tables.money import Funding
from datasets.tables.places import Claim, Rank
from datasets.tables.projects import Change, Classification, Organisation, Participation, Project
from datasets.tables.types import now

DUE = ("projekte", "foerderungen", "organisationen", "smart-city-index")
"""Own datasets that a load can change."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the records of one run come from."""

    source: str
    dataset: str
    run_id: int | None
    retrieved_at: dt.datetime
    sha256: str = ""
    complete: bool = True
    """Whether what is missing is gone."""


@dataclass(slots=True)
class Loaded:
    """How many things were added, changed, left as they were, marked gone."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    fundings: int = 0
    seen: set[tuple[str, Any]] = field(default_factory=set)


def load(session: Session, records: Iterable[RegisterRecord], origin: Origin) -> Loaded:
    """Brings the register to what the records say, inside the session's transaction.

    Raises Refused when a record names a project or organisation that does not exist.
    """
    loaded, known = Loaded(), Known(session)
    held: list[ElsewhereRecord] = []
    for record in records:
        match record:
            case OrganisationRecord():
                _organisation(session, known.organisation(record), record, origin, known, loaded)
            case ProjectRecord():
                _project(session, record, origin, known, loaded)
            case ParticipationRecord():
                _participation(session, record, known, loaded)
            case FundingRecord():
                _funding(session, record, origin, known, loaded)
            case ClaimRecord() | RankRecord():
                _quoted(session, record, loaded)
            case ElsewhereRecord():
                held.append(record)
    if held:
        _elsewhere(session, held, origin, loaded)
    if origin.complete:
        _mark_gone(session, origin, loaded)
    return loaded


def _organisation(session: Session, row: Organisation, record: OrganisationRecord, origin: Origin, known: Known, loaded: Loaded) -> None:
    values: dict[str, Any] = record.model_dump(exclude={"slug", "external_ids", "aliases"}) | {
        "aliases": list(record.aliases),
        "source": origin.source,
    }
    _write(session, row, values, "organisation", row.slug, origin, loaded)
    known.identify("organisation", int(row.id or 0), record.external_ids)
    if row.partner:
        search.put(session, "organisation", row.slug, row.name, " ".join([*record.aliases, record.city]))


def _project(session: Session, record: ProjectRecord, origin: Origin, known: Known, loaded: Loaded) -> None:
    row = known.project(record.slug) or Project(slug=record.slug, title=record.title.de, status=record.status)
    values = {
        "title": record.title.de,
        "title_en": record.title.en,
        "acronym": record.acronym,
        "summary": record.summary.de,
        "summary_en": record.summary.en,
        "summary_simple": record.summary.simple,
        "status": record.status,
        "lead_id": None if record.lead is None else known.organisation_id(record.lead, f"project {record.slug}"),
        "start": record.start,
        "end": record.end,
        "page": record.page,
        "picture": record.picture,
        "picture_alt": record.picture_alt,
        "picture_licence": record.picture_licence,
        "note": record.note,
        "source_urls": list(record.source_urls),
        "gone_at": None,
    }
    classified = _classify(session, row, record)
    _write(session, row, values, "project", record.slug, origin, loaded, touched=classified)
    _classify(session, row, record)
    known.remember_project(row)
    known.identify("project", int(row.id or 0), record.external_ids)
    words = [record.acronym, record.summary.de, record.summary.en, record.summary.simple]
    search.put(session, "project", record.slug, f"{record.title.de} {record.title.en}", " ".join(words))


def _classify(session: Session, row: Project, record: ProjectRecord) -> bool:
    """Whether the classifications differed; writes them once the project has an id."""
    if row.id is None:
        return False
    wanted = {
        (scheme, code): position
        for scheme, codes in (("topic", record.topics), ("goal", record.goals), ("district", record.districts))
        for position, code in enumerate(codes)
    }
    there = list(session.exec(select(Classification).where(Classification.project_id == row.id)))
    if {(old.scheme, old.code): old.position for old in there} == wanted:
        return False
    for old in there:
        session.delete(old)
    session.flush()
    for (scheme, code), position in wanted.items():
        session.add(Classification(project_id=row.id, scheme=scheme, code=code, position=position))
    session.flush()
    return True


def _participation(session: Session, record: ParticipationRecord, known: Known, loaded: Loaded) -> None:
    project = known.project(record.project)
    if project is None or project.id is None:
        raise Refused(f"A participation names the project {record.project}, which does not exist.")
    organisation_id = known.organisation_id(record.organisation, f"the participations of {record.project}")
    key = (project.id, organisation_id, record.role)
    row = session.exec(
        select(Participation).where(
            Participation.project_id == project.id, Participation.organisation_id == organisation_id, Participation.role == record.role
        )
    ).first()
    loaded.seen.add(("participation", key))
    if row is None:
        session.add(Participation(project_id=project.id, organisation_id=organisation_id, role=record.role, source_url=record.source_url))
        loaded.added += 1
    else:
        loaded.unchanged += row.source_url == record.source_url
        loaded.changed += row.source_url != record.source_url
        row.source_url = record.source_url


def _funding(session: Session, record: FundingRecord, origin: Origin, known: Known, loaded: Loaded) -> None:
    row = known.funding(origin.dataset, record.key)
    row = row or Funding(source=origin.source, dataset=origin.dataset, key=record.key, funder="", amount_type="awarded")
    recipient = _recipient(session, record.recipient, origin, known)
    values: dict[str, Any] = record.model_dump(exclude={"key", "project", "recipient", "external_ids"}) | {
        "project_id": known.project_of(record, row.project_id),
        "recipient_id": None if recipient is None else recipient.id,
        "recipient_name": _named(recipient, record.recipient),
        "gone_at": None,
    }
    # When and from which file it was read makes no change by itself.
    row.retrieved_at, row.sha256 = origin.retrieved_at, origin.sha256
    _write(session, row, values, "funding", record.key, origin, loaded)
    known.remember_funding(row)
    known.identify("funding", int(row.id or 0), record.external_ids)
    loaded.fundings += 1


def _recipient(session: Session, record: OrganisationRecord | None, origin: Origin, known: Known) -> Organisation | None:
    """The organisation that gets the money; None for a person and for a bare name, which identifies nobody."""
    if record is None or record.kind == "person" or not (record.slug or record.municipality_key or record.external_ids):
        return None
    row = known.organisation(record)
    if row.id is None:
        _organisation(session, row, record, origin, known, Loaded())
    return row


def _named(recipient: Organisation | None, record: OrganisationRecord | None) -> str:
    """As the source writes it; our own register names organisations by their slug."""
    if recipient is not None and record is not None and record.slug:
        return recipient.name
    return "" if record is None else record.name


def _quoted(session: Session, record: ClaimRecord | RankRecord, loaded: Loaded) -> None:
    table: type[SQLModel] = Claim if isinstance(record, ClaimRecord) else Rank
    values = record.model_dump()
    names = ("key", "as_of", "value", "source_url") if table is Claim else ("year", "city", "category", "source_url")
    row = session.exec(select(table).filter_by(**{name: values[name] for name in names})).first()
    loaded.seen.add((table.__tablename__.__str__(), tuple(str(values[name]) for name in names)))
    if row is None:
        session.add(table(**values))
        session.flush()
        loaded.added += 1
        return
    differs = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    loaded.changed += differs
    loaded.unchanged += not differs


def _elsewhere(session: Session, held: list[ElsewhereRecord], origin: Origin, loaded: Loaded) -> None:
    counts = elsewhere.load(session, held, origin.source, origin.dataset, origin.complete)
    loaded.added += counts.added
    loaded.changed += counts.changed
    loaded.unchanged += counts.unchanged
    loaded.gone += counts.gone


def _write(  # noqa: PLR0917  # the one writer of three nouns: what, where from, and what it counts into
    session: Session,
    row: Any,
    values: dict[str, Any],
    kind: str,
    key: str,
    origin: Origin,
    loaded: Loaded,
    touched: bool = False,
) -> None:
    """Sets what differs, remembers old and new; ``touched`` says that something beside the row changed."""
    loaded.seen.add((kind, key))
    old = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    for name, value in (values if row.id is None else {name: values[name] for name in old}).items():
        setattr(row, name, value)
    if row.id is None:
        loaded.added += 1
    elif old or touched:
        loaded.changed += 1
        for name, before in old.items():
            session.add(Change(run_id=origin.run_id, kind=kind, key=key, field=name, old=_plain(before), new=_plain(values[name])))
    else:
        loaded.unchanged += 1
    if row.id is None or old or touched:
        row.updated_at = now()
    session.add(row)
    session.flush()


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    return value if value is None or isinstance(value, bool | int | list | dict) else str(value)


def _mark_gone(session: Session, origin: Origin, loaded: Loaded) -> None:
    things: list[Any] = list(session.exec(select(Funding).where(Funding.dataset == origin.dataset, col(Funding.gone_at).is_(None))))
    gone = [thing for thing in things if ("funding", thing.key) not in loaded.seen]
    if any(kind == "project" for kind, _ in loaded.seen):
        projects = session.exec(select(Project).where(col(Project.gone_at).is_(None)))
        gone += [project for project in projects if ("project", project.slug) not in loaded.seen]
        loaded.gone += _remove_stale(session, loaded)
    for thing in gone:
        thing.gone_at = now()
        session.add(thing)
        kind = type(thing).__name__.lower()
        session.add(Change(run_id=origin.run_id, kind=kind, key=_key(thing), field="gone_at", new=str(thing.gone_at)))
    loaded.gone += len(gone)
    session.flush()


def _key(thing: Project | Funding) -> str:
    return thing.key if isinstance(thing, Funding) else thing.slug


def _remove_stale(session: Session, loaded: Loaded) -> int:
    """Takes back participations that the register no longer states; partners stay known as organisations."""
    stale = [
        row
        for row in session.exec(select(Participation))
        if ("participation", (row.project_id, row.organisation_id, row.role)) not in loaded.seen
    ]
    for row in stale:
        session.delete(row)
    seen = {key for kind, key in loaded.seen if kind == "organisation"}
    former = [row for row in session.exec(select(Organisation).where(col(Organisation.partner).is_(True))) if row.slug not in seen]
    for organisation in former:
        organisation.partner = False
        session.add(organisation)
    return len(stale) + len(former)
