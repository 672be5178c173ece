"""An installation to be measured: a home of its own, set up by our own commands."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import processes

SERVER = ["-m", "portal"]


@dataclass(frozen=True, slots=True)
class Installation:
    """A home and, where it is no SQLite file in it, the address of its database."""

    home: Path
    database_url: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Its settings. Forwarded addresses are believed, so that the load may come from many visitors."""
        given = {"MEHRWERT_HOME": str(self.home), "MEHRWERT_DATABASE_URL": self.database_url, "MEHRWERT_TRUSTED_PROXIES": "127.0.0.1"}
        return given | self.more

    def command(self, *words: str) -> processes.Took:
        """Runs one of our commands."""
        return processes.measured([*words], self.environment)


def set_up(home: Path, database_url: str = "") -> Installation:
    """As ``make run`` does before it starts the portal."""
    made = Installation(home, database_url)
    made.command("datasets", "init")
    made.command("harvesters", "register")
    made.command("datasets", "publish")
    return made
