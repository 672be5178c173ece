"""Jobs on files that were handed in for the register: read one dry, and apply it after a person has confirmed the changes."""

import hashlib
import json
import os
import socket
from collections.abc import Callable
from dataclasses import asdict

from sqlalchemy import Engine
from sqlmodel import Session

from datasets import catalogue, jobs, runs, uploads
from datasets.database import reading, transaction
from datasets.errors import MehrwertError, Refused
from datasets.register import changes, loading
from datasets.register.changes import Rehearsal
from datasets.register.forms import KINDS as FORM_KINDS
from datasets.register.writing import Origin
from datasets.settings import Settings
from datasets.tables.runs import Job
from datasets.tables.types import now
from datasets.tables.uploads import Upload
from harvesters.lists.handed_in import Found, read, refer

SOURCE, DATASET = "register", "register-upload"
CHANGED = "The register or the file changed since the list of changes was shown; look at it again and confirm it again."


class _Different(Exception):
    """Applying would do something else than what was confirmed."""


def parse(engine: Engine, settings: Settings, job: Job) -> str:
    """Reads the file and says what it would change; nothing is changed."""
    number = int(job.subject)
    with reading(engine) as session:
        upload = uploads.one(session, number)
    if upload.state != "waiting":
        return f"upload {number} is {upload.state}"
    message = _show(engine, settings, upload)
    _sweep(engine, settings)
    return message


def _show(engine: Engine, settings: Settings, upload: Upload, message: str = "") -> str:
    """Puts the list of changes on the table, or why there is none."""
    try:
        found = _read(engine, settings, upload)
        rehearsal = changes.rehearse(engine, found.records, _origin(upload, found))
    except MehrwertError as error:
        with transaction(engine) as session:
            uploads.close(session, uploads.one(session, int(upload.id or 0)), "refused", str(error))
        return f"refused: {error}"
    with transaction(engine) as session:
        row = uploads.one(session, int(upload.id or 0))
        # Somebody may have discarded it meanwhile.
        if row.state not in {"waiting", "confirmed"}:
            return f"upload {row.id} is {row.state}"
        row.state, row.message, row.sha256 = "ready", message, found.sha256
        row.forms, row.remarks = found.forms, found.remarks
        row.changes, row.digest = [asdict(change) for change in rehearsal.changes], _digest(found, rehearsal, row.complete)
        session.add(row)
    return f"{len(rehearsal.changes)} changes to confirm"


def apply(engine: Engine, settings: Settings, job: Job) -> str:
    """Does what was confirmed, in one transaction; where it would be something else now, it is shown again instead."""
    number = int(job.subject)
    with reading(engine) as session:
        upload = uploads.one(session, number)
    if upload.state != "confirmed":
        return f"upload {number} is {upload.state}"
    with transaction(engine) as session:
        run_id = runs.begin(session, SOURCE, DATASET, socket.gethostname(), os.getpid())
    try:
        found = _read(engine, settings, upload)
        with transaction(engine) as session:
            message = _load(session, upload, found, run_id)
        _sweep(engine, settings)
    except _Different:
        _end(engine, run_id, "refused", CHANGED)
        return _show(engine, settings, upload, CHANGED)
    except MehrwertError as error:
        _end(engine, run_id, "refused", str(error))
        return _show(engine, settings, upload, str(error))
    except BaseException:
        _end(engine, run_id, "failed", "Applying the upload failed; nothing was changed.")
        raise
    return message


def _load(session: Session, upload: Upload, found: Found, run_id: int) -> str:
    row = uploads.one(session, int(upload.id or 0))
    if row.state != "confirmed":
        raise Refused(f"upload {row.id} is {row.state}")
    rehearsal = changes.tried(session, found.records, _origin(upload, found, run_id))
    if _digest(found, rehearsal, row.complete) != row.digest:
        raise _Different
    row.records, row.run_id = uploads.as_json(found.records), run_id
    uploads.close(session, row, "applied")
    loaded, rejected = rehearsal.loaded, [one for one in found.remarks if one["level"] == "rejection"]
    counts = {
        "state": "done", "seen": len(found.records) + len(rejected), "accepted": len(found.records), "rejected": len(rejected),
        "added": loaded.added, "changed": loaded.changed, "unchanged": loaded.unchanged, "gone": loaded.gone,
        "fundings": loaded.fundings, "warnings": len(found.remarks) - len(rejected), "sha256": found.sha256, "bytes": row.bytes,
    }  # fmt: skip
    runs.close(session, run_id, counts)
    for level in ("rejection", "warning"):
        told = [one for one in found.remarks if one["level"] == level]
        runs.remember(session, run_id, level, [{name: one[name] for name in ("line", "field", "reason", "raw")} for one in told])
    catalogue.mark_due(session, *loading.DUE, "laeufe")
    catalogue.raise_version(session)
    # Lists that are here already may mean what is new in the register.
    jobs.enqueue(session, "match")
    return f"applied: {loaded.added} new, {loaded.changed} changed, {loaded.gone} gone"


def _read(engine: Engine, settings: Settings, upload: Upload) -> Found:
    path = settings.inbox / upload.stored
    if not path.is_file():
        raise Refused(f"{upload.name} is no longer in the inbox; upload it again.")
    with reading(engine) as session:
        projects, organisations = changes.names(session)
    return refer(read(path, upload.name), projects, organisations)


def _origin(upload: Upload, found: Found, run_id: int | None = None) -> Origin:
    return Origin(
        source=SOURCE,
        dataset="register",
        run_id=run_id,
        retrieved_at=now(),
        sha256=found.sha256,
        # What is missing is gone only where every row could be read.
        complete=upload.complete and not any(one["level"] == "rejection" for one in found.remarks),
        kinds=frozenset(FORM_KINDS[form["form"]] for form in found.forms),
    )


def _digest(found: Found, rehearsal: Rehearsal, complete: bool) -> str:
    told = [found.sha256, rehearsal.mark, complete, [asdict(change) for change in rehearsal.changes]]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _end(engine: Engine, run_id: int, state: str, message: str) -> None:
    with transaction(engine) as session:
        runs.close(session, run_id, {"state": state, "message": message})
        catalogue.mark_due(session, "laeufe")


def _sweep(engine: Engine, settings: Settings) -> None:
    with transaction(engine) as session:
        uploads.sweep(session, settings)


KINDS: dict[str, Callable[[Engine, Settings, Job], str]] = {uploads.PARSE: parse, uploads.APPLY: apply}
"""What a job of a kind does."""
