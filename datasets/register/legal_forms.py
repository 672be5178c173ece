"""Legal forms of organisations, cut from their names: two names with different ones are two bodies, however alike the rest."""

import re

FORMS = {
    "gmbh & co kg": r"(?:g?gm|m)bh\s*&\s*co\b\.?(?:\s*kg)?",
    "kgaa": r"kgaa",
    "gmbh": r"g?gmbh|g?gmgh|mbh|(?:gesellschaft\s+)?mit\s+beschrae?nkter\s*haftung",
    "ag": r"ag|aktiengesellschaft",
    "se": r"se",
    "ug": r"ug(?:\s*\(haftungsbeschrae?nkt\))?",
    "kg": r"kg",
    "ohg": r"ohg",
    "gbr": r"gbr",
    "e.v.": r"e\.?\s?v\.?|eingetragener verein",
    "e.g.": r"e\.?\s?g\.?",
    "e.k.": r"e\.?\s?k\.?",
    "aör": r"a\.?\s?oe?\.?\s?r\.?|anstalt des oe?ffentlichen rechts",
    "kdör": r"k\.?\s?d\.?\s?oe?\.?\s?r\.?|koe?r|koe?rperschaft des oe?ffentlichen rechts",
    "ltd": r"ltd\.?|limited",
    "b.v.": r"b\.?\s?v\.?",
    "inc": r"inc\.?|llc",
    "s.a.": r"s\.a\.",
}
"""By what they are called here; what says more stands first."""

_NAMES = tuple(FORMS)
_FORM = re.compile("|".join(f"(?P<f{n}>(?<![\\w&])(?:{pattern})(?!\\w))" for n, pattern in enumerate(FORMS.values())))


def split_form(plain: str) -> tuple[str, str]:
    """A name in lower case without accents, without its forms; and its form, empty where it says none."""
    found = [int(str(match.lastgroup)[1:]) for match in _FORM.finditer(plain)]
    return _FORM.sub(" ", plain), _NAMES[min(found)] if found else ""


def contradict(one: str, other: str) -> bool:
    """Whether two forms, both said, are different ones."""
    return bool(one and other) and one != other
