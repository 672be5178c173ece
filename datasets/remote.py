"""Mirrors own datasets into a real CKAN: organisation, groups, package, resources, rows; writes only what differs, deletes only its own."""

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from datasets import catalogue, remote_rows
from datasets.catalogue import Shown
from datasets.database import reading
from datasets.errors import NotFound, Refused, SettingsWrong, Unreachable
from datasets.remote_rows import Changed, Table
from datasets.remote_site import Site, steadily
from datasets.settings import Settings
from datasets.vocabularies import ckan, ckan_mirror
from datasets.vocabularies.ckan import Json
from datasets.vocabularies.ckan_mirror import MARK, ROWS_OF

LISTED = 1000
"""Most packages of one organisation that are looked through for those of ours that are no more."""


@dataclass(slots=True)
class Pushed:
    """What came of one dataset; the JSON of the command, key by key."""

    dataset: str
    release: str = ""
    state: str = "unchanged"
    """created, updated, unchanged or deleted."""
    rows: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0
    writes: int = 0
    seconds: float = 0.0

    @property
    def summary(self) -> str:
        """One line for people."""
        return f"{self.state}, {self.rows} rows, {self.added} new, {self.changed} changed, {self.gone} gone"


@dataclass(slots=True)
class Push:
    """One push: where to, whose mark, what is known already to stand there."""

    site: Site
    settings: Settings
    progress: Callable[[str, int], None]
    groups: set[str] = field(default_factory=set)
    organisations: dict[str, str] = field(default_factory=dict)

    @property
    def installation(self) -> str:
        """What tells packages of this installation from all others."""
        return hashlib.sha256(self.settings.secret() + b"mirror").hexdigest()[:16]


def push(
    engine: Engine,
    settings: Settings,
    slugs: Iterable[str] = (),
    dry: bool = False,
    check: Callable[[], None] = lambda: None,
    progress: Callable[[str, int], None] = lambda dataset, rows: None,
) -> list[Pushed]:
    """Pushes the named datasets, or all own ones, and then takes out those that are no more.

    Raises SettingsWrong, NotFound, Refused (a foreign package has the name), NotAllowed or Unreachable; what was pushed by
    then stays, and the next push mends what is half done.
    """
    if not settings.ckan_url or not settings.ckan_token:
        raise SettingsWrong("MEHRWERT_CKAN_URL and MEHRWERT_CKAN_TOKEN say where to push to; both are needed.")
    named = list(slugs)
    with reading(engine) as session:
        known = {shown.slug: shown for shown in catalogue.all_datasets(session)}
    if unknown := [slug for slug in named if slug not in known]:
        raise NotFound(f"There is no dataset {unknown[0]} with a release.")
    chosen = [known[slug] for slug in named] or [shown for shown in known.values() if shown.record.origin == "own"]
    site = Site(settings.ckan_url, settings.ckan_token, dry, check)
    one = Push(site, settings, progress)
    try:
        done = [_dataset(one, shown) for shown in chosen]
        return done if named else done + _take_out(one, set(known))
    finally:
        site.close()


def _dataset(push: Push, shown: Shown) -> Pushed:
    if shown.current is None:
        raise NotFound(f"{shown.slug} has no release.")
    began, writes = time.monotonic(), push.site.writes
    told = Pushed(shown.slug, shown.current.name, rows=shown.current.rows)
    push.progress(shown.slug, 0)
    package, told.state = steadily(lambda: _package(push, shown))
    rows = _rows(push, shown, package)
    told.added, told.changed, told.gone = rows.added, rows.changed, rows.gone
    told.writes, told.seconds = push.site.writes - writes, round(time.monotonic() - began, 3)
    if told.state == "unchanged" and told.writes:
        told.state = "updated"
    return told


def _package(push: Push, shown: Shown) -> tuple[Json, str]:
    """The package as it stands there after this, and what was done about it."""
    want = ckan_mirror.wanted(shown, push.settings.base_url, push.installation)
    want["owner_org"] = _organisation(push, shown.record.publisher)
    for group in [ckan.group(code) for code in shown.record.theme if code.lower() in want["groups"]]:
        _group(push, group)
    there = push.site.find("package_show", id=shown.slug)
    if there is None:
        made = push.site.write("package_create", **ckan_mirror.whole(want))
        return made or want, "created"
    if not ckan_mirror.is_ours(there, push.installation):
        raise Refused(f"{push.site.url} has a dataset {shown.slug} that was not made by this installation; it stays as it is.")
    merged = ckan_mirror.merged(there, want, set(ckan.facts(shown)))
    if merged is None:
        return there, "unchanged"
    return push.site.write("package_update", **merged) or there, "updated"


def _organisation(push: Push, publisher: str) -> str:
    """The identifier of the publisher there. One that others made is used as it is."""
    name = ckan.publisher_name(publisher)
    if name not in push.organisations:
        there = push.site.find("organization_show", id=name, include_datasets=False)
        if there is None:
            extras = [{"key": MARK, "value": push.installation}]
            there = push.site.write("organization_create", name=name, title=publisher, extras=extras)
        push.organisations[name] = there["id"] if there else ""
    return push.organisations[name]


def _group(push: Push, want: Json) -> None:
    """A theme as a group; texts of one that others made stay."""
    if want["name"] in push.groups:
        return
    there = push.site.find("group_show", id=want["name"], include_datasets=False, include_extras=True)
    said = {"title": want["title"], "description": want["description"]}
    if there is None:
        push.site.write("group_create", name=want["name"], **said, extras=[{"key": MARK, "value": push.installation}])
    elif ckan_mirror.is_ours(there, push.installation) and (changes := ckan_mirror.changes(there, said)):
        push.site.write("group_patch", id=there["id"], **changes)
    push.groups.add(want["name"])


def _rows(push: Push, shown: Shown, package: Json) -> Changed:
    """The rows of the release; the digest is written behind them, so that a push that broke off is seen as such."""
    edition, resource = shown.current, ckan.resource_id(shown.uid)
    assert edition is not None  # noqa: S101  # _dataset has looked
    there: dict[str, Any] = next((one for one in package["resources"] if one["id"] == resource), {})
    if there.get(ROWS_OF) == edition.digest and steadily(lambda: remote_rows.count(push.site, resource)) == edition.rows:
        return Changed()
    file = push.settings.releases / shown.slug / edition.name / "index.sqlite"
    table = Table(push.site, resource, edition.record, file, lambda rows: push.progress(shown.slug, rows))
    told = Changed()

    def once() -> None:
        told.add(remote_rows.bring(table))

    steadily(once)
    counted = edition.rows if push.site.dry else steadily(lambda: remote_rows.count(push.site, resource))
    if counted != edition.rows:
        raise Unreachable(f"{push.site.url} holds {counted} rows of {shown.slug} instead of {edition.rows}; push again.")
    steadily(lambda: push.site.write("resource_patch", id=resource, **{ROWS_OF: edition.digest}))
    return told


def _take_out(push: Push, known: set[str]) -> list[Pushed]:
    """Deletes what this installation pushed of datasets that are no more."""
    there = [one for organisation in push.organisations.values() if organisation for one in _packages(push, organisation)]
    return [_delete(push, one) for one in there if one["name"] not in known and ckan_mirror.is_ours(one, push.installation)]


def _packages(push: Push, organisation: str) -> list[Json]:
    def read() -> list[Json]:
        found = push.site.read("package_search", fq=f"owner_org:{organisation}", rows=LISTED, sort="name asc", include_private=True)
        return list(found["results"])

    return steadily(read)


def _delete(push: Push, package: Json) -> Pushed:
    began, writes = time.monotonic(), push.site.writes
    stored = [one["id"] for one in package["resources"] if one.get("datastore_active") and one.get(MARK) == push.installation]

    def take_out() -> None:
        for resource in stored:
            push.site.write("datastore_delete", resource_id=resource, force=True)
        push.site.write("package_delete", id=package["id"])

    steadily(take_out)
    return Pushed(package["name"], state="deleted", writes=push.site.writes - writes, seconds=round(time.monotonic() - began, 3))
