"""Compressed bodies: brotli or gzip made once, and a gzip body whose one hole is filled without compressing again."""

import gzip
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

import brotli  # type: ignore[import-untyped]

from portal import hole

GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
SMALLEST = 500
"""Bytes under which compression gains nothing."""


def brotli_of(body: bytes, quality: int) -> bytes:
    """Brotli of a body; quality 11 is for set-up only, it takes half a second for a style sheet."""
    made: bytes = brotli.compress(body, quality=quality)
    return made


@lru_cache(maxsize=512)
def accepted(header: bytes) -> str:
    """Which of ``b`` (brotli) and ``g`` (gzip) an Accept-Encoding header takes: ``"bg"``, ``"g"``, ``"b"`` or ``""``."""
    taken = set()
    for part in header.decode("latin-1").lower().split(","):
        name, _, quality = part.strip().partition(";")
        if quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            taken.add(name.strip())
    return ("b" if "br" in taken else "") + ("g" if "gzip" in taken or "*" in taken else "")


@dataclass(frozen=True, slots=True)
class Packed:
    """A body ready to send: ``head`` and ``tail`` are compressed where ``encoding`` says so."""

    encoding: str
    head: bytes
    subject: str = ""
    tail: bytes = b""
    plain_tail: bytes = b""
    head_crc: int = 0
    plain_length: int = 0

    def whole(self, stamp: str) -> bytes:
        """The body with the stamp in its hole."""
        if not self.subject:
            return self.head
        middle = stamp.encode()
        if not self.encoding:
            return self.head + middle + self.tail
        # A stored block of deflate: it begins on a whole byte because the head ended with a full flush.
        block = b"\x00" + struct.pack("<HH", len(middle), len(middle) ^ 0xFFFF) + middle
        crc = zlib.crc32(self.plain_tail, zlib.crc32(middle, self.head_crc))
        trailer = struct.pack("<II", crc, (self.plain_length + len(middle)) & 0xFFFFFFFF)
        return b"".join((self.head, block, self.tail, trailer))

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return len(self.head) + len(self.tail) + len(self.plain_tail)


def pack(body: bytes, encodings: str) -> Packed:
    """Compresses a body by the best of the encodings. A hole is filled in gzip only: brotli cannot be joined so simply."""
    head, subject, tail = hole.split(body)
    if subject:
        return _with_hole(head, subject, tail, "g" in encodings)
    if len(body) < SMALLEST or not encodings:
        return Packed("", body)
    if "b" in encodings:
        return Packed("br", brotli_of(body, 5))
    return Packed("gzip", gzip.compress(body, 6, mtime=0))


def _with_hole(head: bytes, subject: str, tail: bytes, compressed: bool) -> Packed:
    if not compressed:
        return Packed("", head, subject, tail)
    first, last = zlib.compressobj(6, wbits=-15), zlib.compressobj(6, wbits=-15)
    return Packed(
        "gzip",
        GZIP_HEAD + first.compress(head) + first.flush(zlib.Z_FULL_FLUSH),
        subject,
        last.compress(tail) + last.flush(),
        tail,
        zlib.crc32(head),
        len(head) + len(tail),
    )
