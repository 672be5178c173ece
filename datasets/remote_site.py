"""One real CKAN that we write to: calls by ckanapi, errors as sentences, every step repeated when the connection breaks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from datasets.errors import NotAllowed, NotFound, Refused, Unreachable

T = TypeVar("T")

ATTEMPTS = 5
PATIENCE = 60.0
"""Seconds for one answer."""


@dataclass(slots=True)
class Site:
    """``check`` is called before each call and raises Interrupted where the push is to end; a dry one only reads."""

    url: str
    token: str = field(repr=False)
    dry: bool = False
    check: Callable[[], None] = lambda: None
    writes: int = 0
    """Calls that changed something, or would have."""
    _remote: Any = None

    def __post_init__(self) -> None:
        import ckanapi  # noqa: PLC0415 with requests a tenth of a command's start, and few commands push

        self._remote = ckanapi.RemoteCKAN(self.url, apikey=self.token, user_agent="Mehrwert/0.1")

    def close(self) -> None:
        """Ends the connection."""
        self._remote.close()

    def read(self, action: str, **said: Any) -> Any:
        """Asks. Raises NotFound, NotAllowed, Refused or Unreachable with what the CKAN says."""
        import ckanapi  # noqa: PLC0415 as above

        self.check()
        try:
            return self._remote.call_action(action, said, requests_kwargs={"timeout": PATIENCE})
        except ckanapi.NotFound as error:
            raise NotFound(f"{self.url} knows no such thing: {error}.") from None
        except ckanapi.NotAuthorized as error:
            raise NotAllowed(f"{self.url} does not allow {action} with MEHRWERT_CKAN_TOKEN: {error}.") from None
        except (ckanapi.ValidationError, ckanapi.SearchQueryError) as error:
            raise Refused(f"{self.url} refuses {action}: {str(error)[:500]}") from None
        except (OSError, ckanapi.CKANAPIError, ckanapi.ServerIncompatibleError) as error:
            raise Unreachable(f"{self.url} did not answer {action} as it should: {str(error)[:300]}") from None

    def write(self, action: str, **said: Any) -> Any:
        """Changes something, unless the push is a dry one."""
        self.writes += 1
        return None if self.dry else self.read(action, **said)

    def find(self, action: str, **said: Any) -> Any:
        """The answer, or None where there is no such thing."""
        try:
            return self.read(action, **said)
        except NotFound:
            return None


def steadily(step: Callable[[], T]) -> T:
    """Does a step again when the connection breaks. A step looks before it writes, so that one half done is done to its end."""
    import stamina  # noqa: PLC0415 only a push repeats what failed

    for attempt in stamina.retry_context(on=Unreachable, attempts=ATTEMPTS, wait_initial=0.5, wait_max=15.0, timeout=None):
        with attempt:
            return step()
    raise AssertionError("a step ends or raises")
