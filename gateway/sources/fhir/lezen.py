"""From FHIR JSON or XML to a FhirMessage: placeholders, release, structure; all issues of all entries in one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway.errors import Rejected
from gateway.fhir import types
from gateway.fhir.check import Issue, check
from gateway.fhir.definitions import R4, Release
from gateway.fhir.xml_to_json import convert
from gateway.sources.fhir import bundles, quirks, releases
from gateway.sources.fhir.message import Entry, FhirMessage
from gateway.sources.fhir.placeholders import PLACEHOLDER
from gateway.sources.fhir.releases import Version, Written
from gateway.stages.delivered import Notice, SourceMessage
from gateway.stages.vocabulary import FhirJson
from gateway.wire import xml
from gateway.wire.xml import Element

R4_KIND, STU3_KIND, MIXED_KIND = "fhir-r4", "fhir-stu3", "fhir-mixed"
MOST = 50
# STU3 calls these otherwise; they become a carried type (gateway.mappings.stu3).
BECOME_CARRIED: Final = frozenset({"ProcedureRequest", "ReferralRequest"})


@dataclass(frozen=True, slots=True)
class _Found:
    written: Written
    place: str
    full_urls: tuple[str, ...] = ()


def read_json(resource: FhirJson) -> SourceMessage:
    """One resource or Bundle. Raises Rejected: fhir-placeholder, fhir-invalid, fhir-type, fhir-empty."""
    for where, text in _texts(resource, str(resource.get("resourceType"))):
        if PLACEHOLDER.search(text):
            raise _placeholder(where)
    return _message(resource, releases.of_json)


def read_xml(root: Element) -> SourceMessage:
    """As `read_json`. Raises Rejected too for what cannot be read as FHIR XML: fhir-xml-…, fhir-namespace."""
    for element in root.iter():
        if any(PLACEHOLDER.search(str(value)) for value in element.attrib.values()):
            raise _placeholder(xml.path(element))
    written: dict[int, Written] = {}

    def entry(element: Element) -> FhirJson:
        if xml.local(element) == "Bundle":
            return convert(element, R4, entry)
        stub: FhirJson = {"resourceType": xml.local(element)}
        written[id(stub)] = releases.of_xml(element)
        return stub

    if xml.local(root) == "Bundle":
        return _message(convert(root, R4, entry), lambda stub: written[id(stub)])
    return _message({"resourceType": xml.local(root)}, lambda _stub: releases.of_xml(root))


def _message(resource: FhirJson, written: Callable[[FhirJson], Written]) -> SourceMessage:
    notices: list[Notice] = []
    issues: list[Issue] = []
    found = tuple(_found(resource, str(resource.get("resourceType")), written))
    if resource.get("resourceType") == "Bundle":
        issues += bundles.judged(resource, notices)
    if not found:
        raise Rejected("fhir-empty", "The Bundle holds no resources", where="Bundle.entry", mend="send at least one")
    versions = releases.chosen([one.written for one in found])
    entries = []
    for one, version in zip(found, versions, strict=True):
        if version.error:
            raise version.error
        content = version.resource if version.issues else _mended(version, notices)
        entry = Entry(content, one.full_urls, version.release.name, one.place)
        issues += [Issue(entry.where(i.where), i.rule, i.mend) for i in version.issues or _rules(version, content)]
        entries.append(entry)
    _refuse(issues, versions)
    _carried(entries, notices)
    apart = bundles.told_apart(entries, notices)
    kind, number = _kind(versions)
    return SourceMessage(kind, number, FhirMessage(apart), tuple(notices))


def _mended(version: Version, notices: list[Notice]) -> FhirJson:
    """What facts name as meant otherwise than it is written, read as meant."""
    notices += version.notices
    return quirks.as_meant(version.resource, notices) if version.release is R4 else version.resource


def _rules(version: Version, content: FhirJson) -> tuple[Issue, ...]:
    """Bindings and invariants: for R4 here, for STU3 when it has become R4."""
    return check(content) if version.release is R4 else ()


def _refuse(issues: Sequence[Issue], versions: Sequence[Version]) -> None:
    if not issues:
        return
    names = sorted({version.release.name for version in versions}) or [R4.name]
    raise Rejected(
        "fhir-invalid",
        f"Not valid FHIR {' and '.join(names)}: {issues[0].rule}",
        where=issues[0].where,
        mend=issues[0].mend,
        details=tuple((issue.where, f"{issue.rule}; {issue.mend}") for issue in issues[1:MOST]),
    )


def _carried(entries: Sequence[Entry], notices: list[Notice]) -> None:
    carried = types.CARRIED | BECOME_CARRIED
    alone = dict.fromkeys(e.resource["resourceType"] for e in entries if e.resource["resourceType"] not in carried)
    # Bytes are carried with the document that names them, which the mapping looks for.
    left = [type_ for type_ in alone if type_ not in types.OPENED]
    if len(alone) and all(entry.resource["resourceType"] in alone for entry in entries):
        raise Rejected(
            "fhir-type",
            f"No resource type in here is carried by itself: {next(iter(alone))}",
            where="resourceType",
            mend="see /fhir/metadata",
        )
    text = "This resource type is not carried yet: kept with the delivery only"
    notices += [Notice(str(type_), text) for type_ in left]


def _kind(versions: Sequence[Version]) -> tuple[str, str]:
    used: dict[str, Release] = {version.release.name: version.release for version in versions}
    if len(used) > 1:
        return MIXED_KIND, " + ".join(sorted(release.version for release in used.values()))
    release = next(iter(used.values()))
    return (R4_KIND if release is R4 else STU3_KIND), release.version


def _found(
    resource: FhirJson, place: str, written: Callable[[FhirJson], Written], urls: tuple[str, ...] = ()
) -> Iterator[_Found]:
    if resource.get("resourceType") != "Bundle":
        yield _Found(written(resource), place, urls)
        return
    for index, entry in bundles.entries(resource):
        url = entry.get("fullUrl")
        names = (*urls, url) if isinstance(url, str) else urls
        yield from _found(entry["resource"], f"{place}.entry[{index}].resource", written, names)


def _placeholder(where: str) -> Rejected:
    return Rejected("fhir-placeholder", "A placeholder was never filled in", where, "send the real value")


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
