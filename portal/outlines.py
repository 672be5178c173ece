"""The city's outline as a quiet drawing for the start page, made from its GeoJSON."""

import json
import math
from pathlib import Path
from typing import Any

Ring = list[tuple[float, float]]
WIDTH = 400.0
MARGIN = 6.0


def drawing(file: Path) -> str:
    """An SVG of the outline, in one colour that stands on the dark ground of the start page."""
    lines = rings(json.loads(file.read_text("utf-8")))
    path, height = projected(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}">'
        f'<path d="{path}" fill="#ffffff" fill-opacity="0.07" stroke="#ffffff" stroke-opacity="0.65" stroke-width="2" '
        'stroke-linejoin="round"/></svg>'
    )


def rings(geometry: dict[str, Any]) -> list[Ring]:
    """All rings of a Feature, FeatureCollection, Polygon or MultiPolygon, as longitude and latitude."""
    match geometry["type"]:
        case "FeatureCollection":
            return [ring for feature in geometry["features"] for ring in rings(feature)]
        case "Feature":
            return rings(geometry["geometry"])
        case "Polygon":
            return [[(x, y) for x, y, *_ in ring] for ring in geometry["coordinates"]]
        case "MultiPolygon":
            return [[(x, y) for x, y, *_ in ring] for polygon in geometry["coordinates"] for ring in polygon]
    return []


def projected(lines: list[Ring]) -> tuple[str, float]:
    """The path's words and the drawing's height; a degree of longitude is shortened by the latitude."""
    west, east = min(x for line in lines for x, _ in line), max(x for line in lines for x, _ in line)
    south, north = min(y for line in lines for _, y in line), max(y for line in lines for _, y in line)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)

    def point(x: float, y: float) -> str:
        return f"{MARGIN + (x - west) * squeeze * scale:.1f} {MARGIN + (north - y) * scale:.1f}"

    path = "".join("M" + "L".join(point(x, y) for x, y in line) + "Z" for line in lines)
    return path, round((north - south) * scale + 2 * MARGIN, 1)
