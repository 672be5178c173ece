"""Answers that are sent while they are made: whoever goes before the end ends the making, at once."""

from collections.abc import Generator, Iterable

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send


class Streamed(StreamingResponse):
    """Sends pieces, each made in a thread, and lets go of their source however the sending ends.

    Left to the collector of waste, a source would hold its query index open long after its reader has gone.
    """

    def __init__(self, source: Iterable[str], media_type: str, headers: dict[str, str] | None = None) -> None:
        self._pieces = _passed_on(source)
        super().__init__(self._pieces, media_type=media_type, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The thread that makes a piece ends before this does, so that nothing is closed while it runs."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._pieces.close()


def _passed_on(source: Iterable[str]) -> Generator[str, None, None]:
    yield from source
