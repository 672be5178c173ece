"""compose.yaml is valid, careful, and names only what exists."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from datasets.settings import ROOT, VARIABLES

FILE = ROOT / "compose.yaml"
TEXT = FILE.read_text("utf-8")
SERVICES: dict[str, dict[str, Any]] = YAML(typ="safe").load(TEXT)["services"]
WRITE_AT_HOME = {"ckan", "ckan-solr"}  # a peer to try pushes with, not ours to change
ONCE = {"setup"}


def valid(file: Path) -> bool:
    """Whether the file keeps to the compose specification, which the checker brings along."""
    checker = Path(sys.executable).with_name("check-jsonschema")
    return subprocess.run([checker, "--builtin-schema", "vendor.compose-spec", file], check=False, capture_output=True).returncode == 0


def images(service: dict[str, Any]) -> list[str]:
    """What the service is made from: the images that its Dockerfile begins with, else its own."""
    begun = re.findall(r"^FROM (\S+)", service.get("build", {}).get("dockerfile_inline", ""), re.MULTILINE)
    return begun or [service["image"]]


def careless(name: str, service: dict[str, Any]) -> list[str]:
    """What a service leaves open that it could close."""
    faults = {
        "runs as root": str(service.get("user", "root")).split(":")[0] in {"root", "0"},
        "may gain privileges": "no-new-privileges:true" not in service.get("security_opt", []),
        "keeps capabilities": service.get("cap_drop") != ["ALL"],
        "has a root that can be written": not service.get("read_only") and name not in WRITE_AT_HOME,
        "has no health check": "test" not in service.get("healthcheck", {}) and name not in ONCE,
        "is made from an image of no version": not all(re.search(r":\d+\.\d+", image) for image in images(service)),
    }
    return [fault for fault, found in faults.items() if found]


def test_it_keeps_to_the_specification() -> None:
    assert valid(FILE)


def test_a_word_that_the_specification_does_not_know_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / "compose.yaml"
    planted.write_text(TEXT.replace("    init: true", "    innit: true").replace("  init: true", "  innit: true"))
    assert not valid(planted)


def test_it_runs_what_it_promises() -> None:
    assert {"proxy", "portal-a", "portal-b", "harvesters", "feedback", "setup", "database"} == {
        name for name, service in SERVICES.items() if "ckan" not in service.get("profiles", [])
    }


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_careful(name: str) -> None:
    assert careless(name, SERVICES[name]) == []


@pytest.mark.parametrize("change", [{"user": "0:0"}, {"read_only": False}, {"security_opt": []}, {"healthcheck": {}}, {"cap_drop": []}])
def test_a_planted_carelessness_is_seen(change: dict[str, Any]) -> None:
    assert len(careless("database", SERVICES["database"] | change)) == 1


def test_an_image_of_no_version_is_seen() -> None:
    assert careless("database", SERVICES["database"] | {"image": "postgres:latest"}) == ["is made from an image of no version"]


def test_only_the_proxy_answers_the_world() -> None:
    open_to_all = [name for name, service in SERVICES.items() for port in service.get("ports", []) if not port.startswith("127.0.0.1:")]
    assert set(open_to_all) == {"proxy"}


def test_every_setting_in_it_exists() -> None:
    assert set(re.findall(r"MEHRWERT_([A-Z_]+)", TEXT)) <= {name for name, _, _ in VARIABLES}


@pytest.mark.parametrize("name", ["portal-a", "harvesters", "feedback"])
def test_every_command_in_it_exists(name: str) -> None:
    package = SERVICES[name]["command"][1]
    source = (ROOT / package / "__main__.py").read_text("utf-8")
    options = [word for word in SERVICES[name]["command"] if word.startswith("--")]
    assert [option for option in options if option not in source and option.removeprefix("--") not in source] == []
