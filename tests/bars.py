"""The bars for sizes and shapes of the source, measured by reading it; ``python -m tests.bars`` prints them, met or not."""

import ast
import re
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tests import rules
from tests.modules import Module, modules, templates

LONG_FILE = 300
EXCUSED = re.compile(r"^# Longer than 300 lines: \w.{10,}", re.MULTILINE)
BLOCKS = ast.If | ast.For | ast.While | ast.Try | ast.With | ast.Match | ast.AsyncFor | ast.AsyncWith
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
VERBS = {"get", "post", "put", "delete", "head", "api_route"}


@dataclass(frozen=True, slots=True)
class Function:
    """One function: where it stands, its lines, how deep its blocks nest."""

    place: str
    lines: int
    nesting: int
    typed: bool
    route: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ``hard`` ones fail a test; of the others we want to know."""

    what: str
    value: float
    limit: float
    hard: bool = False
    at_least: bool = False
    where: str = ""

    @property
    def met(self) -> bool:
        """Whether it holds."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def nesting(node: ast.AST, depth: int = 0) -> int:
    """How many if, for, while, try, with or match stand inside each other below the node; elif is no deeper than its if."""
    deepest = depth
    for child in ast.iter_child_nodes(node):
        again = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        below = depth + (isinstance(child, BLOCKS) and not again)
        if not isinstance(child, FUNCTIONS | ast.ClassDef):
            deepest = max(deepest, nesting(child, below))
    return deepest


def functions(sources: Iterable[Module]) -> Iterator[Function]:
    """Every function and method."""
    for module in sources:
        for node in (found for found in ast.walk(module.tree) if isinstance(found, FUNCTIONS)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            place = f"{module.path}:{node.lineno} {node.name}"
            yield Function(place, lines, nesting(node), node.returns is not None, any(map(_is_route, node.decorator_list)))


def long_files(sources: Iterable[Module]) -> list[str]:
    """Files past the bar that carry no comment with the reason."""
    return [f"{module.path}: {module.lines} lines" for module in sources if module.lines > LONG_FILE and not EXCUSED.search(module.text)]


def measured() -> list[Bar]:
    """All bars, in the order in which they are read."""
    # A migration lists what it changes, however much that is; nobody reads or edits it again.
    code = tuple(module for module in modules() if "/migrations/" not in module.path)
    found = list(functions(code))
    return [*_files(code), *_functions(found), *_shapes(code, found), *_templates(), *_tests(code)]


def _files(code: tuple[Module, ...]) -> Iterator[Bar]:
    lines = [module.lines for module in code if module.lines]
    sources = [module.lines for module in code if "/sources/" in module.path and not module.path.endswith("__init__.py")]
    longest = max(code, key=lambda module: module.lines)
    yield Bar("lines of a file, median", _median(lines), 90)
    yield Bar("lines of a file, 9 of 10 up to", _nine_of_ten(lines), 200)
    yield Bar("lines of a file, longest", longest.lines, LONG_FILE, where=longest.path)
    yield Bar("files longer than that without a reason", len(long_files(code)), 0, hard=True, where=", ".join(long_files(code)))
    yield Bar("lines of a source's file, median", _median(sources), 60)


def _functions(found: list[Function]) -> Iterator[Bar]:
    yield Bar("lines of a function, median", _median([one.lines for one in found]), 10)
    yield Bar("lines of a function, 9 of 10 up to", _nine_of_ten([one.lines for one in found]), 25)
    yield _highest("lines of a function, longest", {one.place: one.lines for one in found}, 50)
    yield _highest("blocks inside each other", {one.place: one.nesting for one in found}, 3)
    yield _highest("lines of a route, longest", {one.place: one.lines for one in found if one.route}, 12)


def _shapes(code: tuple[Module, ...], found: list[Function]) -> Iterator[Bar]:
    silent = [module.path for module in code if not module.sentence.endswith((".", "…", "?"))]
    untyped = [one.place for one in found if not one.typed]
    yield Bar("modules in a circle", len(rules.circles(code)), 0, hard=True)
    yield Bar("late, relative or types-only imports", _broken(code, rules.deferred), 0, hard=True)
    yield Bar("imports against an arrow", _broken(code, rules.arrows), 0, hard=True)
    yield Bar("SQL outside datasets and feedback", _broken(code, rules.queries), 0, hard=True)
    yield Bar("modules without a first sentence", len(silent), 0, hard=True, where=", ".join(silent))
    yield Bar("functions without a return type", len(untyped), 0, hard=True, where=", ".join(untyped))


def _templates() -> Iterator[Bar]:
    sizes = {path: text.count("\n") for path, text in templates()}
    yield Bar("lines of a template, median", _median(list(sizes.values())), 40)
    yield _highest("lines of a template, longest", sizes, 120)


def _tests(code: tuple[Module, ...]) -> Iterator[Bar]:
    files = modules("tests")
    tests = [one for one in functions(files) if one.place.split()[-1].startswith("test_")]
    mocks = sum(len(re.findall(r"\bmock\.\w|\bMock\(|\bmonkeypatch\.\w", module.text)) for module in files)
    share = sum(module.lines for module in files) / sum(module.lines for module in code)
    yield Bar("lines of tests to lines of code, at least", round(share, 2), 0.8, at_least=True)
    yield Bar("lines of tests to lines of code, at most", round(share, 2), 1.5)
    yield Bar("lines of a test, median", _median([one.lines for one in tests]), 12)
    yield Bar("mocks per test", round(mocks / max(len(tests), 1), 3), 0.05)


def _highest(what: str, values: dict[str, int], limit: int) -> Bar:
    """A hard bar on the highest value; ``where`` names all that are too high, or the highest."""
    highest = max(values.values(), default=0)
    places = [place for place, value in values.items() if value > limit or value == highest]
    over = [place for place in places if values[place] > limit]
    return Bar(what, highest, limit, hard=True, where=", ".join(over or places[:1]))


def _broken(code: tuple[Module, ...], rule: Callable[[str, str], list[str]]) -> int:
    return sum(len(rule(module.path, module.text)) for module in code)


def _is_route(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(call, ast.Attribute) and call.attr in VERBS and ast.unparse(call.value).endswith("router")


def _median(values: list[int]) -> float:
    return statistics.median(values) if values else 0


def _nine_of_ten(values: list[int]) -> float:
    return sorted(values)[int(len(values) * 0.9)] if values else 0


def main() -> int:
    """Prints the table; 1 where a hard bar is not met."""
    bars = measured()
    for bar in bars:
        mark = "met" if bar.met else "NOT MET"
        sign = ">=" if bar.at_least else "<="
        sys.stdout.write(f"{bar.what:45} {bar.value:>8g} {sign} {bar.limit:<5g} {mark:8}{bar.where if not bar.met or bar.hard else ''}\n")
    return int(any(bar.hard and not bar.met for bar in bars))


if __name__ == "__main__":
    sys.exit(main())
