"""Atom feeds: new releases of datasets, projects that changed, decisions with their measures. No figure of a rating is in them."""

import datetime as dt
from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import Response

from datasets import history
from datasets.errors import NotFound
from datasets.history import Event
from datasets.records import Text
from datasets.register import comments, news, outcomes
from datasets.register import projects as registered
from datasets.register.outcomes import Decided
from datasets.settings import Settings
from datasets.tables.comments import PublishedReply
from datasets.vocabularies import atom, ckan
from portal.api.described import FEEDS, PROJECT, SLUG, described
from portal.deps import ReadDb
from portal.language import gettext as _
from portal.language import link, localized, spoken
from portal.pages import labels
from portal.render import site

router = APIRouter()

FEED = described(FEEDS, {atom.MEDIA_TYPE: None})
OF_DATASET = described(FEEDS, {atom.MEDIA_TYPE: None}, SLUG, errors=(404,))
SIZE = 50
"""Entries of a feed."""


@router.get("/feeds/daten.atom", openapi_extra=FEED)
def data(request: Request, db: ReadDb) -> Response:
    """The newest releases of all datasets, and those that were withdrawn."""
    title = Text(de="Daten: neue Ausgaben", en="Data: new releases")
    return _sent(request, "daten", "/daten", title, (_release(request, event) for event in history.events(db, SIZE)))


@router.get("/feeds/daten/{slug}.atom", openapi_extra=OF_DATASET)
def dataset(request: Request, db: ReadDb, slug: str) -> Response:
    """Releases of one dataset, and those that were withdrawn."""
    found = history.events(db, SIZE, slug)
    if not found:
        raise NotFound(f"There is no dataset {slug} with a release.")
    name = found[0].record.title
    title = Text(de=f"{name.de}: Ausgaben", en=f"{name.en or name.de}: releases")
    return _sent(request, f"daten/{slug}", f"/daten/{slug}", title, (_release(request, event) for event in found))


@router.get("/feeds/projekte.atom", openapi_extra=FEED)
def projects(request: Request, db: ReadDb) -> Response:
    """The projects that changed last."""
    title = Text(de="Projekte: neu und geändert", en="Projects: new and changed")
    return _sent(request, "projekte", "/projekte", title, (_project(request, found) for found in news.projects(db, SIZE)))


@router.get("/feeds/gesagt-getan.atom", openapi_extra=FEED)
def decisions(request: Request, db: ReadDb) -> Response:
    """The newest decisions in force, with the state of their measures."""
    title = Text(de="Gesagt, getan: Entscheidungen und Maßnahmen", en="Said and done: decisions and measures")
    found, _ = outcomes.newest(db, 0, SIZE)
    return _sent(request, "gesagt-getan", "/gesagt-getan", title, (_decision(request, decided) for decided in found))


@router.get("/feeds/projekte/{slug}.atom", openapi_extra=described(FEEDS, {atom.MEDIA_TYPE: None}, PROJECT, errors=(404,)))
def project(request: Request, db: ReadDb, slug: str) -> Response:
    """What was decided on one project, and what was replied to the people who wrote about it."""
    named = registered.named(db, slug)
    decided = [_decision(request, one) for one in outcomes.of_project(db, named.id)]
    answered = [_reply(request, named, one) for one in comments.replies(db, named.id)]
    newest = sorted([*decided, *answered], key=lambda entry: entry.published, reverse=True)[:SIZE]
    return _sent(request, f"projekte/{slug}", f"/projekte/{slug}", named.title, newest)


def _reply(request: Request, named: registered.Named, reply: PublishedReply) -> atom.Entry:
    return atom.Entry(
        uid=atom.lasting_id("reply", str(reply.id)),
        title=f"{localized(named.title)}: {labels.reply(reply.organisation)}",
        url=f"{site(request)}{link(f'/projekte/{named.slug}')}#kommentare",
        updated=reply.corrected_at or reply.published_at,
        published=reply.published_at,
        summary=reply.text,
        author=reply.organisation,
    )


def _sent(request: Request, name: str, path: str, title: Text, entries: Iterable[atom.Entry]) -> Response:
    settings: Settings = request.app.state.settings
    base = site(request)
    feed = atom.Feed(
        name=name,
        title=localized(title),
        subtitle=localized(settings.city.alliance),
        author=settings.city.publisher,
        url=base + link(f"/feeds/{name}.atom"),
        page=base + link(path),
        language=spoken(),
    )
    return Response(atom.written(feed, entries), media_type=f"{atom.MEDIA_TYPE}; charset=utf-8")


def _release(request: Request, event: Event) -> atom.Entry:
    withdrawn = f", {_('zurückgezogen')}" if event.reason else ""
    uid = ckan.activity_id(event.uid, event.release)
    return atom.Entry(
        uid=atom.lasting_id("withdrawal", uid) if event.reason else uid,
        title=f"{localized(event.record.title)} ({event.release}{withdrawn})",
        url=f"{site(request)}{link(f'/daten/{event.slug}/{event.release}')}",
        updated=event.at,
        published=event.at,
        summary=event.reason or localized(event.record.description),
        author=event.record.publisher,
        categories=event.record.keywords,
    )


def _project(request: Request, found: news.Changed) -> atom.Entry:
    return atom.Entry(
        uid=atom.lasting_id("project", found.slug),
        title=localized(found.title),
        url=f"{site(request)}{link(f'/projekte/{found.slug}')}",
        updated=found.updated_at,
        published=found.created_at,
        summary=localized(found.summary),
        categories=(labels.status(found.status),),
    )


def _decision(request: Request, decided: Decided) -> atom.Entry:
    day = dt.datetime.combine(decided.decided_on, dt.time(), dt.UTC)
    measures = [f"{labels.measure(promise.state)}: {promise.text}" for promise in decided.promises]
    return atom.Entry(
        uid=atom.lasting_id("outcome", str(decided.id)),
        title=f"{localized(decided.project_title)}: {labels.decision(decided.decision)}",
        url=f"{site(request)}{link(f'/projekte/{decided.project_slug}')}",
        updated=max([day, *(promise.updated_at for promise in decided.promises)]),
        published=day,
        summary="\n".join([decided.text, *measures]),
    )
