"""Politeness over the one HTTP client: robots.txt, one request a second per host, retries, and the flow of a source step by step."""

import re
import time
import urllib.robotparser
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import stamina

from datasets.city import City
from datasets.errors import Interrupted, MehrwertError, Refused, SourceChanged, Unreachable
from datasets.web import Answer, Web
from harvesters import pages
from harvesters.fetched import PAGES, Fetched, Known, Visit, clear, from_file, keep_page, kept_page
from harvesters.source import Answered, Source, Step, Walk
from harvesters.waits import BUSY, Busy, again, seconds, until

AGENT = "Mehrwert"
"""Whom a robots.txt may name."""
PACE = 1.0
"""Least seconds between two requests to one host."""
MOST_PACE = 30.0
"""A robots.txt that asks for more seconds between two requests gets these: a list of a thousand pages is still read in a night."""
MOST_PAGES = 5_000
"""A list with more has no end."""


class Fetcher:
    """One polite visitor: remembers when it last asked each host, and what each host's robots.txt says."""

    def __init__(
        self,
        web: Web,
        pace: float = PACE,
        sleep: Callable[[float], None] = time.sleep,
        attempts: int = 4,
        check: Callable[[], None] = lambda: None,
        permitted: Collection[str] = (),
    ) -> None:
        """``check`` is called before every request; what it raises ends the flow, which goes on later from the same folder.

        ``permitted`` are hosts whose operator has allowed us what their robots.txt does not.
        """
        self._web, self._pace, self._sleep, self._attempts, self._go_on = web, pace, sleep, attempts, check
        self._permitted = permitted
        self._last: dict[str, float] = {}
        self._robots: dict[str, urllib.robotparser.RobotFileParser] = {}

    def flow(self, source: Source, city: City, folder: Path, slug: str = "", known: Known | None = None) -> Fetched:
        """Walks the source's steps in one session. Raises SourceChanged, Unreachable or Refused; keeps only a whole file.

        ``known`` is what the last good run read: a server may answer that nothing changed since. Pages that the folder holds
        of a walk that was stopped are not asked for again.
        """
        steps = source.flow(city, slug)
        if steps == ():
            raise Refused(f"The source {source.name} is read from files only: use --file PATH.")
        visit = Visit(folder)
        clear(folder)
        if isinstance(steps, tuple):
            visit.named = frozenset(urlsplit(step.url).netloc for step in steps)
            visit.known = known if len(steps) == 1 and steps[0].next is None else None
            for step in steps:
                self._take(step, visit)
        else:
            self._follow(steps, visit)
        return visit.fetched(source.name)

    def _follow(self, walk: Walk, visit: Visit) -> None:
        """A flow that decides on its way; what fails is raised inside it, so that it may try something else."""
        ask: Callable[[], Step] = walk.__next__
        try:
            while True:
                step = ask()
                visit.named |= frozenset() if step.found else {urlsplit(step.url).netloc}
                try:
                    ask = partial(walk.send, self._take(step, visit))
                except Interrupted:
                    # Nothing failed: no other address is tried, and nothing counts as read.
                    raise
                except MehrwertError as error:
                    ask = partial(walk.throw, error)
        except StopIteration as end:
            visit.promised = end.value

    def _take(self, step: Step, visit: Visit) -> Answered:
        """Does one step; what it keeps is noted in the visit."""
        visit.number += 1
        if step.next is not None:
            return visit.keep(self._walk(step, visit.folder, visit.named))
        if step.page:
            answer = self._page(step, visit.folder, visit.named)
            if answer.sha256 in visit.read or len(visit.read) >= MOST_PAGES:
                raise SourceChanged(_endless(step.url))
            body = _page(answer)
            if step.inspect is not None:
                step.inspect(body)
            visit.read.add(answer.sha256)
            pages.append(visit.folder / PAGES, step.url, body)
            visit.paged = visit.paged or step.url
            return Answered(answer.url, keep_page(answer, visit.folder, step.url), keep=False)
        answer = self._step(step, visit.folder / _name(visit.number, step.url), visit.named, visit.known if step.keep else None)
        if step.inspect is not None:
            said = step.inspect(_page(answer))
            visit.promised = visit.promised if said is None else said
        return visit.keep(answer) if step.keep else Answered(answer.url, answer.path, keep=False)

    def _walk(self, step: Step, folder: Path, named: frozenset[str]) -> Answer:
        """Page after page into one file; a page whose successor was read already is the last one."""
        file, url, asked, read = folder / PAGES, step.url, set[str](), set[str]()
        while url and url not in asked:
            asked.add(url)
            answer = self._page(replace(step, url=url), folder, named)
            body = _page(answer)
            if answer.sha256 in read or len(asked) > MOST_PAGES:
                raise SourceChanged(_endless(url))
            read.add(answer.sha256)
            if step.inspect is not None:
                step.inspect(body)
            pages.append(file, url, body)
            keep_page(answer, folder, url)
            url = (step.next(url, body) if step.next else None) or ""
        kept = from_file(file)
        return Answer(step.url, 200, {}, file, kept.bytes, kept.sha256)

    def _page(self, step: Step, folder: Path, named: frozenset[str]) -> Answer:
        """A page as a walk that was stopped has left it, or asked for."""
        return kept_page(folder, step.url) or self._step(step, folder / "page", named)

    def look(self, url: str, method: str, named: frozenset[str], folder: Path) -> int:
        """The status of one address, asked once. Raises Refused where robots.txt forbids it, Unreachable, AddressForbidden."""
        self._ask_robots(url, folder, named)
        self._wait_for(urlsplit(url).netloc)
        return self._web.look(url, method, named)

    def _step(self, step: Step, to: Path, named: frozenset[str], known: Known | None = None) -> Answer:
        self._ask_robots(step.url, to.parent, named)
        for attempt in stamina.retry_context(on=again, attempts=self._attempts, wait_initial=1.0, wait_max=60.0, timeout=step.seconds):
            with attempt:
                return self._once(step, to, named, known)
        raise Unreachable(f"{step.url} was not asked.")

    def _once(self, step: Step, to: Path, named: frozenset[str], known: Known | None) -> Answer:
        self._wait_for(urlsplit(step.url).netloc)
        answer = self._web.fetch(step.url, to, step.method, step.form, step.encoding, known.tags if known else None, named)
        if answer.status == 304 and known:
            return replace(answer, sha256=known.sha256, bytes=known.bytes)
        if answer.status in BUSY:
            wait = seconds(answer)
            raise Busy(f"{step.url} answered {answer.status}{until(wait)}.", wait)
        if answer.status != 200:
            raise SourceChanged(f"{step.url} answered {answer.status} instead of 200.")
        return answer

    def _wait_for(self, host: str) -> None:
        self._go_on()
        rest = self._last.get(host, -1e9) + self._pace_of(host) - time.monotonic()
        if rest > 0:
            self._sleep(rest)
        self._last[host] = time.monotonic()

    def _pace_of(self, host: str) -> float:
        """Seconds between two requests: ours, or more where the host's robots.txt asks for it by Crawl-delay."""
        robots = self._robots.get(host)
        asked = robots.crawl_delay(AGENT) if robots else None
        return max(self._pace, min(float(asked or 0), MOST_PACE))

    def _ask_robots(self, url: str, folder: Path, named: frozenset[str]) -> None:
        parts = urlsplit(url)
        if parts.netloc in self._permitted:
            return
        if parts.netloc not in self._robots:
            self._robots[parts.netloc] = self._read_robots(f"{parts.scheme}://{parts.netloc}/robots.txt", folder, named)
        if not self._robots[parts.netloc].can_fetch(AGENT, url):
            raise Refused(f"robots.txt of {parts.netloc} does not allow to read {url}.")

    def _read_robots(self, url: str, folder: Path, named: frozenset[str]) -> urllib.robotparser.RobotFileParser:
        robots = urllib.robotparser.RobotFileParser(url)
        self._wait_for(urlsplit(url).netloc)
        answer = self._web.fetch(url, folder / "robots.txt", named=named)
        if answer.status >= 500:
            raise Unreachable(f"{url} answered {answer.status}, so that nobody knows what may be read; run it again later.")
        if answer.status in {401, 403}:
            robots.parse(["User-agent: *", "Disallow: /"])
        else:
            robots.parse(answer.path.read_text("utf-8", "replace").splitlines() if answer.status == 200 else [])
        return robots


def _name(number: int, url: str) -> str:
    """Of the file that a step is kept in: its number, and what its address ends with, for people to know it by."""
    return f"step-{number:03}-{re.sub(r'[^A-Za-z0-9._-]+', '_', urlsplit(url).path.rpartition('/')[2])[:60]}"


def _page(answer: Answer) -> bytes:
    """The body of a page, which is held in memory whole."""
    if answer.bytes > pages.MOST_BYTES:
        most = pages.MOST_BYTES >> 20
        raise SourceChanged(f"{answer.url} has {answer.bytes >> 20} MB in one page, more than {most}; ask for smaller pages.")
    return answer.path.read_bytes()


def _endless(url: str) -> str:
    return f"{url} holds what a page before it held, or comes after {MOST_PAGES} pages; the list has no end."
