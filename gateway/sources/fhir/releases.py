"""In which FHIR release a resource is written, from the resource itself: structure first, then its names, then company.

Most Dutch data is STU3 and much of it is R4; both travel under the same content type, and one Bundle may hold both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.errors import Rejected
from gateway.fhir.check import Issue, structure
from gateway.fhir.definitions import R4, STU3, Release
from gateway.fhir.xml_to_json import convert
from gateway.sources.fhir import days
from gateway.stages.delivered import Notice
from gateway.stages.vocabulary import FhirJson
from gateway.wire import xml
from gateway.wire.xml import Element

# Profiles, extensions and code systems that only STU3 material uses (MedMij GP, zib2017, eOverdracht 4, Nuts).
_NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
ONLY_STU3 = (
    "http://fhir.nl/fhir/StructureDefinition/nl-core-",
    "http://medmij.nl/fhir/StructureDefinition/",
    "https://nuts.nl/fhir/StructureDefinition/nl-core-nursingreport",
    "http://hl7.org/fhir/v2/",
    "http://hl7.org/fhir/v3/",
    f"{_NICTIZ}gp-",
    f"{_NICTIZ}eOverdracht-",
    f"{_NICTIZ}practitionerrole-reference",
    f"{_NICTIZ}code-specification",
    f"{_NICTIZ}extension-context-nl-core-episodeofcare",
    f"{_NICTIZ}zib-ContactInformation-TelecomType",
    f"{_NICTIZ}zib-AddressInformation-AddressType",
)
# Statuses of requests and events that R4 renamed (on-hold, stopped).
STU3_STATUSES = frozenset({"suspended", "aborted"})


@dataclass(frozen=True, slots=True)
class Version:
    """A resource as one release reads it. `error`: why it cannot be read so; `issues`: what its structure lacks;
    `notices`: what was read otherwise than it was written."""

    release: Release
    resource: FhirJson
    issues: tuple[Issue, ...] = ()
    error: Rejected | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def fits(self) -> bool:
        return self.error is None and not self.issues

    @property
    def faults(self) -> int:
        # What cannot be read at all is further from fitting than any list of findings.
        return 10**6 if self.error else len(self.issues)


class Written:
    """One resource as it was written, read by a release when somebody asks."""

    def __init__(self, read: Callable[[Release], FhirJson], status: object, texts: Iterator[str]) -> None:
        self._read = read
        self._versions: dict[str, Version] = {}
        self.named_stu3 = (isinstance(status, str) and status in STU3_STATUSES) or any(
            text.startswith(ONLY_STU3) for text in texts
        )

    def by(self, release: Release) -> Version:
        if release.name not in self._versions:
            self._versions[release.name] = self._version(release)
        return self._versions[release.name]

    def _version(self, release: Release) -> Version:
        try:
            resource = self._read(release)
        except Rejected as error:
            return Version(release, {}, error=error)
        notices: list[Notice] = []
        meant = days.as_meant(resource, release, notices)
        return Version(release, meant, structure(meant, release), notices=tuple(notices))


def of_json(resource: FhirJson) -> Written:
    return Written(lambda _release: resource, resource.get("status"), _texts(resource))


def of_xml(element: Element) -> Written:
    status = next((child.get("value") for child in xml.children(element) if xml.local(child) == "status"), None)
    texts = (str(value) for inner in element.iter() for value in inner.attrib.values())
    return Written(lambda release: convert(element, release), status, texts)


def chosen(written: Sequence[Written]) -> tuple[Version, ...]:
    """The resources of one delivery, each in its release.

    What fits both releases and does not name STU3 material goes with the others of its delivery, else it is R4.
    """
    versions = [_alone(one) for one in written]
    if any(version.release is STU3 for version in versions):
        surely_r4 = any(v.release is R4 and not w.by(STU3).fits for v, w in zip(versions, written, strict=True))
        if not surely_r4:
            versions = [w.by(STU3) if w.by(STU3).fits else v for v, w in zip(versions, written, strict=True)]
    return tuple(versions)


def _alone(written: Written) -> Version:
    first, second = (STU3, R4) if written.named_stu3 else (R4, STU3)
    one = written.by(first)
    if one.fits:
        return one
    other = written.by(second)
    return other if other.faults < one.faults else one


def _texts(node: Any) -> Iterator[str]:
    stack = [node]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
