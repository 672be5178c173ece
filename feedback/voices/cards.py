"""Cards handed out on site: made by staff, printed once, each good for one vote that no network limit can hold back."""

import datetime as dt
import re
import secrets
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from datasets.errors import BadQuestion, NotFound, Refused
from datasets.tables.types import now
from feedback.people.staff import require
from feedback.review import audit, conflicts
from feedback.tables.cards import Card, CardBatch
from feedback.tables.people import Staff
from feedback.tables.ratings import Rating
from feedback.trust.keys import mac
from feedback.trust.token import ALPHABET, CODE_LENGTH

FIELD = "karte"
CHANNEL = "code"
MOST = 200
"""Cards of one batch: as many as somebody hands out in an afternoon."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch at the desk: how many cards, how many of them were used, whether it is switched off."""

    row: CardBatch
    cards: int
    used: int
    off: bool


def make(session: Session, secret: bytes, person: Staff, given: CardBatch, count: int, moment: dt.datetime | None = None) -> list[str]:
    """Makes a batch and returns its codes: they are stored nowhere and can be printed only now.

    Raises BadQuestion naming a wrong field, NotAllowed, Refused for a conflict of interest.
    """
    require(person, "propose")
    if not given.place.strip():
        raise BadQuestion("Say where the cards are handed out.", "place")
    if not 1 <= count <= MOST:
        raise BadQuestion(f"A batch has 1 to {MOST} cards.", "count")
    conflicts.refuse_conflict(session, person, given.project_id)
    given.salt, given.staff_id, given.made_at = secrets.token_hex(16), int(person.id or 0), moment or now()
    session.add(given)
    session.flush()
    codes = [_code() for _ in range(count)]
    session.add_all(Card(batch_id=int(given.id or 0), hash=_hash(secret, given.salt, code)) for code in codes)
    session.flush()
    audit.append(session, person.key, "cards.make", f"cards/{given.id}", {"project": given.project_id, "cards": count}, moment)
    return codes


def switch_off(session: Session, person: Staff, batch_id: int, moment: dt.datetime | None = None) -> int:
    """The cards of a batch that nobody has used are good no more, and stay; how many. Raises NotAllowed, NotFound, Refused."""
    require(person, "propose")
    batch = session.get(CardBatch, batch_id)
    if batch is None:
        raise NotFound(f"There is no batch of cards {batch_id}.")
    conflicts.refuse_conflict(session, person, batch.project_id)
    unused = (col(Card.batch_id) == batch_id) & (col(Card.state) == "open")
    count = session.exec(select(func.count()).select_from(Card).where(unused)).one()
    if not count:
        raise Refused("No card of this batch is left to switch off.")
    session.execute(update(Card).where(unused).values(state="off"))
    session.expire_all()
    audit.append(session, person.key, "cards.off", f"cards/{batch_id}", {"project": batch.project_id, "cards": count}, moment)
    return count


def admit(session: Session, secret: bytes, project_id: int, typed: str, nonce: str) -> None:
    """Uses up the card of this code, for the vote that the same transaction casts; the same form sent twice is let through.

    Raises BadQuestion: field ``karte-unknown`` (no card, or another project's), ``karte-used``, ``karte-off``.
    """
    card = _find(session, secret, project_id, typed)
    if card is None:
        raise BadQuestion("There is no such card for this project.", f"{FIELD}-unknown")
    if card.state == "off":
        raise BadQuestion("This card is good no more.", f"{FIELD}-off")
    taken = session.execute(update(Card).where(col(Card.id) == card.id, col(Card.state) == "open").values(state="used"))
    if taken.rowcount == 1:  # type: ignore[attr-defined]
        return
    again = select(Rating.id).where(Rating.nonce == nonce, Rating.project_id == project_id, Rating.channel == CHANNEL)
    if session.exec(again).first() is None:
        raise BadQuestion("This card was used already.", f"{FIELD}-used")


def listing(session: Session) -> list[Batch]:
    """All batches, the newest first."""
    counts: dict[int, dict[str, int]] = {}
    for batch_id, state, count in session.exec(
        select(Card.batch_id, Card.state, func.count()).group_by(col(Card.batch_id), col(Card.state))
    ):
        counts.setdefault(batch_id, {})[state] = count
    found = session.exec(select(CardBatch).order_by(col(CardBatch.id).desc()))
    return [_batch(row, counts.get(int(row.id or 0), {})) for row in found]


def _batch(row: CardBatch, states: dict[str, int]) -> Batch:
    return Batch(row, sum(states.values()), states.get("used", 0), not states.get("open", 0))


def _find(session: Session, secret: bytes, project_id: int, typed: str) -> Card | None:
    """Each batch has a salt of its own, so a code is looked for under each of the project's."""
    salts = session.exec(select(CardBatch.salt).where(CardBatch.project_id == project_id)).all()
    hashes = [_hash(secret, salt, typed) for salt in salts]
    return session.exec(select(Card).where(col(Card.hash).in_(hashes)).execution_options(populate_existing=True)).first()


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _hash(secret: bytes, salt: str, typed: str) -> str:
    """Spaces, hyphens and case in what was typed do not matter."""
    return mac(secret, "card", salt, re.sub(r"[\s\-–]", "", typed).upper()).hex()
