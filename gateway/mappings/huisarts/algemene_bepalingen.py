"""A measurement or finding of a GP other than laboratory: a vital sign by its NHG code, else an exam."""

from __future__ import annotations

from gateway.mappings.concept_maps import rows
from gateway.mappings.huisarts.bepalingen import category, observation
from gateway.sources.huisarts.feiten import Bepaling
from gateway.stages.vocabulary import FhirJson

NHG45 = "2.16.840.1.113883.2.4.4.30.45"


def finding(found: Bepaling, performers: list[FhirJson]) -> FhirJson:
    """No nl-core profile is claimed: those want the codes of SNOMED CT and LOINC, and the GP has NHG codes."""
    return observation(found, None, [category("vital-signs" if is_vital(found) else "exam")], performers)


def is_vital(found: Bepaling) -> bool:
    code = found.code
    if code is None or code.stelsel != NHG45:
        return False
    return any(row["code"] == code.code for row in rows("nhg45_vital_signs"))
