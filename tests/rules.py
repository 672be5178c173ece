"""The rules of the house, each a function from a file's path and text to the sentences in which it breaks them."""

import ast
import re
from collections.abc import Iterator

from tests.modules import PACKAGES, Module

ARROWS = {
    "datasets": {"datasets"},
    "harvesters": {"harvesters", "datasets"},
    "feedback": {"feedback", "datasets"},
    "portal": {"portal", "datasets", "feedback"},
}
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "service", "services", "misc", "core"}
COMMITS = re.compile(r"portal/deps\.py|harvesters/run\.py|\w+/__main__\.py")
STARTS = re.compile(r"portal/app\.py|\w+/__main__\.py")
# Where the machine keeps its programs is no setting of ours.
ENVIRONMENT = re.compile(r"\benviron\b(?!(?:\.get\(|\[)[\"']PATH\b)|\bgetenv\b")
REASONED = re.compile(r"\{#.*\bsafe\b.*#\}")
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
INLINE = {
    "a style attribute": re.compile(r"""\sstyle\s*=\s*["'{]""", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    # Structured data is no script to a browser: it is never run, and the policy does not ask about it.
    "a script without src": re.compile(r"<script\b(?![^>]*(?:\bsrc=|application/ld\+json))", re.IGNORECASE),
    "an event attribute": re.compile(r"\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
}


def imported(module: Module, among: tuple[str, ...] = PACKAGES) -> Iterator[tuple[int, str]]:
    """Line and full name of everything it imports from these packages, wherever it does so."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in found if name.split(".")[0] in among)


def arrows(path: str, text: str) -> list[str]:
    """A package imports only what its arrow points to."""
    module = Module(path, text)
    allowed = ARROWS[module.package]
    return [f"{path}:{line} imports {name}" for line, name in imported(module) if name.split(".")[0] not in allowed]


LATER = frozenset({
    "alembic", "ckanapi", "cryptography", "duckdb", "httpx", "lxml", "markdown_it", "psycopg", "python_calamine", "rapidfuzz", "rdflib",
    "segno", "stamina", "xlsxwriter",
})  # fmt: skip
"""Packages that take long to import: no portal loads them before its first page."""


def _names(node: ast.Import | ast.ImportFrom) -> set[str]:
    """The packages that are imported there."""
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
    return {name.partition(".")[0] for name in names}


def deferred(path: str, text: str) -> list[str]:
    """Nothing is imported inside a function, for types only, or relatively; packages that few pages need may be, inside one."""
    tree = Module(path, text).tree
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    inside = {node for function in functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)}
    inside = {node for node in inside if not _names(node) <= LATER}
    relative = {node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level}
    found = [f"{path}:{node.lineno} imports late or relatively" for node in inside | relative]
    return found + ([f"{path} imports for types only"] if re.search(r"\bTYPE_CHECKING\b", text) else [])


def queries(path: str, text: str) -> list[str]:
    """SQL is written where the tables live."""
    if path.startswith(("datasets/", "feedback/")):
        return []
    calls = [node for node in ast.walk(Module(path, text).tree) if isinstance(node, ast.Call)]
    return [f"{path}:{call.lineno} speaks SQL" for call in calls if _called(call) in {"select", "exec", "execute", "scalars"}]


def commits(path: str, text: str) -> list[str]:
    """A transaction ends at the edge."""
    if COMMITS.fullmatch(path):
        return []
    calls = [node for node in ast.walk(Module(path, text).tree) if isinstance(node, ast.Call)]
    return [f"{path}:{call.lineno} commits" for call in calls if _called(call) == "commit"]


def one_client(path: str, text: str) -> list[str]:
    """Only datasets/web.py speaks HTTP to others."""
    if path == "datasets/web.py":
        return []
    return [f"{path}:{line} imports {name}" for line, name in imported(Module(path, text), ("httpx", "httpx2", "requests", "urllib3"))]


def settings_at_the_edge(path: str, text: str) -> list[str]:
    """The environment is read by settings.py, and settings.py is asked by the commands and the app."""
    if path == "datasets/settings.py":
        return []
    found = [f"{path}:{_line(text, match)} reads the environment" for match in ENVIRONMENT.finditer(text)]
    late = [] if STARTS.fullmatch(path) else list(re.finditer(r"\.from_environment\b", text))
    return found + [f"{path}:{_line(text, match)} reads the settings" for match in late]


def plain_packages(path: str, text: str) -> list[str]:
    """An ``__init__`` hands nothing on, and no module is named after nothing."""
    module = Module(path, text)
    vague = [f"{path} is named after nothing"] if VAGUE & set(module.name.split(".")) else []
    names = [node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)]
    return vague + ([f"{path} exports a list"] if path.endswith("__init__.py") and "__all__" in names else [])


def no_city(path: str, text: str, name: str) -> list[str]:
    """No city's name, but in the address of the folder that is the default."""
    found = re.finditer(rf"(?<!cities/){re.escape(name)}", text, re.IGNORECASE)
    return [f"{path}:{_line(text, match)} names {name}" for match in found]


def escaped(path: str, text: str) -> list[str]:
    """A template is escaped: its name ends in .html, and ``|safe`` stands beside a comment ``{# safe: why #}``."""
    named = [] if path.endswith(".html") else [f"{path} is not named *.html, so nothing in it is escaped"]
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        around = line if number == 1 else lines[number - 2] + line
        if re.search(r"\|\s*safe\b|autoescape\s+false", line) and not REASONED.search(around):
            named.append(f"{path}:{number} is not escaped and does not say why")
    return named


def strict(path: str, text: str) -> list[str]:
    """Nothing inline that the content security policy would have to allow."""
    markup = JINJA.sub(lambda match: "\n" * match.group().count("\n"), text)
    found = [(match, what) for what, pattern in INLINE.items() for match in pattern.finditer(markup)]
    return [f"{path}:{_line(markup, match)} has {what}" for match, what in found]


def circles(sources: tuple[Module, ...]) -> list[str]:
    """Modules that import each other, however long the way round."""
    known = {module.name for module in sources}
    graph = {module.name: {_module_of(name, known) for _, name in imported(module)} - {"", module.name} for module in sources}
    return sorted(name for name in known if name in _reachable(graph, name))


def _module_of(name: str, known: set[str]) -> str:
    """``datasets.errors.NotFound`` is in ``datasets.errors``."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name


def _reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    ahead = set(graph[start])
    while ahead:
        name = ahead.pop()
        seen.add(name)
        ahead |= graph[name] - seen
    return seen


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
