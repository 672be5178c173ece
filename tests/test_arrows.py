"""The rules of the house hold in every file, and each rule sees a violation that is planted for it."""

import tomllib
from collections.abc import Callable
from functools import partial

import pytest

from datasets.settings import ROOT
from tests import rules
from tests.modules import Module, modules, templates

CITY_FILE = next((ROOT / "datasets" / "cities").glob("*/city.toml"))
CITY = str(tomllib.loads(CITY_FILE.read_text("utf-8"))["name"])
no_city = partial(rules.no_city, name=CITY)

FOR_MODULES = [
    rules.arrows,
    rules.deferred,
    rules.queries,
    rules.commits,
    rules.one_client,
    rules.settings_at_the_edge,
    rules.plain_packages,
    no_city,
]
FOR_TEMPLATES = [rules.escaped, rules.strict, no_city]

PLANTED = [
    (rules.arrows, "feedback/x.py", "from portal import app"),
    (rules.arrows, "portal/x.py", "import harvesters.run"),
    (rules.arrows, "datasets/x.py", "from feedback.tables import ratings"),
    (rules.deferred, "datasets/x.py", "def f():\n    from datasets import catalogue"),
    (rules.deferred, "datasets/x.py", "from . import catalogue"),
    (rules.deferred, "datasets/x.py", "from typing import TYPE_CHECKING"),
    (rules.queries, "portal/x.py", "select(Project)"),
    (rules.queries, "portal/x.py", "session.exec(question)"),
    (rules.queries, "harvesters/x.py", "session.execute(question)"),
    (rules.commits, "feedback/x.py", "session.commit()"),
    (rules.one_client, "harvesters/x.py", "import httpx"),
    (rules.one_client, "portal/x.py", "from httpx import Client"),
    (rules.settings_at_the_edge, "portal/x.py", "settings = Settings.from_environment()"),
    (rules.settings_at_the_edge, "portal/app.py", "home = os.environ['HOME']"),
    (rules.plain_packages, "datasets/x/__init__.py", "__all__ = ['y']"),
    (rules.plain_packages, "datasets/utils.py", "x = 1"),
    (no_city, "portal/x.py", f"'Willkommen in {CITY}'"),
    (no_city, "portal/templates/x.html", f"<p>{CITY.lower()}</p>"),
    (rules.escaped, "portal/templates/x.html.jinja", "<p>{{ x }}</p>"),
    (rules.escaped, "portal/templates/x.html", "{{ text | safe }}"),
    (rules.escaped, "portal/templates/x.html", "{% autoescape false %}"),
    (rules.strict, "portal/templates/x.html", '<p style="color: red">'),
    (rules.strict, "portal/templates/x.html", "<style>p {}</style>"),
    (rules.strict, "portal/templates/x.html", "<script>go()</script>"),
    (rules.strict, "portal/templates/x.html", '<a onclick="go()">'),
    (rules.strict, "portal/templates/x.html", '<a hx-on:click="go()">'),
    (rules.strict, "portal/templates/x.html", '<a href="javascript:go()">'),
    (rules.strict, "portal/templates/x.html", '<p style="width: {{ share }}">'),
]

ALLOWED = [
    (rules.arrows, "portal/x.py", "from feedback.voices import ratings"),
    (rules.queries, "feedback/x.py", "session.exec(select(Rating))"),
    (rules.commits, "portal/deps.py", "session.commit()"),
    (rules.settings_at_the_edge, "feedback/__main__.py", "Settings.from_environment()"),
    (rules.settings_at_the_edge, "portal/assets.py", 'os.environ.get("PATH", "")'),
    (no_city, "datasets/settings.py", f"'datasets/cities/{CITY.lower()}'"),
    (rules.escaped, "portal/templates/x.html", "{# safe: our own SVG #}\n{{ chart | safe }}"),
    (rules.strict, "portal/templates/x.html", "{% with one = waiting %}{% include one %}{% endwith %}"),
    (rules.strict, "portal/templates/x.html", '<script type="application/ld+json">{}</script><script src="/x.js" defer></script>'),
]

Rule = Callable[[str, str], list[str]]


def _name(value: object) -> str:
    return getattr(value, "__name__", "no_city" if isinstance(value, partial) else "")


@pytest.mark.parametrize("rule", FOR_MODULES, ids=_name)
def test_every_module_keeps_the_rule(rule: Rule) -> None:
    assert [found for module in modules() for found in rule(module.path, module.text)] == []


@pytest.mark.parametrize("rule", FOR_TEMPLATES, ids=_name)
def test_every_template_keeps_the_rule(rule: Rule) -> None:
    assert [found for path, text in templates() for found in rule(path, text)] == []


def test_scripts_styles_and_texts_name_no_city() -> None:
    files = [file for folder in ("static", "locale") for file in (ROOT / "portal" / folder).rglob("*") if "vendor" not in file.parts]
    texts = [(file.name, file.read_text("utf-8")) for file in files if file.suffix in {".css", ".js", ".po", ".svg"}]
    assert [found for name, text in texts for found in no_city(name, text)] == []


def test_no_module_imports_itself_however_long_the_way_round() -> None:
    assert rules.circles(modules()) == []


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED, ids=_name)
def test_a_planted_violation_is_seen(rule: Rule, path: str, text: str) -> None:
    assert len(rule(path, text)) == 1


@pytest.mark.parametrize(("rule", "path", "text"), ALLOWED, ids=_name)
def test_what_the_rule_allows_passes(rule: Rule, path: str, text: str) -> None:
    assert rule(path, text) == []


def test_a_planted_circle_is_seen() -> None:
    there = Module("datasets/a.py", "from datasets import b")
    back = Module("datasets/b.py", "from datasets.c import x")
    round_again = Module("datasets/c.py", "import datasets.a")
    outside = Module("datasets/d.py", "from datasets import a")
    assert rules.circles((there, back, round_again, outside)) == ["datasets.a", "datasets.b", "datasets.c"]
