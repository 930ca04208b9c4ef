"""A complaint or diagnosis as nl-core-Problem, an alert as nl-core-Alert."""

from __future__ import annotations

from gateway.mappings.cda.gedeeld import head, notes, whose, withdrawn
from gateway.mappings.hl7v3.elementen import concept, concept_or_absent
from gateway.mappings.hl7v3.specification import NICTIZ, THO
from gateway.mappings.hl7v3.waarden import period
from gateway.sources.cda.model import Probleem, Waarschuwing
from gateway.stages.vocabulary import FhirJson

# SNOMED CT ProbleemStatus of the zib Probleem.
CLINICAL = {"55561003": "active", "73425007": "inactive"}


def condition(found: Probleem, who: FhirJson | None) -> FhirJson:
    """The status as it is given; without one, an end makes it inactive (FHIR con-4)."""
    given = CLINICAL.get((found.toestand.code if found.toestand else None) or "")
    status = "inactive" if found.eind else given
    made: FhirJson = {**head("Condition", found.id), "meta": {"profile": [f"{NICTIZ}nl-core-Problem"]}}
    if found.ingetrokken:
        made |= withdrawn("condition-ver-status")
    elif status:
        made["clinicalStatus"] = {"coding": [{"system": f"{THO}condition-clinical", "code": status}]}
    if found.soort and concept(found.soort):
        made["category"] = [concept(found.soort)]
    made |= {"code": concept_or_absent(found.code), **whose(), **notes(found.tekst, found.opmerkingen)}
    if found.plaats and concept(found.plaats):
        made["bodySite"] = [concept(found.plaats)]
    if who:
        made["recorder"] = who
    times = {"onsetDateTime": found.begin, "abatementDateTime": found.eind}
    return made | {element: value for element, value in times.items() if value}


def flag(found: Waarschuwing, who: FhirJson | None) -> FhirJson:
    """An alert with an end is over; its words stand in the narrative of its section."""
    made: FhirJson = {
        **head("Flag", found.id),
        "meta": {"profile": [f"{NICTIZ}nl-core-Alert"]},
        "status": _status(found),
        **({"category": [concept(found.soort)]} if found.soort and concept(found.soort) else {}),
        "code": concept_or_absent(found.code),
        **whose(),
    }
    if words := dict.fromkeys(text for text in (found.tekst, *found.opmerkingen) if text):
        made["extension"] = [{"url": f"{NICTIZ}ext-Comment", "valueString": text} for text in words]
    if who:
        made["author"] = who
    during = period(found.begin, found.eind)
    return made | ({"period": during} if during else {})


def _status(found: Waarschuwing) -> str:
    """As for a GP's alert: a concern that is merely completed still warns, until an end is given."""
    if found.ingetrokken:
        return "entered-in-error"
    return "inactive" if found.eind or found.status in {"aborted", "cancelled", "suspended"} else "active"
