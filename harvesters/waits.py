"""How long a busy server asks to wait, in whichever way it says so, and whether that is worth it."""

import datetime as dt
import re
import time
from email.utils import parsedate_to_datetime

from datasets.errors import Unreachable
from datasets.tables.types import now
from datasets.web import Answer

RESET = re.compile(rb'"reset_time"\s*:\s*"([^"]{1,40})"')
"""How Opendatasoft says in its answer when a quota begins anew."""
YEAR = 31_536_000.0
LONGEST_WAIT = 300.0
"""Seconds that a busy server may ask for; a longer wait, as until a quota begins anew, ends the run."""
BUSY = frozenset({429, 500, 502, 503, 504})


class Busy(Unreachable):
    """Raised when a server says that it cannot answer now; ``wait`` are the seconds it asks for."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


def again(error: Exception) -> bool | float:
    """Whether to try again, or after how many seconds."""
    if isinstance(error, Busy):
        return error.wait <= LONGEST_WAIT and (error.wait or True)
    return type(error) is Unreachable


def seconds(answer: Answer) -> float:
    """How long to wait, by Retry-After in seconds or, where a quota is used up, by the moment at which it begins anew."""
    said = {name.lower(): value.strip() for name, value in answer.headers.items()}
    if after := said.get("retry-after", ""):
        return min(float(after), YEAR) if after.isdecimal() else _left(after)
    told = RESET.search(answer.path.read_bytes()[:10_000])
    reset = told[1].decode("ascii", "replace") if told else said.get("x-ratelimit-reset", "")
    if reset.isdecimal():
        # Some servers tell the moment in seconds since 1970, others the seconds that are left.
        return min(YEAR, max(0.0, float(reset) - time.time()) if float(reset) > YEAR else float(reset))
    return _left(reset)


def _left(moment: str) -> float:
    """Seconds until a moment, as ISO or a mail writes it; none where it is past or no moment."""
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(moment)
            return min(YEAR, max(0.0, (found.replace(tzinfo=found.tzinfo or dt.UTC) - now()).total_seconds()))
        except (ValueError, TypeError, OverflowError):
            continue
    return 0.0


def until(wait: float) -> str:
    if wait <= LONGEST_WAIT:
        return ""
    return f" and asks to wait until {(now() + dt.timedelta(seconds=wait)):%Y-%m-%d %H:%M} UTC; run it again then"
