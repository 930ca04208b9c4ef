"""Reading a body without ever holding more of it than we take."""

from __future__ import annotations

from fastapi import Request

from gateway.errors import TooLarge


async def bounded(request: Request, limit: int) -> bytes:
    """The body, cut off one byte past the limit so that the delivery can be kept and refused with its reason."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            break
    return b"".join(chunks)[: limit + 1]


async def small(request: Request, limit: int = 64 * 1024) -> bytes:
    """A body that is never larger than `limit`. Raises TooLarge."""
    body = await bounded(request, limit)
    if len(body) > limit:
        raise TooLarge("body-too-large", f"The body is larger than {limit} bytes")
    return body
