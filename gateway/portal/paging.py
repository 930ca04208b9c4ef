"""The number of a page in a list, as it stands in an address."""

from __future__ import annotations

from gateway.errors import Rejected


def number(text: str, where: str = "page") -> int:
    """From 1; without any the first. Raises Rejected."""
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0):
        raise Rejected("page-number", "Not a page number", where=where)
    return int(text)
