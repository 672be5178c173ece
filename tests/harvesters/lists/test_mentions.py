"""A project is found in a text by its page or by a name that means nothing else, never by common words."""

import pytest

from harvesters.lists.mentions import mentions

HEADER = "slug,title,acronym,page\n"
PROJECTS = (
    "gruen,proGrün - Grüne Höfe,proGrün,https://gruen.example/projekt\n"
    "zwilling,Digitaler Zwilling,,\n"
    "eins,Sensorik Teil eins,SV 01,\nzwei,Sensorik Teil zwei,SV 01,\n"
)


@pytest.mark.parametrize(
    ("text", "link", "found"),
    [
        ("proGrün startet im Norden", "", "gruen"),
        ("progrün startet", "", None),
        ("Die proGrün-Halle", "", None),
        ("Bericht", "https://www.gruen.example/projekt/", "gruen"),
        ("Bericht", "https://gruen.example/", None),
        ("Ein digitaler Zwilling für alle", "", None),
        ("Start von „Digitaler Zwilling“ im Rathaus", "", "zwilling"),
        ("Neues von SV 01", "", None),
        ("proGrün trifft „Digitaler  Zwilling“", "", "gruen|zwilling"),
    ],
)
def test_only_clear_signals_count(city, tmp_path, text, link, found):
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "projects.csv").write_text(HEADER + PROJECTS, "utf-8")
    named = mentions(city.model_copy(update={"folder": tmp_path}))
    assert named(text, link) == found


def test_a_city_without_projects_names_none(city, tmp_path):
    assert mentions(city.model_copy(update={"folder": tmp_path}))("proGrün", "") is None
