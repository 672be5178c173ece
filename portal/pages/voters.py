"""Who asks for their own ratings: somebody with a change code, or the browser that sent them."""

import datetime as dt
from dataclasses import dataclass

from fastapi import Request
from sqlmodel import Session

from datasets.errors import BadQuestion, NotFound
from datasets.register import projects
from datasets.tables.types import now
from feedback.tables.ratings import DIMENSIONS
from feedback.trust import limits, network, stamp, token
from feedback.voices import mine, own_ideas
from feedback.voices.mine import Mine

FAILURES = 30
"""Wrong codes of one network in an hour, then it waits. A code has 58 bits, so this is against load more than luck."""

HOUR = dt.timedelta(hours=1)
INSTRUMENT = (*DIMENSIONS, "familiarity", "district", "age", "comment")


class TooMany(Exception):
    """The network has tried too many wrong codes."""


@dataclass(frozen=True, slots=True)
class Voter:
    """By what somebody may see and change ratings: the code of one, the cookie for all of a browser. Both may be empty."""

    secret: bytes
    prefix: str
    code: str
    cookie: str

    @property
    def subject(self) -> str:
        """What the stamp of a browser's forms is for. Only who knows the cookie gets one, so no other site can act by it."""
        return f"mine/{self.cookie}"

    def rating(self, session: Session, fields: dict[str, str]) -> int:
        """Id of the rating that the form is about. Raises NotFound, TooMany, or BadQuestion (field ``code`` or ``stempel``)."""
        if self.code:
            return self._by_code(session)
        if not self.cookie:
            raise BadQuestion("A change code is needed.", "code")
        project = projects.named(session, fields.get("project", ""))
        found = mine.by_token(session, self.secret, self.cookie, project.id)
        self.prove(fields)
        return found

    def prove(self, fields: dict[str, str]) -> None:
        """Raises BadQuestion unless the form came from the page that this browser was shown."""
        if not self.cookie:
            raise BadQuestion("A change code is needed.", "code")
        stamp.read(self.secret, self.subject, fields.get(stamp.FIELD, ""), now())

    def idea(self, session: Session) -> int | None:
        """Id of the proposed idea of the code; None where there is no code or it belongs to no idea. Raises TooMany."""
        if not self.code:
            return None
        self._refuse_flood(session)
        try:
            return own_ideas.by_code(session, self.secret, self.code)
        except NotFound:
            return None

    def all(self, session: Session) -> list[Mine]:
        """The rating of the code, or all of the browser. Raises NotFound and TooMany for a code."""
        if self.code:
            return [mine.show(session, self._by_code(session))]
        return mine.of_browser(session, self.secret, self.cookie)

    def _by_code(self, session: Session) -> int:
        self._refuse_flood(session)
        try:
            return mine.by_code(session, self.secret, self.code)
        except NotFound:
            limits.note(session, "code", self.prefix, now())
            raise

    def _refuse_flood(self, session: Session) -> None:
        if limits.attempts(session, "code", self.prefix, now(), HOUR) >= FAILURES:
            raise TooMany


def voter(request: Request, secret: bytes, code: str = "") -> Voter:
    """From a request."""
    cookie = token.known(request.cookies.get(token.COOKIE))
    return Voter(secret, network.prefix_of(request.state.client), code, cookie)


def answers(found: Mine) -> dict[str, str]:
    """A rating as the fields of its form, without what is empty."""
    steps = {name: "dk" if value is None else str(value) for name, value in found.answers.items()}
    facts = {"familiarity": found.familiarity, "district": found.district, "age": found.age, "comment": found.comment}
    return steps | {name: value for name, value in facts.items() if value}


def changed(found: Mine, fields: dict[str, str]) -> dict[str, str]:
    """The answers with those of the form put in; one that was sent empty is taken away. Empty where the form asks nothing new."""
    new = {name: value for name, value in fields.items() if name in INSTRUMENT}
    return answers(found) | new if new else {}
