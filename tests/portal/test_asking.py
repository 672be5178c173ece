import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import BadQuestion
from datasets.question import Filter, Sort
from portal import asking
from tests.published import all_types

COLUMNS = all_types()


def question(*pairs: tuple[str, str], only_known: bool = True) -> object:
    return asking.question(list(pairs), COLUMNS, 100, 1000, only_known)


@pytest.mark.parametrize(("pair", "made"), [
    (("string", "a"), Filter("string", "eq", "a")),
    (("string__contains", "a"), Filter("string", "contains", "a")),
    (("integer__ge", "5"), Filter("integer", "ge", "5")),
    (("integer__in", "1,2"), Filter("integer", "in", ["1", "2"])),
    (("date__null", "1"), Filter("date", "null", "1")),
    (("_id", "3"), Filter("_id", "eq", "3")),
])  # fmt: skip
def test_a_parameter_is_a_filter(pair: tuple[str, str], made: Filter) -> None:
    assert asking.question([pair], COLUMNS, 100, 1000).filters == (made,)


def test_a_repeated_parameter_takes_either_value() -> None:
    made = asking.question([("string", "a"), ("string", "b"), ("integer", "1")], COLUMNS, 100, 1000)
    assert made.filters == (Filter("string", "in", ["a", "b"]), Filter("integer", "eq", "1"))


@pytest.mark.parametrize(("text", "sort"), [
    ("date", Sort("date")),
    ("date desc", Sort("date", descending=True)),
    ("-date", Sort("date", descending=True)),
    ('"date" ASC nulls first', Sort("date", nulls_last=False)),
    ("date desc nulls last", Sort("date", descending=True)),
])  # fmt: skip
def test_an_order_is_read_in_each_spelling(text: str, sort: Sort) -> None:
    assert asking.order([text]) == (sort,)


@pytest.mark.parametrize(
    "pair", [("nirgends", "1"), ("string__like", "x"), ("limit", "-1"), ("offset", "²"), ("sort", "a;b"), ("sort", "date down")]
)
def test_what_means_nothing_is_refused_by_name(pair: tuple[str, str]) -> None:
    with pytest.raises(BadQuestion) as error:
        question(pair)
    assert error.value.field == pair[0]


def test_a_page_for_people_passes_over_what_means_nothing() -> None:
    assert asking.question([("utm_source", "x")], COLUMNS, 100, 1000, only_known=False).filters == ()


def test_a_limit_is_cut() -> None:
    assert asking.question([("limit", "99999")], COLUMNS, 100, 1000).limit == 1000


def test_an_address_changes_in_one_part() -> None:
    pairs = [("q", "ä b"), ("sort", "date"), ("leer", "")]
    assert asking.address("/x", pairs, sort="date desc") == "/x?q=%C3%A4+b&sort=date+desc"
    assert asking.address("/x", pairs, q=None, sort=None) == "/x"


@given(
    st.lists(
        st.tuples(st.sampled_from(["string", "date__contains", "q", "sort", "x__y", "fields", "limit"]), st.text(max_size=9)), max_size=5
    )
)
def test_any_address_is_read_or_refused_in_words(pairs: list[tuple[str, str]]) -> None:
    with contextlib.suppress(BadQuestion):
        assert asking.question(pairs, COLUMNS, 100, 1000).limit <= 1000
