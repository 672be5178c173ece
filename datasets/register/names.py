"""Names made comparable: slugs for addresses, and names without case, accents and legal form for matching."""

import re
import unicodedata

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
LEGAL_FORM = re.compile(
    r"\b(g?gmbh( & co\.? ?kgaa?)?|ag|kgaa|kg|ohg|gbr|ug|se|eg|e ?v|e ?k|mbh|haftungsbeschraenkt|aoer|a ?oe ?r|koer|"
    r"gesellschaft mit beschraenkter haftung|aktiengesellschaft|eingetragener verein|inc|ltd|llc|bv|nv)\b"
)


def plain(text: str) -> str:
    """Lower case ASCII: umlauts written out, other accents dropped."""
    return unicodedata.normalize("NFKD", text.translate(UMLAUTS)).encode("ascii", "ignore").decode().lower()


def slugify(text: str, longest: int = 80) -> str:
    """An address part: ``Technische Universität`` -> ``technische-universitaet``; never empty."""
    slug = re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-")[:longest].rstrip("-")
    return slug if len(slug) > 1 else f"x-{slug or 'ohne-namen'}"


def normal_name(name: str) -> str:
    """A name without case, accents, punctuation and legal form; the whole name where nothing else would be left."""
    words = re.sub(r"[^a-z0-9&]+", " ", plain(name)).strip()
    stripped = re.sub(r"\s+", " ", LEGAL_FORM.sub(" ", words.replace(".", " "))).strip(" &")
    return stripped or words or name.strip().lower()


def unused(slug: str, taken: set[str]) -> str:
    """The slug, with a number behind it where it is taken."""
    candidate, number = slug, 2
    while candidate in taken:
        candidate, number = f"{slug}-{number}", number + 1
    return candidate
