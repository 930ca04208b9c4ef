"""FHIR R4 XML from the JSON form (FHIR R4, "XML Representation"): members are written in the order of the dict."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from gateway.demo.writers.fhir import Resource

FHIR = "http://hl7.org/fhir"


def as_xml(resource: Resource) -> bytes:
    root = Element(str(resource["resourceType"]), {"xmlns": FHIR})
    _members(root, resource)
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _members(parent: Element, value: dict[str, Any]) -> None:
    for name, member in value.items():
        if name in {"resourceType", "url"} and (name == "resourceType" or parent.tag == "extension"):
            continue
        if name.startswith("_"):
            continue
        beside = value.get(f"_{name}")
        listed = member if isinstance(member, list) else [member]
        extras = beside if isinstance(beside, list) else [beside] * len(listed)
        for item, extra in zip(listed, extras, strict=True):
            _member(parent, name, item, extra)


def _member(parent: Element, name: str, item: object, extra: dict[str, Any] | None) -> None:
    made = SubElement(parent, name)
    if isinstance(item, dict):
        if "resourceType" in item:
            made = SubElement(made, str(item["resourceType"]))
        if name == "extension":
            made.set("url", str(item["url"]))
        _members(made, item)
        return
    made.set("value", _text(item))
    if extra:
        _members(made, extra)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
