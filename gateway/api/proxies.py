"""The proxies in front (`WD_PROXIES`), and what they alone may say of a request: whence it came, by which certificate.

What a request says of itself counts when it was handed over by one of these, which is known from the connection; from
anywhere else an address is not believed, and a certificate is refused.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from gateway.auth import certificates
from gateway.errors import BadInput, Fault
from gateway.settings import Settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")


@dataclass(frozen=True, slots=True)
class Proxies:
    networks: tuple[Network, ...]

    def hold(self, host: str) -> bool:
        """Whether a connection from here was made by one of them."""
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self.networks)


def configured(settings: Settings) -> Proxies:
    """Raises Fault(proxies) for what is no list of addresses, and for a header that cannot be one."""
    try:
        networks = tuple(ipaddress.ip_network(part.strip()) for part in settings.proxies.split(",") if part.strip())
    except ValueError:
        raise Fault("proxies", "The addresses of the proxies cannot be read", mend="WD_PROXIES") from None
    if settings.client_cert_header and not (networks and _NAME.fullmatch(settings.client_cert_header)):
        raise Fault("proxies", "No header can have this name, or no proxy may set it", mend="WD_CLIENT_CERT_HEADER")
    return Proxies(networks)


class Doorway:
    """Notes who made the connection, before that is replaced by what a proxy says of whence the request came."""

    def __init__(self, app: ASGIApp, proxies: Proxies) -> None:
        self._inside = ProxyHeadersMiddleware(app, [str(network) for network in proxies.networks])  # type: ignore[arg-type]  # uvicorn and starlette each have a type of their own for the same thing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            client = scope.get("client")
            scope.setdefault("state", {})["peer"] = client[0] if client else ""
        await self._inside(scope, receive, send)  # type: ignore[arg-type]  # as above


def certificate(request: Request) -> str:
    """Thumbprint of the certificate the connection to the proxy was made with, "" for none.

    Raises BadInput: proxy-header when somebody else says so, client-certificate when it cannot be read.
    """
    settings: Settings = request.app.state.house.settings
    given = request.headers.getlist(settings.client_cert_header) if settings.client_cert_header else []
    if not any(given):
        return ""
    if not configured(settings).hold(getattr(request.state, "peer", "")):
        raise BadInput("proxy-header", "Only the proxy in front says with which certificate a connection was made")
    if len(given) != 1:
        raise BadInput("client-certificate", "A connection is made with one certificate")
    return certificates.of_header(given[0])
