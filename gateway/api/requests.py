"""What of a request two readers could read in two ways, settled before anything else reads it.

A request with two lengths is one to us and perhaps two to a proxy in front (request smuggling, RFC 9112, section 6.1):
it is refused, and nothing that follows on its connection is read. A slash at the end of an address means nothing; to
redirect for it would send somebody, or a token, to whatever host the request names.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.api import headers
from gateway.errors import BadInput
from gateway.fhir import outcomes
from gateway.wire import json

LENGTHS: Final = frozenset({b"content-length", b"transfer-encoding"})


class Unambiguous:
    """Around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif {name.lower() for name, _ in scope["headers"]} >= LENGTHS:
            await _refusal(Request(scope))(scope, receive, send)
        else:
            path = scope["path"].removesuffix("/") or "/"
            await self._app({**scope, "path": path}, receive, send)


def _refusal(request: Request) -> Response:
    error = BadInput("two-lengths", "A request has Content-Length or Transfer-Encoding, not both")
    body = json.dumps(outcomes.of_error(error))
    refused = Response(body, error.status, {"Connection": "close"}, media_type="application/fhir+json")
    return headers.dress(refused, request.app.state.house.settings)
