"""What is read of a whole table is read once per version, and never from an unfinished change."""

from itertools import count

from sqlalchemy import Engine
from sqlmodel import Session

from datasets import catalogue
from datasets.database import reading
from datasets.register.kept import kept


def test_readers_share_what_was_read_until_the_version_changes(engine: Engine, session: Session) -> None:
    numbers = count()
    seen = []
    for raised in (False, False, True, False):
        if raised:
            catalogue.raise_version(session)
            session.commit()
        with reading(engine) as reader:
            seen.append(kept(reader, "number", lambda: next(numbers)))
    assert seen == [0, 0, 1, 1]


def test_keys_are_kept_apart(engine: Engine) -> None:
    with reading(engine) as reader:
        assert [kept(reader, key, lambda: key) for key in ("a", ("b", 1), "a")] == ["a", ("b", 1), "a"]  # noqa: B023  # called at once


def test_a_session_that_may_write_keeps_nothing(engine: Engine, session: Session) -> None:
    catalogue.raise_version(session)
    assert kept(session, "state", lambda: "unfinished") == "unfinished"
    session.rollback()
    with reading(engine) as reader:
        assert kept(reader, "state", lambda: "real") == "real"
