"""An element that gets another name, number or shape in R4: the rules that hold for many types."""

from __future__ import annotations

from typing import Final

from gateway.fhir.definitions import Definition
from gateway.fhir.references import target_type
from gateway.mappings.stu3 import lost
from gateway.mappings.stu3.convert import Conversion, Member
from gateway.mappings.stu3.plain import coded
from gateway.stages.vocabulary import FhirJson

SPECIFICATION: Final = "http://nictiz.nl/fhir/StructureDefinition/ext-CodeSpecification"
URIS: Final = "urn:ietf:rfc:3986"  # FHIR's code system of URIs (https://hl7.org/fhir/R4/terminologies-systems.html)
INTENTS: Final = frozenset(
    {"proposal", "plan", "directive", "order", "original-order", "reflex-order", "instance-order", "option"}
)


def rename(work: Conversion, member: Member, made: FhirJson, four: Definition) -> None:
    target = four.elements[member.row.target]
    work.put(made, target.name, work.values(member, target), four, member)


def keep(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    work.keep(member, made)


def keep_within(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    """A value type that R4 extensions lack: its parts as extensions within the extension."""
    made["extension"] = list(lost.kept(member.place, member.element, work.values(member, None)))


def core(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    """An element that HL7 itself made an extension of R4, with the same parts."""
    found = lost.kept(member.place, member.element, work.values(member, None))
    made.setdefault("extension", []).extend({**one, "url": member.row.detail} for one in found)


def concept(work: Conversion, member: Member, made: FhirJson, four: Definition) -> None:
    """A code that became a concept; what the zib adds to the code becomes a further coding of it."""
    value, beside = work.values(member, None)[0]
    codings: list[FhirJson] = []
    rest: list[FhirJson] = []
    told: list[str] = []
    for extension in (beside or {}).get("extension", ()):
        specified = extension.get("valueCodeableConcept") if extension.get("url") == SPECIFICATION else None
        if specified is None:
            rest.append(extension)
        else:
            codings += specified.get("coding", ())
            told += [specified["text"]] if "text" in specified else []
    if value is not None:
        new = coded(work, member, made, value, None)
        codings = ([{"system": member.row.detail, "code": new[0]}] if new else []) + codings
    found = {"extension": rest, "coding": codings, "text": told[0] if told else None}
    if coded_only := {name: item for name, item in found.items() if item}:
        work.put(made, member.row.target, [(coded_only, None)], four, member)


def concept_code(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    """A concept that became a code of a closed list; `detail` when none of its codings is on it."""
    value, _ = work.values(member, None)[0]
    code = next((c.get("code") for c in value.get("coding", ()) if c.get("code") in INTENTS), None)
    if code is None or len(value.get("coding", ())) > 1 or "text" in value:
        work.keep(member, made)
    made[member.row.target] = code or member.row.detail


def text_concept(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    made[member.row.target] = {"text": work.values(member, None)[0][0]}


def text_concepts(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    made[member.row.target] = [{"text": value} for value, _ in work.values(member, None)]


def uri_concept(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    made[member.row.target] = {"coding": [{"system": URIS, "code": work.values(member, None)[0][0]}]}


def uri_reference(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    made.setdefault(member.row.target, {"reference": work.values(member, None)[0][0]})


def note(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    """Text that became an annotation."""
    made.setdefault(member.row.target, []).extend({"text": value} for value, _ in work.values(member, None) if value)


def first(work: Conversion, member: Member, made: FhirJson, four: Definition) -> None:
    """A list of which R4 has one here and the others there (`detail`)."""
    pairs = work.values(member, four.elements[member.row.target])
    work.put(made, member.row.target, pairs[:1], four, member)
    if pairs[1:]:
        work.put(made, member.row.detail, pairs[1:], four, member)


def agent(work: Conversion, member: Member, made: FhirJson, four: Definition) -> None:
    """Somebody with a role or a principal (`detail` names who) became a plain reference; the rest is kept beside it."""
    target = four.elements[member.row.target]
    pairs = []
    for value, _ in work.values(member, None):
        reference = dict(value.get(member.row.detail, {}))
        rest = {name: item for name, item in value.items() if name not in {member.row.detail, "id"}}
        if rest:
            found = list(lost.kept(member.place, member.element, [(rest, None)]))
            reference["extension"] = [*reference.get("extension", ()), *found]
            work.note(member.place, "R4 has no place for a part of this element: kept as an extension")
        pairs.append((reference, None))
    work.put(made, target.name, pairs, four, member)


def encounter(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    """A contact stays one; an episode is not one, and R4 has no such element."""
    value, _ = work.values(member, None)[0]
    if target_type(str(value.get("reference", ""))) == "EpisodeOfCare":
        work.keep(member, made)
    else:
        made[member.row.target] = value


def instantiates(work: Conversion, member: Member, made: FhirJson, four: Definition) -> None:
    """A reference to a definition became its canonical URL, or a plain URI when it is not absolute."""
    for value, _ in work.values(member, None):
        literal = str(value.get("reference", ""))
        name = "instantiatesCanonical" if literal.startswith(("http://", "https://", "urn:")) else "instantiatesUri"
        element = four.elements.get(name)
        if not literal or element is None or (not element.many and name in made):
            work.keep(member, made, [(value, None)])
        elif element.many:
            made.setdefault(name, []).append(literal)
        else:
            made[name] = literal


def canonical(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    value, _ = work.values(member, None)[0]
    if "reference" in value:
        made[member.row.target] = value["reference"]
    if value.keys() - {"reference"}:
        work.keep(member, made, [(value, None)])


def not_done(work: Conversion, member: Member, made: FhirJson, _four: Definition) -> None:
    """A flag that became a status; the work leaves it for last, so that the flag decides."""
    if member.values[0] is not True:
        return
    if made.get(member.row.target) == "entered-in-error":
        work.keep(member, made)
    else:
        made[member.row.target] = member.row.detail
