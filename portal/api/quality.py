"""How good a dataset's metadata are, with the points of the EU's assessment, which of its addresses answer, what the shapes say."""

from dataclasses import asdict, dataclass
from typing import Any

from fastapi import APIRouter, Request

from datasets import links, quality, verdicts
from datasets.catalogue import Edition
from datasets.database import reading
from datasets.links import Answered
from datasets.quality import Quality
from datasets.settings import Settings
from datasets.verdicts import Judged
from datasets.vocabularies import dcat
from datasets.vocabularies.dcat_dataset import Portal
from portal.api.described import DATASETS, SLUG, described
from portal.api.downloads import edition_of, on_shelf
from portal.api.shapes import QualityReport
from portal.deps import catalogue_view
from portal.render import site

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a file with what the worker was answered there, None where nobody asked yet."""

    url: str
    kind: str
    """``access`` or ``download``."""
    is_stored: bool
    """Whether the file lies in the storage: without it no address can answer, whatever was answered once."""
    answered: Answered | None

    @property
    def answers(self) -> bool:
        """Where nobody asked yet, the storage has the word."""
        return self.is_stored and (self.answered is None or self.answered.answers)


@router.get("/daten/{slug}/qualitaet.json", openapi_extra=described(DATASETS, {"application/json": QualityReport}, SLUG, errors=(404, 410)))
def of_dataset(request: Request, slug: str) -> dict[str, Any]:
    """The current release: points and rating in all, by dimension and by indicator."""
    entry = on_shelf(request, slug)
    edition = edition_of(request, slug, entry.release)
    addresses = addresses_of(request, slug, edition)
    judged = verdicts_of(request, edition)
    told = _told(assessed(request, slug, addresses, judged))
    links_told = [_link(one) for one in addresses]
    return {"dataset": slug, "release": entry.release} | told | {"links": links_told, "shapes": [_verdict(one) for one in judged]}


def _told(found: Quality) -> dict[str, Any]:
    return {
        "points": found.points,
        "most": quality.MOST,
        "rating": found.rating,
        "best_file": found.file,
        "dimensions": {name: {"points": points, "most": most} for name, (points, most) in found.dimensions().items()},
        "indicators": [asdict(mark) for mark in found.marks],
    }


def _link(address: Address) -> dict[str, Any]:
    asked = address.answered
    state = "broken" if not address.answers else "answers" if asked else "not_checked"
    facts: dict[str, Any] = {"url": address.url, "kind": address.kind, "state": state, "status": asked.status if asked else None}
    message = "" if address.is_stored else "The file is missing in the storage."
    facts["message"] = message or (asked.message if asked else "")
    facts["checked_at"] = asked.checked_at.isoformat() if asked else None
    facts["failing_since"] = asked.failing_since.isoformat() if asked and asked.failing_since else None
    return facts


def _verdict(judged: Judged) -> dict[str, Any]:
    facts = {name: value for name, value in asdict(judged).items() if name != "shapes"}
    return facts | {"conforms": not judged.violations, "shapes_sha256": judged.shapes, "checked_at": judged.checked_at.isoformat()}


def verdicts_of(request: Request, edition: Edition) -> list[Judged]:
    """What the shapes say of a release, by profile; empty where the installation has none or they were not asked yet."""
    with reading(request.app.state.engine) as session:
        return verdicts.of_release(session, edition.uid)


def assessed(request: Request, slug: str, addresses: list[Address], judged: list[Judged]) -> Quality:
    """The points of the current release."""
    settings: Settings = request.app.state.settings
    portal = Portal(site(request), settings.city)
    shown = catalogue_view(request).shown(slug)
    answers = {one.url: one.answers for one in addresses}
    return quality.assess(portal.dataset(slug), dcat.document(portal, [shown]), answers, conforms(judged))


def conforms(judged: list[Judged]) -> bool | None:
    """Whether no profile finds a violation; None where none was asked."""
    return all(not one.violations for one in judged) if judged else None


def addresses_of(request: Request, slug: str, edition: Edition) -> list[Address]:
    """Every address of the release's files, under which we are seen here, with what the worker was answered."""
    settings: Settings = request.app.state.settings
    pairs = links.paths(slug, edition)
    with reading(request.app.state.engine) as session:
        asked = links.answering(session, [settings.asked_url + path for pair in pairs for path in pair]) if settings.asked_url else {}
    folder, base = settings.releases / slug / edition.name, site(request)
    return [
        Address(base + path, kind, (folder / path.rpartition("/")[2]).is_file(), asked.get(settings.asked_url + path))
        for pair in pairs
        for kind, path in zip(("access", "download"), pair, strict=True)
    ]
