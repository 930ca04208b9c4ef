"""$validate-code on a value set: whether a code is a member, and its display one of its names."""

from __future__ import annotations

from gateway.errors import BadInput
from gateway.fhir.parameters import Asked, Spec
from gateway.stages.vocabulary import FhirJson
from gateway.terminology import concepts, contents
from gateway.terminology.compose import Member, asked_set, members
from gateway.terminology.model import Set

VALIDATE = Spec(
    {
        "url": "uri",
        "valueSet": "ValueSet",
        "valueSetVersion": "string",
        "code": "code",
        "system": "uri",
        "systemVersion": "string",
        "version": "string",
        "display": "string",
        "coding": "Coding",
        "codeableConcept": "CodeableConcept",
        "date": "dateTime",
        "abstract": "boolean",
        "displayLanguage": "code",
    }
)


def validate(asked: Asked, instance: Set | None = None) -> FhirJson:
    """Whether a code is a member, and the display, where given, one of its names."""
    one = asked_set(asked, instance)
    concept = asked.object("codeableConcept")
    named = asked.text("display")
    if concept is not None:
        given = [(c.get("system"), c.get("code"), c.get("display")) for c in concept.get("coding", ())]
    elif (coding := asked.object("coding")) is not None:
        given = [(coding.get("system"), coding.get("code"), coding.get("display") or named)]
    elif asked.text("code") is not None:
        system = asked.text("system")
        if system is None:
            raise BadInput("parameter-missing", "A code is of some system: give its URI", where="system")
        given = [(system, asked.text("code"), named)]
    else:
        raise BadInput("parameter-missing", "Give code with system, coding or codeableConcept", where="code")
    held = list(members(one))
    found = [_member(held, system, code, shown, asked) for system, code, shown in given]
    nothing = (False, "The concept has no coding", None)
    return concepts.verdict(next((each for each in found if each[0]), found[0] if found else nothing))


def _member(
    held: list[Member], system: str | None, code: str | None, named: str | None, asked: Asked
) -> tuple[bool, str, str | None]:
    url = contents.canonical(system or "")
    for found, concept in held:
        if found.url == url and code in (concept.code, *concept.also):
            return concepts.judged(found, concept, named, asked)
    return False, "The code is not in the value set", None
