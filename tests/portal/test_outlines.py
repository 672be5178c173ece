import re

import pytest

from datasets.settings import Settings
from portal.outlines import WIDTH, drawing, projected, rings

SQUARE = [[7.0, 51.0], [7.1, 51.0], [7.1, 51.1], [7.0, 51.1], [7.0, 51.0]]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon", "coordinates": [SQUARE]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}]},
    ],
)
def test_rings_are_found_in_every_shape(geometry: dict[str, object]) -> None:
    assert rings(geometry) == [[(x, y) for x, y in SQUARE]]


def test_points_have_no_outline() -> None:
    assert rings({"type": "Point", "coordinates": [7, 51]}) == []


def test_north_is_up_and_a_degree_of_longitude_is_shorter() -> None:
    path, height = projected([[(x, y) for x, y in SQUARE]])
    points = [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)]
    assert points[0][1] > points[2][1]
    assert height > WIDTH * 1.5


def test_the_city_becomes_a_drawing_without_style(settings: Settings) -> None:
    made = drawing(settings.city.folder / "outline.geojson")
    assert made.startswith("<svg ")
    assert "style" not in made
