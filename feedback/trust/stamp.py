"""The signed stamp of a rendered form: what it is for, when it was issued, and a nonce that is used once."""

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import lru_cache

from itsdangerous import BadSignature, Signer
from itsdangerous.signer import SigningAlgorithm

from datasets.errors import BadQuestion
from feedback.trust.keys import mac

FIELD = "stempel"
EXPIRES = dt.timedelta(hours=2)
HURRIED = dt.timedelta(seconds=3)
"""Faster than a person reads. It is a risk and no refusal: who prepared the answer, or has a form filled in by a
program that helps them, must not lose it; alone it holds nothing back."""

AHEAD = dt.timedelta(seconds=60)
"""How far the clocks of two portal machines may differ."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp that was believed."""

    nonce: str
    hurried: bool


def issue(secret: bytes, subject: str, now: dt.datetime) -> str:
    """A stamp for one rendering of a form; ``subject`` names form and thing, as ``rating/SLUG``."""
    return _signer(secret, subject).sign(f"{int(now.timestamp())}.{secrets.token_urlsafe(16)}").decode()


def read(secret: bytes, subject: str, stamp: str, now: dt.datetime) -> Stamp:
    """Checks a stamp that came back. Raises BadQuestion (field ``stempel``): forged, of another form, or older than 2 hours."""
    try:
        issued, nonce = _signer(secret, subject).unsign(stamp).decode().split(".")
        age = now - dt.datetime.fromtimestamp(int(issued), dt.UTC)
    except (BadSignature, ValueError):
        raise BadQuestion("The form does not come from here; please send it once more.", FIELD) from None
    if not -AHEAD <= age <= EXPIRES:
        raise BadQuestion("The form is older than two hours; please send it once more.", FIELD)
    return Stamp(nonce, age < HURRIED)


class _Digest(SigningAlgorithm):
    """What the library's own HMAC makes, in a third of the time."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """HMAC-SHA256."""
        return hmac.digest(key, value, hashlib.sha256)


@lru_cache(maxsize=1024)  # made once per form and thing: it costs more than a signature
def _signer(secret: bytes, subject: str) -> Signer:
    return Signer(mac(secret, "stamp", subject), key_derivation="none", algorithm=_Digest())
