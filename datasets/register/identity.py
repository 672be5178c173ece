"""Which thing in the register a record means: by identifier first, then by name and municipality, never by name alone."""

from collections.abc import Iterable

from sqlmodel import Session, select

from datasets.database import upsert
from datasets.errors import Refused
from datasets.records import ExternalId, FundingRecord, OrganisationRecord
from datasets.register.names import normal_name, slugify, unused
from datasets.tables.money import Funding
from datasets.tables.projects import Identifier, Organisation, Project


class Known:
    """What the register knows at the start of a load, kept in step while it goes on."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._organisations = {row.slug: row for row in session.exec(select(Organisation))}
        self._by_name = {(row.normal_name, row.municipality_key): row for row in self._organisations.values() if row.municipality_key}
        self._by_id = {int(row.id or 0): row for row in self._organisations.values()}
        self._projects = {row.slug: row for row in session.exec(select(Project))}
        self._owners = {(row.owner, row.scheme, row.value): row.owner_id for row in session.exec(select(Identifier))}
        self._fundings: dict[tuple[str, str], Funding] = {}
        self._lists: set[str] = set()

    def organisation(self, record: OrganisationRecord) -> Organisation:
        """The organisation meant; a new row (without id) where the register has none."""
        found = self._found(record)
        if found is None:
            slug = record.slug or unused(slugify(record.name), set(self._organisations))
            found = Organisation(slug=slug, name=record.name, normal_name="", municipality_key=record.municipality_key)
            self._organisations[slug] = found
        found.normal_name = normal_name(record.name)
        if record.municipality_key:
            self._by_name[found.normal_name, record.municipality_key] = found
        return found

    def _found(self, record: OrganisationRecord) -> Organisation | None:
        if record.slug is not None:
            return self._organisations.get(record.slug)
        for identifier in record.external_ids:
            owner = self._owners.get(("organisation", identifier.scheme, identifier.value))
            if owner is not None:
                return self._by_id.get(owner)
        return self._by_name.get((normal_name(record.name), record.municipality_key)) if record.municipality_key else None

    def organisation_id(self, slug: str, where: str) -> int:
        """The id of an organisation that must exist. Raises Refused naming where it is named."""
        found = self._organisations.get(slug)
        if found is None or found.id is None:
            raise Refused(f"The organisation {slug}, named in {where}, does not exist.")
        return found.id

    def project(self, slug: str) -> Project | None:
        """The project of that slug."""
        return self._projects.get(slug)

    def remember_project(self, row: Project) -> None:
        """Makes a project findable for the rest of the load."""
        self._projects[row.slug] = row

    def project_of(self, record: FundingRecord, joined: int | None) -> int | None:
        """The project a funding belongs to: as the record says, as an identifier says, as a person decided before."""
        if record.project is not None:
            project = self._projects.get(record.project)
            if project is None:
                raise Refused(f"The funding {record.key} names the project {record.project}, which does not exist.")
            return project.id
        owners = (self._owners.get(("project", one.scheme, one.value)) for one in record.external_ids)
        return next((owner for owner in owners if owner is not None), joined)

    def funding(self, dataset: str, key: str) -> Funding | None:
        """The funding of that list and key; a list is read once per load."""
        if dataset not in self._lists:
            self._lists.add(dataset)
            rows = self._session.exec(select(Funding).where(Funding.dataset == dataset))
            self._fundings |= {(dataset, row.key): row for row in rows}
        return self._fundings.get((dataset, key))

    def remember_funding(self, row: Funding) -> None:
        """Makes a funding findable for the rest of the load."""
        self._fundings[(row.dataset, row.key)] = row

    def identify(self, owner: str, owner_id: int, identifiers: Iterable[ExternalId]) -> None:
        """Remembers the names that others gave to a thing; a name has one owner of each kind."""
        for one in identifiers:
            if self._owners.get((owner, one.scheme, one.value)) == owner_id:
                continue
            values = {"owner": owner, "owner_id": owner_id, "scheme": one.scheme, "value": one.value}
            upsert(self._session, Identifier, ("owner", "scheme", "value"), values)
            self._owners[(owner, one.scheme, one.value)] = owner_id
