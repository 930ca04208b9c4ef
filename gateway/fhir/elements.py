"""Finding elements of a resource by their path, whatever repeats on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.stages.vocabulary import FhirJson


def at(node: Any, path: str) -> Iterator[FhirJson]:
    """Every object at a dotted path (`content.attachment`); anything else that stands there is passed over."""
    name, _, rest = path.partition(".")
    value = node.get(name) if isinstance(node, dict) else None
    for found in value if isinstance(value, list) else [value]:
        if isinstance(found, dict):
            yield from at(found, rest) if rest else iter((found,))


def every(node: Any, path: str) -> Iterator[Any]:
    """Whatever stands at a dotted path, of a list each member: objects, texts and numbers alike."""
    if isinstance(node, list):
        for member in node:
            yield from every(member, path)
    elif not path:
        yield node
    elif isinstance(node, dict):
        name, _, rest = path.partition(".")
        if name in node:
            yield from every(node[name], rest)
