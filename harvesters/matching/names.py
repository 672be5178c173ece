"""Names of organisations taken apart: who it is, its legal form, its short names, and which part of it is meant."""

import re
from dataclasses import dataclass

from datasets.register.legal_forms import split_form
from harvesters.matching.words import folded, words

# "Ev." before a name is a church, "e. V." behind one a club.
_CHURCH = re.compile(r"\bEv\.(?=\s+[A-ZÄÖÜ])")
_ADDRESSEE = re.compile(r"\s*(?:\bz\.?\s?hd\.?|\bc/o\b|\bvertreten durch\b|\bvertr\. d\.).*", re.IGNORECASE)
_TURNED = re.compile(
    r"(?P<name>[^,]+),\s*(?P<what>(?:kreisfreie\s+)?stadt|gemeinde|landkreis|kreis|der|die|das|universität|hochschule)\b\s*", re.IGNORECASE
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_BREAK = re.compile(r"\s+[-–—/|]\s+|\s*;\s*")
_PART = re.compile(
    r"^(?:\w*amt|\w*amter|fachbereich\w*|fakultat|lehrstuhl\w*|lehr|dezernat|abteilung|referat|professur|dekanat|fachgruppe|arbeitsgruppe|"
    r"fachgebiet|institut\w*|klinik|medizinische\w*|projekttrager|wirtschaftsforderung|eigenbetrieb|fb|regionales|center|oberburgermeister\w*)$"
)
_CARRIER = re.compile(r"^(?:stadt|gemeinde|kreis|landkreis|\w*universitat|\w*hochschule|\w*klinikum|forschungszentrum)$")
LONGEST_SHORT = 8


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart."""

    words: tuple[str, ...]
    """Of the organisation itself."""
    form: str
    """Legal form; empty where the name says none."""
    short: frozenset[str]
    """Short names that stand beside it."""
    parts: tuple[str, ...]
    """Words of the part of it that is meant: an office, a chair."""

    glued: str
    """Every letter of the organisation's own name, small words too: ``Die Urbanisten``, ``dieUrbanisten``."""

    @property
    def joined(self) -> str:
        """The telling words without gaps: ``Do Data``, ``DOdata``."""
        return "".join(self.words)

    @property
    def initials(self) -> str:
        """First letters."""
        return "".join(word[0] for word in self.words)


def read(text: str) -> Name:
    """Takes a name apart; any text is allowed."""
    said = _ADDRESSEE.sub("", _CHURCH.sub("evangelische", text)).strip() or text
    said = _TURNED.sub(lambda found: f"{found['what']} {found['name']} ", said) if _TURNED.match(said) else said
    said, brackets = _BRACKETS.sub(" ", said), _BRACKETS.findall(said)
    segments = [split_form(segment) for segment in _BREAK.split(folded(said))]
    segments = [(plain, form) for plain, form in segments if words(plain)] or [(folded(said), segments[0][1])]
    short = {folded(text) for text in brackets if _is_short(text)}
    if len(segments) > 1 and _is_short(segments[0][0]) and len(words(segments[1][0])) > 1:
        short.add(segments.pop(0)[0].strip())
    (first, form), *rest = segments
    head, parts = _split(first)
    for plain, own in rest:
        if own and not form:
            # A part with a legal form of its own is somebody else: ``Universität X - Institut Y e. V.``
            head, form = head + words(plain), own
        elif _is_short(plain) and not any(_CARRIER.match(word) for word in head):
            short.add(plain.strip())
        else:
            parts += words(plain)
    glued = "".join(letter for letter in (first if not parts and len(segments) == 1 else " ".join(head)) if letter.isalnum())
    return Name(head, form, frozenset(short), parts, glued)


def _is_short(text: str) -> bool:
    return len(text.split()) == 1 and 1 < len(text.strip(". ")) <= LONGEST_SHORT


def _split(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The carrier's words and those of its part, where the name is written without a stroke: ``Stadt X Sozialamt``."""
    comma = text.split(",")
    if len(comma) > 1 and any(_PART.match(word) for word in words(comma[1])):
        head, parts = _split(comma[0])
        return head, parts + words(" ".join(comma[1:]))
    found = words(text)
    carrier = next((at for at, word in enumerate(found) if _CARRIER.match(word)), None)
    if carrier is not None:
        at = next((at for at, word in enumerate(found) if at > carrier + (carrier == 0) and _PART.match(word)), None)
        if at is not None:
            return found[:at], found[at:]
    return found, ()
