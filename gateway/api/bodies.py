"""Reading a body without ever holding more of it than we take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, ValidationError

from gateway.errors import BadInput, TooLarge
from gateway.wire import json, text
from gateway.wire.xml_stream import HEAD

Body = TypeVar("Body", bound=BaseModel)


async def bounded(request: Request, limit: int) -> bytes:
    """The body, cut off one byte past the limit so that the delivery can be kept and refused with its reason."""
    return await measured(request, lambda _head: limit)


async def measured(request: Request, most: Callable[[bytes], int]) -> bytes:
    """The same, where the limit follows from what the body is. `most`: the limit, from the first 64 KiB or less."""
    body, limit = bytearray(), None
    async for chunk in request.stream():
        body += chunk
        if limit is None and len(body) >= HEAD:
            limit = most(bytes(body[:HEAD]))
        if limit is not None and len(body) > limit:
            break
    del body[(most(bytes(body[:HEAD])) if limit is None else limit) + 1 :]
    return bytes(body)


async def small(request: Request, limit: int = 64 * 1024) -> bytes:
    """A body that is never larger than `limit`. Raises TooLarge."""
    body = await bounded(request, limit)
    if len(body) > limit:
        raise TooLarge("body-too-large", f"The body is larger than {limit} bytes")
    return body


async def fields(request: Request, most: int) -> list[tuple[str, str]] | None:
    """The fields of a small url-encoded form, in their order; None when it is none, or has more than `most`.

    Raises TooLarge, BadInput(text-nul).
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        return None
    body = (await small(request)).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=most)
    except ValueError:
        return None
    text.assert_characters(part for pair in pairs for part in pair)
    return pairs


async def signed_text(request: Request) -> str:
    """Something signed, as a compact JWS. What is no ASCII is no such thing, and is left to the reader to refuse."""
    return (await small(request, 128 * 1024)).decode("ascii", "replace").strip()


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
