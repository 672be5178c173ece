"""Which encoding a text file has: by its mark, as declared by the source, else UTF-8, else cp1252; nothing is guessed."""

import codecs
from pathlib import Path

from datasets.errors import SourceChanged

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHUNK = 1 << 20
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\v\f\r")
_C1 = bytes(range(0x80, 0xA0))
_PLAIN = bytes(code for code in range(256) if code not in _CONTROL + _C1)
_NOT_CP1252 = b"\x81\x8d\x8f\x90\x9d"
LONGEST_LINE = 16 << 20
"""Bytes that a line of a table may have; the reader holds one in memory."""
_MOST_CONTROL = 100
"""One control character in so many bytes is still taken for text."""


def encoding_of(path: Path, declared: str = "") -> str:
    """The encoding to open ``path`` with. Reads the whole file once. Raises SourceChanged for what is no text.

    A file that is valid UTF-8 is UTF-8 whatever was declared: German text in another encoding never is.
    A declared ISO-8859 file with bytes 80 to 9F is cp1252 in truth, as ISO-8859 has only control codes there.
    """
    with path.open("rb") as file:
        start = file.read(4)
        for mark, name in MARKS:
            if start.startswith(mark):
                return name
    is_utf8, rare = _look(path)
    if is_utf8:
        return "utf-8"
    if declared and not rare:
        return declared
    if wrong := rare & set(_NOT_CP1252):
        raise SourceChanged(f"{path.name} is neither UTF-8 nor cp1252 (byte {min(wrong):#x}); save it as UTF-8 and read it again.")
    return "cp1252"


def _look(path: Path) -> tuple[bool, set[int]]:
    """Whether all bytes are UTF-8, and which bytes from 80 to 9F there are (none are told where it is UTF-8)."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, rare, length = True, set[int](), 0
    with path.open("rb") as file:
        is_table = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"{", b"["}
        file.seek(0)
        while chunk := file.read(CHUNK):
            length = length + len(chunk) if (end := chunk.rfind(b"\n")) < 0 else len(chunk) - end
            if is_table and length > LONGEST_LINE:
                raise SourceChanged(f"{path.name} has a line of more than {LONGEST_LINE >> 20} MB; no list is written so.")
            odd = chunk.translate(None, _PLAIN)
            _refuse_binary(path, chunk, odd)
            rare |= set(odd)
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    return is_utf8, rare & set(_C1)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_binary(path: Path, chunk: bytes, odd: bytes) -> None:
    control = len(odd.translate(None, _C1))
    if b"\0" in odd or control * _MOST_CONTROL > len(chunk):
        raise SourceChanged(f"{path.name} is no text and no known kind of table; look at what the source serves now.")
