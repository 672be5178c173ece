"""Which thing in the register a record means: by identifier first, then by name and municipality, never by name alone."""

from collections.abc import Iterable

from sqlmodel import Session, select

from datasets.database import upsert
from datasets.errors import Refused
from datasets.records import ExternalId, FundingRecord, OrganisationRecord
from datasets.register.legal_forms import contradict, split_form
from datasets.register.names import normal_name, plain, slugify, unused
from datasets.tables.matches import Match
from datasets.tables.money import Funding
from datasets.tables.projects import Identifier, Organisation, Project


class Known:
    """What the register knows at the start of a load, kept in step while it goes on."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._organisations = {row.slug: row for row in session.exec(select(Organisation))}
        self._by_name: dict[tuple[str, str], list[Organisation]] = {}
        for row in self._organisations.values():
            self._remember_name(row)
        self._by_id = {int(row.id or 0): row for row in self._organisations.values()}
        self._projects = {row.slug: row for row in session.exec(select(Project))}
        self._owners = {(row.owner, row.scheme, row.value): row.owner_id for row in session.exec(select(Identifier))}
        self._named: dict[int, dict[str, set[str]]] = {}
        for (owner, scheme, value), owner_id in self._owners.items():
            if owner == "organisation":
                self._named.setdefault(owner_id, {}).setdefault(scheme, set()).add(value)
        decided = session.exec(select(Match.key, Match.target).where(Match.kind == "recipient", Match.state == "linked"))
        self._decided = dict(decided.all())
        self._fundings: dict[tuple[str, str], Funding] = {}
        self._lists: set[str] = set()

    def organisation(self, record: OrganisationRecord) -> Organisation:
        """The organisation meant; a new row (without id) where the register has none."""
        found = self._found(record)
        if found is None:
            slug = record.slug or unused(slugify(record.name), set(self._organisations))
            found = Organisation(slug=slug, name=record.name, normal_name="", municipality_key=record.municipality_key)
            self._organisations[slug] = found
        if record.slug is not None or not found.normal_name:
            # Another spelling of a known organisation renames nothing.
            found.normal_name = normal_name(record.name)
        self._remember_name(found)
        return found

    def _remember_name(self, row: Organisation) -> None:
        known = self._by_name.setdefault((row.normal_name, row.municipality_key), []) if row.municipality_key else []
        if row not in known:
            known.append(row)

    def _found(self, record: OrganisationRecord) -> Organisation | None:
        if record.slug is not None:
            return self._organisations.get(record.slug)
        for identifier in record.external_ids:
            owner = self._owners.get(("organisation", identifier.scheme, identifier.value))
            if owner is not None:
                return self._by_id.get(owner)
        if not record.municipality_key:
            return None
        alike = self._by_name.get((normal_name(record.name), record.municipality_key), [])
        return one_by_name(record, [row for row in alike if not self._contradicts(record, row)])

    def _contradicts(self, record: OrganisationRecord, row: Organisation) -> bool:
        """Whether both carry an identifier of one scheme, and not the same."""
        named = self._named.get(int(row.id or 0), {})
        return any(one.scheme in named and one.value not in named[one.scheme] for one in record.external_ids)

    def decided(self, dataset: str, record: OrganisationRecord | None) -> Organisation | None:
        """The organisation that a person took a bare name of this list for."""
        slug = "" if record is None else self._decided.get(f"{dataset}/{record.name}", "")
        return self._organisations.get(slug)

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


def one_by_name(record: OrganisationRecord, rows: Iterable[Organisation]) -> Organisation | None:
    """The one of the same name and place whose legal form is the same, or is not said and leaves one choice; None where unsure."""
    named = (normal_name(record.name), record.municipality_key)
    form = split_form(plain(record.name))[1]
    alike = [(row, split_form(plain(row.name))[1]) for row in rows if (row.normal_name, row.municipality_key) == named]
    exact = [row for row, other in alike if other == form]
    fitting = exact or [row for row, other in alike if not contradict(form, other)]
    return fitting[0] if exact or len(fitting) == 1 else None
