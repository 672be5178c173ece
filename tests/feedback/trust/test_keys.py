from hypothesis import given
from hypothesis import strategies as st

from feedback.trust.keys import mac

TEXTS = st.lists(st.text(max_size=5), max_size=4)


@given(TEXTS, TEXTS)
def test_different_parts_have_different_codes(one: list[str], other: list[str]) -> None:
    assert (mac(b"k", "p", *one) == mac(b"k", "p", *other)) == (one == other)


def test_purpose_and_secret_matter() -> None:
    assert len({mac(b"k", "p", 1), mac(b"k", "q", 1), mac(b"l", "p", 1)}) == 3
