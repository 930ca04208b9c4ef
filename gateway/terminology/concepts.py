"""Operations on code systems: $lookup, $validate-code and $subsumes."""

from __future__ import annotations

from gateway.errors import BadInput, NotFound, Rejected
from gateway.fhir.parameters import Asked, Spec, parameters
from gateway.stages.vocabulary import FhirJson
from gateway.terminology import contents
from gateway.terminology.language import wanted
from gateway.terminology.model import Coding, Concept, System

LOOKUP = Spec(
    {
        "code": "code",
        "system": "uri",
        "version": "string",
        "coding": "Coding",
        "date": "dateTime",
        "displayLanguage": "code",
        "property": "code",
    },
    repeated=frozenset({"property"}),
)
VALIDATE = Spec(
    {
        "url": "uri",
        "code": "code",
        "version": "string",
        "display": "string",
        "coding": "Coding",
        "codeableConcept": "CodeableConcept",
        "date": "dateTime",
        "abstract": "boolean",
        "displayLanguage": "code",
    }
)
SUBSUMES = Spec(
    {
        "codeA": "code",
        "codeB": "code",
        "system": "uri",
        "version": "string",
        "codingA": "Coding",
        "codingB": "Coding",
    }
)


def lookup(asked: Asked, instance: System | None = None) -> FhirJson:
    """Names and properties of one code. Raises NotFound(code-unknown) and (code-system-unknown)."""
    given = the_coding(asked, "code", "coding", asked.text("system"), instance)
    system = instance or contents.system(given.system, given.version)
    concept = the_concept(system, given.code)
    language = wanted(asked.text("displayLanguage"), system.language)
    only = set(asked.all("property"))
    return parameters(
        {"name": "name", "valueString": system.title},
        {"name": "version", "valueString": system.version},
        {"name": "display", "valueString": concept.display(language)},
        *(_designation(code, name) for code, name in concept.names() if not only or "designation" in only),
        *(part for part in _properties(system, concept) if not only or part["part"][0]["valueCode"] in only),
    )


def validate(asked: Asked, instance: System | None = None) -> FhirJson:
    """Whether a code is in the system, and the display, where given, one of its names."""
    concept = asked.object("codeableConcept")
    if concept is not None:
        return _any_of([_coding(one) for one in concept.get("coding", ())], asked, instance)
    given = the_coding(asked, "code", "coding", asked.text("url"), instance)
    named = given.display or asked.text("display")
    return verdict(_validated(Coding(given.system, given.code, named, given.version), asked, instance))


def subsumes(asked: Asked, instance: System | None = None) -> FhirJson:
    """How A relates to B. Raises Rejected(no-hierarchy) for a system whose codes do not stand under one another."""
    one = the_coding(asked, "codeA", "codingA", asked.text("system"), instance)
    other = the_coding(asked, "codeB", "codingB", asked.text("system"), instance)
    system = instance or contents.system(one.system, one.version)
    if contents.canonical(other.system or "") != contents.canonical(one.system or ""):
        raise BadInput("subsumes-systems", "Both codes are of one code system", where="codingB")
    if not system.hierarchy:
        raise Rejected("no-hierarchy", "The codes of this system do not stand under one another", where="system")
    a, b = the_concept(system, one.code), the_concept(system, other.code)
    outcome = "not-subsumed"
    if a.code == b.code:
        outcome = "equivalent"
    elif a in system.ancestors(b):
        outcome = "subsumes"
    elif b in system.ancestors(a):
        outcome = "subsumed-by"
    return parameters({"name": "outcome", "valueCode": outcome})


def the_coding(asked: Asked, code: str, coding: str, system: str | None, instance: System | None) -> Coding:
    """A code with its system, or a Coding; exactly one of both. Raises BadInput(parameter-missing)."""
    held = asked.object(coding)
    if (held is None) == (asked.text(code) is None):
        raise BadInput("parameter-missing", f"Give either {code} with its system, or {coding}", where=code)
    if held is not None:
        given = _coding(held)
        if not given.code:
            raise BadInput("parameter-missing", "The coding has no code", where=coding)
        known = instance.url if instance else None
        if known and given.system and contents.canonical(given.system) != known:
            raise BadInput("parameter-system", "The coding is of another code system", where=coding)
        return Coding(given.system or known, given.code, given.display, given.version or asked.text("version"))
    if system is None and instance is None:
        raise BadInput("parameter-missing", "A code is of some system: give its URI", where="system")
    return Coding(system or (instance.url if instance else None), str(asked.text(code)), None, asked.text("version"))


def the_concept(system: System, code: str) -> Concept:
    """Raises NotFound(code-unknown), without repeating the code."""
    concept = system.find(code)
    if concept is None:
        part = ", or not among those we carry of it" if system.fragment else ""
        raise NotFound("code-unknown", f"This code is not in {system.title}{part}", where="code")
    return concept


def verdict(found: tuple[bool, str, str | None]) -> FhirJson:
    """Result, message and display of a validation."""
    result, message, display = found
    return parameters(
        {"name": "result", "valueBoolean": result},
        {"name": "message", "valueString": message} if message else None,
        {"name": "display", "valueString": display} if display else None,
    )


def judged(system: System, concept: Concept | None, named: str | None, asked: Asked) -> tuple[bool, str, str | None]:
    """A code by itself is right or wrong; a wrong display makes the answer false and is told with the right names."""
    if concept is None:
        return False, "The code is not in the system", None
    display = concept.display(wanted(asked.text("displayLanguage"), system.language))
    names = [name.casefold() for _language, name in concept.names()]
    if named and names and named.casefold() not in names:
        return False, "The display is none of the names of this code", display
    return True, "", display


def _validated(given: Coding, asked: Asked, instance: System | None) -> tuple[bool, str, str | None]:
    system = instance or contents.find_system(given.system, given.version)
    if system is None:
        return False, "This code system, or this version of it, is not here", None
    return judged(system, system.find(given.code), given.display, asked)


def _any_of(codings: list[Coding], asked: Asked, instance: System | None) -> FhirJson:
    """A concept is in the system when one of its codings is: the one of this system counts."""
    wanted_url = instance.url if instance else contents.canonical(asked.text("url") or "")
    own = [one for one in codings if contents.canonical(one.system or "") == wanted_url]
    if not own:
        return verdict((False, "The concept has no coding of this system", None))
    found = [_validated(one, asked, instance) for one in own]
    return verdict(next((one for one in found if one[0]), found[0]))


def _coding(held: FhirJson) -> Coding:
    return Coding(held.get("system"), str(held.get("code", "")), held.get("display"), held.get("version"))


def _designation(language: str, name: str) -> FhirJson:
    parts = [{"name": "language", "valueCode": language}, {"name": "value", "valueString": name}]
    return {"name": "designation", "part": parts}


def _properties(system: System, concept: Concept) -> list[FhirJson]:
    kinds = {one.code: f"value{one.kind.capitalize()}" for one in system.properties}
    found = [(name, kinds[name], value) for name, value in concept.properties]
    found += [("parent", "valueCode", concept.parent)] if concept.parent else []
    found += [("child", "valueCode", one.code) for one in system.concepts if one.parent == concept.code]
    return [
        {"name": "property", "part": [{"name": "code", "valueCode": name}, {"name": "value", member: value}]}
        for name, member, value in found
    ]
