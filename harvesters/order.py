"""What a run is asked to do, and what it reports: plain values, the JSON of the command key by key."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Order:
    """What one run is asked to do."""

    file: Path | None = None
    dataset: str = ""
    dry_run: bool = False
    accept_shrink: bool = False
    progress: Callable[[str, int], None] = lambda what, rows: None
    check: Callable[[], None] = lambda: None
    """Called at safe points; raises Interrupted where the run is to end there."""
    holder: str = ""
    """The worker that runs it; empty for a command."""


@dataclass(slots=True)
class Report:
    """What came of a run; the JSON object of the command, key by key."""

    source: str
    dataset: str
    release: str = ""
    state: str = "failed"
    seen: int = 0
    accepted: int = 0
    rejected: int = 0
    masked: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    fundings: int = 0
    warnings: int = 0
    waiting: int = 0
    """Things of this list that wait for a person to say what they are."""
    seconds: float = 0.0
    message: str = ""
