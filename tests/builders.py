"""The shortest way to a row: each builder fills what a test does not care about and flushes; the test commits."""

from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from datasets.records import Column, DatasetRecord, Text
from datasets.tables.money import Funding
from datasets.tables.projects import Classification, Organisation, Participation, Project
from feedback.tables.people import Staff
from feedback.tables.ratings import DIMENSIONS, Comment, Rating, RatingValue

Row = TypeVar("Row", bound=SQLModel)

_number = count(1)


def a_project(
    session: Session, *, topics: tuple[str, ...] = (), goals: tuple[str, ...] = (), districts: tuple[str, ...] = (), **values: Any
) -> Project:
    """A running project; its slug and title are numbered unless given. The first topic, goal, district is the main one."""
    number = next(_number)
    values = {"slug": f"projekt-{number}", "title": f"Projekt {number}", "summary": "Was es bringt.", "status": "running"} | values
    project = _stored(session, Project(**values))
    for scheme, codes in (("topic", topics), ("goal", goals), ("district", districts)):
        session.add_all(Classification(project_id=key_of(project), scheme=scheme, code=code, position=n) for n, code in enumerate(codes))
    session.flush()
    return project


def an_organisation(session: Session, **values: Any) -> Organisation:
    """A company that is no partner; ``normal_name`` follows the name."""
    number = next(_number)
    values = {"slug": f"organisation-{number}", "name": f"Organisation {number}", "kind": "company"} | values
    return _stored(session, Organisation(**{"normal_name": values["name"].lower()} | values))


def a_participation(session: Session, project: Project, organisation: Organisation, role: str = "partner") -> Participation:
    """The organisation takes part in the project."""
    return _stored(session, Participation(project_id=key_of(project), organisation_id=key_of(organisation), role=role))


def a_funding(session: Session, project: Project | None = None, amount: str | None = "1000.00", **values: Any) -> Funding:
    """An awarded sum in euros, of the project where one is given."""
    number = next(_number)
    given = {
        "source": "register",
        "dataset": "register",
        "key": f"funding-{number}",
        "project_id": project.id if project else None,
        "funder": "Bund",
        "amount": None if amount is None else Decimal(amount),
        "amount_type": "awarded",
    }
    return _stored(session, Funding(**given | values))


def a_rating(session: Session, project: Project, overall: int | None = 4, **values: Any) -> Rating:
    """A counted rating from the web. Answers to the other questions go by name, as ``climate=2``; None is "weiß ich nicht"."""
    answers = {"overall": overall} | {name: values.pop(name) for name in DIMENSIONS if name in values}
    given: dict[str, Any] = {"project_id": key_of(project), "token_hash": f"token-{next(_number)}"}
    rating = _stored(session, Rating(**given | values))
    session.add_all(
        RatingValue(rating_id=key_of(rating), dimension=name, value=value, dont_know=value is None) for name, value in answers.items()
    )
    session.flush()
    return rating


def a_comment(session: Session, rating: Rating, text: str = "Gut so.", **values: Any) -> Comment:
    """An unread comment beside a rating."""
    given: dict[str, Any] = {"rating_id": key_of(rating), "text": text}
    return _stored(session, Comment(**given | values))


def a_member_of_staff(session: Session, role: str = "pruefung", **values: Any) -> Staff:
    """Somebody of the office who works at the desk."""
    number = next(_number)
    return _stored(session, Staff(**{"name": f"Person {number}", "email": f"person-{number}@example.org", "role": role} | values))


def a_dataset_record(**values: Any) -> DatasetRecord:
    """An imported dataset of three columns, ``id`` its key."""
    columns = (
        Column(name="id", type="integer", title=Text(de="Nummer", en="Number")),
        Column(name="name", title=Text(de="Name", en="Name")),
        Column(name="betrag", type="number", title=Text(de="Betrag", en="Amount"), unit="EUR"),
    )
    given = {
        "slug": f"datensatz-{next(_number)}",
        "title": Text(de="Ein Datensatz", en="A dataset"),
        "description": Text(de="Drei Spalten.", en="Three columns."),
        "licence": "dl-zero-de/2.0",
        "publisher": "Stadtamt",
        "columns": columns,
        "key": ("id",),
        "origin": "imported",
    }
    return DatasetRecord(**given | values)


def key_of(row: Any) -> int:
    """The id of a stored row."""
    assert isinstance(row.id, int)
    return row.id


def _stored(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
