"""Who works at the desk, in which role, for which unit."""

import datetime as dt
import re

from sqlmodel import Session, col, select

from datasets.errors import BadQuestion, NotAllowed, NotFound, Refused
from datasets.register.names import plain
from datasets.tables.types import now
from feedback.people import sessions
from feedback.review import audit
from feedback.tables.people import ROLES, Staff
from feedback.tables.subscriptions import LANGUAGES

MAY: dict[str, tuple[str, ...]] = {
    "see": ROLES,
    "review": tuple(role for role in ROLES if role != "partner"),
    "propose": ("pruefung", "zweitpruefung", "leitung"),
    "confirm": ("pruefung", "zweitpruefung", "leitung"),
    "publish": ("leitung",),
    "qualify": ("redaktion", "pruefung", "zweitpruefung", "leitung"),
    "reply": ("partner", "redaktion", "pruefung", "zweitpruefung", "leitung"),
    "register": ("redaktion", "pruefung", "zweitpruefung", "leitung"),
    "harvest": ("redaktion", "leitung"),
    "staff": ("leitung",),
    "audit": ("leitung", "datenschutz", "auditor"),
    "retention": ("datenschutz", "leitung", "auditor"),
}
"""Which roles may do what; a second person is asked for by the act itself."""

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def add(session: Session, name: str, email: str, role: str, unit: str, by: str = audit.SYSTEM, moment: dt.datetime | None = None) -> Staff:
    """Enters a person. Raises BadQuestion naming the wrong field; Refused where the address is known already."""
    checked = Staff(name=name.strip(), email=email.strip().lower(), role=_role(role), unit=unit.strip(), created_at=moment or now())
    if not checked.name:
        raise BadQuestion("A name is needed.", "name")
    if not _MAIL.fullmatch(checked.email):
        raise BadQuestion(f"{email!r} is no mail address.", "email")
    if session.exec(select(Staff.id).where(Staff.email == checked.email)).first() is not None:
        raise Refused(f"{checked.email} is entered already; `staff link --email {checked.email}` makes a new link.")
    session.add(checked)
    session.flush()
    audit.append(session, by, "staff.add", f"staff/{checked.key}", {"role": checked.role}, moment)
    return checked


def speak(session: Session, staff_id: int, language: str) -> None:
    """In which language the person gets mail; empty for the city's first. Raises BadQuestion, NotFound."""
    person = session.get(Staff, staff_id)
    if person is None:
        raise NotFound(f"There is no staff member {staff_id}.")
    if language and language not in LANGUAGES:
        raise BadQuestion(f"{language!r} is no language of ours; there are {', '.join(LANGUAGES)}.", "language")
    person.language = language or None
    session.add(person)


def by_email(session: Session, email: str) -> Staff:
    """The active person with this address. Raises NotFound."""
    found = session.exec(select(Staff).where(Staff.email == email.strip().lower(), col(Staff.active))).first()
    if found is None:
        raise NotFound(f"Nobody with the address {email.strip().lower()} works at the desk.")
    return found


def everybody(session: Session) -> list[Staff]:
    """All staff by name, the inactive too."""
    return list(session.exec(select(Staff).order_by(col(Staff.name), col(Staff.id))))


def close(session: Session, staff_id: int, by: str, moment: dt.datetime | None = None) -> None:
    """Takes a person's access; what they decided stays. Ends all their sessions."""
    person = session.get(Staff, staff_id)
    if person is None:
        raise NotFound(f"There is no staff member {staff_id}.")
    person.active = False
    session.add(person)
    sessions.close_all(session, staff_id)
    audit.append(session, by, "staff.close", f"staff/{person.key}", {}, moment)


def require(person: Staff, act: str) -> None:
    """Raises NotAllowed unless the person's role may do that; an act that is not in ``MAY`` is a KeyError."""
    if not person.active or person.role not in MAY[act]:
        raise NotAllowed(f"The role {person.role} may not do that ({act}).", MAY[act])


def _role(given: str) -> str:
    """Umlauts and case do not matter."""
    role = plain(given.strip())
    if role not in ROLES:
        raise BadQuestion(f"{given!r} is no role; there are {', '.join(ROLES)}.", "role")
    return role
