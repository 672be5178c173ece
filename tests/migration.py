"""``python -m tests.migration "what it does"``: writes the migration from the newest schema to what the tables have become."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from datasets import search_ddl
from datasets.database import MIGRATIONS, open_engine
from datasets.schema import migrate
from datasets.tables.types import Moment, Money
from tests.conftest import import_tables


def is_compared(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """What the search adds beside the tables is no table of a class."""
    return not (kind in {"table", "index"} and search_ddl.is_made_here(name))


def written(kind: str, thing: object, context: object) -> str | bool:
    """Our own column types by what the database holds: a migration imports no table module."""
    names = {Moment: "sa.DateTime(timezone=True)", Money: "sa.BigInteger()", AutoString: "sa.String()"}
    return names.get(type(thing), False) if kind == "type" else False  # type: ignore[arg-type]  # other types are left to Alembic


def config() -> Config:
    """Alembic's configuration for comparing with the tables of both packages."""
    import_tables()
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["metadata"] = SQLModel.metadata
    made.attributes["include_object"] = is_compared
    made.attributes["render_item"] = written
    return made


def main(message: str) -> None:
    """Upgrades an empty SQLite file, compares, writes the file."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'empty.sqlite'}")
        made = config()
        if any((MIGRATIONS / "versions").glob("*.py")):
            migrate(engine)
        with engine.begin() as connection:
            made.attributes["connection"] = connection
            command.revision(made, message, autogenerate=True, rev_id=f"{len(list((MIGRATIONS / 'versions').glob('*.py'))) + 1:04d}")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "change")
