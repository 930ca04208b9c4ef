"""BDS codes and values as FHIR R4 elements; a code that came without its name gets the name of the basisdataset."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import assert_never

from gateway.mappings.concept_maps import rows
from gateway.mappings.hl7v3 import elementen as hl7v3
from gateway.mappings.hl7v3.elementen import absent, absent_extension
from gateway.mappings.jgz.policy import EXT_ELEMENT
from gateway.mappings.jgz.specification import BDS
from gateway.sources.hl7v3.model import Code
from gateway.sources.jgz.model import Getal, Hoeveelheid, JaNee, Ontbreekt, Periode, Tekst, Waarde, Waarneming
from gateway.stages.vocabulary import FhirJson

DATA_ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
UCUM = "http://unitsofmeasure.org"


@cache
def _names() -> dict[tuple[str, str], str]:
    return {(f"{BDS}.{row['list']}", row["code"]): row["display"] for row in rows("bds_displays")}


def concept(code: Code) -> FhirJson:
    """A CodeableConcept; one without code and words says why it has none."""
    named = code
    if code.naam is None and code.code is not None and code.stelsel is not None:
        named = replace(code, naam=_names().get((code.stelsel, code.code)))
    return hl7v3.concept(named) or absent_extension(code.nul)


def words(code: Code | None) -> str:
    """A code in words, for a display; empty when there are none."""
    made = concept(code) if code else {}
    return str(made.get("text") or next((c["display"] for c in made.get("coding", ()) if "display" in c), ""))


def value(found: Waarde) -> FhirJson:
    """`value[x]` of an Observation, or its dataAbsentReason."""
    said: FhirJson
    match found:
        case Code():
            said = {"valueCodeableConcept": concept(found)}
        case Hoeveelheid():
            said = {"valueQuantity": quantity(found)}
        case Tekst():
            said = {"valueString": found.tekst}
        case JaNee():
            said = {"valueBoolean": found.ja}
        case Getal():
            said = {"valueInteger": found.getal}
        case Periode():
            said = {"valueDateTime": found.begin} if found.punt else {"valuePeriod": period(found)}
        case Ontbreekt():
            said = {"dataAbsentReason": {"coding": [{"system": DATA_ABSENT_REASON, "code": absent(found.nul)}]}}
        case _:
            assert_never(found)
    return said


def quantity(found: Hoeveelheid) -> FhirJson:
    """Digits as the source wrote them; PQ units are UCUM."""
    unit = {"unit": found.eenheid, "system": UCUM, "code": found.eenheid} if found.eenheid else {}
    return {"value": found.getal, **unit}


def period(found: Periode) -> FhirJson:
    """A Period; an end before its begin is not said (FHIR per-1)."""
    begin, end = found.begin, found.begin if found.punt else found.eind
    if begin and end and end[:10] < begin[: len(end[:10])]:
        end = None
    return {name: moment for name, moment in (("start", begin), ("end", end)) if moment}


def extra(found: Waarneming) -> FhirJson:
    """A BDS element as extension: which one, and its value where it has one."""
    parts: list[FhirJson] = [{"url": "element", "valueCodeableConcept": concept(found.code)}]
    said = value(found.waarde) if found.waarde is not None else {}
    parts += [{"url": "waarde", name: held} for name, held in said.items() if name.startswith("value")]
    if found.tekst:
        parts.append({"url": "tekst", "valueString": found.tekst})
    return {"url": EXT_ELEMENT, "extension": parts}
