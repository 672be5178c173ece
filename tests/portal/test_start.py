"""What a portal process loads before its first page: nothing that only some pages need."""

import subprocess
import sys
from importlib.util import find_spec

from datasets.settings import ROOT
from tests.rules import LATER


def test_no_package_is_loaded_that_the_first_page_does_not_need() -> None:
    program = "import sys, portal.app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    assert "fastapi" in loaded
    assert LATER & {name.partition(".")[0] for name in loaded} == set()


def test_what_loads_is_not_looked_through_for_waste() -> None:
    program = "import gc, portal.app; print(gc.get_stats()[2]['collections'])"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split() == ["0"]


def test_each_of_these_packages_is_there_to_be_loaded_later() -> None:
    assert [name for name in sorted(LATER) if find_spec(name) is None] == []
