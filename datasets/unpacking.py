"""A compressed body unpacked in steps of a bounded size: a few bytes of a bomb never become megabytes in memory at once."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

STEP = 1 << 18
"""Bytes that one piece of an unpacked body has at most."""
GZIP, ZLIB, BARE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
"""How zlib is told of the frame around the data."""


class Unreadable(ValueError):
    """What came is not packed as its header says, or ends too early."""


def unpacked(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The body behind a ``Content-Encoding``: gzip, deflate, or none. Raises Unreadable."""
    names = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in {"", "identity"}]
    if any(name not in {"gzip", "x-gzip", "deflate"} for name in names):
        raise Unreadable(f"it is packed as {encoding}, which nobody asked for")
    for name in reversed(names):
        pieces = _deflated(pieces) if name == "deflate" else _inflated(pieces, GZIP)
    return iter(pieces)


def _deflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Servers disagree on whether there is a frame around "deflate"; the first byte tells."""
    source = iter(pieces)
    first = next((piece for piece in source if piece), b"")
    framed = first[:1] and first[0] & 0x0F == zlib.DEFLATED
    yield from _inflated(_chained(first, source), ZLIB if framed else BARE)


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _inflated(pieces: Iterable[bytes], frame: int) -> Iterator[bytes]:
    """One gzip may follow another, and zeros may fill up behind the last: together they are one body."""
    inflater: Any = None
    for piece in pieces:
        rest = piece
        while rest := rest.lstrip(b"\0") if inflater is not None and inflater.eof else rest:
            inflater = zlib.decompressobj(frame) if inflater is None or inflater.eof else inflater
            try:
                found = inflater.decompress(rest, STEP)
            except zlib.error as error:
                raise Unreadable(f"it is not packed as it says: {error}") from None
            if found:
                yield found
            rest = inflater.unconsumed_tail or inflater.unused_data
    if inflater is not None and not inflater.eof:
        yield from _ending(inflater)


def _ending(inflater: Any) -> Iterator[bytes]:
    """What is left in the inflater when nothing more comes."""
    while found := inflater.decompress(b"", STEP):
        yield found
    if not inflater.eof:
        raise Unreadable("it ends before it is whole")
