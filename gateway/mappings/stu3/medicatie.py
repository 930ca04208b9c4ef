"""Medication and vaccination: doses, whether it was taken, packages, and why a vaccine was or was not given."""

from __future__ import annotations

from gateway.fhir.definitions import Definition
from gateway.mappings.stu3.convert import Conversion, Member
from gateway.stages.vocabulary import FhirJson


def dose(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    """Dose and rate stand together in R4."""
    made.setdefault("doseAndRate", [{}])[0][member.row.target] = work.values(member, None)[0][0]


def taken(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    """Taken is what a statement says in R4; not taken is a status there, and unknown has no word."""
    match member.values[0]:
        case "y":
            pass
        case "n" if made.get("status") != "entered-in-error":
            made["status"] = "not-taken"
        case _:
            work.keep(member, made)


def package(work: Conversion, member: Member, made: FhirJson, four: Definition) -> None:
    """Of a package R4 keeps the batch, and one of it."""
    value, _ = work.values(member, None)[0]
    batches = value.get("batch", [])
    if batches:
        work.put(made, member.row.target, [(batches[0], None)], four, member)
    rest = {name: item for name, item in value.items() if name not in {"batch", "id"}}
    if rest or len(batches) > 1:
        work.keep(member, made, [({**rest, **({"batch": batches[1:]} if batches[1:] else {})}, None)])


def explanation(work: Conversion, member: Member, made: FhirJson, four: Definition) -> None:
    """Reasons for giving are a list in R4, for not giving there is one; what is over is kept."""
    value, _ = work.values(member, None)[0]
    if "reason" in value:
        made.setdefault(member.row.target, []).extend(value["reason"])
    reasons = value.get("reasonNotGiven", [])
    if reasons:
        work.put(made, "statusReason", [(reasons[0], None)], four, member)
    if reasons[1:]:
        work.keep(member, made, [({"reasonNotGiven": reasons[1:]}, None)])
