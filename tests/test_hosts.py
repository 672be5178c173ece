"""No committed file names a host of a package registry or a folder of the machine it was written on."""

import re

import pytest

from datasets.settings import ROOT
from tests.modules import committed

# Written in parts, or this file would be the first to name them.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("deb", "debian", "org"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("quay", "io"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
    )
]
HOSTS = re.compile("|".join(rf"(?<![\w-]){re.escape(host)}\b" for host in REGISTRIES), re.IGNORECASE)
# A home folder, the folder in which the project happens to lie, or the samples beside it.
MACHINE = re.compile(rf"(?:{re.escape(str(ROOT))}|{re.escape(str(ROOT.parent / 'shared'))}|/root|/home/\w+)/[\w.]")


def found(pattern: re.Pattern[str]) -> list[str]:
    """``file: match`` for every committed file."""
    texts = ((file, (ROOT / file).read_text("utf-8", errors="replace")) for file in committed())
    return [f"{file}: {match.group()}" for file, text in texts for match in pattern.finditer(text)]


def test_no_committed_file_names_a_registry() -> None:
    assert found(HOSTS) == []


def test_no_committed_file_names_a_folder_of_one_machine() -> None:
    assert found(MACHINE) == []


@pytest.mark.parametrize("host", REGISTRIES)
def test_a_planted_registry_is_seen(host: str) -> None:
    assert HOSTS.search(f'"resolved": "https://files.{host}/x.whl"')


def test_a_planted_folder_is_seen() -> None:
    assert MACHINE.search(f'path = "{ROOT}/var"')
