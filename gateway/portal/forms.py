"""Reading what a page posts: bounded in bytes while it comes in, and in fields before any is kept.

Every form of these pages is small and url-encoded; no page takes a file.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from gateway.errors import BadInput, TooLarge
from gateway.wire import text

MAX_BYTES: Final = 128 * 1024  # a signed policy is at most 64 KiB, and grows when it is encoded for a form
MAX_FIELDS: Final = 500  # the page with the most: a score with words for each life domain, and rules to choose from
URLENCODED: Final = "application/x-www-form-urlencoded"


async def read(request: Request) -> FormData:
    """The fields in their order. An empty body is an empty form.

    Raises TooLarge(form-too-large), BadInput: form-type, form-fields, text-nul.
    """
    body = await _bounded(request)
    if body and request.headers.get("content-type", "").partition(";")[0].strip().lower() != URLENCODED:
        raise BadInput("form-type", f"A form of these pages is sent as {URLENCODED}")
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:  # too many fields, or bytes that are no UTF-8
        raise BadInput("form-fields", f"A form has at most {MAX_FIELDS} fields, in UTF-8") from None
    text.assert_characters(part for pair in pairs for part in pair)
    return FormData(list[tuple[str, str | UploadFile]](pairs))


async def _bounded(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise TooLarge("form-too-large", f"A form is at most {MAX_BYTES} bytes")
    return bytes(body)
