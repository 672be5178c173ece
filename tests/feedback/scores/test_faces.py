import pytest

from feedback.scores.faces import dimension_of, faces


def test_the_headline_of_a_planned_project_is_what_people_expect() -> None:
    assert {(name, stream.dimension) for name, stream in faces(1, planned=True)} == {
        (name, name) for name in ("overall", "everyday", "life", "for_all", "climate", "trust")
    }
    assert {stream.basis for _, stream in faces(1, planned=True)} == {"expectation"}


def test_a_running_project_shows_expectation_apart() -> None:
    apart = dict(faces(1, planned=False))["expectation"]
    assert (apart.dimension, apart.basis) == ("overall", "expectation")


@pytest.mark.parametrize("planned", [True, False])
def test_a_name_leads_back_to_its_question(planned: bool) -> None:
    assert all(dimension_of(name) == stream.dimension for name, stream in faces(1, planned))
