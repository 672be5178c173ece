"""The EU's data themes by their code, in German and English."""

from datasets.records import Text

EU = "http://publications.europa.eu/resource/authority/data-theme/"

THEMES: dict[str, Text] = {
    "AGRI": Text(de="Landwirtschaft, Fischerei, Forstwirtschaft und Nahrungsmittel", en="Agriculture, fisheries, forestry and food"),
    "ECON": Text(de="Wirtschaft und Finanzen", en="Economy and finance"),
    "EDUC": Text(de="Bildung, Kultur und Sport", en="Education, culture and sport"),
    "ENER": Text(de="Energie", en="Energy"),
    "ENVI": Text(de="Umwelt", en="Environment"),
    "GOVE": Text(de="Regierung und öffentlicher Sektor", en="Government and public sector"),
    "HEAL": Text(de="Gesundheit", en="Health"),
    "INTR": Text(de="Internationale Themen", en="International issues"),
    "JUST": Text(de="Justiz, Rechtssystem und öffentliche Sicherheit", en="Justice, legal system and public safety"),
    "REGI": Text(de="Regionen und Städte", en="Regions and cities"),
    "SOCI": Text(de="Bevölkerung und Gesellschaft", en="Population and society"),
    "TECH": Text(de="Wissenschaft und Technologie", en="Science and technology"),
    "TRAN": Text(de="Verkehr", en="Transport"),
}


def theme(code: str) -> Text:
    """The name of a theme; the code itself where the list has none."""
    return THEMES.get(code) or Text(de=code, en=code)
