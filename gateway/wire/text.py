"""Characters that no text here holds: a NUL, which PostgreSQL cannot keep and no standard that we read allows."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.errors import BadInput


def assert_characters(texts: Iterable[object]) -> None:
    """Raises BadInput(text-nul) when any text among these holds a NUL."""
    if any(isinstance(text, str) and "\0" in text for text in texts):
        raise BadInput("text-nul", "A NUL is no character of any text here", mend="leave it out")
