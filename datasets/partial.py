"""What is there of a download, whole or broken off, and the mark by which its server knows that nothing changed since."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Begun:
    """A download that need not begin anew: ``mark`` is the server's ETag or the moment of the last change."""

    url: str
    mark: str
    whole: bool = False


def begun(file: Path, url: str) -> Begun | None:
    """What is known of the file; None where it must be fetched from its start."""
    note = _note(file)
    if not note.exists() or not file.exists() or not file.stat().st_size:
        return None
    try:
        found = Begun(**json.loads(note.read_text("utf-8")))
    except (ValueError, TypeError):
        return None
    return found if found.url == url else None


def asked(file: Path, found: Begun | None) -> dict[str, str]:
    """Headers that ask for the rest, or whether the whole is still the same. A rest that is compressed fits to nothing."""
    if found is None:
        return {}
    if found.whole:
        return {"If-None-Match" if found.mark.endswith('"') else "If-Modified-Since": found.mark}
    return {"Range": f"bytes={file.stat().st_size}-", "If-Range": found.mark, "Accept-Encoding": "identity"}


def holds(file: Path, found: Begun | None, status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer says that what is there is right: nothing changed, or here is the rest from the very byte that is missing."""
    if found is None:
        return False
    if found.whole:
        return status == 304
    return status == 206 and headers.get("content-range", "").startswith(f"bytes {file.stat().st_size}-")


def remember(file: Path, url: str, headers: Mapping[str, str], whole: bool) -> None:
    """Notes what can be used later, where the server's answer allows it: a rest by a strong mark and not compressed."""
    etag, changed = headers.get("etag", ""), headers.get("last-modified", "")
    divides = "content-encoding" not in headers and headers.get("accept-ranges", "bytes") != "none"
    strong = "" if etag.startswith("W/") else etag
    mark = (etag or changed) if whole else (strong or changed) if divides else ""
    if mark:
        _note(file).write_text(json.dumps(asdict(Begun(url, mark, whole))), "utf-8")
    else:
        forget(file)


def forget(file: Path) -> None:
    """What is there is of no use."""
    _note(file).unlink(missing_ok=True)


def measure(file: Path) -> tuple[int, "hashlib._Hash"]:
    """Size and hash so far."""
    size, digest = 0, hashlib.sha256()
    with file.open("rb") as handle:
        while chunk := handle.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
    return size, digest


def _note(file: Path) -> Path:
    return file.with_name(f"{file.name}.begun")
