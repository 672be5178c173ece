"""One file per source, found by its name, registered nowhere."""

import importlib
import pkgutil

from harvesters.source import Source


def all_sources() -> dict[str, Source]:
    """Every source of this folder by its name; a file without ``SOURCE`` is an AttributeError at once."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    sources = (importlib.import_module(f"{__name__}.{name}").SOURCE for name in names)
    return {source.name: source for source in sources}
