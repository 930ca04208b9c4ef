"""The ZRM forms as FHIR Questionnaires: names of domains and levels, every domain optional, no text to score by."""

from __future__ import annotations

from gateway.mappings.zrm.words import QUESTIONNAIRE
from gateway.stages.vocabulary import FhirJson
from gateway.terminology.model import BASE
from gateway.terminology.zrm_terms import COPYRIGHT
from omaha.zrm import INSTRUMENTS, Instrument


def questionnaires() -> tuple[FhirJson, ...]:
    return tuple(_questionnaire(one) for one in INSTRUMENTS.values())


def _questionnaire(one: Instrument) -> FhirJson:
    by = "client" if one.rater == "client" else "professional"
    return {
        "resourceType": "Questionnaire",
        "id": one.id,
        "language": "nl",
        "url": f"{QUESTIONNAIRE}{one.id}",
        "version": one.edition,
        "name": one.id.replace("-", " ").title().replace(" ", ""),
        "title": one.title,
        "status": "active",
        "experimental": False,
        "subjectType": ["Patient"],
        "publisher": "wijkdossier",
        "description": f"Filled in by the {by}. Only the domains that are needed; nothing is added up or derived.",
        "copyright": COPYRIGHT,
        "item": [
            {
                "linkId": code,
                "code": [{"system": one.system, "code": code, "display": name}],
                "text": name,
                "type": "choice",
                "required": False,
                "repeats": False,
                "answerValueSet": f"{BASE}/ValueSet/zrm-niveau",
            }
            for code, name in one.domains.items()
        ],
    }
