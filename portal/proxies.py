"""ASGI: the visitor's address and scheme, believed from X-Forwarded-* only where a trusted proxy says so."""

import ipaddress

from starlette.types import ASGIApp, Receive, Scope, Send

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def parsed(text: str) -> Address | None:
    """An address without port and brackets; IPv4 inside IPv6 becomes IPv4; None where it is none."""
    bare = text.strip().removeprefix("[").split("]")[0]
    if bare.count(":") == 1:
        bare = bare.split(":")[0]
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_trusted(address: Address | None, trusted: tuple[Network, ...]) -> bool:
    """Whether the address lies in one of the networks."""
    return address is not None and any(address in network for network in trusted if network.version == address.version)


def client_of(peer: Address | None, forwarded: str, trusted: tuple[Network, ...]) -> str:
    """The last address that no trusted proxy has; read from the right, for the left can be invented by anyone."""
    client = peer
    if not forwarded or not is_trusted(client, trusted):
        return str(client or "")
    for text in reversed(forwarded.split(",")):
        address = parsed(text)
        if address is None:
            break
        client = address
        if not is_trusted(address, trusted):
            break
    return str(client)


class Proxies:
    """Sets ``request.state.client`` and the scheme; remembers when somebody untrusted sends such headers."""

    def __init__(self, app: ASGIApp, trusted: tuple[Network, ...]) -> None:
        self.app = app
        self.trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """``app.state.forwarded_by_strangers`` is read by /readyz."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = [pair for pair in scope["headers"] if pair[0].startswith(b"x-forwarded-")]
        peer = parsed(scope["client"][0]) if scope.get("client") else None
        forwarded = _joined(given, b"x-forwarded-for")
        proto = _joined(given, b"x-forwarded-proto").rsplit(",", 1)[-1].strip().lower()
        state = {**scope.get("state", {}), "client": client_of(peer, forwarded, self.trusted)}
        if forwarded or proto:
            if not is_trusted(peer, self.trusted):
                scope["app"].state.forwarded_by_strangers = True
            elif proto in {"http", "https"}:
                scope = {**scope, "scheme": proto}
        await self.app({**scope, "state": state}, receive, send)


def _joined(headers: list[tuple[bytes, bytes]], name: bytes) -> str:
    return ",".join(value.decode("latin-1") for key, value in headers if key == name)
