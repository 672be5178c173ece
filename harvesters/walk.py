"""A walk through pages that can be taken up again: the pages that came so far, and how far each step is."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from harvesters import pages
from harvesters.fetched import PAGES


@dataclass(slots=True)
class Way:
    """How far one step came: the next address (empty at the end), those asked, the hashes of what was read."""

    ahead: str
    asked: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)


class Pages:
    """The pages of a flow in one file, with a note beside it that is replaced whole after every page."""

    def __init__(self, folder: Path, starts: list[str] | None) -> None:
        """``starts`` are the addresses of all steps; pages kept for others are of no use. None: the way is not known before."""
        self.folder, self.file, self._note = folder, folder / PAGES, folder / "pages.json"
        self._starts = starts
        self._ways: dict[str, Way] = {}
        self._take_up()

    def ahead(self, start: str) -> str:
        """The address that the step which began there asks next; empty at its end, also where it would go round."""
        way = self._way(start)
        return "" if way.ahead in way.asked else way.ahead

    def has_read(self, start: str, sha256: str) -> bool:
        """Whether a page of this step held the very same."""
        return sha256 in self._way(start).read

    def count(self, start: str) -> int:
        """How many pages of this step there are."""
        return len(self._way(start).asked)

    def keep(self, start: str, url: str, body: bytes, sha256: str, ahead: str) -> None:
        """One more page, and where it leads."""
        pages.append(self.file, url, body)
        way = self._way(start)
        way.asked.append(url)
        way.read.append(sha256)
        way.ahead = ahead
        said = {"starts": self._starts, "size": self.file.stat().st_size, "ways": {at: asdict(one) for at, one in self._ways.items()}}
        draft = self._note.with_suffix(".draft")
        draft.write_text(json.dumps(said), "utf-8")
        draft.replace(self._note)

    def _way(self, start: str) -> Way:
        return self._ways.setdefault(start, Way(start))

    def _take_up(self) -> None:
        """Goes on where the note says, without a page that was written but not noted."""
        said = self._noted()
        if said is None:
            self._note.unlink(missing_ok=True)
            self.file.unlink(missing_ok=True)
            return
        self._ways = {start: Way(**one) for start, one in said["ways"].items()}
        os.truncate(self.file, said["size"])

    def _noted(self) -> dict[str, Any] | None:
        """The note, where it is of these steps and its pages are there."""
        if self._starts is None or not self._note.exists() or not self.file.exists():
            return None
        said: dict[str, Any] = json.loads(self._note.read_text("utf-8"))
        return said if said["starts"] == self._starts and self.file.stat().st_size >= said["size"] else None
