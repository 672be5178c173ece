"""Cards that are handed out on site: each holds a code for one vote; only keyed, salted hashes of the codes are stored."""

import datetime as dt

from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Moment, now
from feedback.tables.cases import STAFF_ID

CARD_STATES = ("open", "used", "off")


class CardBatch(SQLModel, table=True):
    """Cards printed together for one project, place and day."""

    __tablename__ = "card_batch"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    place: str
    day: dt.date
    salt: str
    staff_id: int = Field(foreign_key=STAFF_ID)
    made_at: dt.datetime = Field(default_factory=now, sa_type=Moment)


class Card(SQLModel, table=True):
    """One card. Which rating it became is not stored: a place and a day must not lead to a vote."""

    __tablename__ = "card"
    __table_args__ = (one_of("state", CARD_STATES),)

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="card_batch.id", index=True)
    hash: str = Field(unique=True)
    state: str = "open"
