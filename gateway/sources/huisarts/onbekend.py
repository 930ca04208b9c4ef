"""What a message holds beyond what is read: named in a notice, or refused when it changes the meaning of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.errors import Rejected
from gateway.sources.hl7v3.elementen import HL7, attribuut
from gateway.stages import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

MOST = 50

# Attributes that carry content of their own in HL7v3 data types; the rest is structure.
_CONTENT = ("value", "code", "extension", "displayName")

_PERSON_PARTS = ("given", "family", "prefix", "suffix", "delimiter")
_ADDRESS_PARTS = (
    "streetName",
    "houseNumber",
    "buildingNumberSuffix",
    "additionalLocator",
    "unitID",
    "postalCode",
    "city",
    "county",
    "country",
)


def _under(base: str, *names: str) -> tuple[str, ...]:
    return (base, *(f"{base}/{name}" for name in names))


def _role(base: str) -> tuple[str, ...]:
    return (
        *_under(base, "id", "code", "scopingEntity/id", "scopingEntity/desc"),
        *_under(f"{base}/playingEntity/name", *_PERSON_PARTS),
    )


_ORGANIZER = (
    "templateId",
    "code",
    "statusCode",
    *_under("recordTarget/patientRole", "id", "telecom", "patient/administrativeGenderCode", "patient/birthTime"),
    *_under("recordTarget/patientRole/addr", *_ADDRESS_PARTS),
    *_under("recordTarget/patientRole/patient/name", *_PERSON_PARTS),
    *_role("participant/participantRole"),
)
_NOTE = "component/act"
_LINE = f"{_NOTE}/entryRelationship/act"
_DIAGNOSIS = f"{_LINE}/entryRelationship/observation"
_CONTACT = "component/encounter"

# Per organizer (the last part of its templateId 2.16.840.1.113883.2.4.3.11.60.66.10.N): the paths that are read.
READ: Mapping[str, frozenset[str]] = {
    "14": frozenset(
        (
            *_ORGANIZER,
            *_under(_NOTE, "templateId", "id", "code", "statusCode"),
            *_under(f"{_NOTE}/effectiveTime", "low"),
            *_role(f"{_NOTE}/participant/participantRole"),
            # A work telephone number is not part of what a care record says about a contact.
            f"{_NOTE}/participant/participantRole/telecom",
            f"{_NOTE}/entryRelationship/encounter/id",
            *_under(_LINE, "templateId", "id", "code", "text", "statusCode"),
            *_under(_DIAGNOSIS, "templateId", "id", "code", "statusCode", "effectiveTime", "value"),
            *_under(f"{_DIAGNOSIS}/effectiveTime", "low", "high"),
            f"{_DIAGNOSIS}/value/originalText",
        )
    ),
    "10": frozenset(
        (
            *_ORGANIZER,
            *_under(_CONTACT, "templateId", "id", "code", "code/originalText", "statusCode"),
            *_under(f"{_CONTACT}/effectiveTime", "low", "high"),
            *_under(f"{_CONTACT}/performer/assignedEntity", "id", "code"),
            *_under(f"{_CONTACT}/performer/assignedEntity/assignedPerson/name", *_PERSON_PARTS),
            *_under(f"{_CONTACT}/performer/assignedEntity/representedOrganization", "id", "name"),
            *_under(f"{_CONTACT}/entryRelationship/act", "id", "code"),
        )
    ),
}


def notices(organizer: Element, sort: str) -> tuple[Notice, ...]:
    """One notice per kind of element with content that is not read."""
    found: dict[str, Notice] = {}
    for element, path in _descend(organizer, ""):
        if path not in READ[sort] and path not in found and _says_something(element):
            if len(found) == MOST:
                found["…"] = Notice(xml.path(organizer), "There is more that is not read")
                break
            found[path] = Notice(xml.path(element), "This element is not read")
    return tuple(found.values())


def refuse_changed_meaning(organizer: Element) -> None:
    """A negated or merely intended act read as if it had happened would be a lie; neither occurs in this profile."""
    for element in organizer.iter():
        mood = attribuut(element, "moodCode")
        if attribuut(element, "negationInd") == "true" or mood not in {None, "EVN"}:
            raise Rejected(
                "hl7v3-meaning",
                "An entry is negated, or is not something that happened (negationInd, moodCode)",
                where=xml.path(element),
                mend="send facts in moodCode EVN without negationInd",
            )


def _descend(element: Element, base: str) -> Iterator[tuple[Element, str]]:
    # The text of a line (ED) may hold markup; its text is read whole.
    if base == f"{_LINE}/text":
        return
    for child in xml.children(element):
        name = xml.local(child) if xml.namespace(child) == HL7 else f"{{{xml.namespace(child)}}}{xml.local(child)}"
        path = f"{base}/{name}" if base else name
        yield child, path
        yield from _descend(child, path)


def _says_something(element: Element) -> bool:
    return xml.text(element) is not None or any(attribuut(element, name) for name in _CONTENT)
