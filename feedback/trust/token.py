"""The cookie token of a browser and the change code of a rating; only keyed hashes of both are stored."""

import re

from feedback.trust.keys import mac

COOKIE = "mehrwert_stimme"
DAYS = 90
"""How long a token replaces instead of counting anew, and how long cookie and code work."""

TRAP = "telefax"
"""Name of the form field that people do not see and scripts fill in."""

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 O, 1 I L, U: a code is read aloud and copied by hand."""

CODE_LENGTH = 12
_TOKEN = re.compile(r"[0-9a-f]{32}")


def known(cookie: str | None) -> str:
    """The token of a cookie; empty where there is none or it was not made by us."""
    return cookie if cookie and _TOKEN.fullmatch(cookie) else ""


def fresh(secret: bytes, nonce: str) -> str:
    """A token of 128 bits for a browser without one.

    It follows from the form's random nonce: the same form sent twice, before any cookie came back, gets the same
    token and is one rating.
    """
    return mac(secret, "token", nonce)[:16].hex()


def token_hash(secret: bytes, token: str, project_id: int) -> str:
    """What is stored of a token: another one for each project, so ratings cannot be joined across projects."""
    return mac(secret, "rating", token, project_id).hex()


def code(secret: bytes, nonce: str) -> str:
    """The change code of the rating that this form makes: 12 characters, 58 bits; the same when it is sent twice."""
    number = int.from_bytes(mac(secret, "code", nonce), "big")
    characters = ""
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        characters += ALPHABET[place]
    return characters


def grouped(code: str) -> str:
    """``ABCD-EFGH-JKMN``, as people see it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def code_hash(secret: bytes, typed: str) -> str:
    """What is stored of a code; spaces, hyphens and case in what was typed do not matter."""
    return mac(secret, "change", re.sub(r"[\s\-–]", "", typed).upper()).hex()
