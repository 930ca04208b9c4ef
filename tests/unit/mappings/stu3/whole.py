"""A STU3 resource with everything filled, made from its definition: what goes in must come out somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.fhir.definitions import STU3, Definition, Element

DEPTH = 3
NEVER = {"modifierExtension", "id", "extension"}
NOT_OF_A_RESOURCE = {"contained", "implicitRules", "language", "meta", "text"}
# Where R4 knows the code or the rule asks for one: any other code would be refused for another reason.
CODES = {
    "clinicalStatus": "active",
    "verificationStatus": "confirmed",
    "taken": "y",
    "intent": "order",
    "gender": "female",
    "lifecycleStatus": "active",
}


class Maker:
    """`turn` chooses among the members of a choice, so that a few resources show all of them."""

    def __init__(self, turn: int) -> None:
        self.turn, self.made = turn, 0

    def resource(self, type_: str) -> dict[str, Any]:
        return {"resourceType": type_, "id": f"{type_}-{self.turn}", **self.object(STU3.definition(type_), 0)}

    def object(self, type_: Definition, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for element in self._chosen(type_):
            if element.name in NEVER or (type_.resource and element.name in NOT_OF_A_RESOURCE):
                continue
            needed = element.required or (element.choice is not None and type_.choices[element.choice])
            if depth >= DEPTH and not needed and element.kind != "primitive":
                continue
            value = self.value(element, depth)
            if value is not None:
                found[element.name] = [value] if element.many else value
        return found

    def value(self, element: Element, depth: int) -> Any:
        self.made += 1
        if element.kind == "primitive":
            return self.primitive(element)
        if element.type == "Reference":
            target = sorted(element.targets - {"Resource"})
            return {"reference": f"{target[self.turn % len(target)] if target else 'Patient'}/r{self.made}"}
        if element.type == "Extension":
            return None
        return self.object(STU3.definition(element.type), depth + 1) or None

    def primitive(self, element: Element) -> Any:
        number = self.made
        by_type = {
            "boolean": False,
            "integer": number,
            "unsignedInt": number,
            "positiveInt": number,
            "decimal": number,
            "date": f"{1000 + number}-01-02",
            "dateTime": f"{1000 + number}-01-02T03:04:05+01:00",
            "instant": f"{1000 + number}-01-02T03:04:05+01:00",
            "time": "03:04:05",
            "base64Binary": "aGFs",
            "oid": f"urn:oid:1.2.{number}",
            "code": CODES.get(element.name, f"code-{number}"),
            "uri": f"http://example.org/uri/{number}",
            "id": f"id-{number}",
        }
        return by_type.get(element.type, f"tekst {number}")

    def _chosen(self, type_: Definition) -> Iterator[Element]:
        stems: dict[str, list[Element]] = {}
        for element in type_.elements.values():
            if element.choice:
                stems.setdefault(element.choice, []).append(element)
            else:
                yield element
        for elements in stems.values():
            yield elements[self.turn % len(elements)]


def leaves(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name != "resourceType":
                yield from leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value)
    else:
        yield node
