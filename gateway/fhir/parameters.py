"""What an operation is asked, from a query string or a Parameters resource: a closed list per operation, typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gateway.errors import BadInput
from gateway.fhir.check import check
from gateway.stages.vocabulary import FhirJson

Kind = Literal[
    "uri", "code", "string", "boolean", "integer", "dateTime", "instant", "Coding", "CodeableConcept", "ValueSet"
]
_COMPLEX = frozenset({"Coding", "CodeableConcept", "ValueSet"})
# By which value[x] a parameter of each type may come.
_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "uri": ("valueUri", "valueCanonical", "valueUrl"),
    "code": ("valueCode", "valueString"),
    "string": ("valueString", "valueCode"),
    "boolean": ("valueBoolean",),
    "integer": ("valueInteger", "valuePositiveInt", "valueUnsignedInt"),
    "dateTime": ("valueDateTime", "valueDate"),
    "instant": ("valueInstant", "valueDateTime"),
    "Coding": ("valueCoding",),
    "CodeableConcept": ("valueCodeableConcept",),
    "ValueSet": ("resource",),
}
_NAME = re.compile(r"[_A-Za-z][A-Za-z0-9_.-]{0,40}")


@dataclass(frozen=True, slots=True)
class Spec:
    """The parameters an operation takes: name → type; `repeated` may come more than once."""

    names: Mapping[str, Kind]
    repeated: frozenset[str] = frozenset()


class Asked:
    """The parameters of one request, typed. Reading one that was not sent gives None."""

    def __init__(self, values: Mapping[str, list[Any]]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def all(self, name: str) -> list[Any]:
        return self._values.get(name, [])

    def text(self, name: str) -> str | None:
        found = self._values.get(name)
        return None if found is None else str(found[0])

    def flag(self, name: str) -> bool:
        found = self._values.get(name)
        return found is not None and bool(found[0])

    def number(self, name: str) -> int | None:
        found = self._values.get(name)
        return None if found is None else int(found[0])

    def object(self, name: str) -> FhirJson | None:
        found = self._values.get(name)
        return None if found is None else found[0]


def from_query(pairs: Iterable[tuple[str, str]], spec: Spec) -> Asked:
    """Raises BadInput(parameter-…) naming a parameter that is unknown, malformed, twice, or too rich for an address."""
    return _collect(((name, kind, _from_text(name, kind, text)) for name, kind, text in _known(pairs, spec)), spec)


def from_body(body: Any, spec: Spec) -> Asked:
    """Read a Parameters resource, checked as FHIR first. Raises BadInput as from_query does."""
    if not isinstance(body, dict) or body.get("resourceType") != "Parameters":
        raise BadInput("parameters-resource", "The body is no Parameters resource", mend="post Parameters")
    issues = check(body)
    if issues:
        raise BadInput("parameters-resource", issues[0].rule, where=issues[0].where, mend=issues[0].mend)
    given = [(str(part["name"]), part) for part in body.get("parameter", ())]
    return _collect(((name, kind, _from_part(name, kind, part)) for name, kind, part in _known(given, spec)), spec)


def parameters(*parts: FhirJson | None) -> FhirJson:
    """A Parameters resource from its parts, those that are None left out."""
    kept = [part for part in parts if part is not None]
    return {"resourceType": "Parameters", **({"parameter": kept} if kept else {})}


def _known(given: Iterable[tuple[str, Any]], spec: Spec) -> Iterable[tuple[str, Kind, Any]]:
    for name, value in given:
        kind = spec.names.get(name)
        if kind is None:
            shown = name if _NAME.fullmatch(name) else "a parameter"
            raise BadInput("parameter-unknown", "This operation does not take this parameter", where=shown)
        yield name, kind, value


def _collect(values: Iterable[tuple[str, Kind, Any]], spec: Spec) -> Asked:
    found: dict[str, list[Any]] = {}
    for name, _kind, value in values:
        if name in found and name not in spec.repeated:
            raise BadInput("parameter-twice", "This parameter may come once", where=name)
        found.setdefault(name, []).append(value)
    return Asked(found)


def _from_text(name: str, kind: Kind, text: str) -> Any:
    if kind in _COMPLEX:
        raise BadInput(
            "parameter-complex", f"A {kind} does not fit in an address", where=name, mend="post it in Parameters"
        )
    if not text:
        raise BadInput("parameter-value", f"This is no {kind}", where=name)
    if kind == "boolean":
        if text not in {"true", "false"}:
            raise BadInput("parameter-value", "This is true or false", where=name)
        return text == "true"
    if kind == "integer":
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise BadInput("parameter-value", "This is a whole number", where=name)
        return int(text)
    return text


def _from_part(name: str, kind: Kind, part: FhirJson) -> Any:
    for member in _MEMBERS[kind]:
        if member in part:
            return part[member]
    raise BadInput("parameter-value", f"This parameter comes as {_MEMBERS[kind][0]}", where=name)
