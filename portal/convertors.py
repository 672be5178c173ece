"""Parts of addresses that have a form of their own, so that routes can stand in any order."""

import re

from starlette.convertors import Convertor, register_url_convertor


class _Text(Convertor[str]):
    """Taken as it stands."""

    def convert(self, value: str) -> str:
        """As it is."""
        return value

    def to_string(self, value: str) -> str:
        """As it is."""
        return value


class ReleaseName(_Text):
    """``2026-11-23`` or ``2026-11-23.2``, in a path as ``{release:release}``."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[0-9]+)?"


class Slug(_Text):
    """A name without a dot, so that ``name.ttl`` is another address; in a path as ``{name:slug}``."""

    regex = r"[A-Za-z0-9][A-Za-z0-9_-]{1,99}"


RELEASE = re.compile(ReleaseName.regex)


def register() -> None:
    """To be called before a path uses it; a second call changes nothing."""
    register_url_convertor("release", ReleaseName())
    register_url_convertor("slug", Slug())
