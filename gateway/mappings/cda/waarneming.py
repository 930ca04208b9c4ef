"""Social history, vital signs and functional status as Observation; what was observed along with it as components."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.cda.gedeeld import head, notes, whose
from gateway.mappings.hl7v3.elementen import absent, concept, concept_or_absent
from gateway.mappings.hl7v3.specification import DATA_ABSENT_REASON
from gateway.mappings.hl7v3.waarden import period, value
from gateway.mappings.huisarts.specification import OBSERVATION_STATUS
from gateway.sources.cda.model import Waarneming
from gateway.stages.vocabulary import FhirJson


def observation(found: Waarneming, who: FhirJson | None) -> FhirJson:
    """BgZ gives no status: what stands in a summary is final."""
    during = period(found.begin, found.eind)
    parts = [_component(part) for part in _parts(found)]
    made: FhirJson = {
        **head("Observation", found.id),
        "status": OBSERVATION_STATUS.get(found.status or "completed", "unknown"),
        "code": concept_or_absent(found.code),
        **whose(),
        **({"effectiveDateTime": found.tijd} if found.tijd else {"effectivePeriod": during} if during else {}),
        **({"performer": [who]} if who else {}),
        **_said(found, bool(parts)),
        **notes(found.tekst, (*found.opmerkingen, *_words(found))),
    }
    if found.methode and concept(found.methode):
        made["method"] = concept(found.methode)
    if found.plaats and concept(found.plaats):
        made["bodySite"] = concept(found.plaats)
    return made | ({"component": parts} if parts else {})


def _said(found: Waarneming, has_parts: bool) -> FhirJson:
    if found.waarde is not None:
        return value(found.waarde)
    if has_parts and found.nul is None:
        return {}
    return {"dataAbsentReason": {"coding": [{"system": DATA_ABSENT_REASON, "code": absent(found.nul)}]}}


def _parts(found: Waarneming) -> Iterator[Waarneming]:
    """Everything below, flat: FHIR R4 knows one level of components."""
    for part in found.onderdelen:
        yield part
        yield from _parts(part)


def _words(found: Waarneming) -> Iterator[str]:
    """What is written with the parts: a component has no note of its own."""
    for part in _parts(found):
        yield from (part.tekst,) if part.tekst else ()
        yield from part.opmerkingen


def _component(part: Waarneming) -> FhirJson:
    return {"code": concept_or_absent(part.code), **_said(part, has_parts=False)}
