"""A classified problem: a Condition when actual or potential, an Observation when it is health promotion."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.mappings.ids import fhir_id
from gateway.mappings.wijkverpleging.codes import concept, omaha, zib_omaha
from gateway.mappings.wijkverpleging.policy import (
    CLINICAL_STATUS,
    CONFIRMED_LEVELS,
    DRAFT,
    MODIFIER_LEVEL,
    MODIFIER_REACH,
    NOT_A_CONDITION,
    ONS_CATALOGUE,
)
from gateway.mappings.wijkverpleging.specification import FINDING, LEVEL, PROBLEM_LIST, REACH, SURVEY, THO
from gateway.mappings.wijkverpleging.wie import author, identifier, subject_reference
from gateway.sources.wijkverpleging.model import Classification, ClassifiedProblem, SignSymptom
from gateway.stages.delivered import Origin
from gateway.stages.vocabulary import FhirJson


@dataclass(frozen=True, slots=True)
class Assessed:
    """One problem within its classification; `code` is its Omaha code."""

    classification: Classification
    problem: ClassifiedProblem
    code: str
    origin: Origin

    @property
    def name(self) -> str:
        return self.problem.problem.name or self.code

    @property
    def concept(self) -> FhirJson:
        return omaha(self.code, self.name)

    @property
    def draft(self) -> bool:
        return self.classification.status == DRAFT

    @property
    def reference(self) -> FhirJson:
        return {"reference": f"{self._type}/{fhir_id('ons-probleem', self.problem.id)}", "type": self._type}

    @property
    def _type(self) -> str:
        return "Observation" if self.problem.level in NOT_A_CONDITION else "Condition"


def problem(assessed: Assessed) -> FhirJson:
    return _promotion(assessed) if assessed.problem.level in NOT_A_CONDITION else _condition(assessed)


def modifiers(found: ClassifiedProblem) -> list[FhirJson]:
    return [
        {"url": MODIFIER_REACH, "valueCodeableConcept": omaha(*REACH[found.reach])},
        {"url": MODIFIER_LEVEL, "valueCodeableConcept": omaha(*LEVEL[found.level])},
    ]


def _condition(assessed: Assessed) -> FhirJson:
    whole, found = assessed.classification, assessed.problem
    made: FhirJson = {
        "resourceType": "Condition",
        "id": fhir_id("ons-probleem", found.id),
        "extension": modifiers(found),
        "identifier": [identifier(found.id)],
        "clinicalStatus": concept((f"{THO}condition-clinical", CLINICAL_STATUS[whole.status])),
    }
    if found.level in CONFIRMED_LEVELS:
        made["verificationStatus"] = concept((f"{THO}condition-ver-status", "confirmed"))
    made |= {
        "category": [concept(PROBLEM_LIST), concept(FINDING)],
        "code": zib_omaha(assessed.code, assessed.name),  # zib Problem binds it: ProbleemNaamCodelijst
        "subject": subject_reference(whole.client),
    }
    recorded = whole.created or whole.begin
    if recorded:
        made["recordedDate"] = recorded
    if whole.employee:
        made["recorder"] = author(whole.employee, assessed.origin)
    evidence = [{"code": [_found(sign)]} for sign in found.signs if _sign(sign)]
    if evidence:
        made["evidence"] = evidence
    return made | _notes(found.additional_info)


def _promotion(assessed: Assessed) -> FhirJson:
    whole, found = assessed.classification, assessed.problem
    signs = "; ".join(filter(None, map(_sign, found.signs)))
    return {
        "resourceType": "Observation",
        "id": fhir_id("ons-probleem", found.id),
        "extension": modifiers(found),
        "identifier": [identifier(found.id)],
        "status": "final",
        "category": [concept(SURVEY)],
        "code": assessed.concept,
        "subject": subject_reference(whole.client),
        **dated(whole),
        "performer": [author(whole.employee, assessed.origin)],
        "valueCodeableConcept": omaha(*LEVEL[found.level]),
        **_notes(found.additional_info, signs),
    }


def dated(whole: Classification) -> FhirJson:
    """When it was found: the begin of the classification. `issued`: when Ons last changed it."""
    effective = whole.begin or whole.created
    return {
        **({"effectiveDateTime": effective} if effective else {}),
        **({"issued": whole.updated} if whole.updated and "T" in whole.updated else {}),
    }


def _found(sign: SignSymptom) -> FhirJson:
    """A sign by its words, and by the id that Ons gives it: not an Omaha code, but it can be translated one day."""
    coded = [{"system": ONS_CATALOGUE, "code": sign.id}] if sign.id else []
    return {**({"coding": coded} if coded else {}), "text": _sign(sign)}


def _sign(sign: SignSymptom) -> str:
    """Name and what the nurse added. There is no table of Dutch sign names, so there is no code."""
    return ": ".join(filter(None, (sign.name, sign.text)))


def _notes(*texts: str | None) -> FhirJson:
    said = [{"text": text} for text in texts if text]
    return {"note": said} if said else {}
