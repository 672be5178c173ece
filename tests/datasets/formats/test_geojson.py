"""Tests of GeoJSON."""

import json
from pathlib import Path

import pytest

from datasets.formats import geojson
from datasets.formats.cells import Value
from tests.datasets.tables import column

PLACES = (column("name"), column("lat", "number"), column("lon", "number"))


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("lat", "lon"), (0, 1)),
        (("longitude", "latitude"), (1, 0)),
        (("breitengrad", "laengengrad"), (0, 1)),
        (("lat", "x"), None),
        (("lat", "latitude"), None),
    ],
)
def test_places_are_told_by_the_names_of_columns(names: tuple[str, str], found: tuple[int, int] | None) -> None:
    assert geojson.places([column(name, "number") for name in names]) == found


def test_places_written_as_texts_are_none() -> None:
    assert geojson.places([column("lat"), column("lon")]) is None


def test_a_row_is_a_feature_with_longitude_first(tmp_path: Path) -> None:
    geojson.write(tmp_path / "x.geojson", PLACES, [("Rathaus", 51.51, 7.46), ("Nirgends", None, None)])
    collection = json.loads((tmp_path / "x.geojson").read_bytes())
    first, second = collection["features"]
    assert collection["type"] == "FeatureCollection"
    assert first["geometry"] == {"type": "Point", "coordinates": [7.46, 51.51]}
    assert first["properties"] == {"name": "Rathaus", "lat": 51.51, "lon": 7.46}
    assert second["geometry"] is None


@pytest.mark.parametrize("place", [(91, 7), (51, 181), (51, None)])
def test_a_place_off_the_earth_has_no_geometry(place: tuple[Value, Value]) -> None:
    (feature,) = geojson.features(PLACES, [("x", *place)])
    assert json.loads(feature)["geometry"] is None


def test_no_rows_are_an_empty_collection(tmp_path: Path) -> None:
    geojson.write(tmp_path / "x.geojson", PLACES, [])
    assert json.loads((tmp_path / "x.geojson").read_bytes())["features"] == []


def test_without_places_there_is_no_geojson() -> None:
    with pytest.raises(ValueError, match="no latitude"):
        list(geojson.features([column("a")], [("x",)]))
