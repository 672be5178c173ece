"""What the page of a dataset tells machines, and how complete that is; made once until the dataset changes."""

import json
from collections import Counter
from typing import Any

from fastapi import Request
from markupsafe import Markup
from pydantic_core import to_json

from datasets import quality
from datasets.catalogue import Edition, Shown
from datasets.errors import NotFound
from datasets.settings import Settings
from datasets.vocabularies import schema_org
from datasets.vocabularies import threesixty as giving
from datasets.vocabularies.dcat_dataset import Portal
from portal.api import threesixty
from portal.api.quality import addresses_of, assessed, conforms, verdicts_of
from portal.deps import catalogue_view
from portal.language import gettext as _
from portal.render import site


def structured(request: Request, slug: str) -> Markup:
    """The current release for search engines, as JSON in which nothing can end the element around it."""
    settings: Settings = request.app.state.settings
    portal = Portal(site(request), settings.city)

    def make(shown: Shown) -> bytes:
        return b"" if shown.current is None else to_json(schema_org.on_page(portal, shown, shown.current)).replace(b"<", rb"\u003c")

    view = catalogue_view(request)
    # Within a script element only a "<" could mean something else than itself, and there is none.
    return Markup(view.made(view.entry(slug), f"schema.org {portal.base}", make).decode())  # noqa: S704


def quality_of(request: Request, slug: str, edition: Edition) -> dict[str, Any]:
    """Points of the current release, in all and by dimension, what lost some, and which addresses do not answer."""
    addresses, judged = addresses_of(request, slug, edition), verdicts_of(request, edition)

    def make(_: Shown) -> bytes:
        return to_json(_summed(assessed(request, slug, addresses, judged)))

    view = catalogue_view(request)
    # What answered and what the shapes say are no part of the dataset, so the points are kept by them, too.
    state = "".join("01"[one.answers] for one in addresses) + f" {conforms(judged)}"
    found = json.loads(view.made(view.entry(slug), f"quality {site(request)} {edition.name} {state}", make))
    asked = [one.answered.checked_at for one in addresses if one.answered]
    return {
        "points": found["points"],
        "most": quality.MOST,
        "dimensions": [(dimension(name), points, most) for name, (points, most) in found["dimensions"].items()],
        "lost": [f"{indicator(name)} ({why(name)})" for name in found["lost"]],
        "judged": judged,
        "broken": [one for one in addresses if not one.answers],
        "unasked": len(addresses) - len(asked),
        "addresses": len(addresses),
        "asked_at": max(asked, default=None),
    }


def grants(request: Request, slug: str, edition: Edition) -> dict[str, Any] | None:
    """How many awards 360Giving takes, and what the others lack; None for datasets of something else."""
    if slug != threesixty.SLUG:
        return None
    settings: Settings = request.app.state.settings

    def make(_: Shown) -> bytes:
        try:
            rows = threesixty.rows_of(settings.releases / slug / edition.name)
        except (FileNotFoundError, NotFound):
            return b"null"
        lacking = Counter(name for row in rows for name in giving.lacking(row))
        left_out = sum(bool(giving.lacking(row)) for row in rows)
        return to_json({"given": len(rows) - left_out, "left_out": left_out, "lacking": [*lacking.most_common()]})

    view = catalogue_view(request)
    found: dict[str, Any] | None = json.loads(view.made(view.entry(slug), f"360giving {edition.name}", make))
    return found and {**found, "lacking": [f"{demanded(name)} ({count})" for name, count in found["lacking"]]}


def demanded(name: str) -> str:
    """What 360Giving demands of an award."""
    words = {
        "current": _("steht noch in der Quelle"),
        "awarded": _("ist ein bewilligter Betrag"),
        "title": _("Titel"),
        "currency": _("Währung"),
        "amountAwarded": _("Betrag"),
        "awardDate": _("Tag der Bewilligung"),
        "recipient": _("Empfänger"),
        "fundingOrganization": _("Fördergeber"),
    }
    return words.get(name, name)


def _summed(found: quality.Quality) -> dict[str, Any]:
    lost = [mark.name for mark in found.marks if mark.points < mark.most]
    return {"points": found.points, "dimensions": found.dimensions(), "lost": lost}


def dimension(name: str) -> str:
    """What a group of indicators asks for."""
    words = {
        "findability": _("Auffindbarkeit"),
        "accessibility": _("Zugänglichkeit"),
        "interoperability": _("Formate und Standards"),
        "reusability": _("Nachnutzbarkeit"),
        "contextuality": _("Kontext"),
    }
    return words.get(name, name)


def why(name: str) -> str:
    """Why an indicator lost points: all that is ours to say is said, so the rest is what a source does not tell."""
    words = {
        "access_url_answers": _("nicht alle Adressen antworten"),
        "download_url_answers": _("nicht alle Adressen antworten"),
        "dcat_ap": _("ein Profil sieht einen Verstoß, oder eine Pflichtangabe fehlt"),
        "open_format": _("keine Datei hat eines"),
        "machine_format": _("keine Datei hat eines"),
        "format_from_list": _("keine Datei hat eines"),
        "known_licence": _("keine Quelle nennt eine offene Lizenz"),
    }
    return words.get(name) or _("die Quelle sagt nichts dazu")


def indicator(name: str) -> str:
    """What an indicator asks for."""
    words = {
        "keywords": _("Schlagwörter"),
        "categories": _("Themen"),
        "geo_search": _("Ort"),
        "time_search": _("Zeitraum"),
        "access_url_answers": _("Adresse antwortet"),
        "download_url": _("Datei zum Herunterladen"),
        "download_url_answers": _("Datei lässt sich herunterladen"),
        "format": _("Dateiformat"),
        "media_type": _("Medientyp"),
        "format_from_list": _("Format aus der Liste der EU"),
        "open_format": _("Offenes Format"),
        "machine_format": _("Maschinenlesbares Format"),
        "dcat_ap": _("Alle Pflichtangaben"),
        "licence": _("Lizenz"),
        "known_licence": _("Bekannte Lizenz"),
        "access_rights": _("Zugangsrechte"),
        "access_rights_from_list": _("Zugangsrechte aus der Liste der EU"),
        "contact": _("Kontakt"),
        "publisher": _("Herausgeber"),
        "rights": _("Rechte an der Datei"),
        "size": _("Dateigröße"),
        "issued": _("Tag der ersten Ausgabe"),
        "modified": _("Tag der letzten Änderung"),
    }
    return words.get(name, name)
