"""Answers of other portals, page by page in one file: a line of JSON per page with its address, or one saved answer."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from datasets.errors import SourceChanged

MOST_BYTES = 64 << 20
"""A page is read whole; this bounds the memory."""
_KEYS = {"page", "body"}
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*\sencoding=["']([A-Za-z0-9._-]+)["']""")
# An Opendatasoft server that fails in the middle of an answer writes so behind what it had sent.
_INTERRUPTED = "Streaming interrupted"


@dataclass(frozen=True, slots=True)
class Page:
    """One answer; ``url`` is what was asked, empty for a saved file."""

    url: str
    text: str

    @property
    def site(self) -> str:
        """Scheme and host of the portal, empty for a saved file."""
        return site(self.url)


def site(url: str) -> str:
    """Scheme and host of an address; empty for what is none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.netloc else ""


def append(file: Path, url: str, body: bytes) -> None:
    """Keeps one page behind those there are."""
    with file.open("a", encoding="utf-8") as handle:
        handle.write(json.dumps({"page": url, "body": text_of(body)}, ensure_ascii=False) + "\n")


def pages(path: Path) -> Iterator[Page]:
    """The pages of a flow, or the one page that a saved answer is. Raises SourceChanged for what is too large."""
    if not _is_flow(path):
        if path.stat().st_size > MOST_BYTES:
            raise SourceChanged(f"{path.name} has more than {MOST_BYTES >> 20} MB in one answer; ask the portal for smaller pages.")
        yield Page("", text_of(path.read_bytes()))
        return
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            kept = json.loads(line)
            yield Page(kept["page"], kept["body"])


def _is_flow(path: Path) -> bool:
    with path.open("rb") as handle:
        return handle.read(9).startswith(b'{"page": ')


def text_of(body: bytes) -> str:
    """UTF-8, else what an XML head declares, else cp1252."""
    declared = _DECLARED.match(body)
    for name in ("utf-8-sig", declared[1].decode("ascii") if declared else "cp1252"):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("cp1252", "replace")


def json_of(page: Page, name: str) -> Any:
    """The page as JSON. Raises SourceChanged for what is none, and says so where a server broke off in the middle."""
    try:
        return json.loads(page.text)
    except (ValueError, RecursionError) as error:
        raise broken(page.url or name, page.text, str(error)) from None


def broken(where: str, text: str, why: str) -> SourceChanged:
    """What is to be raised for text that cannot be read."""
    if _INTERRUPTED in text[-4000:]:
        return SourceChanged(f"{where} was broken off by the server in the middle of its answer: {text[text.rindex(_INTERRUPTED) :][:200]}")
    if text.lstrip()[:1] == "<":
        return SourceChanged(f"{where} answers with a web page instead of data: {' '.join(text.split())[:120]}")
    return SourceChanged(f"{where} is no readable answer ({why}); it may be cut off.")
