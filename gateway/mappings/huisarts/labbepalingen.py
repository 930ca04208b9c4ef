"""A laboratory result as nl-core-LaboratoryTestResult."""

from __future__ import annotations

from gateway.mappings.hl7v3.specification import NICTIZ, SNOMED
from gateway.mappings.huisarts.bepalingen import category, observation
from gateway.sources.huisarts.feiten import Bepaling
from gateway.stages.vocabulary import FhirJson

# zib LaboratoriumUitslag: the kind of result, and in FHIR the category by which a search finds it.
FINDING = {
    "coding": [{"system": SNOMED, "code": "49581000146104", "display": "bevinding betreffende laboratoriumonderzoek"}]
}


def result(found: Bepaling, performers: list[FhirJson]) -> FhirJson:
    return observation(found, f"{NICTIZ}nl-core-LaboratoryTestResult", [category("laboratory"), FINDING], performers)
