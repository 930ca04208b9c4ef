"""What a value set holds, worked out from its compose: one of ours, or one that is sent along."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.errors import BadInput, Rejected
from gateway.fhir.parameters import Asked
from gateway.stages.vocabulary import FhirJson
from gateway.terminology import contents
from gateway.terminology.model import Concept, Filter, Include, Set, System

DEEPEST = 5
Member = tuple[System, Concept]


def asked_set(asked: Asked, instance: Set | None) -> Set:
    """The set that an operation is about. Raises BadInput(parameter-missing) unless exactly one is named."""
    url, sent = asked.text("url"), asked.object("valueSet")
    if sum(given is not None for given in (instance, url, sent)) != 1:
        raise BadInput("parameter-missing", "Give exactly one value set: url, valueSet, or its own address", "url")
    if instance is not None:
        return instance
    return contents.set_of(url, asked.text("valueSetVersion")) if url else of_resource(sent or {})


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
