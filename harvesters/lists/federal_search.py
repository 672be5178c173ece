"""The live flow of the federal funding catalogue: search form, search for one city, export of its hits."""

import re

from datasets.city import City
from datasets.errors import SourceChanged
from harvesters.source import Step

BASE = "https://foerderportal.bund.de/foekat/jsp/SucheAction.do"
ENCODING = "iso-8859-15"
MASK = f"{BASE}?actionMode=searchmask"
EXPORT = f"{BASE}?actionMode=print&presentationType=csv"
EXPORT_SECONDS = 1800.0
"""Big exports are made while one waits."""
_HITS = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)\s*Treffer\b")
_TITLE = re.compile(r"<title[^>]*>([^<]{0,200})", re.IGNORECASE)


def steps(city: City) -> tuple[Step, ...]:
    """Three requests in one session; the export holds the hits of the search before it."""
    form = {
        "actionMode": "searchlist",
        "suche.detailSuche": "true",
        "suche.nurVerbund": "N",
        "suche.lfdVhb": "N",
        "suche.ZeSt": "ZE",
        "suche.gemeindeSuche[0]": city.name,
        "submitAction": "Detailsuche starten",
    }
    return (
        Step(MASK, inspect=form_is_known),
        Step(BASE, method="POST", form=form, encoding=ENCODING, seconds=300.0, inspect=hits),
        Step(EXPORT, keep=True, seconds=EXPORT_SECONDS),
    )


def form_is_known(page: bytes) -> None:
    """Raises SourceChanged where the search form lacks the field for the municipality."""
    text = page.decode(ENCODING, "replace")
    if "suche.gemeindeSuche" not in text:
        raise SourceChanged(f"The search form of the catalogue has no field for the municipality; the page is {_titled(text)}. See {MASK}.")


def hits(page: bytes) -> int:
    """The number of hits that the result page states. Raises SourceChanged where it states none."""
    text = page.decode(ENCODING, "replace").replace("&nbsp;", " ").replace("\u00a0", " ")
    plain = re.sub(r"<[^>]+>", "", text)
    if found := _HITS.search(plain):
        return int(found[1].replace(".", ""))
    if "liefert keine Ergebnisse" in " ".join(plain.split()):
        return 0
    raise SourceChanged(
        f"The catalogue's answer states no number of hits; the page is {_titled(text)}. The form changed, or it is maintained: see {MASK}."
    )


def _titled(text: str) -> str:
    title = _TITLE.search(text)
    return repr(" ".join(title[1].split())) if title and title[1].strip() else "without a title"
