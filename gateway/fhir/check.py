"""Whether a resource is FHIR: structure and formats, and for R4 required bindings and rules, in one walk over its JSON.

Structure is that of the element definitions. The walk judges the JSON as it came and changes nothing: a model built
from it would turn 5.10 into 5.1. What it finds names places and rules, never values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from gateway.fhir import bundles, narrative, primitives
from gateway.fhir.bindings import CODES, CONCEPTS
from gateway.fhir.definitions import R4, Definition, Element, Release
from gateway.fhir.invariants import INVARIANTS
from gateway.fhir.references import target_type
from gateway.stages.vocabulary import FhirJson

# Enough for a sender to see the pattern; bounds memory for a body of nothing but faults.
MOST = 100

_MEMBER = re.compile(r"_?[A-Za-z][A-Za-z0-9]{0,60}")
_EXTENDED = "Element"  # what may stand beside a primitive in `_name`: id and extension
_NEVER_CONTAINED = {
    "contained": "dom-2: a contained resource contains no other",
    "versionId": "dom-4: a contained resource has no version of its own",
    "lastUpdated": "dom-4: a contained resource has no version of its own",
    "security": "dom-5: a contained resource has no security label of its own",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: element path in FHIRPath notation, the rule that is broken, and how to mend it."""

    where: str
    rule: str
    mend: str


def check(resource: FhirJson, *, entries: bool = True) -> tuple[Issue, ...]:
    """All findings for a resource or Bundle (at most `MOST`), empty when it is valid R4.

    `entries` False leaves out the resources in a Bundle, for who judges them one by one.
    """
    return _walked(_Walk(R4, rules=True, entries=entries), resource)


def structure(resource: FhirJson, release: Release) -> tuple[Issue, ...]:
    """Findings on structure and formats alone, by the definitions of any release."""
    return _walked(_Walk(release, rules=False), resource)


def _walked(walk: _Walk, resource: FhirJson) -> tuple[Issue, ...]:
    type_ = resource.get("resourceType")
    walk.resource(resource, str(type_) if walk.release.is_resource(type_) else "resourceType")
    return tuple(walk.issues)


class _Walk:
    """One pass over one document. `contained` (id → type) and `named` belong to the resource being walked.

    `rules`: judge bindings, reference targets and invariants too; these stand here for R4 only.
    """

    def __init__(self, release: Release, *, rules: bool, entries: bool = True) -> None:
        self.issues: list[Issue] = []
        self.contained: Mapping[str, str] = {}
        self.named: set[str] = set()
        self.release, self.rules, self.entries = release, rules, entries

    def add(self, where: str, rule: str, mend: str) -> None:
        if len(self.issues) < MOST:
            self.issues.append(Issue(where, rule, mend))

    def resource(self, value: Any, where: str) -> None:
        """A resource by itself or in a Bundle: what it contains is its own."""
        outer, self.contained, self.named = (self.contained, self.named), _contained(value), set()
        self.any_resource(value, where)
        # dom-3 lets a contained resource refer to its container ("#") instead.
        if self.rules and "#" not in self.named and not self.contained.keys() <= {name[1:] for name in self.named}:
            self.add(f"{where}.contained", "dom-3: nothing refers to a contained resource", "refer to it by #id")
        self.contained, self.named = outer

    def any_resource(self, value: Any, where: str) -> None:
        type_ = value.get("resourceType") if isinstance(value, dict) else None
        if not self.release.is_resource(type_):
            name = self.release.name
            self.add(where, f"type: this is no resource type of FHIR {name}", f"name an {name} type in resourceType")
            return
        before = len(self.issues)
        self.object(value, self.release.definition(str(type_)), where)
        if self.rules and type_ == "Bundle" and len(self.issues) == before:
            for place, rule, mend in bundles.faults(value):
                self.add(f"{where}{place}", rule, mend)

    def inside(self, value: Any, where: str) -> None:
        """A contained resource."""
        self.any_resource(value, where)
        if isinstance(value, dict):
            meta = value.get("meta")
            for name in (*value, *(meta if isinstance(meta, dict) else ())):
                if name in _NEVER_CONTAINED:
                    self.add(f"{where}.{name}", _NEVER_CONTAINED[name], "leave it out")

    def object(self, value: Any, type_: Definition, where: str) -> None:
        if not isinstance(value, dict):
            self.add(where, f"structure: this is an object ({type_.name})", "send an object here")
            return
        if not type_.resource and value.keys() <= {"id"}:
            self.add(where, "ele-1: an element has a value or children", "leave it out when it is empty")
            return
        before = len(self.issues)
        for name in value:
            self.member(value, name, type_, where)
        self.complete(value, type_, where)
        if self.rules and len(self.issues) == before:
            for invariant in INVARIANTS.get(type_.name, ()):
                if not invariant.holds(value):
                    self.add(where, f"{invariant.key}: {invariant.sentence}", "see the R4 definition of this element")

    def member(self, value: FhirJson, name: str, type_: Definition, where: str) -> None:
        if name == "resourceType" and type_.resource:
            return
        element = type_.elements.get(name.removeprefix("_"))
        if element is None or (name[0:1] == "_" and element.kind != "primitive"):
            shown = name if _MEMBER.fullmatch(name) else "a member"
            self.add(
                f"{where}.{shown}", f"structure: {type_.name} has no such element", "remove it or correct its name"
            )
        elif element.kind == "primitive":
            if name == element.name or element.name not in value:
                self.primitives(value, element, type_, where)
        elif not element.many:
            self.item(value[name], element, type_, f"{where}.{name}")
        elif self.is_list(value[name], f"{where}.{name}"):
            for index, item in enumerate(value[name]):
                self.item(item, element, type_, f"{where}.{name}[{index}]")

    def item(self, value: Any, element: Element, owner: Definition, where: str) -> None:
        if element.kind == "resource":
            if element.name == "contained":
                self.inside(value, where)
            elif self.entries or not isinstance(value, dict):
                self.resource(value, where)
            return
        before = len(self.issues)
        self.object(value, self.release.definition(element.type), where)
        if not self.rules or len(self.issues) > before:
            return
        if element.type == "Reference":
            self.reference(value, element, where)
        elif element.type == "CodeableConcept":
            self.concept(value, f"{owner.name}.{element.name}", where)

    def primitives(self, value: FhirJson, element: Element, owner: Definition, where: str) -> None:
        """A primitive with what stands beside it in `_name`; lists of both run side by side."""
        place = f"{where}.{element.name}"
        given, beside = value.get(element.name), value.get(f"_{element.name}")
        if not element.many:
            if isinstance(given, list) or isinstance(beside, list):
                self.add(place, "structure: this occurs at most once", "send one value, not a list")
                return
            self.primitive(given, beside, element, owner, place)
            return
        lists = [found for found in (given, beside) if found is not None]
        if not lists or not all(self.is_list(found, place) for found in lists):
            return
        if len({len(found) for found in lists}) > 1:
            self.add(place, "structure: a list and what stands beside it differ in length", "pad with null")
        for index, (one, other) in enumerate(zip_longest(given or (), beside or ())):
            self.primitive(one, other, element, owner, f"{place}[{index}]")

    def primitive(self, value: Any, beside: Any, element: Element, owner: Definition, where: str) -> None:
        if value is None and beside is None:
            self.add(where, "ele-1: an element has a value or children", "leave it out when it is empty")
        if beside is not None:
            self.object(beside, self.release.definition(_EXTENDED), where)
        if value is None:
            return
        expected = primitives.fault(element.type, value)
        if expected is not None:
            self.add(where, f"format: this is not {expected}", f"write it as FHIR {self.release.name} does")
            return
        if not self.rules:
            return
        allowed = CODES.get(f"{owner.name}.{element.name}")
        if allowed is not None and value not in allowed:
            self.add(
                where, "binding: not a code of the required value set", f"use one of: {', '.join(sorted(allowed))}"
            )
        if element.type == "xhtml" and (broken := narrative.fault(value)) is not None:
            self.add(where, broken, "send plain formatted text")

    def is_list(self, value: Any, where: str) -> bool:
        if isinstance(value, list) and value:
            return True
        self.add(where, "structure: this is a list with at least one item", "send a list, or leave it out")
        return False

    def complete(self, value: FhirJson, type_: Definition, where: str) -> None:
        for element in type_.required:
            if element.name not in value and f"_{element.name}" not in value:
                self.add(f"{where}.{element.name}", "structure: this element is required", "send it")
        for stem, required in type_.choices.items():
            chosen = {
                name.removeprefix("_")
                for name in value
                if (known := type_.elements.get(name.removeprefix("_"))) and known.choice == stem
            }
            if len(chosen) > 1 or (required and not chosen):
                rule = f"structure: {'exactly' if required else 'at most'} one {stem}[x] may be there"
                self.add(f"{where}.{stem}[x]", rule, "send one of them")

    def reference(self, value: FhirJson, element: Element, where: str) -> None:
        literal = value.get("reference")
        if not isinstance(literal, str):
            return
        if literal.startswith("#"):
            self.named.add(literal)
            if literal != "#" and literal[1:] not in self.contained:
                self.add(where, "ref-1: this refers to a contained resource that is not there", "contain it")
                return
        target = self.contained.get(literal[1:]) if literal.startswith("#") else target_type(literal)
        if target is not None and element.targets and target not in element.targets and R4.is_resource(target):
            allowed = ", ".join(sorted(element.targets))
            self.add(where, f"target: {target} may not be referred to here", f"refer to one of: {allowed}")

    def concept(self, value: FhirJson, place: str, where: str) -> None:
        """A required binding on a CodeableConcept; one that holds nothing but extensions says why it is absent."""
        bound = CONCEPTS.get(place)
        if bound is None or not {"coding", "text"} & value.keys():
            return
        system, codes = bound
        if not any(c.get("system") == system and c.get("code") in codes for c in value.get("coding", ())):
            mend = f"add a coding of {system}: {', '.join(sorted(codes))}"
            self.add(where, "binding: no coding of the required value set", mend)


def _contained(value: Any) -> dict[str, str]:
    """Local id → type of what a resource contains, as far as that can be read."""
    inner = value.get("contained") if isinstance(value, dict) else None
    return {
        str(one.get("id")): str(one.get("resourceType"))
        for one in (inner if isinstance(inner, list) else ())
        if isinstance(one, dict)
    }
