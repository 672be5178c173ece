"""The GeoJSON of a release whose rows have places: one feature per row."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from datasets.formats.cells import Value
from datasets.records import Column

LATITUDES = frozenset({"lat", "latitude", "geo_lat", "breitengrad", "geografische_breite"})
LONGITUDES = frozenset({"lon", "lng", "long", "longitude", "geo_lon", "laengengrad", "geografische_laenge"})


def places(columns: Sequence[Column]) -> tuple[int, int] | None:
    """Positions of latitude and longitude (degrees, WGS 84), told by the columns' names; None where there are no places."""
    numbers = [(position, column.name) for position, column in enumerate(columns) if column.type == "number"]
    latitudes = [position for position, name in numbers if name in LATITUDES]
    longitudes = [position for position, name in numbers if name in LONGITUDES]
    return (latitudes[0], longitudes[0]) if len(latitudes) == len(longitudes) == 1 else None


def write(path: Path, columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> None:
    """Writes a feature per row, a line each; a row without a place on Earth has no geometry. ValueError without such columns."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        for number, feature in enumerate(features(columns, rows)):
            file.write(",\n" + feature if number else feature)
        file.write("\n]}\n")


def features(columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> Iterator[str]:
    """One JSON text per row: all cells are properties, the place is the geometry, longitude first."""
    at = places(columns)
    if at is None:
        raise ValueError("These columns hold no latitude and longitude.")
    names = [column.name for column in columns]
    for row in rows:
        properties = dict(zip(names, row, strict=True))
        feature = {"type": "Feature", "geometry": _point(row[at[0]], row[at[1]]), "properties": properties}
        yield json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _point(latitude: Value, longitude: Value) -> dict[str, object] | None:
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}
