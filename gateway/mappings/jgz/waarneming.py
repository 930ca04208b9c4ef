"""One BDS element as Observation: its number as code, its rubric and group as category, its value by type."""

from __future__ import annotations

from gateway.mappings.hl7v3.specification import THO
from gateway.mappings.jgz.elementen import concept, period, value
from gateway.mappings.jgz.personen import contained
from gateway.mappings.jgz.policy import EXT_GROUP, EXT_INFORMANT, EXT_PLACE
from gateway.mappings.jgz.specification import VITAL_SIGNS
from gateway.mappings.jgz.werk import Werk
from gateway.mappings.jgz.zorgverleners import professional
from gateway.sources.jgz.model import Periode, Waarneming
from gateway.stages.vocabulary import FhirJson

VITAL = {"coding": [{"system": f"{THO}observation-category", "code": "vital-signs"}]}


def observation(
    work: Werk,
    found: Waarneming,
    at: tuple[str, ...],
    *,
    encounter: FhirJson | None = None,
    time: Periode | None = None,
) -> FhirJson:
    """`at`: what the element belongs to (contact, vaccination), part of its id; `time`: of that, where it has none."""
    made: FhirJson = {
        "resourceType": "Observation",
        "id": work.nth("bds", *at, found.code.code or "tekst"),
        "status": "final",
        **_categories(found),
        "code": concept(found.code),
        "subject": work.child,
        **({"encounter": encounter} if encounter else {}),
        **_effective(found.tijd or time),
        **_value(found),
        **({"method": concept(found.methode)} if found.methode else {}),
        **({"bodySite": concept(found.zijde)} if found.zijde else {}),
    }
    if found.uitvoerder:
        made["performer"] = [professional(work, found.uitvoerder)]
    extensions: list[FhirJson] = []
    if found.over:
        made["focus"] = [contained(work, made, found.over, "betreft")]
    if found.bron:
        extensions.append({"url": EXT_INFORMANT, "valueReference": contained(work, made, found.bron, "informant")})
    if found.locatie:
        extensions.append({"url": EXT_PLACE, "valueCodeableConcept": concept(found.locatie)})
    if found.groep:
        extensions.append({"url": EXT_GROUP, "valuePositiveInt": found.groep_nr})
    return made | ({"extension": extensions} if extensions else {})


def _categories(found: Waarneming) -> FhirJson:
    made = [concept(code) for code in (found.rubriek, found.groep) if code]
    made += [VITAL] if found.code.code in VITAL_SIGNS else []
    return {"category": made} if made else {}


def _effective(time: Periode | None) -> FhirJson:
    if time is None:
        return {}
    if time.punt and time.begin:
        return {"effectiveDateTime": time.begin}
    said = period(time)
    return {"effectivePeriod": said} if said else {}


def _value(found: Waarneming) -> FhirJson:
    said = value(found.waarde) if found.waarde is not None else {}
    if found.tekst is None:
        return said
    return said | ({"note": [{"text": found.tekst}]} if said else {"valueString": found.tekst})
