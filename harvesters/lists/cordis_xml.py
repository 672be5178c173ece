"""The XML of one CORDIS project as the tables that the bulk archive has: its participations and itself."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from datasets.errors import SourceChanged
from harvesters.reading.grid import RawCell
from harvesters.reading.markup import read_root
from harvesters.reading.tables import Line, Table

SPACE = "http://cordis.europa.eu"
_PROJECT = (
    "id", "acronym", "status", "title", "startDate", "endDate", "totalCost", "ecMaxContribution", "ecSignatureDate",
    "frameworkProgramme", "objective", "contentUpdateDate", "rcn", "grantDoi", "keywords",
)  # fmt: skip
_CHILDREN = {
    "organisationID": "id", "vatNumber": "vatNumber", "name": "legalName", "shortName": "shortName", "street": "address/street",
    "postCode": "address/postalCode", "city": "address/city", "country": "address/country", "nutsCode": "address/nutsCode",
    "geolocation": "address/geolocation", "organizationURL": "address/url", "rcn": "rcn",
}  # fmt: skip
"""Header of the table of participations -> where the XML holds the same."""
_ATTRIBUTES = {
    "order": "order", "role": "type", "ecContribution": "ecContribution", "netEcContribution": "netEcContribution",
    "totalCost": "totalCost", "SME": "sme", "endOfParticipation": "terminated",
}  # fmt: skip


def is_xml(start: bytes) -> bool:
    """Whether the beginning of a file is XML of CORDIS."""
    return SPACE.encode() in start and start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def tables(path: Path) -> list[Table]:
    """Participations, where the XML names any, and the project. Raises SourceChanged where it is no project."""
    root = read_root(path, "project")
    if etree.QName(root).localname != "project" or not _text(root, "id"):
        raise SourceChanged(f"{path.name} is XML but no project of CORDIS; its root is {etree.QName(root).localname!r}.")
    project = {name: _text(root, name) for name in _PROJECT}
    found = [dict(_participation(one, project)) for one in root.iterfind(".//{*}associations/{*}organization")]
    lines = [one.sourceline or 0 for one in root.iterfind(".//{*}associations/{*}organization")]
    made = [_table(f"{path.name}: organization", found, lines)] if found else []
    return [*made, _table(f"{path.name}: project", [project], [1])]


def _participation(organisation: etree._Element, project: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "projectID", project["id"]
    yield "projectAcronym", project["acronym"]
    for header, place in _CHILDREN.items():
        yield header, _text(organisation, place)
    for header, name in _ATTRIBUTES.items():
        yield header, str(organisation.get(name, ""))
    activity = (one for one in organisation.iterfind(".//{*}category") if "Activity" in one.get("classification", ""))
    yield "activityType", next((_text(one, "code") for one in activity), "")


def _text(element: etree._Element, place: str) -> str:
    found = element.find("/".join(f"{{*}}{name}" for name in place.split("/")))
    return "" if found is None else "".join(found.itertext()).strip()


def _table(name: str, rows: list[dict[str, str]], lines: list[int]) -> Table:
    """The table of these rows with the headers that any of them fills."""
    headers = tuple(header for header in rows[0] if any(row[header] for row in rows))
    cells: list[list[RawCell]] = [[row[header] for header in headers] for row in rows]
    return Table(name, headers, lambda: (Line(line, row) for line, row in zip(lines, cells, strict=True)))
