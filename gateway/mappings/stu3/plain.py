"""An element that keeps its name, and extensions; what R4 does not know, or knows as something else, is kept."""

from __future__ import annotations

from typing import Any, Final

from gateway.fhir.definitions import Definition
from gateway.mappings.stu3 import consents, lost, tables
from gateway.mappings.stu3.convert import Conversion, Member
from gateway.stages.vocabulary import FhirJson

# HL7's way to write an R4 element in STU3 (https://hl7.org/fhir/versions.html#extensions).
FROM_R4: Final = "http://hl7.org/fhir/4.0/StructureDefinition/extension-"


def plain(work: Conversion, member: Member, made: FhirJson, four: Definition) -> None:
    name = member.element.name
    if name in {"extension", "modifierExtension"}:
        _extensions(work, member, made, four)
        return
    element = four.elements.get(name)
    if element is None or element.kind != member.element.kind:
        work.keep(member, made)
        return
    pairs = work.values(member, element)
    if element.kind == "primitive":
        pairs = [pair for pair in (coded(work, member, made, *pair) for pair in pairs) if pair is not None]
    if pairs:
        work.put(made, name, pairs, four, member)


def coded(work: Conversion, member: Member, made: FhirJson, value: Any, beside: Any) -> tuple[Any, Any] | None:
    """A code under its R4 name; one that R4 has no word for is kept."""
    found = tables.codes().get((member.place, value)) if isinstance(value, str) else None
    if found is None:
        return value, beside
    if found.kept or not found.r4:
        made.setdefault("extension", []).extend(lost.kept(member.place, member.element, [(value, None)]))
        work.note(member.place, "R4 has no such code: the code of STU3 is kept as an extension")
    return (found.r4, beside) if found.r4 else None


def _extensions(work: Conversion, member: Member, made: FhirJson, four: Definition) -> None:
    """Extensions keep or change their name; some have become an element of R4."""
    for written, (value, _) in zip(member.values, work.values(member, None), strict=True):
        url = str(written["url"])
        path = url.removeprefix(FROM_R4)
        name = path.rpartition(".")[2] if path != url else tables.extensions().get(url, "")
        target = four.elements.get(name)
        held = next((key for key in value if key.startswith("value")), None)
        if (
            target is not None
            and held == f"value{target.type[0].upper()}{target.type[1:]}"
            and not (name in made and not target.many)
        ):
            made[name] = [*made.get(name, ()), value[held]] if target.many else value[held]
        elif four.name == "Consent" and consents.moved(work, url, value, made):
            continue
        else:
            made.setdefault(member.element.name, []).append(value)
