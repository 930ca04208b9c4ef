"""FHIR XML to FHIR JSON, driven by the element definitions, nothing lost and nothing guessed.

FHIR R4 json.html says how the two forms relate. Decimals keep their digits; what the definitions do not know is
refused by name, because FHIR forbids it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from gateway.errors import Rejected
from gateway.fhir import primitives
from gateway.fhir.definitions import R4, Definition, Element, Release
from gateway.fhir.narrative import XHTML
from gateway.stages.vocabulary import FhirJson
from gateway.wire import xml

FHIR = "http://hl7.org/fhir"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
# Written as attributes in XML, as members in JSON (xml.html: id of elements, url of extensions).
_ATTRIBUTES = {"Extension": frozenset({"id", "url"})}
_ID = frozenset({"id"})


def convert(
    root: xml.Element, release: Release = R4, entry: Callable[[xml.Element], FhirJson] | None = None
) -> FhirJson:
    """One resource (or Bundle) as FHIR JSON, by the definitions of a release.

    `entry`: reads each resource of a Bundle instead, for a Bundle whose resources are not all of one release.

    Raises Rejected: fhir-namespace, fhir-type, fhir-xml-element, fhir-xml-attribute, fhir-xml-value, fhir-xml-text.
    """
    if xml.namespace(root) != FHIR:
        raise Rejected("fhir-namespace", "This is not in the FHIR namespace", xml.path(root), f"use {FHIR}")
    for name in root.attrib:
        if not name.startswith(_XSI):
            raise _unknown_attribute(root)
    return _Reader(release, entry).resource(root)


@dataclass(frozen=True, slots=True)
class _Reader:
    release: Release
    entry: Callable[[xml.Element], FhirJson] | None

    def resource(self, element: xml.Element) -> FhirJson:
        type_, name = xml.local(element), self.release.name
        if xml.namespace(element) != FHIR or not self.release.is_resource(type_):
            raise Rejected(
                "fhir-type", f"This is no resource type of FHIR {name}", xml.path(element), f"send an {name} resource"
            )
        return {"resourceType": type_, **self.members(element, self.release.definition(type_))}

    def members(self, parent: xml.Element, type_: Definition) -> FhirJson:
        """The child elements of a resource or data type, as JSON members in their order."""
        _no_text(parent)
        found: dict[str, tuple[Element, list[xml.Element]]] = {}
        for child in xml.children(parent):
            element = _defined(child, type_)
            found.setdefault(element.name, (element, []))[1].append(child)
        content: FhirJson = {}
        for name, (element, children) in found.items():
            if len(children) > 1 and not element.many:
                raise Rejected(
                    "fhir-xml-element", "This element occurs at most once", xml.path(children[1]), "send it once"
                )
            if element.kind == "primitive":
                content.update(self.primitives(name, element, children))
            else:
                values = [self.value(child, element) for child in children]
                content[name] = values if element.many else values[0]
        return content

    def value(self, element: xml.Element, defined: Element) -> FhirJson:
        """A data type or backbone element; or, for a resource, the one resource inside."""
        if defined.kind == "resource":
            inner = list(xml.children(element))
            _no_text(element)
            if len(inner) != 1 or inner[0].attrib or element.attrib:
                raise Rejected("fhir-xml-element", "Here stands exactly one resource", xml.path(element), "send one")
            return (self.entry or self.resource)(inner[0]) if defined.name == "resource" else self.resource(inner[0])
        allowed = _ATTRIBUTES.get(defined.type, _ID)
        if not allowed >= set(element.attrib):
            raise _unknown_attribute(element)
        return {**dict(element.attrib), **self.members(element, self.release.definition(defined.type))}

    def primitives(self, name: str, defined: Element, elements: list[xml.Element]) -> Iterator[tuple[str, Any]]:
        """`name` and, where there are ids or extensions, `_name`; in lists each padded with null for the other."""
        pairs = [self.primitive(element, defined) for element in elements]
        for key, values in ((name, [value for value, _ in pairs]), (f"_{name}", [beside for _, beside in pairs])):
            if any(value is not None for value in values):
                yield key, values if defined.many else values[0]

    def primitive(self, element: xml.Element, defined: Element) -> tuple[Any, FhirJson | None]:
        if defined.type == "xhtml":
            return xml.fragment(element), None
        if not set(element.attrib) <= {"id", "value"}:
            raise _unknown_attribute(element)
        beside: FhirJson = {"id": element.attrib["id"]} if "id" in element.attrib else {}
        beside |= self.members(element, self.release.definition("Element"))
        text = element.attrib.get("value")
        value = None if text is None else primitives.from_text(defined.type, text)
        if value is None and (text is not None or not beside):
            raise Rejected(
                "fhir-xml-value",
                f"The value is no {defined.type}",
                xml.path(element),
                f"write it as FHIR {self.release.name} does",
            )
        return value, beside or None


def _defined(child: xml.Element, type_: Definition) -> Element:
    name = xml.local(child)
    element = type_.elements.get(name)
    as_attribute = not type_.resource and name in _ATTRIBUTES.get(type_.name, _ID)
    expected = XHTML if element is not None and element.type == "xhtml" else FHIR
    if element is None or as_attribute or xml.namespace(child) != expected:
        raise Rejected(
            "fhir-xml-element", f"{type_.name} has no such element", xml.path(child), "remove it or correct its name"
        )
    return element


def _no_text(element: xml.Element) -> None:
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        raise Rejected("fhir-xml-text", "FHIR has no text between elements", xml.path(element), "use @value")


def _unknown_attribute(element: xml.Element) -> Rejected:
    return Rejected(
        "fhir-xml-attribute", "The element has an attribute that FHIR does not know", xml.path(element), "remove it"
    )
