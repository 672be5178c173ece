"""What a voter filled in, read strictly: worded steps 1 to 5 or "don't know", and three optional facts about them."""

from collections.abc import Mapping

from datasets.city import City
from datasets.errors import BadQuestion
from datasets.records import Record
from datasets.residents import AGES
from feedback.tables.ratings import DIMENSIONS, FAMILIARITIES

DONT_KNOW = "dk"
OUTSIDE = "ausserhalb"
LONGEST_COMMENT = 600

_STEPS = {str(step): step for step in range(1, 6)}


class RatingForm(Record):
    """A valid form. ``answers`` holds a step from 1 to 5, or None for "don't know", for each question answered."""

    answers: dict[str, int | None]
    familiarity: str = ""
    district: str = ""
    age: str = ""
    comment: str = ""


def read_form(fields: Mapping[str, str], city: City) -> RatingForm:
    """Reads the fields of the rating form; unknown ones are ignored. Raises BadQuestion naming the first wrong field."""
    answers = {name: _answer(name, given) for name in DIMENSIONS if (given := fields.get(name, "").strip())}
    if "overall" not in answers:
        raise BadQuestion("Please answer the first question.", "overall")
    return RatingForm(
        answers=answers,
        familiarity=_choice(fields, "familiarity", FAMILIARITIES),
        district=_choice(fields, "district", (*(part.slug for part in city.districts), OUTSIDE)),
        age=_choice(fields, "age", AGES),
        comment=_comment(fields.get("comment", "")),
    )


def _answer(name: str, given: str) -> int | None:
    if given == DONT_KNOW:
        return None
    if given not in _STEPS:
        raise BadQuestion(f"{name} must be a step from 1 to 5 or {DONT_KNOW}.", name)
    return _STEPS[given]


def _choice(fields: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    given = fields.get(name, "").strip()
    if given and given not in allowed:
        raise BadQuestion(f"{name} must be one of {', '.join(allowed)}, or empty.", name)
    return given


def _comment(given: str) -> str:
    """Browsers send line ends as two characters and count them as one; a database refuses the null character."""
    text = given.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST_COMMENT:
        raise BadQuestion(f"The comment has {len(text)} characters; at most {LONGEST_COMMENT} fit.", "comment")
    return text
