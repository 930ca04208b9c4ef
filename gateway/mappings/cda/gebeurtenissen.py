"""What happened: contacts as Encounter, vaccinations as Immunization, procedures as Procedure."""

from __future__ import annotations

from gateway.mappings.cda.gedeeld import head, notes, whose
from gateway.mappings.hl7v3.elementen import absent_extension, coding, concept, concept_or_absent
from gateway.mappings.hl7v3.specification import NICTIZ, THO
from gateway.mappings.hl7v3.waarden import period, quantity
from gateway.sources.cda.model import Contact, Vaccinatie, Verrichting
from gateway.stages.vocabulary import FhirJson

ACT_CODE = "2.16.840.1.113883.5.4"
PERFORMER = {"coding": [{"system": f"{THO}v3-ParticipationType", "code": "PRF", "display": "performer"}]}
PROCEDURE_STATUS = {
    "completed": "completed",
    "active": "in-progress",
    "aborted": "stopped",
    "cancelled": "not-done",
    "nullified": "entered-in-error",
}

# A summary tells what was: without a status a contact is over.
ENCOUNTER_STATUS = {
    "completed": "finished",
    "active": "in-progress",
    "aborted": "finished",
    "cancelled": "cancelled",
    "nullified": "entered-in-error",
    "obsolete": "entered-in-error",
}


def encounter(found: Contact, who: FhirJson | None) -> FhirJson:
    """The class is an ActCode; another code is the type, and the class is left open."""
    made: FhirJson = {
        **head("Encounter", found.id),
        "meta": {"profile": [f"{NICTIZ}nl-core-Encounter"]},
        "status": ENCOUNTER_STATUS.get(found.status or "completed", "unknown"),
        "class": {"system": f"{THO}v3-NullFlavor", "code": "OTH", "display": "other"},
        **whose(),
    }
    if found.soort and found.soort.code and found.soort.stelsel == ACT_CODE:
        made["class"] = coding(found.soort)
    elif found.soort and concept(found.soort):
        made["type"] = [concept(found.soort)]
    if who:
        made["participant"] = [{"type": [PERFORMER], "individual": who}]
    if found.redenen:
        made["reasonCode"] = [concept(code) for code in found.redenen]
    during = period(found.begin, found.eind)
    return made | ({"period": during} if during else {})


def immunization(found: Vaccinatie, who: FhirJson | None) -> FhirJson:
    made: FhirJson = {
        **head("Immunization", found.id),
        "meta": {"profile": [f"{NICTIZ}nl-core-Vaccination-event"]},
        "status": "entered-in-error" if found.status == "nullified" else "completed",
        "vaccineCode": concept_or_absent(found.product),
        **whose("patient"),
        **({"occurrenceDateTime": found.tijd} if found.tijd else {"_occurrenceDateTime": absent_extension(None)}),
        **notes(found.tekst, found.opmerkingen),
    }
    if found.dosis:
        made["doseQuantity"] = quantity(found.dosis)
    return made | ({"performer": [{"actor": who}]} if who else {})


def procedure(found: Verrichting, who: FhirJson | None) -> FhirJson:
    during = period(found.begin, found.eind)
    made: FhirJson = {
        **head("Procedure", found.id),
        "status": PROCEDURE_STATUS.get(found.status or "completed", "unknown"),
        "code": concept_or_absent(found.code),
        **whose(),
        **({"performedPeriod": during} if during else {}),
        **({"performer": [{"actor": who}]} if who else {}),
        **notes(found.tekst, found.opmerkingen),
    }
    if found.methode and concept(found.methode):
        extension = {"url": f"{NICTIZ}ext-Procedure.ProcedureMethod", "valueCodeableConcept": concept(found.methode)}
        made["extension"] = [extension]
    return made | ({"bodySite": [concept(found.plaats)]} if found.plaats and concept(found.plaats) else {})
