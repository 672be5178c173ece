"""A backup holds database, releases and secret, and comes back into an empty home only."""

import dataclasses
import stat

import pytest

from datasets import backup, catalogue, releases
from datasets.database import open_engine, reading
from datasets.errors import Refused
from datasets.settings import Settings
from tests.builders import a_dataset_record

ROWS = [(1, "eins", 1)]


@pytest.fixture
def lite(sqlite_url):
    """An engine on SQLite alone."""
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


def test_what_is_backed_up_comes_back_whole(lite, settings, tmp_path):
    releases.publish(lite, settings, a_dataset_record(slug="zahlen"), ROWS)
    backup.write(lite, settings, tmp_path / "all.tar.gz")
    fresh = Settings.from_environment({"MEHRWERT_HOME": str(tmp_path / "fresh")})
    backup.restore(fresh, tmp_path / "all.tar.gz")
    engine = open_engine(fresh.database_url)
    with reading(engine) as session:
        assert catalogue.dataset(session, "zahlen").current.rows == 1
    assert releases.verify(engine, fresh) == []
    assert fresh.secret() == settings.secret()
    engine.dispose()


def test_a_backup_is_for_its_owner_only(lite, settings, tmp_path):
    backup.write(lite, settings, tmp_path / "all.tar.gz")
    assert stat.S_IMODE((tmp_path / "all.tar.gz").stat().st_mode) == 0o600


def test_nothing_is_overwritten(lite, settings, tmp_path):
    backup.write(lite, settings, tmp_path / "all.tar.gz")
    with pytest.raises(Refused, match="exists already"):
        backup.write(lite, settings, tmp_path / "all.tar.gz")
    with pytest.raises(Refused, match="is not empty"):
        backup.restore(settings, tmp_path / "all.tar.gz")


def test_a_file_that_is_no_backup_is_refused(settings, tmp_path):
    (tmp_path / "x").write_text("x")
    empty = dataclasses.replace(settings, home=tmp_path / "fresh")
    with pytest.raises(Refused, match="not a readable backup"):
        backup.restore(empty, tmp_path / "x")
