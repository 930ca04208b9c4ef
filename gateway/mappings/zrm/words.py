"""URIs and codes of ZRM assessments in FHIR; no standard has any, so they are ours."""

from __future__ import annotations

from typing import Final

from omaha import codesystem

BASE: Final = "https://wijkdossier.nl/fhir"
QUESTIONNAIRE: Final = f"{BASE}/Questionnaire/"
RATER: Final = f"{BASE}/CodeSystem/zrm-beoordelaar"
TASK_KIND: Final = f"{BASE}/CodeSystem/taaksoort"
AGREE_GOAL: Final = "doel-afspreken"
LEVEL: Final = codesystem.ZRM_LEVEL
CATEGORY: Final = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}
MAPPING: Final = "zrm/1"
