"""A database for those who only need one to publish into."""

import pytest

from datasets.database import open_engine


@pytest.fixture
def store(settings):
    """On SQLite only: what is said of a dataset does not depend on where it is kept."""
    engine = open_engine(settings.database_url)
    yield engine
    engine.dispose()
