"""What staff do with files for the register: hand in, confirm, discard; each is in the audit log."""

from sqlmodel import Session

from datasets import uploads
from datasets.tables.uploads import Upload
from datasets.uploads import Kept
from feedback.people.staff import require
from feedback.review import audit
from feedback.tables.people import Staff


def receive(session: Session, person: Staff, kept: Kept, name: str, complete: bool) -> Upload:
    """Enters a file that lies in the inbox. Raises NotAllowed."""
    require(person, "register")
    upload = uploads.receive(session, kept, name, complete)
    audit.append(session, person.key, "upload.receive", subject(upload), {"sha256": kept.sha256, "bytes": kept.bytes, "complete": complete})
    return upload


def confirm(session: Session, person: Staff, number: int, digest: str) -> None:
    """Lets the worker do what was shown. Raises NotAllowed, Refused."""
    require(person, "register")
    upload = uploads.confirm(session, number, digest)
    audit.append(session, person.key, "upload.confirm", subject(upload), {"digest": digest, "changes": len(upload.changes)})


def discard(session: Session, person: Staff, number: int) -> Upload:
    """Takes it off the table. Raises NotAllowed, Refused."""
    require(person, "register")
    upload = uploads.discard(session, number)
    audit.append(session, person.key, "upload.discard", subject(upload), {})
    return upload


def subject(upload: Upload) -> str:
    """What the audit log calls it."""
    return f"upload/{upload.id}"
