"""Templates as compiled code, kept as Python keeps that of modules: no process but the first one compiles a page."""

import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError

from jinja2.bccache import Bucket, FileSystemBytecodeCache


class Compiled(FileSystemBytecodeCache):
    """Reads and writes ``__pycache__`` beside the templates, or what stands for it, under the rules for modules."""

    def __init__(self, templates: Path, settings: Iterable[Path]) -> None:
        """``settings`` are the files that say how templates are compiled and what may become a part of the code."""
        super().__init__(str(Path(cache_from_source(str(templates / "any"))).parent), "%s.html.cache")
        self._settings = "".join(path.read_text(encoding="utf-8") for path in settings)

    def get_source_checksum(self, source: str) -> str:
        """Another one whenever the same template could be compiled otherwise."""
        return super().get_source_checksum(source + self._settings)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Reads the code, and nothing where a file is damaged."""
        with suppress(OSError, EOFError, UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the code; where nobody may write, each process compiles for itself."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
