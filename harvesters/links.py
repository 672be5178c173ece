"""Whether addresses answer: HEAD, politely, one at a time per host, as the robots.txt of others allows; kept in small steps."""

import tempfile
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine

from datasets import links
from datasets.database import reading, transaction
from datasets.errors import AddressForbidden, Refused, Unreachable
from datasets.links import Found
from datasets.settings import Settings
from datasets.web import Limits, Web
from harvesters.fetch import Fetcher

MOST = 2000
"""Addresses of one job; the next one goes on."""
KEPT = 20
"""Answers that are written down at once."""
LIMITS = Limits(seconds=30.0, silence=15.0)
NO_HEAD = frozenset({400, 403, 404, 405, 500, 501})
"""Answers to HEAD that servers also give who only know GET."""


def check(engine: Engine, settings: Settings, go_on: Callable[[], None] = lambda: None, pace: float = 1.0) -> str:
    """Asks what is due; ``go_on`` raises Interrupted where it is to end, and what was asked by then is kept."""
    with transaction(engine) as session:
        links.gather(session, settings.asked_url)
    with reading(engine) as session:
        due = links.due(session, MOST)
    found: list[Found] = []
    failed = 0
    with closing(Web(settings.contact, LIMITS)) as web, tempfile.TemporaryDirectory() as folder:
        own = frozenset({urlsplit(settings.asked_url).netloc})
        # what our robots.txt keeps from others, a portal of sample data for one, we may ask ourselves
        fetcher = Fetcher(web, pace, check=go_on, permitted=own)
        try:
            for url in in_turn(due):
                found.append(ask(fetcher, url, own, Path(folder)))
                failed += not found[-1].answers
                _keep(engine, found, settings.asked_url, KEPT)
        finally:
            _keep(engine, found, settings.asked_url)
    return f"{len(due)} addresses asked, {failed} do not answer"


def ask(fetcher: Fetcher, url: str, own: frozenset[str], folder: Path) -> Found:
    """What one address answers; a refusal of HEAD is asked again by GET, whose body is left unread."""
    try:
        status = fetcher.look(url, "HEAD", own, folder)
        if status in NO_HEAD:
            status = fetcher.look(url, "GET", own, folder)
    except (Unreachable, AddressForbidden, Refused) as error:
        return Found(url, 0, str(error))
    return Found(url, status)


def in_turn(urls: list[str]) -> Iterator[str]:
    """One address of each host after the other, so that no host is asked twice in a row while others wait."""
    hosts: defaultdict[str, deque[str]] = defaultdict(deque)
    for url in urls:
        hosts[urlsplit(url).netloc].append(url)
    waiting = deque(hosts.values())
    while waiting:
        host = waiting.popleft()
        yield host.popleft()
        if host:
            waiting.append(host)


def _keep(engine: Engine, found: list[Found], base: str, least: int = 0) -> None:
    if len(found) < least:
        return
    with transaction(engine) as session:
        links.keep(session, found, base)
    found.clear()
