"""Packed bodies come back whole, however they are cut, and never much at once."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.unpacking import STEP, Unreadable, unpacked


def bare(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "": bytes, "identity": bytes}


def cut(body: bytes, size: int) -> list[bytes]:
    return [body[at : at + size] for at in range(0, len(body), size)]


@pytest.mark.parametrize("encoding", PACKERS)
@given(body=st.binary(max_size=3000), size=st.integers(1, 50))
def test_a_body_comes_back_however_it_is_cut(encoding: str, body: bytes, size: int) -> None:
    assert b"".join(unpacked(cut(PACKERS[encoding](body), size), encoding)) == body


@given(body=st.binary(min_size=1, max_size=3000), size=st.integers(1, 50))
def test_deflate_without_a_frame_is_understood_too(body: bytes, size: int) -> None:
    packed = bare(body)
    # a bare body may by chance begin as a frame does; no server's client can tell these apart
    if packed[0] & 0x0F != zlib.DEFLATED:
        assert b"".join(unpacked(cut(packed, size), "deflate")) == body


def test_two_packings_are_taken_off_the_last_one_first() -> None:
    assert b"".join(unpacked([gzip.compress(zlib.compress(b"abc"))], "deflate, gzip")) == b"abc"


@given(size=st.integers(1, 60))
def test_one_gzip_behind_another_is_one_body_and_zeros_behind_are_none(size: int) -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(9)
    assert b"".join(unpacked(cut(packed, size), "gzip")) == b"one two"


def test_a_bomb_comes_in_pieces_of_a_bounded_size() -> None:
    sizes = [len(piece) for piece in unpacked([gzip.compress(bytes(64 << 20))], "gzip")]
    assert (sum(sizes), max(sizes)) == (64 << 20, STEP)


@pytest.mark.parametrize("left_out", [1, 9, 17])
def test_what_is_cut_off_is_refused(left_out: int) -> None:
    with pytest.raises(Unreadable):
        list(unpacked([gzip.compress(b"x" * 1000)[:-left_out]], "gzip"))


@pytest.mark.parametrize("body", ["plain text", "\x1f"])
def test_what_is_not_packed_is_refused(body: str) -> None:
    with pytest.raises(Unreadable):
        list(unpacked([body.encode()], "gzip"))


def test_a_packing_that_nobody_asked_for_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match="br"):
        list(unpacked([b"..."], "br"))


@pytest.mark.parametrize("encoding", ["gzip", "deflate", ""])
def test_no_body_is_an_empty_body(encoding: str) -> None:
    assert list(unpacked([], encoding)) == []
