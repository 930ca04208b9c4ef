"""Every place of a message that says something, and the same message with another value there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from gateway.wire import json, xml
from gateway.wire.xml import Element

# Form, not content: which class of act or role an HL7v3 element is stands in its name too (what is negated or intended
# is refused by `moodCode` and `negationInd`, and the first of these is fixed where an element is taken).
FORM = frozenset(
    {"classCode", "moodCode", "typeCode", "determinerCode", "contextControlCode", "contextConductionInd", "ITSVersion"}
)
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_INSIDE = "ControlActProcess"  # of HL7v3: whatever is wrapped around it
# JGZ has a template for every element of its basisdataset: what a code says is content, not a sort.
_PER_CODE = "2.16.840.1.113883.2.4.6.10.100."
_BOM = b"\xef\xbb\xbf \t\r\n"
_WRAPPED = re.compile(rf"^.*?/(?={_INSIDE}/)")
_POSITION = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """`place`: names from the root, without positions; an attribute is `@name`. `sort`: place with what a mapping may
    look at to tell two of its kind apart (data type, template, whether it is the first of its name); `value`: clinical.
    """

    place: str
    sort: str
    value: str


class Document(Protocol):
    leaves: tuple[Leaf, ...]

    def where(self, number: int) -> str:
        """Where that leaf stands, with positions, as notices write it."""

    def changed(self, values: Mapping[int, str]) -> bytes:
        """The whole message with these values at those leaves."""


def document(body: bytes) -> Document:
    """Raises what the doors of XML and JSON raise."""
    if body.lstrip(_BOM)[:1] in {b"{", b"["}:
        return JsonDocument(json.loads(body))
    return XmlDocument(xml.parse(body))


class XmlDocument:
    """Text and attributes. Of a mixed text only what stands before the first child element is a leaf."""

    def __init__(self, root: Element) -> None:
        self._root = root
        found = list(self._walk(root, "", ""))
        self.leaves = tuple(leaf for leaf, _, _ in found)
        self._at = [(element, name) for _, element, name in found]

    def where(self, number: int) -> str:
        return xml.path(self._at[number][0])

    def changed(self, values: Mapping[int, str]) -> bytes:
        spots = [self._at[number] for number in values]
        before = [element.text if name is None else element.get(name) for element, name in spots]
        for (element, name), value in zip(spots, values.values(), strict=True):
            _put(element, name, value)
        try:
            return xml.as_it_stands(self._root)
        finally:
            for (element, name), was in zip(spots, before, strict=True):
                _put(element, name, was)

    def _walk(self, element: Element, place: str, sort: str) -> Iterator[tuple[Leaf, Element, str | None]]:
        name = xml.local(element)
        place = f"{place}/{name}" if place else name
        sort = name if name == _INSIDE else f"{sort}/{name}{_told_apart(element)}"
        for attribute, value in element.attrib.items():
            if not _is_form(element, attribute) and value.strip():
                yield Leaf(f"{place}/@{attribute}", f"{sort}/@{attribute}", value), element, attribute
        if (element.text or "").strip():
            yield Leaf(place, sort, element.text), element, None
        for child in xml.children(element):
            yield from self._walk(child, place, sort)


def _is_form(element: Element, attribute: str) -> bool:
    """Also the code system of a code that is not there (nullFlavor)."""
    nothing = attribute == "codeSystem" and element.get("nullFlavor") is not None and element.get("code") is None
    return attribute.startswith("{") or attribute in FORM or nothing


def _put(element: Element, name: str | None, value: str) -> None:
    if name is None:
        element.text = value
    else:
        element.set(name, value)


def _told_apart(element: Element) -> str:
    template = next((child for child in xml.children(element) if xml.local(child) == "templateId"), None)
    root = template.get("root") or "" if template is not None else ""
    marks = (
        element.get(_XSI_TYPE),
        root if not root.startswith(_PER_CODE) else None,
        "later" if any(one.tag == element.tag for one in element.itersiblings(preceding=True)) else None,
    )
    said = ",".join(mark for mark in marks if mark)
    return f"<{said}>" if said else ""


class JsonDocument:
    """Every scalar but null. A FHIR resource starts a place of its own, named by its type."""

    def __init__(self, value: Any) -> None:
        self._value = value
        found = list(self._walk(value, "", "", ()))
        self.leaves = tuple(leaf for leaf, _ in found)
        self._at = [keys for _, keys in found]

    def where(self, number: int) -> str:
        return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self._at[number])

    def changed(self, values: Mapping[int, str]) -> bytes:
        spots = [(self._holder(number), self._at[number][-1]) for number in values]
        before = [node[last] for node, last in spots]
        for (node, last), was, value in zip(spots, before, values.values(), strict=True):
            node[last] = _as(was, value)
        try:
            return json.dumps(self._value).encode()
        finally:
            for (node, last), was in zip(spots, before, strict=True):
                node[last] = was

    def _holder(self, number: int) -> Any:
        node = self._value
        for key in self._at[number][:-1]:
            node = node[key]
        return node

    def _walk(self, value: Any, place: str, sort: str, way: tuple[Any, ...]) -> Iterator[tuple[Leaf, tuple[Any, ...]]]:
        match value:
            case dict():
                type_ = value.get("resourceType")
                place, sort = (
                    (f"{one}/{type_}" if one else str(type_) for one in (place, sort)) if type_ else (place, sort)
                )
                for name, inner in value.items():
                    if name != "resourceType":
                        step = name.removeprefix("_") if type_ or place else name
                        yield from self._walk(inner, f"{place}/{step}".lstrip("/"), f"{sort}/{step}", (*way, name))
            case list():
                for number, inner in enumerate(value):
                    yield from self._walk(inner, place, f"{sort}<later>" if number else sort, (*way, number))
            case None:
                return
            case bool():
                yield Leaf(place, sort, str(value).lower()), way
            case _ if str(value).strip():
                yield Leaf(place, sort, str(value)), way


def _as(before: Any, value: str) -> Any:
    """A value of the JSON type that stood there; null for none."""
    if not value:
        return None
    if isinstance(before, bool):
        return value == "true"
    if isinstance(before, str):
        return value
    try:
        return int(value)
    except ValueError:
        return json.Exact(value)


def unwrapped(place: str) -> str:
    """A place without the wrapper around an HL7v3 message, which differs per sender."""
    return _WRAPPED.sub("", place)


def without_positions(place: str) -> str:
    return _POSITION.sub("", place)
