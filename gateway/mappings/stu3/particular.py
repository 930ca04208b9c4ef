"""Elements whose R4 form is their own: goals, related observations, planned activities, devices, insurance."""

from __future__ import annotations

from typing import Final

from gateway.fhir.definitions import Definition
from gateway.fhir.references import target_type
from gateway.mappings.stu3 import tables
from gateway.mappings.stu3.convert import Conversion, Member
from gateway.stages.vocabulary import FhirJson

ACHIEVEMENT: Final = "http://terminology.hl7.org/CodeSystem/goal-achievement"
COVERAGE_CLASS: Final = "http://terminology.hl7.org/CodeSystem/coverage-class"
# Categories of HL7 (care-plan-activity-category) that name a resource type in R4.
KINDS: Final = {
    "diet": "NutritionOrder",
    "drug": "MedicationRequest",
    "encounter": "Appointment",
    "observation": "ServiceRequest",
    "procedure": "ServiceRequest",
    "supply": "DeviceRequest",
}


def goal_status(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    value, beside = work.values(member, None)[0]
    lifecycle, achievement = tables.goals().get(value, (value, ""))
    made[member.row.target] = lifecycle
    if beside:
        made[f"_{member.row.target}"] = beside
    if achievement:
        made["achievementStatus"] = {"coding": [{"system": ACHIEVEMENT, "code": achievement}]}
    if achievement and value != achievement:
        work.keep(member, made)


def related(work: Conversion, member: Member, made: FhirJson, four: Definition) -> None:
    """Observation.related: two of its types have become elements, the others R4 does not know."""
    named = {"has-member": "hasMember", "derived-from": "derivedFrom"}
    for value, _ in work.values(member, None):
        target = named.get(value.get("type", ""))
        reference = value.get("target")
        type_ = target_type(str((reference or {}).get("reference", "")))
        if (
            target
            and reference
            and value.keys() <= {"type", "target", "id"}
            and type_ in {None, *four.elements[target].targets}
        ):
            made.setdefault(target, []).append(reference)
        else:
            work.keep(member, made, [(value, None)])


def activity_kind(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    """What sort of thing is planned. The few categories of HL7 name a resource type in R4; all are kept."""
    value, _ = work.values(member, None)[0]
    for coding in value.get("coding", ()):
        if str(coding.get("system", "")).endswith("care-plan-activity-category") and coding.get("code") in KINDS:
            made[member.row.target] = KINDS[coding["code"]]
    work.keep(member, made)


def grouping(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    """Coverage.grouping: each pair of a value and its display is a class of R4."""
    value, _ = work.values(member, None)[0]
    for name in ("group", "subGroup", "plan", "subPlan", "class", "subClass"):
        if name in value:
            type_ = {"system": COVERAGE_CLASS, "code": name.lower()}
            made.setdefault("class", []).append(
                {"type": {"coding": [type_]}, "value": value[name]}
                | ({"name": value[f"{name}Display"]} if f"{name}Display" in value else {})
            )


def udi(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    value, _ = work.values(member, None)[0]
    if "name" in value:
        made.setdefault("deviceName", []).append({"name": value["name"], "type": "udi-label-name"})
    carrier = {name: item for name, item in value.items() if name != "name"}
    if carrier:
        made.setdefault(member.row.target, []).append(carrier)


def device_version(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    made[member.row.target] = [{"value": work.values(member, None)[0][0]}]


def related_document(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    made[member.row.target] = [
        {**value.get("ref", {}), **({"identifier": value["identifier"]} if "identifier" in value else {})}
        for value, _ in work.values(member, None)
    ]


def eligibility(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    value = work.values(member, None)[0][0]
    made.setdefault(member.row.target, [{}])[0][member.row.detail] = value


def empty_section(work: Conversion, made: FhirJson) -> FhirJson | None:
    """Headings with nothing under them come in eOverdracht, though STU3 (cmp-1) forbids them as R4 does."""
    if {"text", "entry", "section"} & made.keys():
        return None
    work.note("Composition.section", "A heading with nothing under it: kept, with a narrative that says it is empty")
    return {"status": "empty", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Geen gegevens</div>'}
