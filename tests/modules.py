"""The project's own source as data: its modules with their syntax trees, its templates, the files that are committed."""

import ast
import subprocess
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from datasets.settings import ROOT

PACKAGES = ("datasets", "harvesters", "feedback", "portal")
LEFT_OUT = {"node_modules", "vendor", "__pycache__"}


@dataclass(frozen=True)
class Module:
    """One Python file; ``path`` is relative to the root, with slashes."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, self.path)

    @property
    def name(self) -> str:
        """``datasets.tables.money``; a package is named without ``__init__``."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        """``datasets``."""
        return self.path.split("/")[0]

    @property
    def lines(self) -> int:
        """How long it is."""
        return self.text.count("\n")

    @property
    def sentence(self) -> str:
        """The first sentence of its docstring, on one line and with its full stop; empty where there is none."""
        paragraph = (ast.get_docstring(self.tree) or "").split("\n\n")[0].replace("\n", " ")
        end = paragraph.find(". ")
        return paragraph if end < 0 else paragraph[: end + 1]


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file of these folders, in order of path; those of the four packages where none is named."""
    files = [file for folder in folders or PACKAGES for file in (ROOT / folder).rglob("*.py") if not LEFT_OUT & set(file.parts)]
    return tuple(Module(file.relative_to(ROOT).as_posix(), file.read_text("utf-8")) for file in sorted(files))


@cache
def templates() -> tuple[tuple[str, str], ...]:
    """Path and text of every file in the folders of templates."""
    files = [file for file in (ROOT / "portal" / "templates").rglob("*") if file.is_file() and file.parent.name != "__pycache__"]
    return tuple((file.relative_to(ROOT).as_posix(), file.read_text("utf-8")) for file in sorted(files))


@cache
def committed() -> tuple[Path, ...]:
    """Files that are in the repository or would come into it with the next commit, relative to the root."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(Path(name) for name in names if name and (ROOT / name).is_file())
