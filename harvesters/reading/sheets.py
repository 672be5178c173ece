"""Opens a list of any kind by what is in it, never by its suffix, and refuses what is no list."""

import re
from pathlib import Path

from datasets.errors import SourceChanged
from harvesters.reading import delimited, documents, workbooks
from harvesters.reading.encodings import encoding_of
from harvesters.reading.grid import Sheet

_START = 4096
_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_sheets(path: Path, declared: str = "") -> list[Sheet]:
    """The tables of a CSV, XLSX, XLS or JSON file; rows are read lazily.

    ``declared`` is the encoding that the source says text has. Raises SourceChanged naming what the file is instead.
    """
    start = first_bytes(path)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE)):
        return workbooks.sheets(path)
    refuse_foreign(path, start)
    encoding = encoding_of(path, declared)
    if start.decode(encoding, "ignore").lstrip()[:1] in {"[", "{"}:
        return documents.sheets(path, encoding)
    return [delimited.sheet(path, encoding)]


def first_bytes(path: Path) -> bytes:
    """The beginning of a file; raises SourceChanged where there is nothing in it."""
    with path.open("rb") as file:
        start = file.read(_START)
    if not start.strip():
        raise SourceChanged(f"{path.name} is empty; fetch it again.")
    return start


def refuse_foreign(path: Path, start: bytes) -> None:
    """Raises SourceChanged for web pages, XML, PDF and packed files, each by its name."""
    if start.startswith(b"%PDF"):
        raise SourceChanged(f"{path.name} is a PDF; ask the source for the list as XLSX or CSV.")
    if start.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")):
        raise SourceChanged(f"{path.name} is packed; unpack it and read the list inside.")
    text = start.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        title = _TITLE.search(text)
        what = f"a web page ({' '.join(title[1].split())!r})" if title else "a web page or XML"
        raise SourceChanged(f"{path.name} is {what}, not a list; the source may be under maintenance. Try again later.")
