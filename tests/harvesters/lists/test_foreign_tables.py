"""Tables of other portals: typed by what is in them, districts joined by name or by the codes that the city gives."""

import datetime as dt
from decimal import Decimal

import pytest

from datasets.city import Listed
from datasets.errors import SourceChanged
from harvesters.lists.foreign_tables import listing
from harvesters.source import Ask, Remark, Row

RECORDS = [
    {"_id": 1, "Bezirk Nr.": "1", "zahl": 1, "maß": 1, "tag": "2026-01-31", "geo": {"lon": 7.4, "lat": 51.5}, "da": True, "plz": "04109"},
    {"_id": 2, "Bezirk Nr.": "30", "zahl": 2, "maß": 1.5, "tag": "2026-02-01", "geo": None, "da": False, "plz": "44137"},
    {"_id": 3, "Bezirk Nr.": 20, "zahl": None, "maß": None, "tag": "", "geo": None, "da": None, "plz": "gestern"},
    {"_id": 4, "Bezirk Nr.": "Hörde", "zahl": 4, "maß": 2, "tag": "2026-02-03", "geo": None, "da": None, "plz": ""},
]
CODES = [{"1": "innenstadt-west"}, {"30": "eving"}, {"20": "eving", "1": "mengede"}, {}]
"""The same districts are numbered in several ways; each list explains its own."""


def read(city, codes, records=RECORDS):
    listed = Listed(source="opendatasoft", slug="probe", url="https://daten.example", district="Bezirk Nr.", codes=codes)
    found = listing(lambda: iter(enumerate(records, 1)), Ask(city.model_copy(update={"lists": (listed,)}), "probe"))
    parsed = list(found.rows)
    names = [column.name for column in found.dataset.columns]
    return found.dataset, [dict(zip(names, one.cells, strict=True)) for one in parsed if isinstance(one, Row)], parsed


def test_columns_are_typed_by_every_cell(city):
    dataset, rows, _ = read(city, {})
    types = {column.name: column.type for column in dataset.columns}
    assert types == {
        "bezirk_nr": "string", "zahl": "integer", "mass": "number", "tag": "date", "geo": "string", "da": "boolean", "plz": "string",
        "district": "string",
    }  # fmt: skip
    assert (rows[0]["mass"], rows[0]["tag"], rows[0]["geo"], rows[0]["plz"]) == (
        Decimal(1), dt.date(2026, 1, 31), '{"lon": 7.4, "lat": 51.5}', "04109",
    )  # fmt: skip


@pytest.mark.parametrize("codes", CODES)
def test_a_code_means_what_its_list_says_and_a_name_itself(city, codes):
    _, rows, parsed = read(city, codes)
    said = ["1", "30", "20", "Hörde"]
    assert [row["district"] for row in rows] == [*(codes.get(one) for one in said[:3]), "hoerde"]
    told = [one.raw for one in parsed if isinstance(one, Remark) and one.field == "district"]
    assert told == [one for one in said[:3] if one not in codes]


def test_a_table_without_records_is_refused(city):
    with pytest.raises(SourceChanged, match="no columns"):
        read(city, {}, [])
