import gzip
import zlib

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import hole
from portal.packing import accepted, pack


@pytest.mark.parametrize(
    ("header", "taken"),
    [(b"gzip, deflate, br", "bg"), (b"gzip", "g"), (b"br;q=0, gzip;q=0.5", "g"), (b"", ""), (b"identity", ""), (b"*", "g"), (b"BR", "b")],
)
def test_which_encodings_a_header_takes(header: bytes, taken: str) -> None:
    assert accepted(header) == taken


@given(st.binary(max_size=3000), st.sampled_from(["", "g", "b", "bg"]))
def test_a_body_comes_back_whole(body: bytes, encodings: str) -> None:
    packed = pack(body, encodings)
    unpack = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}[packed.encoding]
    assert unpack(packed.whole("")) == body


@given(st.binary(max_size=5000), st.text(max_size=200), st.binary(max_size=5000))
def test_a_hole_is_filled_in_a_compressed_body(head: bytes, stamp: str, tail: bytes) -> None:
    packed = pack(head + hole.marker("rating/a").encode() + tail, "bg")
    assert (packed.encoding, packed.subject) == ("gzip", "rating/a")
    assert gzip.decompress(packed.whole(stamp)) == head + stamp.encode() + tail


def test_other_decoders_read_it_too() -> None:
    packed = pack(b"<p>" * 400 + hole.marker("a").encode() + b"</p>" * 400, "g")
    reader = zlib.decompressobj(wbits=31)
    assert reader.decompress(packed.whole("stamp")) + reader.flush() == b"<p>" * 400 + b"stamp" + b"</p>" * 400
    assert reader.eof


def test_without_compression_a_hole_is_filled_as_well() -> None:
    assert pack(b"a" + hole.marker("x").encode() + b"b", "b").whole("S") == b"aSb"


def test_small_bodies_are_not_compressed() -> None:
    assert pack(b"ok", "bg").encoding == ""
