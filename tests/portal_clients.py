"""ckanapi as a command, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path


def command(server: str, *words: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    """Runs ``ckanapi`` against a server."""
    folder = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        [f"{folder}/ckanapi", *words, "-r", server], input=given, capture_output=True, text=True, env=environment, timeout=60, check=False
    )
