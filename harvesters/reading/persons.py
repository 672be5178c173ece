"""Whether a recipient is a natural person, and how its name is taken out of a row."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from datasets.records import Cell

MASK = "natürliche Person"

_SAID = re.compile(
    r"(anonym(isiert\w*)?|natürliche person(en)?|natural persons?|privatperson(en)?|private persons?|einzelperson(en)?)"
    r"( \(?anonymisiert\)?)?"
)
_TITLES = re.compile(r"^(?:(?:prof|dr|dipl|mag|med|ing|rer|nat|phil|jur|h\.?c)(?:-\w+)?\.?\s+)+", re.IGNORECASE)
_PARTICLES = frozenset(
    {"von", "van", "zu", "zum", "zur", "de", "den", "der", "da", "dos", "di", "del", "della", "el", "al", "ten", "ter", "le", "la"}
    | {"und", "u"}
)
_UPPER = "A-ZÀ-ÖØ-ÞŠŽĆČĐŁŚŞİ"
_NAME = re.compile(rf"[{_UPPER}][\w’'`.]*(?:-[{_UPPER}][\w’'`.]*)*")
_SIGNS = re.compile(r"[\d&+@%:;()\"„“/]")
_INNER_CAPITAL = re.compile(rf"(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bLa)(?<!\bLe)(?<=[a-zäöüß])[{_UPPER}]")
_FORMS = re.compile(
    r"(?<!\w)(g?gmbh|g?mbh|ag|kg|kgaa|ohg|gbr|gdbr|ug|se|eg|ev|ek|e\.\s?[gvk]\.?|e\.\s?kf[mr]\.?|i\.\s?g\.|partg\w*|ltd|limited|inc|corp|llc|plc|"
    r"b\.?v|n\.?v|s\.?a|s\.?a\.?r\.?l|s\.?r\.?l|s\.?p\.?a|ab|oy|aps|sp|z\s?o\.?o|s\.?r\.?o|d\.?o\.?o|kft|co|cie|fa|inh|c/o|abt|"
    r"fh|th|tu|rwth|ihk|hwk|vhs|drk|awo|uni|kita)(?!\w)"
)
_WORDS = frozenset(
    {"inhaber", "inhaberin", "firma", "sohn", "söhne", "gebrüder", "gebr", "partner", "kollegen", "gruppe", "group", "holding"}
    | {"stadt", "land", "kreis", "bund", "amt", "staat", "freistaat", "markt", "region", "bezirk", "dezernat", "referat"}
    | {"magistrat", "caritas", "diakonie", "charité", "arge", "heim", "garten", "werk", "dienst", "netz", "kammer", "handel"}
    | {"kirche", "bank"}
)
"""Words that are an organisation's where they stand alone; some of them end surnames."""
_ENDS = re.compile(
    r"(erei|betriebe?|gesellschaft|genossenschaft|gemeinschaft|stiftung|verein|vereinigung|verband|verbund|institute?|universität|university|"
    r"hochschule|schule|school|college|akademie|academy|zentrum|center|centrum|centre|klinik|klinikum|krankenhaus|hospital|apotheke|kanzlei|agentur|"
    r"agency|office|büro|atelier|studio|theater|museum|bibliothek|verlag|hotel|gasthof|gasthaus|gaststätte|restaurant|café|salon|praxis|innung|stadtwerke?|"
    r"bildungswerk|diakoniewerk|hilfswerk|förderwerk|jugendwerk|kraftwerk|netzwerk|werkstatt|werkstätten|fabrik|technik|technologien?|technologies|"
    r"systeme?|systems|software|solutions|services?|großhandel|einzelhandel|fachhandel|vertrieb|logistik|transporte?|energien?|energy|consulting|"
    r"beratung|bildung|training|coaching|seminare|medien|media|design|management|marketing|immobilien|gemeinde|pfarrei|bistum|ministerium|sozialamt|"
    r"landesamt|bundesamt|jugendamt|kulturamt|bundesanstalt|anstalt|behörde|direktion|sparkasse|volksbank|versicherung|geschäftsstelle|pflegedienst|"
    r"pflegeheim|altenheim|wohnheim|kindergarten|hilfe|initiative|projekt|forum|allianz|labor|laboratorium|forschung|research|international|"
    r"deutschland|germany|industries|produktion|maschinenbau|anlagenbau|metallbau|holzbau|tiefbau|hochbau|gartenbau|landschaftsbau|tankstelle|"
    r"elektro|elektronik|landkreis|landratsamt|landrat|bürgermeister(?:in)?|fachbereich|fakultät|lehrstuhl|niederlassung|abteilung|department|division|"
    r"konsortium|lösungen|kompressoren|rechtsanwälte|steuerberatungs?|architekten|ingenieure|partnerschaft)"
)
_BEFORE = 3
"""Letters before an ending in a compound."""


@lru_cache(maxsize=65_536)
def is_person(name: str) -> bool:
    """Whether the source says so itself, or the name is "surname, first name" without a word of an organisation."""
    plain = " ".join(name.split())
    if is_said(plain):
        return True
    surname, comma, first = plain.partition(", ")
    if not comma or "," in first or _is_organisation(plain):
        return False
    surnames, firsts = _words(surname), _words(first)
    if not (1 <= len(surnames) <= 2 and 1 <= len(firsts) <= (4 if len(surnames) == 1 else 2)):
        return False
    # A place and an acronym, as "Landau, ZFUW"; names in capitals have both parts so.
    acronym = len(firsts) == 1 and firsts[0].isupper() and "." not in first and not surname.isupper()
    return not acronym and all(_NAME.fullmatch(word) for word in surnames + firsts)


def is_said(cell: str) -> bool:
    """Whether a cell says by itself that a natural person is meant."""
    return _SAID.fullmatch(cell.strip().casefold()) is not None


def _is_organisation(name: str) -> bool:
    folded = name.casefold()
    if _SIGNS.search(folded) or _INNER_CAPITAL.search(name) or _FORMS.search(folded):
        return True
    return any(word in _WORDS or _has_ending(word) for word in re.split(r"[\s,.-]+", folded))


def _has_ending(word: str) -> bool:
    found = re.search(rf"(?:{_ENDS.pattern})$", word)
    return bool(found and (found.start() == 0 or found.start() >= _BEFORE))


def _words(part: str) -> list[str]:
    return [word for word in _TITLES.sub("", part.strip()).split() if word.casefold().rstrip(".") not in _PARTICLES]


def taken_out(name: str, text: str) -> str:
    """``text`` with a person's name replaced, in either order, and the surname alone too."""
    if is_said(name):
        return text
    surname, comma, first = " ".join(name.split()).partition(", ")
    orders = (f"{surname}, {first}", f"{surname} {first}", f"{first} {surname}") if comma else ()
    spellings = (name, *orders, surname)
    pattern = "|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in spellings if len(one) > 2)
    return re.sub(pattern, MASK, text) if pattern else text


def masked(values: Sequence[Cell], persons: Iterable[str]) -> list[Cell]:
    """A row without these persons: their own cells say that a natural person is meant, other texts lose the name."""
    found = list(values)
    for person in persons:
        found = [MASK if cell == person else taken_out(person, cell) if isinstance(cell, str) else cell for cell in found]
    return found
