"""Names and mail addresses at rest: sealed with a key that follows from the installation's secret; no copy of the database tells them."""

import base64
from typing import Any

from feedback.trust.keys import mac

SHORTEST = 100
"""Characters of the shortest sealed text."""


def seal(secret: bytes, text: str) -> str:
    """The sealed text; empty stays empty."""
    return _key(secret).encrypt(text.encode()).decode() if text else ""


def is_sealed(text: str) -> bool:
    """Whether it looks like what ``seal`` makes: the first bytes of a sealed text are its version and the century."""
    return text.startswith("gAAAAA") and len(text) >= SHORTEST


def opened(secret: bytes, sealed: str) -> str:
    """What was sealed; empty where the secret is another one, or nothing was."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415

    try:
        return _key(secret).decrypt(sealed).decode() if sealed else ""
    except InvalidToken:
        return ""


def _key(secret: bytes) -> Any:
    from cryptography.fernet import Fernet  # noqa: PLC0415 few processes ever seal a name

    return Fernet(base64.urlsafe_b64encode(mac(secret, "seal")))
