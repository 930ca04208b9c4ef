"""Finding systems, sets and maps by url, version, name, title and status: strict, because an ignored parameter lies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gateway.errors import Rejected
from gateway.terminology import contents
from gateway.terminology.model import Map, Set, System

Thing = System | Set | Map
PARAMETERS: Mapping[str, str] = {
    "_id": "token",
    "url": "uri",
    "version": "token",
    "name": "string",
    "title": "string",
    "status": "token",
}
MODIFIERS: Mapping[str, Callable[[str, str], bool]] = {
    "": lambda value, asked: value.casefold().startswith(asked.casefold()),
    "exact": lambda value, asked: value == asked,
    "contains": lambda value, asked: asked.casefold() in value.casefold(),
}


@dataclass(frozen=True, slots=True)
class Page:
    """`count` 0 asks for the total alone."""

    offset: int
    count: int


def search(things: Iterable[Thing], pairs: Sequence[tuple[str, str]]) -> list[Thing]:
    """Every parameter must match; of comma-separated values any. Raises Rejected(search-parameter)."""
    found = list(things)
    for name, value in pairs:
        bare, _, modifier = name.partition(":")
        if PARAMETERS.get(bare) is None or (modifier and (PARAMETERS[bare] != "string" or modifier not in MODIFIERS)):
            shown = name if re.fullmatch(r"[_A-Za-z][A-Za-z0-9:_.-]{0,40}", name) else "a parameter"
            raise Rejected("search-parameter", "This search parameter is not known here", shown, "see /fhir/metadata")
        asked = [part for part in value.split(",") if part]
        found = [thing for thing in found if any(_matches(thing, bare, modifier, one) for one in asked)]
    return found


def page(pairs: Sequence[tuple[str, str]]) -> tuple[Page, list[tuple[str, str]]]:
    """The page asked for, and the other parameters."""
    given = {name: value for name, value in pairs if name in {"_count", "_offset"}}
    for name, value in given.items():
        if not value.isdecimal() or len(value) > 6:
            raise Rejected("search-parameter", "A whole number from 0", where=name)
    rest = [(name, value) for name, value in pairs if name not in given]
    return Page(int(given.get("_offset", 0)), min(int(given.get("_count", 100)), 100)), rest


def _matches(thing: Thing, name: str, modifier: str, asked: str) -> bool:
    match name:
        case "_id":
            return thing.id == asked
        case "url":
            bare, _, version = asked.partition("|")
            return contents.canonical(bare) == thing.url and version in {"", thing.version}
        case "version":
            return thing.version == asked
        case "status":
            return asked == "active"
        case _:
            return MODIFIERS[modifier](thing.name if name == "name" else thing.title, asked)
