"""Records into the register: what is new is added, what differs is changed and remembered, what is missing is marked gone."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, SQLModel, select

from datasets import elsewhere, search
from datasets.errors import Refused
from datasets.records import (
    ClaimRecord,
    ElsewhereRecord,
    FundingRecord,
    OrganisationRecord,
    ParticipationRecord,
    ProgrammeRecord,
    ProjectRecord,
    RankRecord,
    RegisterRecord,
)
from datasets.register import leaving, programmes
from datasets.register.identity import Known
from datasets.register.writing import Loaded, Origin, write
from datasets.tables.money import Funding
from datasets.tables.places import Claim, Rank
from datasets.tables.projects import Classification, Organisation, Participation, Project

DUE = ("projekte", "foerderungen", "organisationen", "smart-city-index", "foerderprogramme")
"""Own datasets that a load can change."""


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
                _participation(session, record, origin, known, loaded)
            case FundingRecord():
                _funding(session, record, origin, known, loaded)
            case ClaimRecord() | RankRecord():
                _quoted(session, record, origin, loaded)
            case ProgrammeRecord():
                programmes.load(session, record, origin, loaded)
            case ElsewhereRecord():
                held.append(record)
    if held:
        _elsewhere(session, held, origin, loaded)
    leaving.mark_gone(session, origin, loaded)
    return loaded


def _organisation(session: Session, row: Organisation, record: OrganisationRecord, origin: Origin, known: Known, loaded: Loaded) -> None:
    values: dict[str, Any] = record.model_dump(exclude={"slug", "external_ids", "aliases"}) | {
        "aliases": list(record.aliases),
        "source": origin.source,
    }
    write(session, row, values, "organisation", row.slug, origin, loaded)
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
        "origin": "register",
        "source_urls": list(record.source_urls),
        "gone_at": None,
    }
    classified = _classify(session, row, record)
    write(session, row, values, "project", record.slug, origin, loaded, classified)
    _classify(session, row, record)
    known.remember_project(row)
    known.identify("project", int(row.id or 0), record.external_ids)
    words = [record.acronym, record.summary.de, record.summary.en, record.summary.simple]
    search.put(session, "project", record.slug, f"{record.title.de} {record.title.en}", " ".join(words))


def _classify(session: Session, row: Project, record: ProjectRecord) -> dict[str, tuple[Any, Any]]:
    """Old and new codes of each scheme that differs; writes them once the project has an id."""
    if row.id is None:
        return {}
    wanted = {"topic": list(record.topics), "goal": list(record.goals), "district": list(record.districts)}
    there = sorted(session.exec(select(Classification).where(Classification.project_id == row.id)), key=lambda old: old.position)
    found = {scheme: [old.code for old in there if old.scheme == scheme] for scheme in wanted}
    differs = {scheme: (found[scheme], codes) for scheme, codes in wanted.items() if found[scheme] != codes}
    for old in there:
        if old.scheme in differs:
            session.delete(old)
    session.flush()
    for scheme, (_, codes) in differs.items():
        session.add_all(Classification(project_id=row.id, scheme=scheme, code=code, position=n) for n, code in enumerate(codes))
    session.flush()
    return differs


def _participation(session: Session, record: ParticipationRecord, origin: Origin, known: Known, loaded: Loaded) -> None:
    project = known.project(record.project)
    if project is None or project.id is None:
        raise Refused(f"A participation names the project {record.project}, which does not exist.")
    organisation_id = known.organisation_id(record.organisation, f"the participations of {record.project}")
    loaded.seen.add(("member", (project.id, organisation_id, record.role)))
    wanted: dict[str, Any] = {"project_id": project.id, "organisation_id": organisation_id, "role": record.role}
    row = session.exec(select(Participation).filter_by(**wanted)).first() or Participation(**wanted)
    key = f"{record.project} / {record.organisation} / {record.role}"
    write(session, row, {"source_url": record.source_url}, "participation", key, origin, loaded)


def _funding(session: Session, record: FundingRecord, origin: Origin, known: Known, loaded: Loaded) -> None:
    row = known.funding(origin.dataset, record.key)
    row = row or Funding(source=origin.source, dataset=origin.dataset, key=record.key, funder="", amount_type="awarded")
    recipient = _recipient(session, record.recipient, origin, known) or known.decided(origin.dataset, record.recipient)
    values: dict[str, Any] = record.model_dump(exclude={"key", "project", "recipient", "external_ids"}) | {
        "project_id": known.project_of(record, row.project_id),
        "recipient_id": None if recipient is None else recipient.id,
        "recipient_name": _named(recipient, record.recipient),
        "external_ids": [[one.scheme, one.value] for one in record.external_ids],
        "gone_at": None,
    }
    # When and from which file it was read makes no change by itself.
    row.retrieved_at, row.sha256 = origin.retrieved_at, origin.sha256
    write(session, row, values, "funding", record.key, origin, loaded)
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


def _quoted(session: Session, record: ClaimRecord | RankRecord, origin: Origin, loaded: Loaded) -> None:
    table: type[SQLModel] = Claim if isinstance(record, ClaimRecord) else Rank
    values = record.model_dump()
    names = ("key", "as_of", "value", "source_url") if table is Claim else ("year", "city", "category", "source_url")
    row = session.exec(select(table).filter_by(**{name: values[name] for name in names})).first() or table(**values)
    key = " / ".join(str(values[name]) for name in names if values[name])
    write(session, row, values, str(table.__tablename__), key, origin, loaded)


def _elsewhere(session: Session, held: list[ElsewhereRecord], origin: Origin, loaded: Loaded) -> None:
    counts = elsewhere.load(session, held, origin.source, origin.dataset, origin.complete)
    loaded.added += counts.added
    loaded.changed += counts.changed
    loaded.unchanged += counts.unchanged
    loaded.gone += counts.gone
