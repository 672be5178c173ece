"""Residents in the city's folder: read whole, or refused by a sentence that says where and what to do."""

import re
from pathlib import Path

import pytest

from datasets.city import read_city
from datasets.errors import SettingsWrong
from datasets.residents import AGES, COLUMNS, FILE, read_residents
from datasets.settings import ROOT

DISTRICTS = ("nord", "sued")
WHOLE = ("district,nord,40000,2023-12-31,Amt", "district,sued,20000,2020,Amt")


def written(folder: Path, *rows: str) -> Path:
    (folder / FILE).write_text("\n".join((",".join(COLUMNS), *rows)) + "\n", "utf-8")
    return folder


def test_the_city_gives_its_districts_with_their_days_and_no_ages() -> None:
    city = read_city(ROOT / "datasets/cities/dortmund")
    people = city.people("district")
    assert set(people) == {part.slug for part in city.districts}
    assert (people["hoerde"], people["brackel"], sum(people.values())) == (57315, 56141, 611046)
    assert {one.as_of for one in city.residents} == {"2023-12-31", "2022", "2021", "2020"}
    assert city.people("age") == {}


def test_districts_ages_or_both_are_read(tmp_path: Path) -> None:
    ages = [f"age,{age},100,2023,Amt" for age in AGES]
    assert [one.group for one in read_residents(written(tmp_path, *WHOLE, *ages), DISTRICTS)] == [*DISTRICTS, *AGES]
    assert [one.margin for one in read_residents(written(tmp_path, *ages), DISTRICTS)] == ["age"] * 6


def test_a_city_without_the_file_gives_none(tmp_path: Path) -> None:
    assert read_residents(tmp_path, DISTRICTS) == ()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((WHOLE[0], "district,sued,-5,2020,Amt"), "row 3: '-5' are no people; write a whole number above 0"),
        ((WHOLE[0], "district,sued,20.000,2020,Amt"), "row 3: '20.000' are no people"),
        ((WHOLE[0], "district,west,5,2020,Amt"), "row 3: 'west' is no district of this city; write one of nord, sued."),
        ((*WHOLE, WHOLE[0]), "row 4: nord stands there for the second time; remove one of both rows."),
        ((*WHOLE, "sex,f,5,2020,Amt"), "row 4: 'sex' is no margin; write district or age."),
        ((WHOLE[0], "district,sued,5,31.12.2023,Amt"), "row 3: '31.12.2023' is no day; write it as 2023-12-31"),
        ((WHOLE[0], "district,sued,5,2020,"), "row 3: the source is missing"),
        ((WHOLE[0],), "has no row for sued; add it, or leave out every district."),
        ((*WHOLE, 'age,u18,"5'), "is not readable as CSV"),
    ],
)
def test_a_wrong_file_is_refused_by_file_row_and_what_to_do(tmp_path: Path, rows: tuple[str, ...], said: str) -> None:
    with pytest.raises(SettingsWrong, match=re.escape(said)) as error:
        read_residents(written(tmp_path, *rows), DISTRICTS)
    assert str(tmp_path / FILE) in str(error.value)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("district;people\nnord;5\n")
    with pytest.raises(SettingsWrong, match="row 1: the columns must be margin,group,population,as_of,source"):
        read_residents(tmp_path, DISTRICTS)
