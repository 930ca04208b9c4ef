"""Reading a body without ever holding more of it than we take."""

from __future__ import annotations

from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from gateway.errors import BadInput, TooLarge
from gateway.wire import json

Body = TypeVar("Body", bound=BaseModel)


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


def read(kind: type[Body], body: bytes) -> Body:
    """A JSON body in its own form. Raises BadInput(body) naming the places that are wrong, never what stands there."""
    try:
        return kind.model_validate(json.loads(body))
    except ValidationError as error:
        places = ", ".join(sorted({_place(one["loc"]) for one in error.errors()}))
        raise BadInput(
            "body", "The body is not as it should be", where=places, mend="see the docs of this address"
        ) from None


def _place(steps: tuple[int | str, ...]) -> str:
    # A member's name could be anything that was sent: only the names of our own forms are repeated.
    return str(steps[0])[:40] if steps and str(steps[0]).isidentifier() else "body"
