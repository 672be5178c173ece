"""Keyed hashes: one secret of the installation, one derived meaning per purpose."""

import hashlib
import hmac


def mac(secret: bytes, purpose: str, *parts: str | int) -> bytes:
    """HMAC-SHA256 over purpose and parts; each part is preceded by its length, so that no two lists of parts look alike."""
    message = b"".join(len(part).to_bytes(4, "big") + part for part in (str(one).encode() for one in (purpose, *parts)))
    return hmac.digest(secret, message, hashlib.sha256)
