"""An allergy or intolerance as nl-core-AllergyIntolerance."""

from __future__ import annotations

from gateway.mappings.concept_maps import Row, rows
from gateway.mappings.hl7v3.elementen import concept, identifiers
from gateway.mappings.hl7v3.specification import CODE_SPECIFICATION, NICTIZ, THO
from gateway.mappings.huisarts.policy import ALLERGY_END
from gateway.mappings.huisarts.verwijzingen import around, episode_extension
from gateway.mappings.ids import ii_id
from gateway.sources.hl7v3.model import Code
from gateway.sources.huisarts.feiten import Allergie
from gateway.stages.vocabulary import FhirJson

SNOMED_OID = "2.16.840.1.113883.6.96"


def allergy(found: Allergie, recorder: FhirJson | None) -> FhirJson:
    extensions: list[FhirJson] = []
    if found.verband.episode:
        extensions.append(episode_extension(found.verband.episode))
    if found.eind:
        extensions.append({"url": ALLERGY_END, "valueDateTime": found.eind})
    made: FhirJson = {
        "resourceType": "AllergyIntolerance",
        "id": ii_id(found.id.root, found.id.extension),
        "meta": {"profile": [f"{NICTIZ}nl-core-AllergyIntolerance"]},
        **({"extension": extensions} if extensions else {}),
        **identifiers(found.id),
        **_statuses(found),
        **_category(found.soort),
        **({"code": concept(found.stof)} if found.stof and concept(found.stof) else {}),
        **around(found.verband, subject="patient"),
        **({"recorder": recorder} if recorder else {}),
    }
    times = {"onsetDateTime": found.begin, "recordedDate": found.genoteerd}
    return made | {element: value for element, value in times.items() if value}


def _statuses(found: Allergie) -> FhirJson:
    """The concern says whether it still holds: what is looked after is active. The observation, whether it is so."""
    if {found.status, found.waarneming_status} & {"nullified", "obsolete"}:
        return {"verificationStatus": _coded("allergyintolerance-verification", "entered-in-error")}
    clinical = "active" if found.status in {None, "active"} else "inactive"
    return {
        "clinicalStatus": _coded("allergyintolerance-clinical", clinical),
        "verificationStatus": _coded("allergyintolerance-verification", "confirmed"),
    }


def _coded(system: str, code: str) -> FhirJson:
    return {"coding": [{"system": f"{THO}{system}", "code": code}]}


def _category(sort: Code | None) -> FhirJson:
    """The FHIR category where the table has one; the source's own code beside it, always."""
    if sort is None or not concept(sort):
        return {}
    specified = {"extension": [{"url": CODE_SPECIFICATION, "valueCodeableConcept": concept(sort)}]}
    known = known_category(sort)
    return {"category": [known["category"]], "_category": [specified]} if known else {"_category": [specified]}


def known_category(sort: Code | None) -> Row | None:
    """The row of the category table for a kind of allergy; None when the table does not have it."""
    if sort is None or sort.stelsel != SNOMED_OID:
        return None
    return next((row for row in rows("allergy_category") if row["code"] == sort.code), None)
