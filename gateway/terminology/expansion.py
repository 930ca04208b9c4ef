"""Operations on value sets: $expand and $validate-code, over our own sets or one that is sent along."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from gateway.errors import BadInput, Rejected
from gateway.fhir.parameters import Asked, Spec
from gateway.stages.vocabulary import FhirJson
from gateway.terminology import concepts, contents
from gateway.terminology.language import wanted
from gateway.terminology.model import Concept, Filter, Include, Language, Set, System

EXPAND = Spec(
    {
        "url": "uri",
        "valueSet": "ValueSet",
        "valueSetVersion": "string",
        "filter": "string",
        "date": "dateTime",
        "offset": "integer",
        "count": "integer",
        "includeDesignations": "boolean",
        "includeDefinition": "boolean",
        "activeOnly": "boolean",
        "excludeNested": "boolean",
        "excludeNotForUI": "boolean",
        "displayLanguage": "code",
    }
)
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
MOST = 1000
DEEPEST = 5
Member = tuple[System, Concept]


def expand(asked: Asked, now: datetime, instance: Set | None = None) -> FhirJson:
    """Members in order, filtered by text, paged. `total` counts all that match, whatever page is shown."""
    one = _the_set(asked, instance)
    language = asked.text("displayLanguage")
    text = (asked.text("filter") or "").casefold()
    found = [member for member in members(one) if _matches(member, text)]
    offset, count = _page(asked)
    shown = found[offset : offset + count]
    identity = f"{one.url}|{one.version}|{[(s.url, s.version, c.code) for s, c in found]}"
    digest = hashlib.sha256(identity.encode()).digest()
    return {
        "resourceType": "ValueSet",
        "url": one.url,
        "version": one.version,
        "name": one.name,
        "title": one.title,
        "status": "active",
        "expansion": {
            "identifier": f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}",
            "timestamp": now.isoformat(timespec="seconds"),
            "total": len(found),
            "offset": offset,
            "parameter": [*_echo(asked), *_used(found)],
            **({"contains": [_contains(one, language, asked) for one in shown]} if shown else {}),
        },
    }


def validate(asked: Asked, instance: Set | None = None) -> FhirJson:
    """Whether a code is a member, and the display, where given, one of its names."""
    one = _the_set(asked, instance)
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


def members(one: Set, depth: int = 0) -> Iterator[Member]:
    """What a set holds, each member once, in the order of its parts."""
    if depth > DEEPEST:
        raise Rejected("value-set-depth", "Value sets include one another too deeply", where="compose")
    out = {(system.url, concept.code) for part in one.exclude for system, concept in _part(part, depth)}
    for part in one.include:
        for system, concept in _part(part, depth):
            if (system.url, concept.code) not in out:
                out.add((system.url, concept.code))
                yield system, concept


def of_resource(resource: FhirJson) -> Set:
    """A value set that was sent along. Raises Rejected(value-set-compose) without a compose."""
    compose = resource.get("compose")
    if not isinstance(compose, dict):
        raise Rejected("value-set-compose", "A value set sent along has a compose", where="valueSet.compose")
    return Set(
        id="sent",
        url=str(resource.get("url", "urn:uuid:00000000-0000-4000-8000-000000000000")),
        name=str(resource.get("name", "Sent")),
        title=str(resource.get("title", "")) or "Value set sent along",
        version=str(resource.get("version", "1")),
        description="",
        include=tuple(_include(part) for part in compose.get("include", ())),
        exclude=tuple(_include(part) for part in compose.get("exclude", ())),
    )


def _the_set(asked: Asked, instance: Set | None) -> Set:
    url, sent = asked.text("url"), asked.object("valueSet")
    if sum(given is not None for given in (instance, url, sent)) != 1:
        raise BadInput("parameter-missing", "Give exactly one value set: url, valueSet, or its own address", "url")
    if instance is not None:
        return instance
    return contents.set_of(url, asked.text("valueSetVersion")) if url else of_resource(sent or {})


def _part(part: Include, depth: int) -> Iterator[Member]:
    """A part's own concepts; where it names sets as well, only those that stand in all of them."""
    within = [{(s.url, c.code) for s, c in members(contents.set_of(url), depth + 1)} for url in part.sets]
    if part.system is not None:
        for system, concept in _of_system(part):
            if all((system.url, concept.code) in keys for keys in within):
                yield system, concept
    elif part.sets:
        for system, concept in members(contents.set_of(part.sets[0]), depth + 1):
            if all((system.url, concept.code) in keys for keys in within):
                yield system, concept


def _of_system(part: Include) -> Iterator[Member]:
    system = contents.system(part.system, part.version)
    if part.codes:
        known = (system.find(code) for code in part.codes)
        yield from ((system, concept) for concept in known if concept is not None)
        return
    for concept in system.concepts:
        if all(_passes(system, concept, condition) for condition in part.filters):
            yield system, concept


def _passes(system: System, concept: Concept, condition: Filter) -> bool:
    values = dict(concept.properties) | ({"parent": concept.parent} if concept.parent else {})
    match condition.property, condition.op:
        case "concept", "is-a" | "descendent-of":
            above = {one.code for one in system.ancestors(concept)}
            return condition.value in above or (condition.op == "is-a" and concept.code == condition.value)
        case ("code", "=") | ("concept", "="):
            return concept.code == condition.value
        case "code", "in":
            return concept.code in condition.value.split(",")
        case name, "=" if name == "parent" or any(name == known.code for known in system.properties):
            return str(values.get(name, "")) == condition.value
        case name, "in" if any(name == known.code for known in system.properties):
            return str(values.get(name, "")) in condition.value.split(",")
        case _:
            raise Rejected(
                "value-set-filter",
                "This filter is not supported for this code system",
                where="compose.include.filter",
                mend="use concept is-a or descendent-of, or a property of the system with = or in",
            )


def _include(part: FhirJson) -> Include:
    return Include(
        system=part.get("system"),
        version=part.get("version"),
        codes=tuple(str(one["code"]) for one in part.get("concept", ())),
        filters=tuple(Filter(one["property"], one["op"], str(one["value"])) for one in part.get("filter", ())),
        sets=tuple(part.get("valueSet", ())),
    )


def _member(
    held: list[Member], system: str | None, code: str | None, named: str | None, asked: Asked
) -> tuple[bool, str, str | None]:
    url = contents.canonical(system or "")
    for found, concept in held:
        if found.url == url and code in (concept.code, *concept.also):
            return concepts.judged(found, concept, named, asked)
    return False, "The code is not in the value set", None


def _matches(member: Member, text: str) -> bool:
    """Every word asked for is in a name or begins the code."""
    _system, concept = member
    names = " ".join(name for _language, name in concept.names()).casefold()
    return all(word in names or concept.code.casefold().startswith(word) for word in text.split())


def _page(asked: Asked) -> tuple[int, int]:
    offset, count = asked.number("offset") or 0, asked.number("count")
    if offset < 0 or (count is not None and count < 0):
        raise BadInput("parameter-value", "offset and count are not negative", where="offset")
    return offset, MOST if count is None else min(count, MOST)


def _echo(asked: Asked) -> Iterator[FhirJson]:
    """What the expansion was made with."""
    for name in ("filter", "displayLanguage"):
        if (text := asked.text(name)) is not None:
            yield {"name": name, f"value{'String' if name == 'filter' else 'Code'}": text}
    for name in ("offset", "count"):
        if (number := asked.number(name)) is not None:
            yield {"name": name, "valueInteger": number}


def _used(found: Iterable[Member]) -> Iterator[FhirJson]:
    """Version and completeness of each system that was drawn from."""
    for system in dict.fromkeys(system for system, _concept in found):
        yield {"name": "version", "valueUri": f"{system.url}|{system.version}"}


def _contains(member: Member, language: str | None, asked: Asked) -> FhirJson:
    system, concept = member
    shown: Language = wanted(language, system.language)
    names = [{"language": code, "value": name} for code, name in concept.names()]
    return {
        "system": system.url,
        "version": system.version,
        "code": concept.code,
        "display": concept.display(shown),
        **({"designation": names} if names and asked.flag("includeDesignations") else {}),
    }
