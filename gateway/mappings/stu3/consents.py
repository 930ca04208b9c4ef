"""Consent: what it is about moved into a provision; whether a treatment is permitted is never lost."""

from __future__ import annotations

from typing import Any, Final

from gateway.errors import Rejected
from gateway.fhir.definitions import R4, Definition
from gateway.mappings.stu3.convert import Conversion, Member
from gateway.mappings.stu3.lost import KEPT
from gateway.stages.vocabulary import FhirJson

_ZIB: Final = "http://nictiz.nl/fhir/StructureDefinition/zib-TreatmentDirective-"
PERMITTED: Final = f"{_ZIB}TreatmentPermitted"
TREATMENT: Final = f"{_ZIB}Treatment"
# nl-core-TreatmentDirective2: what cannot be said as permit or deny stands here, and modifies the whole.
OTHERWISE: Final = "http://nictiz.nl/fhir/StructureDefinition/ext-TreatmentDirective2.SpecificationOther"
# BehandelingToegestaanCodelijst of zib2017 → Consent.provision.type. JA_MAAR (yes, but) is neither.
TYPES: Final = {"JA": "permit", "NEE": "deny", "JA_MAAR": None}

SCOPES: Final = "http://terminology.hl7.org/CodeSystem/consentscope"
# nl-core-TreatmentDirective2 and nl-core-AdvanceDirective fix these scopes; every other consent is about privacy.
_TREATMENT_CODES: Final = frozenset({"11291000146105", "129125009"})
_ADVANCE_CODES: Final = frozenset({"acd", "11341000146107", "dnr", "polst", "hcd", "emrgonly"})


def provision(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    """An element of the consent that R4 has on its provision."""
    inside = R4.definition("ConsentProvision")
    within = made.setdefault("provision", {})
    work.put(within, member.row.target, work.values(member, inside.elements[member.row.target]), inside, member)


def exceptions(work: Conversion, member: Member, made: FhirJson, four: Definition) -> None:
    """Exceptions to the consent are provisions within its provision."""
    values = work.values(member, four.elements["provision"])
    made.setdefault("provision", {}).setdefault("provision", []).extend(value for value, _ in values)


def coding_concept(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    made[member.row.target] = [{"coding": [value]} for value, _ in work.values(member, None)]


def identifier_reference(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    made[member.row.target] = {"identifier": work.values(member, None)[0][0]}


def moved(work: Conversion, url: str, extension: FhirJson, made: FhirJson) -> bool:
    """The zib TreatmentDirective's own extensions as nl-core-TreatmentDirective2 has them; False for any other."""
    concept = extension.get("valueCodeableConcept")
    if url not in {PERMITTED, TREATMENT} or not isinstance(concept, dict):
        return False
    within = made.setdefault("provision", {})
    if url == TREATMENT:
        within.setdefault("code", []).append(concept)
        return True
    code = next((c.get("code") for c in concept.get("coding", ()) if c.get("code") in TYPES), None)
    if code is None:
        raise Rejected(
            "fhir-modifier",
            "Whether the treatment is permitted is not said in a known code",
            "Consent.modifierExtension",
            f"use one of: {', '.join(TYPES)}",
        )
    type_ = TYPES[code]
    kept = {"url": f"{KEPT}Consent.modifierExtension.TreatmentPermitted", "valueCodeableConcept": concept}
    within.setdefault("extension", []).append(kept)
    if type_ is not None:
        within["type"] = type_
    else:
        said = concept.get("text") or next((c["display"] for c in concept["coding"] if "display" in c), code)
        made.setdefault("modifierExtension", []).append({"url": OTHERWISE, "valueString": said})
        work.note("Consent.modifierExtension", "Permitted under conditions: neither permit nor deny, but said in words")
    return True


def scope(_work: Conversion, made: FhirJson) -> Any:
    """R4 asks what sort of consent this is; its category says so."""
    codes = {c.get("code") for concept in made.get("category", ()) for c in concept.get("coding", ())}
    directive = any(extension.get("url", "").endswith(".TreatmentPermitted") for extension in _within(made))
    if directive or codes & _TREATMENT_CODES:
        code = "treatment"
    else:
        code = "adr" if codes & _ADVANCE_CODES else "patient-privacy"
    return {"coding": [{"system": SCOPES, "code": code}]}


def _within(made: FhirJson) -> Any:
    return made.get("provision", {}).get("extension", ())
