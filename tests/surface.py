"""What the project shows outside: README's generated parts and the list of addresses; ``python -m tests.surface`` writes them anew."""

import sys
from collections.abc import Iterator
from pathlib import Path

from starlette.routing import BaseRoute, Route

from datasets.settings import ROOT, VARIABLES
from portal.routes import ROUTERS
from tests.modules import PACKAGES, Module

README = ROOT / "README.md"
ADDRESSES = ROOT / "tests" / "addresses.txt"
FOLDERS = {
    "datasets/cities": "One folder per city: city.toml, register, outline, legal texts, logo.",
    "datasets/migrations": "How the database came to be what it is, step by step.",
    "portal/assets": "npm's list of what pages load from others, with its lock.",
    "portal/locale": "What the pages say in other languages.",
    "portal/static": "Our own style and script; others' arrive in vendor/ at set-up.",
    "portal/texts": "The long texts of the portal in Markdown, one file per page and language.",
    "portal/templates": "One template per page; its blocks are what htmx asks for.",
}
"""Sentences for folders that hold no module of their own."""
NARROW = 22


def tree() -> str:
    """The packages and what lies directly in them, each with the first sentence of its docstring."""
    return "```\n" + "\n".join(line for package in PACKAGES for line in _package(ROOT / package)) + "\n```"


def settings_table() -> str:
    """Every setting with its default and meaning."""
    rows = [f"| `MEHRWERT_{name}` | {default} | {meaning} |" for name, default, meaning in VARIABLES]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


def addresses() -> str:
    """One line per address: method, path, the module that answers."""
    return "".join(sorted(f"{line}\n" for router in ROUTERS for line in _addresses(router.routes)))


def renewed(text: str) -> str:
    """README with its generated parts as they are now."""
    for name, part in (("tree", tree()), ("settings", settings_table())):
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(start)
        text = f"{before}{start}{part}\n{end}{rest.partition(end)[2]}"
    return text


def sentence(path: Path) -> str:
    """The first sentence about a module or folder."""
    file = path / "__init__.py" if path.is_dir() else path
    if not file.is_file():
        return FOLDERS.get(path.relative_to(ROOT).as_posix(), "")
    return Module(file.relative_to(ROOT).as_posix(), file.read_text("utf-8")).sentence


def _package(folder: Path) -> Iterator[str]:
    yield f"{folder.name + '/':{NARROW}} {sentence(folder)}"
    for path in sorted(folder.iterdir(), key=lambda path: (path.is_dir(), path.name)):
        if path.suffix == ".py" and path.name != "__init__.py":
            yield f"  {path.name:{NARROW - 2}} {sentence(path)}"
        elif path.is_dir() and path.name != "__pycache__":
            yield f"  {path.name + '/':{NARROW - 2}} {sentence(path)}"


def _addresses(routes: list[BaseRoute]) -> Iterator[str]:
    for route in routes:
        if isinstance(route, Route):
            yield from (f"{method:4} {route.path}  {route.endpoint.__module__}" for method in sorted((route.methods or set()) - {"HEAD"}))


def main() -> int:
    """Writes README.md and tests/addresses.txt."""
    README.write_text(renewed(README.read_text("utf-8")), "utf-8")
    ADDRESSES.write_text(addresses(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
