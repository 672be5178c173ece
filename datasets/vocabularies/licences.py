"""Licences by their term in the dcat-ap.de list: how they are called, where they stand, whether they are open."""

from dataclasses import dataclass, replace

DCAT_AP_DE = "http://dcat-ap.de/def/licenses/"
EU = "http://publications.europa.eu/resource/authority/licence/"


@dataclass(frozen=True, slots=True)
class Licence:
    """One term of the list. ``url`` is its text for people, empty where the term names none."""

    term: str
    de: str
    en: str
    url: str = ""
    is_open: bool = False
    eu: str = ""
    """Address of the same licence in the EU's list, empty where that has none."""
    by: bool = False
    """Whether the publisher must be named."""

    @property
    def uri(self) -> str:
        """The address of the term, as machines name it."""
        return DCAT_AP_DE + self.term

    @property
    def stated(self) -> bool:
        """Whether there are terms to be read; the other terms of the list stand for data of which no source says what one may do."""
        return bool(self.url)


CC = "https://creativecommons.org/"
_OPEN = (
    Licence("dl-zero-de/2.0", "Datenlizenz Deutschland – Zero – Version 2.0", "Data licence Germany – Zero – Version 2.0",
            "https://www.govdata.de/dl-de/zero-2-0", eu=EU + "DLDE_ZERO_2_0"),
    Licence("dl-by-de/2.0", "Datenlizenz Deutschland – Namensnennung – Version 2.0", "Data licence Germany – Attribution – Version 2.0",
            "https://www.govdata.de/dl-de/by-2-0", eu=EU + "DLDE_BY_2_0", by=True),
    Licence("cc-zero", "Creative Commons CC Zero (CC0 1.0)", "Creative Commons CC Zero (CC0 1.0)",
            CC + "publicdomain/zero/1.0/", eu=EU + "CC0"),
    Licence("cc-by/4.0", "Creative Commons Namensnennung 4.0 International (CC BY 4.0)",
            "Creative Commons Attribution 4.0 International (CC BY 4.0)", CC + "licenses/by/4.0/", eu=EU + "CC_BY_4_0", by=True),
    Licence("cc-by-sa/4.0", "Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0 (CC BY-SA 4.0)",
            "Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0)", CC + "licenses/by-sa/4.0/", by=True),
    Licence("ccpdm/1.0", "Public Domain Mark 1.0", "Public Domain Mark 1.0", CC + "publicdomain/mark/1.0/"),
    Licence("odbl", "Open Database License (ODbL)", "Open Database License (ODbL)", "https://opendatacommons.org/licenses/odbl/", by=True),
    Licence("odby", "Open Data Commons Attribution (ODC-BY 1.0)", "Open Data Commons Attribution (ODC-BY 1.0)",
            "https://opendatacommons.org/licenses/by/", by=True),
    Licence("odcpddl", "Open Data Commons Public Domain (ODC PDDL)", "Open Data Commons Public Domain (ODC PDDL)",
            "https://opendatacommons.org/licenses/pddl/"),
    Licence("officialWork", "Amtliches Werk, frei nach § 5 Abs. 1 UrhG", "Official work, free under section 5(1) UrhG",
            "https://www.gesetze-im-internet.de/urhg/__5.html"),
    Licence("geonutz/20130319", "Nutzungsbestimmungen für Geodaten des Bundes", "Terms of use for German federal geodata",
            "https://sg.geodatenzentrum.de/web_public/gdz/lizenz/geonutzv.pdf", by=True),
    Licence("other-open", "Andere offene Lizenz", "Another open licence"),
)  # fmt: skip
_CLOSED = (
    Licence("cc-by-nc/4.0", "Creative Commons Namensnennung – nicht kommerziell 4.0 (CC BY-NC 4.0)",
            "Creative Commons Attribution-NonCommercial 4.0 (CC BY-NC 4.0)", CC + "licenses/by-nc/4.0/", by=True),
    Licence("cc-by-nd/4.0", "Creative Commons Namensnennung – keine Bearbeitung 4.0 (CC BY-ND 4.0)",
            "Creative Commons Attribution-NoDerivatives 4.0 (CC BY-ND 4.0)", CC + "licenses/by-nd/4.0/", by=True),
    Licence("other-freeware", "Andere Freeware-Lizenz", "Another freeware licence"),
    Licence("other-commercial", "Andere kommerzielle Lizenz", "Another commercial licence"),
    Licence("other-closed", "Andere geschlossene Lizenz", "Another closed licence"),
)  # fmt: skip

LICENCES: dict[str, Licence] = {found.term: replace(found, is_open=found in _OPEN) for found in (*_OPEN, *_CLOSED)}


def licence(term: str) -> Licence:
    """The licence of a term; a term that is not in our part of the list is not taken for an open one."""
    return LICENCES.get(term) or Licence(term, term, term)
