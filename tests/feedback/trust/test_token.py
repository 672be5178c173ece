import pytest

from feedback.trust import token as tokens
from tests.feedback.voters import SECRET, TOKEN


def test_a_fresh_token_is_known_again_and_has_128_bits() -> None:
    token = tokens.fresh(SECRET, "nonce")
    assert tokens.known(token) == token
    assert len(bytes.fromhex(token)) == 16


@pytest.mark.parametrize("cookie", [None, "", "x", "AB" * 16, TOKEN + "0", TOKEN[:-1], "ä" * 32, TOKEN + "\n"])
def test_a_cookie_that_we_did_not_make_is_none(cookie: str | None) -> None:
    assert tokens.known(cookie) == ""


def test_the_hash_of_a_token_differs_between_projects_and_installations() -> None:
    hashes = {tokens.token_hash(SECRET, TOKEN, 1), tokens.token_hash(SECRET, TOKEN, 2), tokens.token_hash(b"other", TOKEN, 1)}
    assert len(hashes) == 3


def test_a_code_has_twelve_characters_that_cannot_be_mixed_up() -> None:
    codes = [tokens.code(SECRET, str(number)) for number in range(500)]
    assert {len(code) for code in codes} == {12}
    assert len(set(codes)) == 500
    assert set("".join(codes)) == set(tokens.ALPHABET)
    assert not set("01OILU") & set(tokens.ALPHABET)


def test_a_code_is_shown_in_groups_of_four() -> None:
    assert tokens.grouped("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN"


def test_a_code_is_stored_as_a_hash_that_does_not_hold_it() -> None:
    code = tokens.code(SECRET, "n")
    assert code not in tokens.code_hash(SECRET, code).upper()
