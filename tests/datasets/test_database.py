"""One code path for both databases: migrations make what the tables say, and what was there survives a failed one."""

import datetime as dt

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, func, select

from datasets import database
from datasets.database import open_engine, reading, transaction, upsert
from datasets.errors import SettingsWrong
from datasets.schema import changing, migrate
from datasets.tables.ideas import Idea
from datasets.tables.projects import Project
from datasets.tables.types import now
from feedback.tables.gate import GateState
from feedback.tables.ideas import IdeaSupport, IdeaTold
from feedback.voices import supporters
from tests import postgresql
from tests.builders import a_comment, a_funding, a_participation, a_project, a_rating, an_organisation
from tests.conftest import NOON
from tests.migration import config, is_compared


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request, tmp_path):
    """An engine over a database without any table."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        yield engine
        engine.dispose()
        return
    home = request.getfixturevalue("postgresql_template")
    postgresql.copy(home, "template1", "empty")
    engine = open_engine(postgresql.address(home, "empty"))
    yield engine
    engine.dispose()
    postgresql.drop(home, "empty")


def test_the_migrated_database_is_what_the_tables_say(empty):
    made = config()
    assert migrate(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_compared})
        assert compare_metadata(context, made.attributes["metadata"]) == []


def test_migrating_twice_does_nothing(empty):
    assert (migrate(empty), migrate(empty)) == (True, False)


def test_the_way_down_leaves_nothing_behind(empty):
    migrate(empty)
    with empty.begin() as connection:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, "base")
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}


def test_a_filled_database_keeps_every_row_on_its_way(engine):
    with transaction(engine) as session:
        project = a_project(session, slug="radweg")
        a_participation(session, project, an_organisation(session))
        a_funding(session, project)
        a_comment(session, a_rating(session, project))
    before = filled(engine)
    assert {"project", "organisation", "funding", "participation", "rating", "rating_value", "comment"} <= set(before)
    with changing(engine) as connection:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, "0001")
    assert migrate(engine)
    assert filled(engine) == before


def test_a_number_that_was_public_before_numbers_were_remembered_counts_as_told(engine):
    with transaction(engine) as session:
        known = Idea(title="Bänke", what="Mehr", published_on=dt.date(2026, 11, 1), supporters=7)
        session.add_all((known, Idea(title="Licht", what="Mehr", published_on=dt.date(2026, 11, 2))))
        figure = {"project_id": a_project(session).id, "dimension": "overall", "basis": "experience", "figures": {"n": 9}}
        session.add(GateState(**figure, state="early", changed_at=NOON))
    with changing(engine) as connection:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, "0009")
    assert migrate(engine)
    with transaction(engine) as session:
        assert [(told.idea_id, told.counts) for told in session.exec(select(IdeaTold))] == [(1, [7])]
        assert [(state.figures, state.tables) for state in session.exec(select(GateState))] == [({"n": 9}, [])]
        session.add_all(IdeaSupport(idea_id=1, token_hash=f"{number:064}") for number in range(11))
    seen = []
    for more in (0, 1):
        with transaction(engine) as session:
            session.add_all(IdeaSupport(idea_id=1, token_hash="f" * 64) for _ in range(more))
            session.flush()
            supporters.renew(session, now() + dt.timedelta(days=2), dt.timedelta(days=1))
            seen.append(session.exec(select(Idea.supporters).where(Idea.id == 1)).one())
    assert seen == [7, 12]


def filled(engine):
    """How many rows each table has that has any."""
    with reading(engine) as session:
        tables = SQLModel.metadata.sorted_tables
        counts = {table.name: session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}
    return {name: count for name, count in counts.items() if count}


def test_a_failed_migration_puts_the_file_back(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    SQLModel.metadata.tables["claim"].create(engine)
    with pytest.raises(Exception, match="claim"):
        migrate(engine)
    assert inspect(open_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")).get_table_names() == ["claim"]


def test_a_transaction_is_whole_or_nothing(engine):
    def half(session: Session) -> None:
        a_project(session, slug="half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction(engine) as session:
        half(session)
    with reading(engine) as session:
        assert session.exec(select(Project)).all() == []


def test_a_reader_does_not_wait_for_a_writer(engine):
    with transaction(engine) as writer:
        a_project(writer, slug="coming")
        with reading(engine) as reader:
            assert reader.exec(select(Project)).all() == []


def test_an_upsert_inserts_then_updates_the_same_row(session):
    values = {"slug": "a", "title": "A", "status": "idea", "created_at": now(), "updated_at": now(), "source_urls": []}
    values |= dict.fromkeys(("title_en", "acronym", "summary", "summary_en", "summary_simple", "start", "end", "note"), "")
    values |= dict.fromkeys(("picture", "picture_alt", "picture_licence"), "")
    first = upsert(session, Project, ("slug",), values)
    assert upsert(session, Project, ("slug",), values | {"title": "B"}) == first
    assert session.get_one(Project, first, populate_existing=True).title == "B"


def test_moments_without_a_zone_are_refused(session):
    with pytest.raises(Exception, match="time zone"):
        a_project(session, created_at=now().replace(tzinfo=None))


def test_moments_come_back_in_utc(engine):
    moment = now()
    with transaction(engine) as session:
        a_project(session, slug="a", created_at=moment)
    with Session(engine) as session:
        assert session.exec(select(Project)).one().created_at == moment


def test_sqlite_is_durable_and_keeps_its_promises(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_too_old_sqlite_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "NEEDED_SQLITE", (99, 0, 0))
    with pytest.raises(SettingsWrong, match="too old"):
        open_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
