"""Routes by the first part of their address: a request is compared with the few that begin like it, not with all."""

from collections.abc import Iterable

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

CHOSEN = "signpost.route"


class Signpost(BaseRoute):
    """One route that stands for many. Among those that begin alike the order counts, as in any router."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self.anywhere: list[BaseRoute] = []
        """Routes whose first part varies: every request is compared with them."""
        self.by_part: dict[str, list[BaseRoute]] = {}
        for route in routes:
            self._enter(route)

    def _enter(self, route: BaseRoute) -> None:
        part = _first(route.path) if isinstance(route, Route) else "{"
        if "{" not in part:
            self.by_part.setdefault(part, [*self.anywhere]).append(route)
            return
        for known in (self.anywhere, *self.by_part.values()):
            known.append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route that fits; else the first that would fit with another method."""
        found: tuple[Match, Scope] = Match.NONE, {}
        for route in self.by_part.get(_first(scope["path"]), self.anywhere):
            match, inner = route.matches(scope)
            if match is Match.FULL:
                return match, {**inner, CHOSEN: route}
            if match is Match.PARTIAL and found[0] is Match.NONE:
                found = match, {**inner, CHOSEN: route}
        return found

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the chosen route answer."""
        await scope[CHOSEN].handle(scope, receive, send)


def _first(path: str) -> str:
    return path.split("/", 2)[1] if path.startswith("/") else ""
