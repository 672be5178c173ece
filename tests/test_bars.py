"""The hard bars hold, and the measuring measures."""

import ast

import pytest

from tests import bars
from tests.modules import Module

DEEP = "def f():\n    if a:\n        for b in c:\n            with d:\n                while e:\n                    pass\n"
CHAIN = "def f():\n    if a:\n        pass\n    elif b:\n        pass\n    elif c:\n        pass\n"
INNER = "def f():\n    if a:\n        def g():\n            if b:\n                pass\n"


@pytest.mark.parametrize("bar", [bar for bar in bars.measured() if bar.hard], ids=lambda bar: bar.what)
def test_a_hard_bar_is_met(bar: bars.Bar) -> None:
    assert bar.met, f"{bar.value:g} instead of {bar.limit:g}: {bar.where}"


@pytest.mark.parametrize(("text", "depth"), [(DEEP, 4), (CHAIN, 1), (INNER, 1)])
def test_nesting_counts_blocks_but_neither_elif_nor_inner_functions(text: str, depth: int) -> None:
    assert bars.nesting(ast.parse(text).body[0]) == depth


def test_a_long_file_is_seen_unless_it_says_why() -> None:
    body = "x = 1\n" * 301
    reasoned = Module("datasets/a.py", "# Longer than 300 lines: one table of the EU's codes\n" + body)
    assert bars.long_files([reasoned, Module("datasets/b.py", body)]) == ["datasets/b.py: 301 lines"]


def test_a_route_is_known_by_its_decorator() -> None:
    text = '@router.get("/")\ndef home() -> None:\n    pass\n\n@cache\ndef other():\n    pass\n'
    found = list(bars.functions([Module("portal/x.py", text)]))
    assert [(one.route, one.typed, one.lines) for one in found] == [(True, True, 2), (False, False, 2)]
