"""What every measurement, finding and laboratory result of a GP has in common, as Observation."""

from __future__ import annotations

from gateway.mappings.hl7v3.elementen import absent, concept, concept_or_absent, identifiers
from gateway.mappings.hl7v3.specification import DATA_ABSENT_REASON, THO
from gateway.mappings.hl7v3.waarden import period, range_, value
from gateway.mappings.huisarts.specification import OBSERVATION_STATUS
from gateway.mappings.huisarts.verwijzingen import around, episode_extension
from gateway.mappings.ids import ii_id
from gateway.sources.huisarts.feiten import Bepaling, Referentie
from gateway.stages.vocabulary import FhirJson

NORMAL = {"coding": [{"system": f"{THO}referencerange-meaning", "code": "normal", "display": "Normal Range"}]}


def observation(
    found: Bepaling, profile: str | None, categories: list[FhirJson], performers: list[FhirJson]
) -> FhirJson:
    """`profile`: the nl-core profile it follows, when there is one for this kind."""
    episode = found.verband.episode
    made: FhirJson = {
        "resourceType": "Observation",
        "id": ii_id(found.id.root, found.id.extension),
        **({"meta": {"profile": [profile]}} if profile else {}),
        **({"extension": [episode_extension(episode)]} if episode else {}),
        **identifiers(found.id),
        "status": OBSERVATION_STATUS.get(found.status or "", "unknown"),
        "category": categories,
        "code": concept_or_absent(found.code),
        **around(found.verband),
        **_when(found),
        **({"performer": performers} if performers else {}),
        **_value(found),
    }
    if found.tekst:
        made["note"] = [{"text": found.tekst}, *made.get("note", [])]
    if found.interpretaties:
        made["interpretation"] = [concept(one) for one in found.interpretaties]
    ranges = [_range(one) for one in found.referenties if one.bereik or one.tekst]
    return made | ({"referenceRange": ranges} if ranges else {})


def category(code: str) -> FhirJson:
    return {"coding": [{"system": f"{THO}observation-category", "code": code}]}


def _when(found: Bepaling) -> FhirJson:
    if found.tijd:
        return {"effectiveDateTime": found.tijd}
    during = period(found.begin, found.eind)
    return {"effectivePeriod": during} if during else {}


def _value(found: Bepaling) -> FhirJson:
    """The value, else why there is none; an observation that says nothing but its code (a remark) has neither."""
    if found.waarde is not None:
        return value(found.waarde)
    if found.nul is None and found.tekst:
        return {}
    return {"dataAbsentReason": {"coding": [{"system": DATA_ABSENT_REASON, "code": absent(found.nul)}]}}


def _range(found: Referentie) -> FhirJson:
    """Bounds as they were given; an open side (NINF, PINF) is left out, as FHIR means it."""
    made: FhirJson = range_(found.bereik) if found.bereik else {}
    if found.betekenis and found.betekenis.code == "N":
        made["type"] = NORMAL
    elif found.betekenis and concept(found.betekenis):
        made["type"] = concept(found.betekenis)
    return made | ({"text": found.tekst} if found.tekst else {})
