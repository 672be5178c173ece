"""Files for the register that somebody hands in: kept in the inbox, read dry by the worker, applied once a person confirms."""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, select

from datasets import jobs
from datasets.errors import BadQuestion, NotFound, Refused
from datasets.records import (
    ClaimRecord,
    FundingRecord,
    OrganisationRecord,
    ParticipationRecord,
    ProjectRecord,
    RankRecord,
    RegisterRecord,
)
from datasets.settings import Settings
from datasets.tables.types import now
from datasets.tables.uploads import Upload

MOST_BYTES = 15_000_000
"""Bytes of a file; the register itself has some hundred thousand."""
PARSE, APPLY = "upload-parse", "upload-apply"
"""Kinds of jobs."""
OPEN = ("waiting", "ready", "confirmed")
DAY = 86_400.0

_IDENTITY: dict[type, tuple[str, ...]] = {
    OrganisationRecord: ("slug",),
    ProjectRecord: ("slug",),
    ParticipationRecord: ("project", "organisation", "role"),
    FundingRecord: ("key",),
    ClaimRecord: ("key", "as_of", "value", "source_url"),
    RankRecord: ("year", "city", "category", "source_url"),
}
_TYPES: dict[str, type] = {one.__name__: one for one in _IDENTITY}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the inbox."""

    stored: str
    sha256: str
    bytes: int


def keep(settings: Settings, pieces: Iterable[bytes]) -> Kept:
    """Writes a file under a random name, whole or not at all. Raises BadQuestion for an empty or too large one."""
    settings.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    stored = secrets.token_hex(16)
    draft = settings.inbox / f".{stored}"
    try:
        kept = _write(draft, stored, pieces)
        draft.rename(settings.inbox / stored)
    finally:
        draft.unlink(missing_ok=True)
    return kept


def _write(draft: Path, stored: str, pieces: Iterable[bytes]) -> Kept:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > MOST_BYTES:
                raise BadQuestion(f"The file has more than {MOST_BYTES:,} bytes.", "file")
            digest.update(piece)
            file.write(piece)
        if not size:
            raise BadQuestion("The file is empty.", "file")
        file.flush()
        os.fsync(file.fileno())
    return Kept(stored, digest.hexdigest(), size)


def receive(session: Session, kept: Kept, name: str, complete: bool) -> Upload:
    """Enters the file and asks the worker to read it."""
    shown = re.sub(r"[^\w .()+-]", "_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()[:120] or "Datei"
    upload = Upload(name=shown, stored=kept.stored, sha256=kept.sha256, bytes=kept.bytes, complete=complete)
    session.add(upload)
    session.flush()
    jobs.enqueue(session, PARSE, str(upload.id))
    return upload


def one(session: Session, number: int) -> Upload:
    """One upload. Raises NotFound."""
    found = session.get(Upload, number)
    if found is None:
        raise NotFound(f"There is no upload {number}.")
    return found


def newest(session: Session, limit: int = 50) -> list[Upload]:
    """The newest first."""
    return list(session.exec(select(Upload).order_by(col(Upload.id).desc()).limit(limit)))


def confirm(session: Session, number: int, digest: str) -> Upload:
    """Asks the worker to do what was shown, and nothing else. Raises Refused where something else was shown or it is too late."""
    upload = session.exec(select(Upload).where(Upload.id == number).with_for_update()).first() or one(session, number)
    if upload.state != "ready" or digest != upload.digest:
        raise Refused("This is not the newest state of the list of changes; look at it again.")
    upload.state, upload.message = "confirmed", ""
    session.add(upload)
    jobs.enqueue(session, APPLY, str(number))
    return upload


def discard(session: Session, number: int) -> Upload:
    """Takes it off the table; nothing changes. Raises Refused where it was applied or is being applied."""
    upload = session.exec(select(Upload).where(Upload.id == number).with_for_update()).first() or one(session, number)
    if upload.state not in {"waiting", "ready", "refused"}:
        raise Refused(f"This upload is {upload.state}; it cannot be discarded.")
    close(session, upload, "discarded")
    return upload


def close(session: Session, upload: Upload, state: str, message: str = "") -> None:
    """Ends an upload; what it would have changed is forgotten, but for what was applied."""
    upload.state, upload.message, upload.ended_at = state, message, now()
    if state == "discarded":
        upload.changes, upload.remarks = [], []
    session.add(upload)
    session.flush()


def sweep(session: Session, settings: Settings) -> int:
    """Removes files of the inbox that no open upload needs: applied, refused, discarded, or never entered."""
    if not settings.inbox.is_dir():
        return 0
    needed = set(session.exec(select(Upload.stored).where(col(Upload.state).in_(OPEN))))
    ours = [file for file in settings.inbox.iterdir() if re.fullmatch(r"\.?[0-9a-f]{32}", file.name)]
    # A file may be there before its row is; a day is long enough for any of both.
    left = [file for file in ours if file.name not in needed and (_is_known(session, file) or file.stat().st_mtime < time.time() - DAY)]
    for file in left:
        file.unlink(missing_ok=True)
    return len(left)


def _is_known(session: Session, file: Path) -> bool:
    return session.exec(select(Upload.id).where(Upload.stored == file.name)).first() is not None


def as_json(records: Iterable[RegisterRecord]) -> list[dict[str, Any]]:
    """Records as a column holds them."""
    return [{"type": type(record).__name__, "values": record.model_dump(mode="json")} for record in records]


def laid_over(session: Session, records: list[RegisterRecord]) -> list[RegisterRecord]:
    """The register's records with all applied uploads on top, so that reading the city's folder takes none of them back."""
    applied = session.exec(select(Upload).where(Upload.state == "applied").order_by(col(Upload.ended_at), col(Upload.id))).all()
    if not applied:
        return records
    found = {_identity(record): record for record in records}
    for upload in applied:
        mine = [_record(upload, one) for one in upload.records]
        kinds = {type(record) for record in mine}
        if upload.complete:
            found = {key: record for key, record in found.items() if type(record) not in kinds}
        found |= {_identity(record): record for record in mine}
    order = list(_IDENTITY)
    return sorted(found.values(), key=lambda record: order.index(type(record)))


def _identity(record: RegisterRecord) -> tuple[Any, ...]:
    return type(record), *(str(getattr(record, name)) for name in _IDENTITY[type(record)])


def _record(upload: Upload, told: dict[str, Any]) -> RegisterRecord:
    try:
        record: RegisterRecord = TypeAdapter(_TYPES[told["type"]]).validate_python(told["values"])
    except (ValidationError, KeyError) as error:
        raise Refused(f"What upload {upload.id} changed can no longer be read ({error}); upload its file again.") from None
    return record
