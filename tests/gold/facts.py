"""FHIR resources as plain facts (path, value), whether they come as STU3 XML or as our R4 JSON.

Evened out here, because it says nothing about the client: narrative, meta, the display and type of
references, and white space. A reference becomes the identifier of what it points at; a resource without an identifier
(a role, a product, the reason of a prescription) is read in the place that refers to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

FHIR = "{http://hl7.org/fhir}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LEFT_OUT = frozenset({"meta", "id", "text", "contained", "resourceType"})
# nl-core-SOAPReport of R4 codes the kinds of lines in SNOMED CT; STU3 has the letters of NHG journaalregeltypen.
LINES = {"255362007": "S", "260224007": "O", "129265001": "E", "129271007": "P"}
# These stand by themselves also when they have no identifier that can be compared.
ALONE = frozenset({"Patient"})

Node = Any  # {"value": text} for a primitive, beside its children as {name: [Node]}
Fact = tuple[str, str]


@dataclass(frozen=True)
class Subject:
    """One resource: its type, how it is called, and its facts."""

    type: str
    key: str
    facts: frozenset[Fact]


def of_xml(element: Any) -> Node:
    """An XML resource or element as a node; of a narrative the words."""
    if element.tag == f"{XHTML}div":
        return {"value": words(" ".join(element.itertext()))}
    node: dict[str, Any] = {}
    if element.get("value") is not None:
        node["value"] = element.get("value")
    if element.get("url") is not None:
        node["url"] = [{"value": element.get("url")}]
    for child in element:
        if isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2]
            node.setdefault(name, []).append(of_xml(child))
    return node


def of_json(value: Any) -> Node:
    """Our JSON as the same kind of node; what stands beside a primitive in `_name` joins it."""
    if not isinstance(value, dict):
        return {"value": _text(value)}
    node: dict[str, Any] = {}
    for name, held in value.items():
        if name == "div":
            node["div"] = [{"value": words(re.sub("<[^>]*>", " ", held))}]
            continue
        items = held if isinstance(held, list) else [held]
        plain = node.setdefault(name.removeprefix("_"), [{} for _ in items])
        for place, item in zip(plain, items, strict=True):
            if item is not None:
                place.update(of_json(item))
    return node


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class Bundle:
    """The resources of one side, by every name a reference may use."""

    def __init__(self, named: Mapping[str, tuple[str, Node]]) -> None:
        self.named = named

    def subjects(self) -> Iterator[Subject]:
        """The resources that stand by themselves; the same one twice is one with the facts of both."""
        merged: dict[tuple[str, str], set[Fact]] = {}
        for type_, node in self.named.values():
            if (key := self.key(type_, node)) is not None:
                found = merged.setdefault((type_, key), set())
                found.update(self.facts(node, type_))
                found.update((f"{type_}.id", id_) for id_ in [first(node, "id")] if id_ and type_ not in ALONE)
        for (type_, key), facts in sorted(merged.items()):
            yield Subject(type_, key, frozenset(facts))

    def key(self, type_: str, node: Node) -> str | None:
        """The national number where there is one, since the order of identifiers says nothing."""
        if type_ in ALONE:
            return "the client"
        known = [f"{first(i, 'system')}|{value}" for i in node.get("identifier", ()) if (value := first(i, "value"))]
        national = [one for one in known if "/ura|" in one or "/uzi-nr-pers|" in one]
        return next(iter([*national, *known]), None)

    def facts(self, node: Node, path: str, inside: Mapping[str, Node] | None = None) -> Iterator[Fact]:
        here = {first(one, "id") or "": one for one in node.get("contained", ())} or dict(inside or {})
        for name, nodes in node.items():
            if name in {"value", "url"} and not isinstance(nodes, list):
                continue
            if name in LEFT_OUT and not (name == "text" and isinstance(nodes[0].get("value"), str)):
                if name == "text" and path.endswith("]"):
                    yield from ((f"{path}.text", words(first(one, "div") or "")) for one in nodes)
                continue
            for one in nodes:
                yield from self._of(one, _step(path, name, one), here)

    def _of(self, node: Node, path: str, here: Mapping[str, Node]) -> Iterator[Fact]:
        if isinstance(node.get("value"), str):
            yield path, words(node["value"])
        if "reference" in node or _is_logical(node):
            yield from self._reference(node, path, here)
            node = {"extension": node.get("extension", [])}
        yield from self.facts({k: v for k, v in node.items() if k != "url"}, path, here)

    def _reference(self, node: Node, path: str, here: Mapping[str, Node]) -> Iterator[Fact]:
        literal = first(node, "reference")
        if literal is None or (literal not in self.named and not literal.startswith("#")):
            for one in node.get("identifier", ()):
                yield path, f"{first(one, 'system')}|{first(one, 'value')}"
            if not node.get("identifier"):
                yield path, literal or ""
            return
        if literal.startswith("#"):
            yield from self.facts(here[literal[1:]], path, here)
            return
        type_, target = self.named[literal]
        if type_ == "PractitionerRole":
            yield from self.facts({"role": [target]}, path)
            for one in target.get("practitioner", ()):
                yield from self._reference(one, path, {})
        elif (key := self.key(type_, target)) is not None:
            yield path, key
        else:
            yield from self.facts(target, path)


def _is_logical(node: Node) -> bool:
    return "identifier" in node and node.keys() <= {"identifier", "type", "display", "extension"}


def _step(path: str, name: str, node: Node) -> str:
    url = first(node, "url")
    if name == "section":
        return f"{path}.section[{_kind(node)}]"
    shown = f"{name}<{url.rpartition('/')[2]}>" if name.lower().endswith("extension") and url else name
    return f"{path}.{shown}"


def _kind(section: Node) -> str:
    """S, O, E or P, so that a text is compared with the line of its own kind; else the code as it stands."""
    codes = (first(coding, "code") for code in section.get("code", ()) for coding in code.get("coding", ()))
    found = next(filter(None, codes), "")
    return LINES.get(found, found)


def first(node: Node, name: str) -> str | None:
    for one in node.get(name, ()):
        if isinstance(one.get("value"), str):
            return str(one["value"])
    return None


def gold(root: Any) -> Bundle:
    named = {}
    for number, entry in enumerate(root.findall(f"{FHIR}entry")):
        named_so = entry.find(f"{FHIR}fullUrl")
        url = f"entry {number}" if named_so is None else named_so.get("value")
        for resource in entry.find(f"{FHIR}resource"):
            type_, node = resource.tag.rpartition("}")[2], of_xml(resource)
            named[url if url not in named else f"{url}#{number}"] = (type_, node)
            named.setdefault(f"{type_}/{first(node, 'id')}", (type_, node))
    return Bundle(named)


def ours(resources: list[dict[str, Any]]) -> Bundle:
    named = {}
    for number, content in enumerate(resources):
        name = f"{content['resourceType']}/{content.get('id', 'recordTarget')}"
        named[name if name not in named else f"{name}#{number}"] = (content["resourceType"], of_json(content))
    return Bundle(named)
