"""Opens XML from elsewhere: decoded as it declares, without entities, document types or anything fetched."""

import codecs
import re
from pathlib import Path

from lxml import etree

from datasets.errors import SourceChanged
from harvesters.reading.encodings import MARKS

MOST_BYTES = 32 << 20
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
"""What servers declare, and what holds all that they then send."""
_DECLARATION = re.compile(r"\s*<\?\w*xml\w*\s[^>]*?\?>")
_DECLARED = re.compile(rb"<\?\w*xml\w*\s[^>]*?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_HTML = re.compile(r"<!doctype\s+html|<html", re.IGNORECASE)


def read_root(path: Path, what: str) -> etree._Element:
    """The root of an XML file. Raises SourceChanged for what is no XML, is broken, or declares a document type or entities.

    ``what`` is the word for what the file should be.
    """
    if path.stat().st_size > MOST_BYTES:
        raise SourceChanged(f"{path.name} has more than {MOST_BYTES >> 20} MB; no {what} is as big.")
    text = _decoded(path)
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    # The line breaks stay, so that entries know their lines.
    lines, rest = "\n" * text.count("\n", 0, start), text[start:]
    if not rest.startswith("<"):
        raise SourceChanged(
            f"{path.name} is {'empty' if not rest.strip() else 'no XML'} and so no {what}; look at what the address serves now."
        )
    if _HTML.match(rest):
        raise SourceChanged(f"{path.name} is a web page, not a {what}; the source may be under maintenance. Try again later.")
    if rest.startswith("<!"):
        raise SourceChanged(f"{path.name} declares a document type or entities; such files are not read.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False)
    try:
        root = etree.fromstring((lines + rest).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceChanged(f"{path.name} is broken XML ({error}); it may be cut off. Fetch it again.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceChanged(f"{path.name} declares a document type or entities; such files are not read.")
    return root


def _decoded(path: Path) -> str:
    """By the mark, else as declared, else UTF-8, else cp1252; without the declaration, which then is no longer true."""
    content = path.read_bytes()
    declared = _DECLARED.search(content[:400])
    said = declared[1].decode().lower() if declared else "utf-8"
    marked = next((name for mark, name in MARKS if content.startswith(mark)), "")
    for name in (marked or WIDER.get(said, said), "utf-8", "cp1252"):
        try:
            text = content.decode(codecs.lookup(name).name)
        except (LookupError, UnicodeError):
            continue
        return _DECLARATION.sub("", text.lstrip("\ufeff"), count=1) if text.lstrip("\ufeff").lstrip().startswith("<?") else text
    raise SourceChanged(f"{path.name} is not readable as the {said} that it declares.")
