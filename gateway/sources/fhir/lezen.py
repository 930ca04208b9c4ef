"""From FHIR JSON or XML to a FhirMessage: version, placeholders, structure; all issues of all entries in one answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.errors import Rejected
from gateway.fhir import types
from gateway.fhir.check import check
from gateway.fhir.xml_to_json import convert
from gateway.sources.fhir.message import Entry, FhirMessage
from gateway.sources.fhir.placeholders import PLACEHOLDER
from gateway.stages import FhirJson, Notice, SourceMessage
from gateway.wire.xml import Element

KIND, VERSION = "fhir-r4", "4.0.1"
MOST = 50
# Members and profiles that exist in STU3 and not in R4: naming the version beats a list of unknown elements.
STU3_MEMBERS = frozenset({"context", "assertedDate", "comment", "notGiven", "dateRecorded"})
STU3_PROFILES = ("http://fhir.nl/fhir/StructureDefinition/", "http://nictiz.nl/fhir/StructureDefinition/gp-")


def read_xml(root: Element) -> SourceMessage:
    return read_json(convert(root))


def read_json(resource: FhirJson) -> SourceMessage:
    """One resource or Bundle. Raises Rejected: fhir-placeholder, fhir-version, fhir-invalid, fhir-type, fhir-empty."""
    for where, text in _texts(resource, str(resource.get("resourceType"))):
        if PLACEHOLDER.search(text):
            raise Rejected("fhir-placeholder", "A placeholder was never filled in", where, "send the real value")
    entries = tuple(_entries(resource))
    if not entries:
        raise Rejected("fhir-empty", "The Bundle holds no resources", where="Bundle.entry", mend="send at least one")
    _check(resource, entries)
    notices = tuple(
        Notice(
            f"{entry.resource['resourceType']}", "This resource type is not carried yet: kept with the delivery only"
        )
        for entry in entries
        if entry.resource["resourceType"] not in types.CARRIED
    )
    return SourceMessage(KIND, VERSION, FhirMessage(entries), notices)


def _check(resource: FhirJson, entries: tuple[Entry, ...]) -> None:
    issues = check(resource)
    if issues and any(_is_stu3(entry.resource) for entry in entries):
        raise Rejected(
            "fhir-version", "This looks like FHIR STU3; R4 (4.0.1) is read here", mend="send R4", where=issues[0].where
        )
    if issues:
        raise Rejected(
            "fhir-invalid",
            f"Not valid FHIR R4: {issues[0].rule}",
            where=issues[0].where,
            mend=issues[0].mend,
            details=tuple((issue.where, f"{issue.rule}; {issue.mend}") for issue in issues[1:MOST]),
        )
    if not any(entry.resource["resourceType"] in types.CARRIED for entry in entries):
        raise Rejected(
            "fhir-type",
            f"No resource type in here is carried: {entries[0].resource['resourceType']}",
            where="resourceType",
            mend="see /fhir/metadata",
        )


def _entries(resource: FhirJson) -> Iterator[Entry]:
    if resource.get("resourceType") != "Bundle":
        yield Entry(resource)
        return
    for entry in resource.get("entry") or ():
        if isinstance(entry, dict) and isinstance(entry.get("resource"), dict):
            url = entry.get("fullUrl")
            names = (url,) if isinstance(url, str) else ()
            for inner in _entries(entry["resource"]):
                yield Entry(inner.resource, (*names, *inner.full_urls))


def _is_stu3(resource: FhirJson) -> bool:
    meta = resource.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    named = profiles if isinstance(profiles, list) else ()
    return not STU3_MEMBERS.isdisjoint(resource) or any(str(profile).startswith(STU3_PROFILES) for profile in named)


def _texts(node: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every text with its place; the document was bounded when it was read."""
    stack: list[tuple[Any, str]] = [(node, where)]
    while stack:
        value, place = stack.pop()
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, dict):
            stack.extend((inner, f"{place}.{name}") for name, inner in value.items())
        elif isinstance(value, list):
            stack.extend((inner, f"{place}[{n}]") for n, inner in enumerate(value))
