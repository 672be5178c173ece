"""Compiled templates are kept, never believed where the source or the settings are others, and never needed."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError

from portal.compiled import Compiled


@pytest.fixture(autouse=True)
def _written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the shell says about compiled modules."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def _environment(folder: Path, settings: str = "one") -> Environment:
    (folder / "settings.py").write_text(settings)
    return Environment(loader=FileSystemLoader(folder), autoescape=True, bytecode_cache=Compiled(folder, [folder / "settings.py"]))


def _kept(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").glob("*"))


def _compilations(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that it compiles from now on."""
    seen: list[str] = []
    generate = environment._generate
    monkeypatch.setattr(
        environment, "_generate", lambda source, name, *more, **named: (seen.append(name), generate(source, name, *more, **named))[1]
    )
    return seen


def test_a_second_process_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text("<p>{{ word }}</p>")
    first = _environment(tmp_path)
    compiled_first = _compilations(first, monkeypatch)
    assert first.get_template("a.html").render(word="<b>") == "<p>&lt;b&gt;</p>"
    second = _environment(tmp_path)
    compiled_then = _compilations(second, monkeypatch)
    assert second.get_template("a.html").render(word="<b>") == "<p>&lt;b&gt;</p>"
    assert (compiled_first, compiled_then) == (["a.html"], [])


def test_another_source_is_compiled_anew(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("one")
    _environment(tmp_path).get_template("a.html")
    (tmp_path / "a.html").write_text("two")
    assert _environment(tmp_path).get_template("a.html").render() == "two"
    assert len(_kept(tmp_path)) == 1


def test_other_settings_compile_anew(tmp_path: Path) -> None:
    """A filter of a constant is counted when the template is compiled, and stands in its code."""
    (tmp_path / "a.html").write_text("{{ 1 | shown }}")
    said = []
    for settings in ("one", "two"):
        environment = _environment(tmp_path, settings)
        environment.filters["shown"] = lambda number, settings=settings: f"{number} {settings}"
        said.append(environment.get_template("a.html").render())
    assert said == ["1 one", "1 two"]


@pytest.mark.parametrize("left", [0, 1, 20, 60, -5])
def test_a_damaged_file_is_written_anew(tmp_path: Path, left: int) -> None:
    (tmp_path / "a.html").write_text("{{ word }}")
    _environment(tmp_path).get_template("a.html")
    whole = _kept(tmp_path)[0].read_bytes()
    _kept(tmp_path)[0].write_bytes(whole[:left])
    assert _environment(tmp_path).get_template("a.html").render(word="x") == "x"
    assert _kept(tmp_path)[0].read_bytes() == whole


def test_where_nothing_can_be_written_pages_are_compiled_by_each_process(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("one")
    (tmp_path / "__pycache__").write_text("a file where the folder would be")
    assert _environment(tmp_path).get_template("a.html").render() == "one"


def test_who_wants_no_compiled_modules_gets_no_compiled_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "a.html").write_text("one")
    assert _environment(tmp_path).get_template("a.html").render() == "one"
    assert _kept(tmp_path) == []


def test_they_lie_where_compiled_modules_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere"))
    (tmp_path / "a.html").write_text("one")
    _environment(tmp_path).get_template("a.html")
    assert _kept(tmp_path) == []
    assert len(list((tmp_path / "elsewhere").rglob("*.html.cache"))) == 1


def test_a_template_with_a_fault_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{% if %}")
    with pytest.raises(TemplateSyntaxError):
        _environment(tmp_path).get_template("a.html")
    assert _kept(tmp_path) == []
