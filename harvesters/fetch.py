"""Politeness over the one HTTP client: robots.txt, one request a second per host, retries, and the flow of a source step by step."""

import datetime as dt
import hashlib
import re
import time
import urllib.robotparser
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import stamina

from datasets.city import City
from datasets.errors import Refused, SourceChanged, Unreachable
from datasets.tables.types import now
from datasets.web import Answer, Web
from harvesters import pages
from harvesters.source import Source, Step

PACE = 1.0
"""Least seconds between two requests to one host."""
PAGES = "pages.jsonl"
MOST_PAGES = 5_000
"""A list with more has no end."""
RESET = re.compile(rb'"reset_time"\s*:\s*"([^"]{1,40})"')
"""How Opendatasoft says in its answer when a quota begins anew."""
YEAR = 31_536_000.0
LONGEST_WAIT = 300.0
"""Seconds that a busy server may ask for; a longer wait, as until a quota begins anew, ends the run."""
BUSY = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Fetched:
    """The file to parse and what is known of it."""

    path: Path
    url: str
    sha256: str
    bytes: int
    retrieved_at: dt.datetime
    promised: int | None = None
    etag: str = ""
    last_modified: str = ""


class Busy(Unreachable):
    """Raised when a server says that it cannot answer now; ``wait`` are the seconds it asks for."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


def from_file(path: Path) -> Fetched:
    """A local copy of what the source would have served: a file, or a folder of CSV files."""
    if not path.exists():
        raise Refused(f"{path} does not exist.")
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    digest, size = hashlib.sha256(), 0
    for file in files:
        digest.update(file.name.encode() if path.is_dir() else b"")
        with file.open("rb") as handle:
            while chunk := handle.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
    return Fetched(path, path.name, digest.hexdigest(), size, now())


class Fetcher:
    """One polite visitor: remembers when it last asked each host, and what each host's robots.txt says."""

    def __init__(self, web: Web, pace: float = PACE, sleep: Callable[[float], None] = time.sleep, attempts: int = 4) -> None:
        self._web, self._pace, self._sleep, self._attempts = web, pace, sleep, attempts
        self._last: dict[str, float] = {}
        self._robots: dict[str, urllib.robotparser.RobotFileParser] = {}

    def flow(self, source: Source, city: City, folder: Path) -> Fetched:
        """Walks the source's steps in one session. Raises SourceChanged, Unreachable or Refused; keeps only a whole file."""
        steps = source.steps(city)
        if not steps:
            raise Refused(f"The source {source.name} is read from files only: use --file PATH.")
        named = frozenset(urlsplit(step.url).netloc for step in steps)
        kept: Answer | None = None
        promised: int | None = None
        for number, step in enumerate(steps):
            if step.next is not None:
                kept = self._walk(step, folder, named)
                continue
            answer = self._step(step, folder / f"step-{number}", named)
            if step.inspect is not None:
                said = step.inspect(answer.path.read_bytes())
                promised = promised if said is None else said
            kept = answer if step.keep else kept
        if kept is None:
            raise Refused(f"No step of {source.name} keeps a file; mark one with keep=True.")
        head = {name.lower(): value for name, value in kept.headers.items()}
        return Fetched(kept.path, kept.url, kept.sha256, kept.bytes, now(), promised, head.get("etag", ""), head.get("last-modified", ""))

    def _walk(self, step: Step, folder: Path, named: frozenset[str]) -> Answer:
        """Page after page into one file; a page whose successor was read already is the last one."""
        file, url, asked, read = folder / PAGES, step.url, set[str](), set[str]()
        while url and url not in asked:
            asked.add(url)
            answer = self._step(replace(step, url=url), folder / "page", named)
            body = answer.path.read_bytes()
            if answer.sha256 in read or len(asked) > MOST_PAGES:
                raise SourceChanged(f"{url} holds what a page before it held, or comes after {MOST_PAGES} pages; the list has no end.")
            read.add(answer.sha256)
            if step.inspect is not None:
                step.inspect(body)
            pages.append(file, url, body)
            url = (step.next(url, body) if step.next else None) or ""
        kept = from_file(file)
        return Answer(step.url, 200, {}, file, kept.bytes, kept.sha256)

    def _step(self, step: Step, to: Path, named: frozenset[str]) -> Answer:
        self._ask_robots(step.url, to.parent, named)
        for attempt in stamina.retry_context(on=_wait, attempts=self._attempts, wait_initial=1.0, wait_max=60.0, timeout=step.seconds):
            with attempt:
                return self._once(step, to, named)
        raise Unreachable(f"{step.url} was not asked.")

    def _once(self, step: Step, to: Path, named: frozenset[str]) -> Answer:
        self._wait_for(urlsplit(step.url).netloc)
        answer = self._web.fetch(step.url, to, step.method, step.form, step.encoding, named=named)
        if answer.status in BUSY:
            wait = _seconds(answer)
            raise Busy(f"{step.url} answered {answer.status}{_until(wait)}.", wait)
        if answer.status != 200:
            raise SourceChanged(f"{step.url} answered {answer.status} instead of 200.")
        return answer

    def _wait_for(self, host: str) -> None:
        rest = self._last.get(host, -1e9) + self._pace - time.monotonic()
        if rest > 0:
            self._sleep(rest)
        self._last[host] = time.monotonic()

    def _ask_robots(self, url: str, folder: Path, named: frozenset[str]) -> None:
        parts = urlsplit(url)
        if parts.netloc not in self._robots:
            self._robots[parts.netloc] = self._read_robots(f"{parts.scheme}://{parts.netloc}/robots.txt", folder, named)
        if not self._robots[parts.netloc].can_fetch("Mehrwert", url):
            raise Refused(f"robots.txt of {parts.netloc} does not allow to read {url}.")

    def _read_robots(self, url: str, folder: Path, named: frozenset[str]) -> urllib.robotparser.RobotFileParser:
        robots = urllib.robotparser.RobotFileParser(url)
        self._wait_for(urlsplit(url).netloc)
        answer = self._web.fetch(url, folder / "robots.txt", named=named)
        if answer.status in {401, 403}:
            robots.parse(["User-agent: *", "Disallow: /"])
        else:
            robots.parse(answer.path.read_text("utf-8", "replace").splitlines() if answer.status == 200 else [])
        return robots


def _wait(error: Exception) -> bool | float:
    """Whether to try again, or after how many seconds."""
    if isinstance(error, Busy):
        return error.wait <= LONGEST_WAIT and (error.wait or True)
    return type(error) is Unreachable


def _seconds(answer: Answer) -> float:
    """How long to wait, by Retry-After in seconds or, where a quota is used up, by the moment at which it begins anew."""
    said = {name.lower(): value.strip() for name, value in answer.headers.items()}
    if said.get("retry-after", "").isdigit():
        return float(said["retry-after"])
    told = RESET.search(answer.path.read_bytes()[:10_000])
    reset = told[1].decode("ascii", "replace") if told else said.get("x-ratelimit-reset", "")
    if reset.isdigit():
        # Some servers tell the moment in seconds since 1970, others the seconds that are left.
        return max(0.0, float(reset) - time.time()) if float(reset) > YEAR else float(reset)
    try:
        moment = dt.datetime.fromisoformat(reset)
    except ValueError:
        return 0.0
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or dt.UTC) - now()).total_seconds())


def _until(wait: float) -> str:
    if wait <= LONGEST_WAIT:
        return ""
    return f" and asks to wait until {(now() + dt.timedelta(seconds=wait)):%Y-%m-%d %H:%M} UTC; run it again then"
