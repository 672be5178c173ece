"""Any CSV file becomes a dataset; a type is only said where every cell of the file agrees."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import importing
from datasets.city import read_city
from datasets.errors import Refused
from datasets.settings import ROOT

CITY = read_city(ROOT / "datasets/cities/dortmund")


def read(tmp_path, data, **more):
    file = tmp_path / "a.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    record, rows = importing.read(file, "tabelle", CITY, **more)
    return {column.name: column.type for column in record.columns}, list(rows)


def test_types_are_found_from_every_cell(tmp_path):
    types, rows = read(tmp_path, "n,wert,tag,ja,wort\n1,1.5,2020-01-31,true,a\n-2,3,2020-02-01,false,\n")
    assert types == {"n": "integer", "wert": "number", "tag": "date", "ja": "boolean", "wort": "string"}
    assert rows == [(1, Decimal("1.5"), dt.date(2020, 1, 31), True, "a"), (-2, Decimal(3), dt.date(2020, 2, 1), False, None)]


def test_german_numbers_and_dates_are_read(tmp_path):
    types, rows = read(tmp_path, "betrag;tag\n1.234,50;31.01.2020\n7;01.02.2020\n")
    assert types == {"betrag": "number", "tag": "date"}
    assert rows[0] == (Decimal("1234.50"), dt.date(2020, 1, 31))


@pytest.mark.parametrize(
    "cells", ["05913000\n1", "1\n2020-01-01", "1\n1.5\nk. A.", "31.02.2020\n01.01.2020", "1,5\n1.5", "1e5\n2", "\u0661\n\u0662"]
)
def test_a_column_that_does_not_agree_stays_text(tmp_path, cells):
    types, rows = read(tmp_path, "a;b\n" + "".join(f"{cell};x\n" for cell in cells.split("\n")))
    assert types["a"] == "string"
    assert [row[0] for row in rows] == cells.split("\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings_are_told_apart(tmp_path, encoding):
    types, rows = read(tmp_path, "straße,€\nMöhne,x\n".encode(encoding))
    assert (list(types), rows) == (["strasse", "column_2"], [("Möhne", "x")])


def test_equal_headers_get_different_names(tmp_path):
    types, _ = read(tmp_path, "Ort,Ort,1 Ort\na,b,c\n")
    assert list(types) == ["ort", "ort_2", "c_1_ort"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"<html>", "not a CSV"),
        (b"a,b\n1,2,3\n", "line 2: 3 cells instead of 2"),
        (b"PK\x03\x04\0\0", "not a CSV"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, data, said):
    with pytest.raises(Refused, match=said):
        read(tmp_path, data)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (b"\n1\n1,2,3\n", "line 1503: 1 cells"),
        (b"1,2,3\n" + b"1,2\n" * 9000 + b"\x81,\n", "line 1502: 3"),
        (b"1,2\n" * 9000 + b"\x81,\n1,2,3", "line .*can't decode"),
    ],
)
def test_the_first_fault_of_a_file_is_named_by_its_line(tmp_path, fault, said):
    with pytest.raises(Refused, match=said):
        read(tmp_path, b"a,b\n" + b"1,2\n" * 1500 + fault)


def test_blank_lines_are_no_rows(tmp_path):
    assert read(tmp_path, "\n\na,b\n\n1,2\n\n\n3,\n")[1] == [(1, 2), (3, None)]


def test_what_is_rare_decides_wherever_it_stands(tmp_path):
    rows = ["1,2020-01-01,1.5"] * 3000
    assert read(tmp_path, "\n".join(["a,b,c", *rows]))[0] == {"a": "integer", "b": "date", "c": "number"}
    rows[2500] = "01,2020-02-30,1.5.5"
    assert set(read(tmp_path, "\n".join(["a,b,c", *rows]))[0].values()) == {"string"}


@pytest.mark.parametrize("slug", ["A", "a", "ä b", "../x", ""])
def test_a_slug_that_is_no_address_is_refused(tmp_path, slug):
    with pytest.raises(Refused, match="cannot be an address"):
        importing.read(tmp_path / "a.csv", slug, CITY)


def test_line_breaks_in_cells_survive(tmp_path):
    assert read(tmp_path, 'a,b\n"x\ny",2\n')[1] == [("x\ny", 2)]


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**17), 10**17),
            st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0", exclude_categories=["Cs"])).map("Wort {}".format),
        ),
        min_size=1,
    )
)
def test_what_was_written_is_read(tmp_path_factory, table):
    folder = tmp_path_factory.mktemp("csv")
    text = "n,t\n" + "".join(f'{n},"{t.replace(chr(34), chr(34) * 2)}"\n' for n, t in table)
    _, rows = read(folder, text)
    assert [row[0] for row in rows] == [n for n, _ in table]
    assert [row[1] for row in rows] == [t for _, t in table]


def test_a_row_without_a_filled_cell_is_none(tmp_path):
    _, rows = read(tmp_path, "a,b\n\n1,2\n,\n3,\n,,,,\n")
    assert rows == [(1, 2), (3, None)]


def test_columns_that_are_called_alike_are_told_apart(tmp_path):
    types, rows = read(tmp_path, "Name,name,NAME ,name_2,Name 2\n1,2,3,4,5\n")
    assert [*types] == ["name", "name_2", "name_3", "name_2_2", "name_2_3"]
    assert rows == [(1, 2, 3, 4, 5)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unicode_text_of_a_spreadsheet_is_read(tmp_path, encoding):
    types, rows = read(tmp_path, "\ufeffOrt\tWert\nÖstwall\t1\n".encode(encoding))
    assert types == {"ort": "string", "wert": "integer"}
    assert rows == [("Östwall", 1)]


@pytest.mark.parametrize(
    "data", [b"a,b\n1,x\0y\n", b"<html>", "\ufeff<html>".encode("utf-16-le"), b"\xef\xbb\xbf<html>", b"PK\x03\x04\0\0"]
)
def test_what_is_no_table_says_what_to_do(tmp_path, data):
    with pytest.raises(Refused, match=r"a\.csv is not a CSV file: save the table as CSV, in UTF-8\."):
        read(tmp_path, data)


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_file_in_which_nothing_stands_is_empty(tmp_path, data):
    with pytest.raises(Refused, match=r"a\.csv is empty"):
        read(tmp_path, data)


def test_the_first_filled_line_says_what_divides_cells(tmp_path):
    types, rows = read(tmp_path, "\n\na;b\n1;2\n")
    assert [*types] == ["a", "b"]
    assert rows == [(1, 2)]


def test_a_file_that_is_changed_while_it_is_read_is_not_half_published(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a,b\n" + "1,2\n" * 3000)
    _, rows = importing.read(file, "tabelle", CITY)
    file.write_text("a,b\n" + "1,2\n" * 1500 + "3\n")
    with pytest.raises(Refused, match="line 1502: 1 cells instead of 2"):
        list(rows)
