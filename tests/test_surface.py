"""What README, commands, addresses, templates and sources promise is there, and nothing is forgotten."""

import importlib
import re
from typing import Any

import pytest
import typer

import datasets.__main__
import feedback.__main__
import harvesters.__main__
import portal.__main__
from datasets.settings import ROOT, VARIABLES, Settings
from tests import surface
from tests.modules import modules, templates

TESTS = ROOT / "tests" / "harvesters"
CITY = Settings.from_environment({}).city
README = surface.README.read_text("utf-8")
COMMANDS = {
    "datasets": datasets.__main__.app,
    "feedback": feedback.__main__.app,
    "harvesters": harvesters.__main__.app,
    "portal": portal.__main__.app,
}
USED = sorted(set(re.findall(r"python -m (datasets|harvesters|feedback|portal)\b((?: [^\s`#|·…]+)*)", README)))
TARGETS = sorted(set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE)))
SOURCES = [module.name.rpartition(".")[2] for module in modules("harvesters/sources") if "SOURCE = " in module.text]
# What a source reads from the installation itself needs no frozen copy beside it.
FETCHED = [name for name in SOURCES if importlib.import_module(f"harvesters.sources.{name}").SOURCE.path(CITY) is None]


def test_the_generated_parts_of_readme_are_of_today() -> None:
    assert surface.renewed(README) == README, "run: make surface"


def test_every_line_of_the_tree_has_a_sentence() -> None:
    lines = surface.tree().splitlines()[1:-1]
    assert [line for line in lines if len(line.split(maxsplit=1)) < 2] == []


@pytest.mark.parametrize("name", [name for name, _, _ in VARIABLES])
def test_every_setting_is_in_readme(name: str) -> None:
    assert f"`MEHRWERT_{name}`" in README


def test_readme_names_no_setting_that_does_not_exist() -> None:
    assert set(re.findall(r"MEHRWERT_([A-Z_]+)", README)) <= {name for name, _, _ in VARIABLES}


@pytest.mark.parametrize(("package", "words"), USED)
def test_every_command_in_readme_exists(package: str, words: str) -> None:
    command: Any = typer.main.get_command(COMMANDS[package])
    for word in words.split():
        command = command.commands[word] if hasattr(command, "commands") and not word.startswith("--") else command
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words.split() if word.startswith("--")} <= options


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_in_readme_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_has_a_test(name: str) -> None:
    assert (TESTS / "sources" / f"test_{name}.py").is_file()


@pytest.mark.parametrize("name", FETCHED)
def test_every_source_has_a_frozen_answer(name: str) -> None:
    assert list((TESTS / "files").glob(f"{name}*"))


def test_every_template_is_used() -> None:
    texts = [module.text for module in modules("portal")] + [text for _, text in templates()]
    names = [path.rpartition("/")[2] for path, _ in templates()]
    assert [name for name in names if not any(f'"{name}"' in text for text in texts)] == []


def test_no_address_comes_or_goes_unnoticed() -> None:
    assert surface.addresses() == surface.ADDRESSES.read_text("utf-8"), "run: make surface, and look at what changed"
