"""The narrative of a section as lines of plain text: one per paragraph, list item or table row. Markup is left out."""

from __future__ import annotations

import re

from gateway.wire import xml
from gateway.wire.xml import Element

BLOCKS = frozenset({"paragraph", "item", "tr", "caption", "table", "list", "thead", "tbody", "tfoot", "text"})
CELLS = frozenset({"td", "th"})
_SPACE = re.compile(r"[ \t\r\f\v\xa0]*\n[ \t\r\f\v\xa0\n]*")


def regels(text: Element | None) -> tuple[str, ...]:
    """Every word of the narrative (CDA NarrativeBlock), in order."""
    if text is None:
        return ()
    parts: list[str] = []
    _walk(text, parts)
    lines = (" ".join(line.split()).strip("| ") for line in _SPACE.sub("\n", "".join(parts)).split("\n"))
    return tuple(line for line in lines if line)


def _walk(element: Element, parts: list[str]) -> None:
    name = xml.local(element)
    if name in BLOCKS or name == "br":
        parts.append("\n")
    if name in CELLS:
        parts.append(" | ")
    parts.append(_flat(element.text))
    for child in element:
        if isinstance(child.tag, str):
            _walk(child, parts)
        parts.append(_flat(child.tail))
    if name in BLOCKS:
        parts.append("\n")


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
