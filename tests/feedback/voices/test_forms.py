import pytest

from datasets.errors import BadQuestion
from datasets.settings import Settings
from feedback.voices.forms import read_form


def test_a_form_with_the_first_question_alone_is_enough(settings: Settings) -> None:
    assert read_form({"overall": "5"}, settings.city).answers == {"overall": 5}


def test_dont_know_is_no_step_in_the_middle(settings: Settings) -> None:
    assert read_form({"overall": "dk", "climate": "3"}, settings.city).answers == {"overall": None, "climate": 3}


def test_empty_fields_are_no_answers(settings: Settings) -> None:
    form = read_form({"overall": "1", "life": "", "age": "", "district": "", "familiarity": ""}, settings.city)
    assert (form.answers, form.age, form.district, form.familiarity) == ({"overall": 1}, "", "", "")


def test_every_district_of_the_city_and_outside_are_taken(settings: Settings) -> None:
    slugs = [part.slug for part in settings.city.districts] + ["ausserhalb"]
    assert [read_form({"overall": "1", "district": slug}, settings.city).district for slug in slugs] == slugs


@pytest.mark.parametrize("age", ["u18", "18-29", "30-44", "45-64", "65-79", "80+"])
def test_every_age_band_is_taken(settings: Settings, age: str) -> None:
    assert read_form({"overall": "1", "age": age}, settings.city).age == age


WRONG = [
    ("overall", {}),
    ("overall", {"overall": ""}),
    ("overall", {"overall": "6"}),
    ("overall", {"overall": "0"}),
    ("overall", {"overall": "3.5"}),
    ("overall", {"overall": "²"}),
    ("trust", {"overall": "3", "trust": "many"}),
    ("familiarity", {"overall": "3", "familiarity": "often"}),
    ("district", {"overall": "3", "district": "atlantis"}),
    ("age", {"overall": "3", "age": "30"}),
    ("comment", {"overall": "3", "comment": "x" * 601}),
]


@pytest.mark.parametrize(("field", "fields"), WRONG)
def test_a_wrong_field_is_named(settings: Settings, field: str, fields: dict[str, str]) -> None:
    with pytest.raises(BadQuestion) as caught:
        read_form(fields, settings.city)
    assert caught.value.field == field


def test_a_line_end_counts_once_as_in_the_browser(settings: Settings) -> None:
    comment = "x\r\n" * 300
    assert read_form({"overall": "3", "comment": comment}, settings.city).comment == ("x\n" * 300).strip()


def test_a_null_character_is_dropped_because_postgresql_refuses_it(settings: Settings) -> None:
    assert read_form({"overall": "3", "comment": "a\x00b"}, settings.city).comment == "ab"
