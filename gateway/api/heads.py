"""HEAD of the FHIR side: what GET would answer, without its body (RFC 9110, section 9.3.2); a look like any other.

So whatever takes GET takes HEAD, and an Allow that names one names the other.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Around the whole application: a HEAD goes in as GET, and comes out without a body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/fhir"):
            await self._app(scope, receive, send)
            return

        async def bare(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        async def allowing(message: Message) -> None:
            await send(_naming_head(message) if message["type"] == "http.response.start" else message)

        if scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, bare)
        else:
            await self._app(scope, receive, allowing)


def _naming_head(start: Message) -> Message:
    headers = MutableHeaders(raw=start["headers"])
    if "GET" in (allowed := headers.get("allow", "").split(", ")):
        headers["allow"] = ", ".join((*allowed, "HEAD"))
    return {**start, "headers": headers.raw}
