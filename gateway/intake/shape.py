"""A message without what it says: names that a standard gave, and for each value only what kind of value stood there.

For an operator who looks why something was refused. A name that no standard knows could be a person's, so it is not
shown either; nor is how long a text is, or whether two values are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby, islice
from typing import Any, Final

from gateway.wire import json, xml
from gateway.wire.xml import Element

MOST_LINES: Final = 400
MOST_DEPTH: Final = 60
UNKNOWN_NAME: Final = "‹naam die geen standaard kent›"
TEXT, EMPTY, DIGITS, NUMBER, DAY, MOMENT, FLAG, NOTHING, ADDRESS = (
    "‹tekst›", "‹leeg›", "‹cijfers›", "‹getal›", "‹datum›", "‹moment›", "‹ja of nee›", "‹niets›", "‹adres op internet›",
)  # fmt: skip
_KINDS: Final = (
    (re.compile(r"\d{4}-\d{2}-\d{2}"), DAY),
    (re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})?|\d{8,14}(\.\d+)?([+-]\d{4})"), MOMENT),
    (re.compile(r"\d+"), DIGITS),
    (re.compile(r"[+-]?\d+[.,]\d+|-\d+"), NUMBER),
    (re.compile(r"true|false"), FLAG),
    (re.compile(r"(https?://|urn:)\S+"), ADDRESS),
)
_STEP: Final = re.compile(r"[^\W\d][\w-]*|\d+|\W")


@cache
def names() -> frozenset[str]:
    """Written by `python -m tests.architecture.element_names`."""
    return frozenset(files("gateway.intake").joinpath("names.txt").read_text("utf-8").split())


def shape(body: bytes) -> tuple[str, ...]:
    """At most MOST_LINES lines, indented. Raises BadInput for what is neither XML nor JSON, or too large to read."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        lines = _of_json("", json.loads(body), 0)
    else:
        lines = _of_xml(xml.parse(body), 0)
    shown = tuple(islice(lines, MOST_LINES + 1))
    return shown if len(shown) <= MOST_LINES else (*shown[:MOST_LINES], "…")


def place(where: str) -> str:
    """A place in a message, with what no standard named left out."""
    return "".join(part if _is_known(part) else "…" for part in _STEP.findall(where[:400]))


def kind(value: str) -> str:
    """What kind of value this is."""
    text = value.strip()
    if not text:
        return EMPTY
    return next((word for form, word in _KINDS if form.fullmatch(text)), TEXT)


def _is_known(part: str) -> bool:
    """A name of a standard, a position, or a sign between them."""
    if part.isdigit():
        return len(part) <= 4
    return part.removeprefix("_") in names() if part[0].isalpha() or part[0] == "_" else True


def _name(name: str) -> str:
    return name if name.removeprefix("_") in names() else UNKNOWN_NAME


def _of_xml(element: Element, depth: int) -> Iterator[str]:
    attributes = "".join(f" {_name(_local(name))}={kind(str(value))}" for name, value in element.attrib.items())
    children = list(xml.children(element))
    value = "" if children and xml.text(element) is None else f" {kind(element.text or '')}"
    bare = attributes and value == f" {EMPTY}"
    yield f"{'  ' * depth}{_name(xml.local(element))}{attributes}{'' if bare else value}"
    if depth >= MOST_DEPTH:
        return
    yield from _once(depth, (list(_of_xml(child, depth + 1)) for child in children))


def _of_json(name: str, value: Any, depth: int) -> Iterator[str]:
    indent = "  " * depth
    label = f"{indent}{_name(name)}" if name else f"{indent}•" if depth else ""
    match value:
        case dict() | list() if depth >= MOST_DEPTH:
            yield f"{label} …"
        case dict():
            kept = str(value.get("resourceType", ""))
            told = f"{label} {kept if kept in names() else ''}".rstrip()
            yield (told if depth else told.lstrip()) or "•"
            for member, inner in value.items():
                yield from _of_json(str(member), inner, depth + 1)
        case list():
            yield f"{label} [ ]".lstrip() if not depth else f"{label} [ ]"
            yield from _once(depth, (list(_of_json("", inner, depth + 1)) for inner in value))
        case bool():
            yield f"{label} {FLAG}"
        case None:
            yield f"{label} {NOTHING}"
        case str():
            yield f"{label} {kind(value)}"
        case _:
            yield f"{label} {NUMBER}"


def _once(depth: int, parts: Iterator[list[str]]) -> Iterator[str]:
    """Neighbours of one shape are shown once, with how often they follow."""
    for lines, alike in groupby(parts):
        yield from lines
        more = sum(1 for _ in alike) - 1
        if more:
            yield f"{'  ' * (depth + 1)}(nog {more} × hetzelfde)"


def _local(name: str) -> str:
    return name.rpartition("}")[2]
