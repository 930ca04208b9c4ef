"""What a dossier holds beyond what is read: one notice per kind of element, with its place.

Each table says what its reader takes, by path below the element; a path that leads on to another reader names its
table. What stands in no table and has content is noticed, so a new element can not pass in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.sources.hl7v3.elementen import HL7, attribuut
from gateway.sources.jgz import contacten, dossier, personen
from gateway.sources.jgz.waarnemingen import is_los
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

MOST = 100
READ: Final = ""  # taken by this reader itself
LOOSE: Final = "los"  # acts with code and value, whatever their names

# Attributes that carry content of their own in HL7v3 data types; the rest is structure.
_CONTENT = ("value", "code", "extension", "displayName")
_NAME = ("given", "family", "prefix", "suffix", "delimiter")
_ADDRESS = (
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
Table = Mapping[str, str]


def _read(*paths: str) -> dict[str, str]:
    return dict.fromkeys(paths, READ)


def _coded(*paths: str) -> dict[str, str]:
    return _read(*paths, *(f"{path}/originalText" for path in paths))


def _timed(*paths: str) -> dict[str, str]:
    return _read(*paths, *(f"{path}/{edge}" for path in paths for edge in ("low", "high")))


def _named(*paths: str) -> dict[str, str]:
    return _read(*paths, *(f"{path}/{part}" for path in paths for part in _NAME))


def _addressed(*paths: str) -> dict[str, str]:
    return _read(*paths, *(f"{path}/{part}" for path in paths for part in _ADDRESS))


def _person(base: str) -> dict[str, str]:
    said = (f"{base}/{name}" for name in ("id", "telecom", "administrativeGenderCode", "birthTime", "asOtherIDs/id"))
    return _read(*said) | _named(f"{base}/name") | _addressed(f"{base}/addr")


def _roles(*bases: str) -> dict[str, str]:
    return {f"{base}/{role}": "betrokkene" for base in bases for role in personen.ROLES}


def _persons(*holders: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for holder in holders:
        found |= _person(holder)
    return found


_BETROKKENE = (
    _read("id", "telecom", "statusCode")
    | _coded("code")
    | _timed("effectiveTime")
    | _addressed("addr")
    | _persons(*(holder for holders in personen.ROLES.values() for holder in holders), "memberPerson")
)
_WAARNEMING = (
    _coded("code", "methodCode", "targetSiteCode", "location/serviceDeliveryLocation/code")
    | _read("text", "statusCode", "value", "value/originalText", "value/low", "value/high")
    | _timed("effectiveTime")
    | _roles("subject", "informant")
    | {"performer/assignedEntity": "zorgverlener", "performer/assignedPerson": "zorgverlener"}
)

TABLES: Final[Mapping[str, Table]] = {
    "dossier": _read("id", "code", "statusCode")
    | _timed("effectiveTime")
    | {
        "subject/patient": "client",
        "author/assignedEntity": "zorgverlener",
        "responsibleParty/assignedEntity": "zorgverlener",
        "appendage/document": "document",
        "authorization/consentEvent": "toestemming",
        "component6/informationControlActEvent": "afschrift",
        "component7/encounter": "contact",
        "component7/registrationEvent": "contact",
        "subjectOf/careStatus": "status",
    }
    | dict.fromkeys(dossier.LOOSE, LOOSE),
    "client": _read("id", "telecom", "statusCode", "patientPerson/telecom")
    | _addressed("addr", "patientPerson/addr", "patientPerson/birthPlace/addr")
    | _named("patientPerson/name")
    | _read(*(f"patientPerson/{e}" for e in ("administrativeGenderCode", "birthTime", "deceasedInd", "deceasedTime")))
    | _roles("patientPerson")
    | {"patientPerson/asMember/group/member": "betrokkene"},
    "betrokkene": _BETROKKENE,
    "zorgverlener": _read(
        "id",
        "assignedOrganization/name",
        "representedOrganization/id",
        "representedOrganization/name",
        "representedOrganization/organizationContains/partOrganization/name",
    )
    | _coded("code")
    | _named("assignedPerson/name"),
    "waarneming": _WAARNEMING,
    "cluster": _coded("code") | {"component/observation": "waarneming", "component/groupCluster": "cluster"},
    "contact": _read("id", "statusCode")
    | _coded("code", "reasonCode", "inFulfillmentOf/encounter/code")
    | _timed("effectiveTime")
    | _read("inFulfillmentOf/encounter/statusCode")
    | _coded(
        *(
            f"inFulfillmentOf/encounter/author/{role}/code"
            for role in ("assignedEntity1", "personalRelationship", "responsibleParty", "careGiver")
        )
    )
    | {
        f"{participation}/{entity}": "zorgverlener"
        for participation in ("performer", "author", "consultant")
        for entity in ("assignedEntity", "assignedEntity1")
    }
    | _roles("escort")
    | {
        "pertinentInformation/rubricCluster": "cluster",
        "component3/substanceAdministration": "vaccinatie",
        "subjectOf1/conclusion": "conclusie",
    }
    | dict.fromkeys(contacten.LOOSE, LOOSE),
    "conclusie": _WAARNEMING | {"component/indication": "indicatie", "subjectOf/annotation": "waarneming"},
    "indicatie": _WAARNEMING | {f"reasonOf/{intent}": "voornemen" for intent in contacten.INTENTS},
    "voornemen": _coded("code") | {"performer/assignedEntity": "zorgverlener"},
    "vaccinatie": _read("code", "effectiveTime", "reason/vaccinationReason/code")
    | _coded("consumable/medication/administrableMedicine/code", "reason/vaccinationReason/value")
    | _read("consumable/medication/administrableMedicine/lotNumberText")
    | {
        "performer/assignedEntity": "zorgverlener",
        "component/vaccinationObservation": "waarneming",
        "causeOf1/serologyTest": "waarneming",
        "limitation/dateCriterion": "waarneming",
        "subjectOf/scheduleDeviation": "waarneming",
        "causeOf2/adverseReaction": "bijwerking",
        "authorization/consentEvent": "toestemming",
    },
    "bijwerking": _WAARNEMING | {"subjectOf/informationControlActEvent": "waarneming"},
    "toestemming": _coded("code")
    | _timed("effectiveTime", "author/time")
    | _roles("author")
    | {
        "author/assignedEntity": "zorgverlener",
        "author/assignedEntity1": "zorgverlener",
        "consultant/assignedEntity1": "zorgverlener",
        "subjectOf/annotation": "waarneming",
        "reasonOf/observationEvent": "waarneming",
    },
    "afschrift": _coded("code") | _read("text", "effectiveTime") | _roles("informationRecipient"),
    "document": _coded("code") | _read("text", "text/reference", "effectiveTime"),
    "status": _coded("code", "reasonCode") | _timed("effectiveTime"),
}


def notices(event: Element) -> tuple[Notice, ...]:
    """One notice per kind of element with content that no reader takes; `event` is the careProvisionEvent."""
    found: dict[str, Notice] = {}
    _walk(event, "dossier", "", found)
    shown = list(found.values())
    if len(shown) > MOST:
        shown[MOST:] = [Notice(xml.path(event), "There is more that is not read")]
    return tuple(shown)


def _walk(element: Element, name: str, base: str, found: dict[str, Notice]) -> None:
    table = TABLES[name]
    for child in xml.children(element):
        path = f"{base}/{_named_as(child)}" if base else _named_as(child)
        leads = table.get(path)
        if leads is None:
            if _says_something(child):
                _note(found, f"{name}:{path}", child)
            _walk(child, name, path, found)
        elif leads == READ:
            _walk(child, name, path, found)
        elif leads == LOOSE:
            _loose(child, found)
        else:
            _walk(child, leads, "", found)


def _loose(element: Element, found: dict[str, Notice]) -> None:
    """A subtree whose acts with code and value are read by their form; the rest of it is noticed."""
    read = is_los(element)
    for child in xml.children(element):
        name = _named_as(child)
        if read and any(path.partition("/")[0] == name for path in _WAARNEMING):
            _observed(child, name, found)
        elif _says_something(child):
            _note(found, f"los:{xml.local(element)}/{name}", child)
            _loose(child, found)
        else:
            _loose(child, found)


def _observed(child: Element, name: str, found: dict[str, Notice]) -> None:
    if name in _WAARNEMING or not _says_something(child):
        _walk(child, "waarneming", name, found)
    else:
        _note(found, f"waarneming:{name}", child)


def _note(found: dict[str, Notice], key: str, element: Element) -> None:
    found.setdefault(key, Notice(xml.path(element), "This element is not read"))


def _named_as(child: Element) -> str:
    space = xml.namespace(child)
    return xml.local(child) if space == HL7 else f"{{{space}}}{xml.local(child)}"


def _says_something(element: Element) -> bool:
    return xml.text(element) is not None or any(attribuut(element, name) for name in _CONTENT)
