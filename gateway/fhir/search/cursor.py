"""Opaque cursors: they name an offset and the state they belong to; a changed state makes them expire."""

from __future__ import annotations

import base64
import binascii


def make_cursor(offset: int, state: str) -> str:
    return base64.urlsafe_b64encode(f"{offset}:{state}".encode()).decode().rstrip("=")


def open_cursor(cursor: str, state: str) -> int | None:
    """The offset, None when the cursor is of another state or is none of ours."""
    try:
        opened = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    offset, _, of = opened.partition(":")
    return int(offset) if of == state and offset.isdecimal() and len(offset) < 8 else None
