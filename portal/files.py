"""Static files: read once at start, named by their hash, served from memory with compressed variants."""

import base64
import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from datasets.city import City
from datasets.errors import NotFound, SettingsWrong
from portal import outlines
from portal.packing import brotli_of

router = APIRouter(include_in_schema=False)

STATIC = Path(__file__).parent / "static"
NEEDED = ("vendor/kern.css", "vendor/htmx.js")
SERVED = {".css", ".js", ".svg", ".png", ".jpg", ".webp", ".ico", ".woff2", ".webmanifest"}
TEXTS = {".css", ".js", ".svg", ".webmanifest"}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class File:
    """One static file under its hashed address; ``variants`` by content encoding, ``""`` is the file itself."""

    address: str
    integrity: str
    media_type: str
    variants: Mapping[str, bytes]


class Files(dict[str, File]):
    """Static files by their plain name, as ``vendor/kern.css`` or ``city/logo.svg``."""

    def address(self, name: str) -> str:
        """The hashed address; KeyError for a name that is not there fails in a test and not on a page."""
        return self[name].address

    def integrity(self, name: str) -> str:
        """``sha384-…`` for the integrity attribute."""
        return self[name].integrity

    def by_address(self) -> dict[str, File]:
        """The same files by the part of their address after ``/static/``."""
        return {file.address.removeprefix("/static/"): file for file in self.values()}


def collect(city: City) -> Files:
    """All files of the portal, and the city's colours, outline, logo and pictures. Raises SettingsWrong before ``make setup``."""
    files = Files(_portal_files())
    if missing := [name for name in NEEDED if name not in files]:
        raise SettingsWrong(f"portal/static/{missing[0]} is missing; run make setup.")
    files["city/colours.css"] = _file("city/colours.css", colours(city).encode())
    outline = city.folder / "outline.geojson"
    if outline.exists():
        files["city/outline.svg"] = _file("city/outline.svg", outlines.drawing(outline).encode())
    for path in sorted((*city.folder.glob("*.svg"), *(city.folder / "pictures").glob("*"))):
        if path.suffix in SERVED:
            files[f"city/{path.name}"] = _file(f"city/{path.name}", path.read_bytes())
    return files


def colours(city: City) -> str:
    """The city's colours as custom properties ``--city-NAME``, which the theme takes up."""
    return ":root{" + ";".join(f"--city-{name}:{value}" for name, value in city.colours.items()) + "}"


def logo(city: City) -> Markup:
    """The city's logo as markup, so that it takes the colour of the text around it; empty where there is none."""
    file = city.folder / "logo.svg"
    # The folder belongs to the installation, as our own templates do.
    return Markup(file.read_text("utf-8")) if file.exists() else Markup()  # noqa: S704


@lru_cache(maxsize=1)
def _portal_files() -> dict[str, File]:
    paths = [path for path in sorted(STATIC.rglob("*")) if path.suffix in SERVED and path.parent.name != "site"]
    files = {name: _file(name, path.read_bytes(), path) for path in paths for name in [path.relative_to(STATIC).as_posix()]}
    # Our own style is written in parts and sent as one sheet, in the order of their names.
    sheet = b"".join(path.read_bytes() for path in sorted((STATIC / "site").glob("*.css")))
    return files | {"site.css": _file("site.css", sheet)}


def _file(name: str, body: bytes, path: Path | None = None) -> File:
    stem, suffix = name.rsplit(".", 1)
    digest = hashlib.sha256(body).hexdigest()[:12]
    return File(
        address=f"/static/{stem}.{digest}.{suffix}",
        integrity="sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode(),
        media_type=mimetypes.types_map.get(f".{suffix}", "application/octet-stream"),
        variants=_variants(body, path) if f".{suffix}" in TEXTS else {"": body},
    )


def _variants(body: bytes, path: Path | None) -> dict[str, bytes]:
    """Copies made at set-up are taken as they are; small files of our own are compressed at start."""
    packed = {"": body}
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        copy = path.with_name(path.name + suffix) if path else None
        packed[encoding] = copy.read_bytes() if copy and copy.exists() else _compress(body, encoding)
    return packed


def _compress(body: bytes, encoding: str) -> bytes:
    return brotli_of(body, 5) if encoding == "br" else gzip.compress(body, 6, mtime=0)


@router.get("/static/{name:path}")
async def static(request: Request, name: str) -> Response:
    """A file under its hashed address; any other address is unknown, so nothing stale is ever kept."""
    file: File | None = request.app.state.addresses.get(name)
    if file is None:
        raise NotFound(f"There is no file {name}.")
    accepted = request.headers.get("accept-encoding", "")
    encoding = next((kind for kind in ("br", "gzip") if kind in accepted and kind in file.variants), "")
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"} | ({"Content-Encoding": encoding} if encoding else {})
    return Response(file.variants[encoding], media_type=file.media_type, headers=headers)
