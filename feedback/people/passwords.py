"""Passwords, for staff who want one beside the links: Argon2id, at least 12 characters, nothing else demanded."""

from pwdlib import PasswordHash
from sqlmodel import Session, col, select

from datasets.errors import BadQuestion
from feedback.tables.people import Staff

SHORTEST = 12
LONGEST = 200
"""Hashing takes time by length; a sentence fits."""

_ARGON = PasswordHash.recommended()
# Checked where nobody has that address, so that an answer takes as long as for somebody.
_NOBODY = _ARGON.hash("nobody has this password")


def choose(session: Session, person: Staff, password: str) -> None:
    """Stores a person's new password. Raises BadQuestion."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadQuestion(f"A password needs {SHORTEST} to {LONGEST} characters.", "password")
    person.password_hash = _ARGON.hash(password)
    session.add(person)
    session.flush()


def check(session: Session, email: str, password: str) -> Staff | None:
    """Who that is; None where address or password is wrong, without saying which. The caller limits the attempts."""
    found = session.exec(select(Staff).where(Staff.email == email.strip().lower(), col(Staff.active))).first()
    known = found.password_hash if found is not None else None
    right = _ARGON.verify(password[: LONGEST + 1], known or _NOBODY)
    return found if right and known else None
