import gzip
import json
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from datasets.errors import SettingsWrong
from portal import assets


def _modules(folder: Path) -> Path:
    for source in assets.COPIES.values():
        file = folder / source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"/* {source} */" * 50)
    return folder


def test_copies_have_compressed_ones_beside_them(tmp_path: Path) -> None:
    assets.copy(_modules(tmp_path / "modules"), tmp_path / "vendor")
    body = (tmp_path / "vendor" / "kern.css").read_bytes()
    assert brotli.decompress((tmp_path / "vendor" / "kern.css.br").read_bytes()) == body
    assert gzip.decompress((tmp_path / "vendor" / "kern.css.gz").read_bytes()) == body


def test_licences_come_along(tmp_path: Path) -> None:
    assets.copy(_modules(tmp_path / "modules"), tmp_path / "vendor")
    assert {"kern.LICENSE.md", "htmx.LICENSE"} <= {file.name for file in (tmp_path / "vendor").iterdir()}


def test_nothing_is_done_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package-lock.json").write_text("{}")
    _modules(tmp_path / "node_modules")
    calls: list[list[str]] = []
    monkeypatch.setattr("subprocess.run", lambda words, **rest: calls.append(words))
    assert [assets.install(tmp_path, tmp_path / "vendor") for _ in range(2)] == [True, False]
    assert len(calls) == 1


def test_another_lock_file_fetches_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text("{}")
    _modules(tmp_path / "node_modules")
    monkeypatch.setattr("subprocess.run", lambda words, **rest: None)
    assets.install(tmp_path, tmp_path / "vendor")
    lock.write_text('{"packages": {}}')
    assert assets.install(tmp_path, tmp_path / "vendor")


def test_without_npm_there_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr("shutil.which", lambda name, path: None)
    with pytest.raises(SettingsWrong, match="npm is missing"):
        assets.install(tmp_path, tmp_path / "vendor")


def test_the_lock_file_names_sums_and_no_host() -> None:
    packages = json.loads((assets.PACKAGES / "package-lock.json").read_text())["packages"]
    assert all("resolved" not in package for package in packages.values())
    assert all(package["integrity"].startswith("sha512-") for name, package in packages.items() if name)


def test_versions_are_pinned() -> None:
    package = json.loads((assets.PACKAGES / "package.json").read_text())
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert all(version.replace(".", "").isdigit() for version in versions)
