"""Whether a place as a source writes it is the city: by its key first, then by postcode and name."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from datasets.city import City

_DECIMALS = re.compile(r"\b\d{1,3}[.,]\d{3,}")
_DIGITS = re.compile(r"(?<!\d)\d{5,12}(?!\d)")
_SPLIT = re.compile(r"[,;/\n|]|\s[-–]\s")
_AROUND = re.compile(r"\(.*?\)|\b\d{4,}\b|\b(d|de|stadt|kreisfreie|hansestadt|landeshauptstadt|große kreisstadt|gemeinde)\b", re.IGNORECASE)


def is_of_city(city: City, keys: Sequence[str | None], others: Iterable[str | None]) -> bool | None:
    """Whether the places of a row are the city; None where the row names no place at all.

    ``keys`` are the cells of columns with official keys, ``others`` those with postcodes and names. Where the row
    gives the key of a municipality, only keys decide.
    """
    found = [key for cell in keys if cell for key in municipality_keys(cell)]
    if found:
        return city.municipality_key in found
    named = [cell for cell in (*keys, *others) if cell]
    return any(_is_district(city, cell) for cell in keys if cell) or any(_is_place(city, cell) for cell in named) if named else None


@lru_cache(maxsize=16_384)
def municipality_keys(cell: str) -> tuple[str, ...]:
    """The municipality keys of eight digits in a cell that may have lost a zero or carry a longer key.

    >>> municipality_keys("05913000"), municipality_keys("5913000"), municipality_keys("0340300000 Oldenburg")
    (('05913000',), ('05913000',), ('03403000',))
    """
    return tuple(key for digits in _digits(cell) if (key := _key(digits)))


def _digits(cell: str) -> list[str]:
    """Runs of five to twelve digits, coordinates left out."""
    return _DIGITS.findall(_DECIMALS.sub(" ", cell))


def _key(digits: str) -> str:
    padded = "0" * (len(digits) % 2) + digits
    if len(padded) == 12:
        return padded[:5] + padded[9:]
    if len(padded) == 10:
        return padded[:8] if padded.endswith("00") else ""
    return padded if len(padded) == 8 else ""


def _is_district(city: City, cell: str) -> bool:
    """An independent city is its own district: the first five digits of its key, or its NUTS code, say the same."""
    return city.municipality_key.endswith("000") and (cell.split(maxsplit=1)[0] in {city.nuts3, city.municipality_key[:5]})


def _is_place(city: City, cell: str) -> bool:
    codes = [digits for digits in _digits(cell) if len(digits) == 5]
    if any(in_postcodes(city, code) for code in codes):
        return True
    # A postcode from elsewhere beats a name that several places bear.
    near = not codes or any(code[:2] == bounds[:2] for code in codes for bounds in city.postcodes)
    return near and any(is_name(city, part) for part in _SPLIT.split(cell))


def in_postcodes(city: City, code: str) -> bool:
    """Whether a postcode lies in one of the city's ranges."""
    return any(low <= code <= (high or low) for low, _, high in (bounds.partition("-") for bounds in city.postcodes))


def is_name(city: City, text: str) -> bool:
    """Whether a text is a name of the city or of a part of it, apart from a postcode and words like "Stadt" around it."""
    plain = " ".join(_AROUND.sub(" ", text).split()).strip(" .-").casefold()
    return plain in city.names or plain.split("-")[0] in city.names


def names_city(city: City, organisation: str) -> bool:
    """Whether an organisation's name holds the city's name, or what is made of it, as a word of its own."""
    return re.search(rf"(?<!\w){re.escape(city.name)}(er)?(?![\w-])", organisation) is not None
