import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.errors import SourceChanged
from harvesters.reading.lenient import Record, dialect_of, records

TEXT = st.text(st.characters(blacklist_characters="\r", blacklist_categories=("Cs", "Cc")) | st.sampled_from('";,\n|\t'), max_size=12)
HEADER = '"id";"text";"end"\n'
TABS = "Land\tName\tSum\tCount\tOther\tLast\t\n"


def _read(text: str) -> list[Record]:
    return list(records("a.csv", io.StringIO(text, newline="")))


def _cells(text: str) -> list[list[str]]:
    return [record.cells for record in _read(text)[1:]]


@settings(max_examples=200)
@given(
    st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT), max_size=6),
    st.sampled_from(";,|"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_text_with_right_quotes_reads_as_the_rules_of_csv_say(
    rows: list[tuple[str, ...]], delimiter: str, quoting: "csv._QuotingType"
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writerows([["a", "b", "c", "d", "e", "f"], *((f"id{number}", *row[1:-1], f"{row[-1]}.") for number, row in enumerate(rows))])
    found = _read(file.getvalue())
    assert [record.cells for record in found[1:]] == list(csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=delimiter))[1:]
    assert not any(record.mended for record in found)


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ('a "b" c', 'a "b" c'),
        ('"all of it"', '"all of it"'),
        ('"doubled ""here"" and there"', '"doubled "here" and there"'),
        ('first\nsecond "line"', 'first\nsecond "line"'),
        ('he said: "no', 'he said: "no'),
        ('a; "b"; c', 'a; "b"; c'),
    ],
)
def test_inner_quotes_that_are_not_doubled_stay_in_their_cell(broken: str, text: str) -> None:
    found = _read(f'{HEADER}"1";"{broken}";"x"\n"2";"fine";"y"\n')
    assert [record.cells for record in found[1:]] == [["1", text, "x"], ["2", "fine", "y"]]
    assert [record.mended for record in found] == [False, True, False]


def test_a_record_that_cannot_be_cut_is_kept_as_broken_and_costs_no_other() -> None:
    found = _read(f'{HEADER}"1";"never closed\n"2";"fine";"y"\n"3";"a";"b";"c";"d"\n')
    assert [record.line for record in found] == [1, 2, 3, 4]
    assert [len(record.cells) for record in found] == [3, 2, 3, 5]
    assert found[2].cells == ["2", "fine", "y"]


def test_quotes_between_tabs_are_text() -> None:
    assert _cells(f'{TABS}X\t"Licht" GmbH\t1\t2\t\t\t\nX\t„Licht - 7" GmbH\t1\t2\t\t\t\n') == [
        ["X", '"Licht" GmbH', "1", "2", "", "", ""],
        ["X", '„Licht - 7" GmbH', "1", "2", "", "", ""],
    ]


def test_a_cell_may_open_in_the_last_column_and_close_in_a_later_line() -> None:
    assert _cells('a,b,c\n1,2,"open\nand closed"\n3,4,5\n') == [["1", "2", "open\nand closed"], ["3", "4", "5"]]


@pytest.mark.parametrize("text", ['"1";"a";"b"\n"2";"c', '"1";"a";"b"\n"2";"c";"d', '"1";"a";"b"\n"2"', '"1";"a";"b"\n"2";'])
def test_a_text_that_ends_inside_a_record_is_refused(text: str) -> None:
    with pytest.raises(SourceChanged, match="cut off"):
        _read(HEADER + text)


@pytest.mark.parametrize("text", ["", "\n\n", "  \n"])
def test_a_text_without_a_line_has_no_records(text: str) -> None:
    assert _read(text) == []


@pytest.mark.parametrize(
    ("header", "delimiter", "quoted", "width"),
    [('"a";"b"', ";", True, 2), ("a|b|c", "|", False, 3), ("a\tb\t", "\t", False, 3), ('"a,b";c;d', ";", False, 3), ("a", ",", False, 1)],
)
def test_a_header_shows_the_dialect(header: str, delimiter: str, quoted: bool, width: int) -> None:
    found = dialect_of(header)
    assert (found.delimiter, found.quoted, found.width) == (delimiter, quoted, width)


@given(st.text(st.sampled_from('a";\n'), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = _read(HEADER + text)
    except SourceChanged as error:
        assert "cut off" in str(error)  # noqa: PT017  # either outcome is right
    else:
        assert found[0].cells == ["id", "text", "end"]
