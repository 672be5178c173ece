"""The live flow of the federal funding catalogue: search form, search for one city, export of its hits."""

import re
import string
from collections.abc import Generator
from pathlib import Path

from datasets.city import City
from datasets.errors import SourceChanged
from harvesters.reading import wrapped
from harvesters.reading.sheets import first_bytes, refuse_foreign
from harvesters.source import Answered, Step, Walk

BASE = "https://foerderportal.bund.de/foekat/jsp/SucheAction.do"
ENCODING = "iso-8859-15"
MASK = f"{BASE}?actionMode=searchmask"
EXPORT = "?actionMode=print&presentationType=csv"
EXPORT_SECONDS = 1800.0
"""Big exports are made while one waits."""
LETTERS = string.digits + string.ascii_uppercase
"""What grant references begin with; the search does not tell small letters from capitals."""
LONGEST_PREFIX = 4
_HITS = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)\s*Treffer\b")
_TITLE = re.compile(r"<title[^>]*>([^<]{0,200})", re.IGNORECASE)


def steps(city: City, base: str = BASE) -> Walk:
    """Three requests in one session: the export holds the hits of the search before it.

    Where it holds fewer than the search found, the search is cut into slices by the first letters of the grant reference,
    which must add up. Raises SourceChanged where they do not.
    """
    yield Step(f"{base}?actionMode=searchmask", inspect=form_is_known)
    found = yield from _search(city, base, "")
    export = yield Step(base + EXPORT, keep=True, seconds=EXPORT_SECONDS)
    if found and rows_in(export.path) < found:
        export.keep = False
        sliced = yield from _slices(city, base, "")
        if sliced != found:
            raise SourceChanged(f"The catalogue finds {found} rows for {city.name}, its slices by grant reference add up to {sliced}.")
    return found


def _search(city: City, base: str, prefix: str) -> Generator[Step, Answered, int]:
    answer = yield Step(base, method="POST", form=form_of(city, prefix), encoding=ENCODING, seconds=300.0)
    return hits(answer.body)


def _slices(city: City, base: str, prefix: str) -> Generator[Step, Answered, int]:
    """Exports every slice below a prefix, and counts what the searches found."""
    total = 0
    for letter in LETTERS:
        part = prefix + letter
        found = yield from _search(city, base, part)
        total += found
        if not found:
            continue
        export = yield Step(base + EXPORT, keep=True, seconds=EXPORT_SECONDS)
        if rows_in(export.path) < found:
            export.keep = False
            if len(part) >= LONGEST_PREFIX:
                raise SourceChanged(f"The catalogue finds {found} rows whose reference begins with {part!r} and exports fewer.")
            deeper = yield from _slices(city, base, part)
            if deeper != found:
                raise SourceChanged(f"The catalogue finds {found} rows with references from {part!r} on, its slices add up to {deeper}.")
    return total


def form_of(city: City, prefix: str) -> dict[str, str]:
    """The detailed search for recipients in the city, of grants whose reference begins so."""
    form = {
        "actionMode": "searchlist",
        "suche.detailSuche": "true",
        "suche.nurVerbund": "N",
        "suche.lfdVhb": "N",
        "suche.ZeSt": "ZE",
        "suche.gemeindeSuche[0]": city.name,
        "submitAction": "Detailsuche starten",
    }
    return form | ({"suche.fkzSuche[0]": f"{prefix}%"} if prefix else {})


def rows_in(path: Path) -> int:
    """Rows of an export below its header. Raises SourceChanged for what is none, or ends within a row."""
    start = first_bytes(path)
    if not wrapped.is_wrapped(start):
        refuse_foreign(path, start)
        raise SourceChanged(f"{path.name} is no export of the catalogue; see {MASK}.")
    return sum(1 for _ in wrapped.lines(path, ENCODING)) - 1


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
