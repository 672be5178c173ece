"""Tests of the zip and of what is said of a file."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from datasets.formats import bundle
from datasets.formats.files import described, sha256, sync
from tests.datasets.tables import a_dataset


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    contents = {"b.csv": b"a\n" * 1000, "a.parquet": b"PAR1", "datapackage.json": b"{}"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


def test_a_bundle_holds_a_readme_and_all_files(tmp_path: Path, files: list[Path]) -> None:
    bundle.write(tmp_path / "x.zip", files, "Lies mich: Köln")
    with zipfile.ZipFile(tmp_path / "x.zip") as read:
        assert read.namelist() == ["README.txt", "a.parquet", "b.csv", "datapackage.json"]
        assert read.read("README.txt").decode() == "Lies mich: Köln"
        assert read.read("b.csv") == (tmp_path / "b.csv").read_bytes()
        assert read.testzip() is None


def test_the_same_files_are_the_same_bundle_whenever_and_in_whatever_order(tmp_path: Path, files: list[Path]) -> None:
    bundle.write(tmp_path / "one.zip", files, "x")
    (tmp_path / "b.csv").touch()
    bundle.write(tmp_path / "two.zip", files[::-1], "x")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_the_readme_says_what_it_is_in_both_languages(files: list[Path]) -> None:
    text = bundle.readme(a_dataset(), "2026-11-23", [described(path) for path in files])
    for said in ("Förderungen", "Grants", "2026-11-23", "dl-zero-de/2.0", "https://example.org/quelle", sha256(files[0])):
        assert said in text
    assert "$" not in text


def test_a_file_is_described_by_its_bytes(tmp_path: Path, files: list[Path]) -> None:
    table = described(files[0])
    assert (table.name, table.format, table.media_type, table.bytes) == ("b.csv", "csv", "text/csv", 2000)
    assert table.sha256 == hashlib.sha256(files[0].read_bytes()).hexdigest()


def test_an_unknown_ending_is_bytes(tmp_path: Path) -> None:
    (tmp_path / "x.unknown").touch()
    assert described(tmp_path / "x.unknown").media_type == "application/octet-stream"


def test_files_and_folders_can_be_synced(tmp_path: Path, files: list[Path]) -> None:
    sync(files[0])
    sync(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync(tmp_path / "none")
