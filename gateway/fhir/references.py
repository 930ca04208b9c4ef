"""References in a resource: found and rewritten where the element definitions say that one stands, nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from gateway.fhir.definitions import Definition, definition, is_resource
from gateway.stages.vocabulary import FhirJson

_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_LITERAL = re.compile(
    r"(?:https?://\S+/)?(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9\-.]{1,64})(?:/_history/[A-Za-z0-9\-.]{1,64})?"
)


def target_type(reference: str) -> str | None:
    """The type that a relative or absolute reference points at; None for `urn:`, `#contained` and other forms."""
    match = _LITERAL.fullmatch(reference)
    return match["type"] if match else None


def local_name(reference: str) -> str | None:
    """`Type/id` of a relative or absolute reference (its last two parts, without version)."""
    match = _LITERAL.fullmatch(reference)
    return f"{match['type']}/{match['id']}" if match else None


def rewrite(resource: FhirJson, mapping: Callable[[str], str]) -> FhirJson:
    """A new resource with every literal reference passed through `mapping`; `#contained` stays as it is."""
    copied: FhirJson = _copy(resource)
    for holder in _holders(copied):
        reference = holder["reference"]
        if not reference.startswith("#"):
            holder["reference"] = mapping(reference)
    return copied


def without(resource: FhirJson, keep: Callable[[str], bool]) -> FhirJson:
    """The resource without the references that `keep` turns down; `#contained` stays.

    What cannot be without its reference goes along: an extension, or an element of a list in which it is required. A
    required element of the resource itself says that its value is not known (R4, data-absent-reason).
    """
    type_ = str(resource.get("resourceType"))
    if not is_resource(type_):
        return resource
    own = definition(type_)
    kept, lost = _members_kept(resource, own, keep)
    absent: dict[str, Any] = {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}
    missing = {e.name: [absent] if e.many else absent for e in own.required if e.name in lost and e.name not in kept}
    return {**kept, **missing}


def _kept(value: Any, type_: Definition, keep: Callable[[str], bool]) -> Any:
    """The value without what is not to be kept; None when nothing of it remains."""
    if not isinstance(value, dict):
        return value
    reference = value.get("reference")
    if type_.name == "Reference" and isinstance(reference, str):
        return value if reference.startswith("#") or keep(reference) else None
    kept, lost = _members_kept(value, type_, keep)
    if lost and (
        not kept
        or any(element.name in lost and element.name not in kept for element in type_.required)
        or (type_.name == "Extension" and not any(n.startswith(("value", "extension")) for n in kept))
    ):
        return None
    return kept


def _members_kept(value: FhirJson, type_: Definition, keep: Callable[[str], bool]) -> tuple[FhirJson, set[str]]:
    """The members that stay, and the names of those that lost something."""
    kept: FhirJson = {}
    lost: set[str] = set()
    for name, items in value.items():
        element = type_.elements.get(name)
        if element is None or element.kind == "primitive":
            kept[name] = items
            continue
        found = []
        for item in items if isinstance(items, list) else [items]:
            inner = _definition_of(item, element.type, element.kind)
            found.append(item if inner is None else _kept(item, inner, keep))
        left = [item for item in found if item is not None]
        if len(left) < len(found):
            lost.add(name)
        if isinstance(items, list) and (left or not items):
            kept[name] = left
        elif not isinstance(items, list) and left:
            kept[name] = left[0]
    return kept, lost


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(item) for name, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


def _holders(resource: FhirJson) -> Iterator[FhirJson]:
    type_ = resource.get("resourceType")
    if is_resource(type_):
        yield from _objects(resource, definition(str(type_)))


def _objects(value: Any, type_: Definition) -> Iterator[FhirJson]:
    """Every Reference object with a literal reference. What is not as defined is passed over, not judged."""
    if not isinstance(value, dict):
        return
    if type_.name == "Reference" and isinstance(value.get("reference"), str):
        yield value
    for name, items in value.items():
        element = type_.elements.get(name.removeprefix("_"))
        if element is None or (element.kind == "primitive" and not name.startswith("_")):
            continue
        for item in items if isinstance(items, list) else [items]:
            inner = _definition_of(item, "Element" if element.kind == "primitive" else element.type, element.kind)
            if inner is not None:
                yield from _objects(item, inner)


def _definition_of(item: Any, type_: str, kind: str) -> Definition | None:
    if kind != "resource":
        return definition(type_)
    named = item.get("resourceType") if isinstance(item, dict) else None
    return definition(str(named)) if is_resource(named) else None
