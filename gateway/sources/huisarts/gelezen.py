"""Which element paths of each organizer are read, or left out on purpose; everything else with content is a notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_PERSON_PARTS = ("given", "family", "prefix", "suffix", "delimiter")
_ADDRESS_PARTS = (
    "streetName",
    "streetAddressLine",
    "houseNumber",
    "houseNumberNumeric",
    "buildingNumberSuffix",
    "additionalLocator",
    "unitID",
    "postalCode",
    "city",
    "county",
    "country",
    "desc",
)


def _under(base: str, *names: str) -> tuple[str, ...]:
    return (base, *(f"{base}/{name}" for name in names))


def _code(base: str) -> tuple[str, ...]:
    return _under(base, "originalText", "translation", "translation/originalText")


def _quantity(base: str) -> tuple[str, ...]:
    return _under(base, "translation", "translation/originalText")


def _range(base: str) -> tuple[str, ...]:
    return (base, *(path for bound in ("low", "high", "center") for path in _quantity(f"{base}/{bound}")))


def _role(base: str) -> tuple[str, ...]:
    """A participantRole. A work address or telephone number of a professional is not part of a care record."""
    return (
        *_under(base, "templateId", "id", "code", "telecom", "scopingEntity/id", "scopingEntity/desc"),
        *_under(f"{base}/scopingEntity", "name"),
        *_under(f"{base}/playingEntity/name", *_PERSON_PARTS),
        f"{base}/playingEntity/code",
        *_under(f"{base}/addr", *_ADDRESS_PARTS),
    )


def _entity(base: str) -> tuple[str, ...]:
    """An assignedEntity or assignedAuthor; of contact details only the address of the organisation is read."""
    return (
        *_under(base, "templateId", "id", "code", "telecom"),
        *_under(f"{base}/addr", *_ADDRESS_PARTS),
        *_under(f"{base}/assignedPerson/name", *_PERSON_PARTS),
        *_under(f"{base}/representedOrganization", "templateId", "id", "name", "telecom"),
        *_under(f"{base}/representedOrganization/addr", *_ADDRESS_PARTS),
    )


def _author(entry: str) -> tuple[str, ...]:
    return (*_under(f"{entry}/author", "templateId", "time"), *_entity(f"{entry}/author/assignedAuthor"))


def _relations(entry: str) -> tuple[str, ...]:
    """The contact, the episode and remarks (see `verband`)."""
    base = f"{entry}/entryRelationship"
    return (
        f"{base}/encounter/id",
        *_under(f"{base}/act", "templateId", "id", "code", "text", "statusCode"),
        f"{base}/encounter/code",
    )


def _period(base: str) -> tuple[str, ...]:
    return _under(base, "low", "high", "width")


def _paths(*groups: Iterable[str]) -> frozenset[str]:
    return frozenset(path for group in (_ORGANIZER, *groups) for path in group)


_ORGANIZER = (
    "templateId",
    "id",
    "code",
    "statusCode",
    *_under("recordTarget/patientRole", "id", "telecom", "patient/administrativeGenderCode", "patient/birthTime"),
    *_under("recordTarget/patientRole/addr", *_ADDRESS_PARTS),
    *_under("recordTarget/patientRole/patient/name", *_PERSON_PARTS),
    *_role("participant/participantRole"),
)
_ACT, _OBSERVATION = "component/act", "component/observation"
_LINE = f"{_ACT}/entryRelationship/act"
_CONTACT = "component/encounter"
_DRUG = "component/substanceAdministration"
_DOSE = f"{_DRUG}/entryRelationship/substanceAdministration"
TEXTS = frozenset({f"{_LINE}/text", f"{_ACT}/text", f"{_OBSERVATION}/text", f"{_DRUG}/text"})
_NL = "{urn:hl7-nl:v3}"


def _diagnosis(base: str) -> tuple[str, ...]:
    return (
        *_under(base, "templateId", "id", "code", "statusCode"),
        *_period(f"{base}/effectiveTime"),
        *_code(f"{base}/value"),
    )


def _finding(base: str) -> tuple[str, ...]:
    reference = f"{base}/referenceRange/observationRange"
    return (
        *_under(base, "templateId", "id", "statusCode", "text", "interpretationCode"),
        *_code(f"{base}/code"),
        *_period(f"{base}/effectiveTime"),
        *_code(f"{base}/value"),
        *_range(f"{base}/value"),
        *_role(f"{base}/participant/participantRole"),
        *_entity(f"{base}/performer/assignedEntity"),
        *_author(base),
        *_range(f"{reference}/value"),
        *_under(reference, "text", "interpretationCode"),
        *_relations(base),
    )


_NOTES = _paths(
    _under(_ACT, "templateId", "id", "code", "statusCode"),
    _period(f"{_ACT}/effectiveTime"),
    _role(f"{_ACT}/participant/participantRole"),
    _entity(f"{_ACT}/author/assignedAuthor"),
    [f"{_ACT}/entryRelationship/encounter/id"],
    _under(_LINE, "templateId", "id", "code", "text", "statusCode"),
    _diagnosis(f"{_LINE}/entryRelationship/observation"),
)
_CONTACTS = _paths(
    _under(_CONTACT, "templateId", "id", "statusCode"),
    _code(f"{_CONTACT}/code"),
    _period(f"{_CONTACT}/effectiveTime"),
    _entity(f"{_CONTACT}/performer/assignedEntity"),
    _under(f"{_CONTACT}/entryRelationship/act", "id", "code"),
)
_EPISODES = _paths(
    _under(_ACT, "templateId", "id", "code", "text", "title", "statusCode"),
    _period(f"{_ACT}/effectiveTime"),
    _diagnosis(f"{_ACT}/entryRelationship/observation"),
    _relations(_ACT),
)
_ALERTS = _paths(_finding(_OBSERVATION))
_ALLERGY = f"{_ACT}/entryRelationship/observation"
_ALLERGIES = _paths(
    _under(_ACT, "templateId", "id", "code", "statusCode"),
    # The period of the concern is that of looking after it; the allergy has its own.
    _period(f"{_ACT}/effectiveTime"),
    _relations(_ACT),
    _diagnosis(_ALLERGY),
    _author(_ALLERGY),
    _role(f"{_ALLERGY}/participant/participantRole"),
    _code(f"{_ALLERGY}/participant/participantRole/playingEntity/code"),
    _relations(_ALLERGY),
)
_FINDINGS = _paths(
    _finding(_OBSERVATION),
    _finding("component/organizer/component/observation"),
    _under("component/organizer", "templateId", "id", "code", "statusCode", "effectiveTime"),
)
_MATERIAL = f"{_DRUG}/consumable/manufacturedProduct"
_MEDICATION = _paths(
    _under(_DRUG, "templateId", "id", "code", "text", "statusCode"),
    _period(f"{_DRUG}/effectiveTime"),
    _code(f"{_DRUG}/routeCode"),
    [f"{_MATERIAL}/templateId"],
    _code(f"{_MATERIAL}/manufacturedMaterial/code"),
    _author(_DRUG),
    _relations(_DRUG),
    _diagnosis(f"{_DRUG}/entryRelationship/observation"),
    _under(f"{_DRUG}/entryRelationship", "sequenceNumber"),
    _under(f"{_DRUG}/entryRelationship/procedure", "templateId", "id", "code"),
    _under(_DOSE, "templateId", "id", "code"),
    _period(f"{_DOSE}/effectiveTime"),
    (
        f"{_DOSE}/effectiveTime/{_NL}frequency/{_NL}{part}"
        for part in (
            "numerator",
            "denominator",
            *(f"numerator/{_NL}uncertainRange/{_NL}{bound}" for bound in ("low", "high")),
        )
    ),
    _range(f"{_DOSE}/doseQuantity"),
    _code(f"{_DOSE}/precondition/criterion/code"),
)

# Per organizer (the last arc of its templateId).
READ: Mapping[str, frozenset[str]] = {
    "14": _NOTES,
    "10": _CONTACTS,
    "16": _EPISODES,
    "18": _ALERTS,
    "20": _ALLERGIES,
    "77": _FINDINGS,
    "8": _FINDINGS,
    "9265": _MEDICATION,
}
