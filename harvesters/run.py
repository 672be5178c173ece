"""One run of one source: fetch, parse, check, load and release in one transaction; a Run row from before the fetch to the end."""

import hashlib
import inspect
import os
import socket
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from datasets import catalogue, releases, runs, uploads
from datasets.database import reading, transaction
from datasets.errors import Interrupted, MehrwertError, Refused
from datasets.formats import index
from datasets.records import DatasetRecord, FundingRecord, RegisterRecord
from datasets.register import loading, matches, writing
from datasets.register.names import slugify
from datasets.settings import Settings
from datasets.web import Web
from harvesters import checks, match, older, scratch
from harvesters.fetch import Fetcher
from harvesters.fetched import Fetched, Known, from_file
from harvesters.order import Order, Report
from harvesters.source import Ask, Listing, Rejected, Remark, Row, Source

log = structlog.get_logger("harvesters.run")

ORDER = Order()
BEAT = 10.0
"""Seconds between two signs of life of a running run."""


@dataclass(slots=True)
class Work:
    """What a run holds while it goes on."""

    engine: Engine
    settings: Settings
    source: Source
    order: Order
    report: Report
    run_id: int | None = None
    fetched: Fetched | None = None
    fingerprint: str = ""
    rejections: list[Rejected] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    records: list[RegisterRecord] = field(default_factory=list)
    beat_at: float = field(default_factory=time.monotonic)


def harvest(engine: Engine, settings: Settings, source: Source, order: Order = ORDER, fetcher: Fetcher | None = None) -> Report:
    """Runs one source once; whatever happens there is a Run row (but for a dry run) and a report, never half a state.

    Raises only what no rule foresees, after the Run row says ``failed``.
    """
    slug = order.dataset or source.slug or (slugify(order.file.stem) if order.file else source.name)
    work = Work(engine, settings, source, order, Report(source.name, slug))
    started = time.monotonic()
    try:
        _begin(work)
        with scratch.folder(settings, slug, alone=work.run_id is not None) as folder:
            _go(work, folder, fetcher)
    except BaseException as error:
        _end_badly(work, error)
        if not isinstance(error, MehrwertError):
            raise
    finally:
        work.report.seconds = round(time.monotonic() - started, 3)
    log.info("run", **asdict(work.report))
    return work.report


def _begin(work: Work) -> None:
    if work.order.dry_run:
        return
    with transaction(work.engine) as session:
        work.run_id = runs.begin(session, work.source.name, work.report.dataset, socket.gethostname(), os.getpid(), work.order.holder)


def _go(work: Work, folder: Path, fetcher: Fetcher | None) -> None:
    work.order.progress("fetch", 0)
    work.fetched = _fetch(work, folder, fetcher)
    work.fingerprint = _fingerprint(work.source, work.fetched.sha256, work.settings)
    if not work.order.dry_run and _is_unchanged(work):
        return
    # A local copy has no address of its own: the source's page is where a reader finds it.
    address = work.fetched.url if work.fetched.url.startswith("http") else work.source.homepage
    ask = Ask(work.settings.city, work.report.dataset, address, work.fetched.promised)
    listing = work.source.parse(work.fetched.path, ask)
    with _draft(work, listing) as draft:
        before = _before(work, listing.dataset)
        _stage(work, listing, draft)
        _check(work, listing, before)
        _load(work, listing, draft)


def _fetch(work: Work, folder: Path, fetcher: Fetcher | None) -> Fetched:
    source, city = work.source, work.settings.city
    path = work.order.file or source.file(city, work.report.dataset)
    if path is not None:
        return from_file(path)
    known = _known(work)
    if fetcher is not None:
        return fetcher.flow(source, city, folder, work.report.dataset, known)

    def look_up() -> None:
        _look_up(work)

    web = Web(work.settings.contact, check=look_up)
    permitted = [urlsplit(portal.url).netloc for portal in work.settings.city.portals if portal.permitted]
    try:
        return Fetcher(web, check=look_up, permitted=permitted).flow(source, city, folder, work.report.dataset, known)
    finally:
        web.close()


def _known(work: Work) -> Known | None:
    """What the last good run read, where today's reader would read it no other way."""
    if work.order.dry_run:
        return None
    with reading(work.engine) as session:
        last = runs.last_good(session, work.report.dataset)
        if last is None or last.fingerprint != _fingerprint(work.source, last.sha256, work.settings):
            return None
        return Known(last.sha256, last.bytes, last.etag, last.last_modified)


def _fingerprint(source: Source, sha256: str, settings: Settings) -> str:
    """Of file, reader and city: a file read by an older reader is read again."""
    digest = hashlib.sha256(sha256.encode())
    reader = Path(inspect.getfile(source.parse))
    others = (file for file in Path(__file__).parent.rglob("*.py") if file.parent != reader.parent)
    for file in [reader, *sorted(others), settings.city.folder / "city.toml"]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _is_unchanged(work: Work) -> bool:
    """Ends a run early where the last good one read the very same; its counts are repeated."""
    with transaction(work.engine) as session:
        last = runs.last_good(session, work.report.dataset)
        if last is None or last.fingerprint != work.fingerprint:
            return False
        report = work.report
        report.seen, report.accepted, report.rejected, report.masked = last.seen, last.accepted, last.rejected, last.masked
        report.unchanged, report.fundings, report.release = last.added + last.changed + last.unchanged, last.fundings, last.release
        report.waiting = matches.open_count(session, report.dataset)
        report.state, report.message = "unchanged", "The source holds what was read before."
        _close(session, work)
    return True


def _draft(work: Work, listing: Listing) -> AbstractContextManager[releases.Draft | None]:
    return nullcontext() if listing.dataset is None else releases.drafting(work.settings, work.report.dataset)


def _before(work: Work, found: DatasetRecord | None) -> int | None:
    """Rows of the last good read; refuses at once where columns were lost."""
    with reading(work.engine) as session:
        if found is None:
            last = runs.last_good(session, work.report.dataset)
            return None if last is None else last.accepted
        known = releases.current(session, work.report.dataset)
    if known is None:
        return None
    checks.lost_columns(known.record, found)
    work.remarks += checks.new_columns(known.record, found)
    return known.rows


def _stage(work: Work, listing: Listing, draft: releases.Draft | None) -> None:
    """Every row into the draft's query index and every record into memory; nothing public is touched."""
    report, dataset = work.report, listing.dataset
    writer = None if draft is None or dataset is None else index.open_index(draft.index, dataset.columns, dataset.key)
    for parsed in listing.rows:
        if isinstance(parsed, Remark):
            work.remarks.append(parsed)
            continue
        report.seen += 1
        kept = _written(writer, parsed) if isinstance(parsed, Row) and writer is not None else parsed
        if isinstance(kept, Rejected):
            report.rejected += 1
            work.rejections.append(kept)
            continue
        report.accepted += 1
        report.masked += kept.masked
        work.records += kept.records
        if report.seen % 2000 == 0:
            work.order.progress("rows", report.seen)
            _look_up(work)
    if writer is not None and dataset is not None:
        if work.source.keeps and draft is not None:
            with reading(work.engine) as session:
                older.carry_over(releases.current(session, work.report.dataset), draft, dataset, writer)
        writer.finish()


def _written(writer: index.IndexWriter, row: Row) -> Row | Rejected:
    """The row, or why the index does not take it."""
    try:
        return row if writer.add(row.cells) else Rejected(row.line, "key", "a row with this key stands in the list already")
    except Refused as error:
        return Rejected(row.line, "cell", str(error))


def _look_up(work: Work) -> None:
    """At a safe point: a sign of life, and whether to go on."""
    work.order.check()
    _beat(work)


def _beat(work: Work) -> None:
    """A sign of life, now and then."""
    if work.run_id is not None and time.monotonic() - work.beat_at > BEAT:
        work.beat_at = time.monotonic()
        with transaction(work.engine) as session:
            runs.beat(session, work.run_id)


def _check(work: Work, listing: Listing, before: int | None) -> None:
    promised = listing.promised if listing.promised is not None else (work.fetched.promised if work.fetched else None)
    counts = checks.Counts(work.report.accepted, work.report.rejected, promised, before)
    checks.judge(work.source.expect, counts, work.rejections, work.order.accept_shrink)


def _load(work: Work, listing: Listing, draft: releases.Draft | None) -> None:
    """Register, release and Run row in one transaction; the release's folder is in place before its row says so."""
    report = work.report
    report.warnings = len(work.remarks)
    report.fundings = sum(isinstance(record, FundingRecord) for record in work.records)
    if work.order.dry_run:
        report.state, report.message = "done", "Dry run: nothing was changed."
        return
    work.order.progress("release", report.seen)
    work.order.check()
    made = None if draft is None or listing.dataset is None else releases.make(work.engine, draft, listing.dataset)
    work.order.check()
    with transaction(work.engine) as session:
        loaded = _load_records(session, work, listing)
        if made is None:
            report.added, report.changed, report.unchanged, report.gone = loaded.added, loaded.changed, loaded.unchanged, loaded.gone
        else:
            report.release = made.name
            report.added, report.changed = made.difference.added, made.difference.changed
            report.unchanged, report.gone = made.difference.unchanged, made.difference.gone
            releases.enter(session, made, work.run_id)
        match.refresh(session, work.settings.city)
        report.waiting = matches.open_count(session, report.dataset)
        report.state = "done"
        catalogue.mark_due(session, *loading.DUE)
        catalogue.raise_version(session)
        _close(session, work)


def _load_records(session: Session, work: Work, listing: Listing) -> writing.Loaded:
    fetched = work.fetched
    if fetched is None:
        raise Refused("Nothing was fetched.")
    origin = writing.Origin(
        source=work.source.name,
        dataset=work.report.dataset,
        run_id=work.run_id,
        retrieved_at=fetched.retrieved_at,
        sha256=fetched.sha256,
        # What is missing is gone only where every row could be read.
        complete=work.source.complete and listing.complete and not work.rejections,
    )
    records = uploads.laid_over(session, work.records) if work.source.name == "register" else work.records
    return loading.load(session, records, origin)


def _end_badly(work: Work, error: BaseException) -> None:
    report = work.report
    report.state = "refused" if isinstance(error, Refused) else "failed"
    if isinstance(error, KeyboardInterrupt | SystemExit | Interrupted):
        report.state = "interrupted"
    report.message = str(error) if isinstance(error, MehrwertError) else f"{type(error).__name__}: {error}"
    report.warnings, report.release = len(work.remarks), ""
    if work.run_id is not None:
        with transaction(work.engine) as session:
            _close(session, work)


def _close(session: Session, work: Work) -> None:
    """The Run row's last words, with every rejection and warning."""
    if work.run_id is None:
        return
    counts = {name: value for name, value in asdict(work.report).items() if name not in {"source", "dataset", "seconds"}}
    if work.fetched is not None:
        counts |= {name: getattr(work.fetched, name) for name in ("url", "sha256", "bytes", "etag", "last_modified")}
    runs.close(session, work.run_id, counts | {"fingerprint": work.fingerprint})
    runs.remember(session, work.run_id, "rejection", [asdict(one) for one in work.rejections])
    runs.remember(session, work.run_id, "warning", [asdict(one) for one in work.remarks])
    catalogue.mark_due(session, "laeufe")
