"""One STU3 resource as R4: every element goes where tables or definitions say, or is kept as an extension, and named.

The resource is structurally valid STU3 (gateway.sources.fhir saw to that); the result is judged as R4 afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gateway.errors import Rejected
from gateway.fhir.definitions import R4, STU3, Definition, Element
from gateway.mappings.ids import fhir_id
from gateway.mappings.stu3 import lost, tables
from gateway.stages.delivered import Notice
from gateway.stages.vocabulary import FhirJson

DATA_ABSENT: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
# Rules that decide about what another element said before them.
_LAST: Final = frozenset({"not_done", "rename_last", "taken"})
NOT_SAID: Final = "R4 asks for this and STU3 did not say it: marked as not known"
_FIRST_CHOICE: Final = {"occurrence": "occurrenceDateTime", "doseNumber": "doseNumberString"}
_LITERAL = re.compile(r"(?P<before>(?:https?://\S+/)?)(?P<type>ProcedureRequest|ReferralRequest)/(?P<id>[^/\s]+)")


@dataclass(frozen=True, slots=True)
class Member:
    """An element as it stands in its STU3 object. Values are as written; `beside`: what stands in `_name`."""

    place: str
    element: Element
    values: tuple[Any, ...]
    beside: tuple[Any, ...]
    row: tables.Row
    whole: FhirJson


Rule = Callable[["Conversion", Member, FhirJson, Definition], None]
# What R4 wants said and STU3 leaves to the rest of the object; None when there is nothing to say.
Derive = Callable[["Conversion", FhirJson], Any]


class Conversion:
    """The work on one resource. `notices`: what was kept elsewhere or not said, by place."""

    def __init__(
        self, notices: list[Notice], rules: Mapping[str, Rule], derived: Mapping[str, Mapping[str, Derive]]
    ) -> None:
        self.notices, self.rules, self.derived = notices, rules, derived
        # Items within items and sections within sections are of one type: they stand in the tables once.
        self.places: dict[str, str] = {}

    def resource(self, value: FhirJson) -> FhirJson:
        type_ = str(value["resourceType"])
        new = tables.RENAMED.get(type_, type_)
        if not R4.is_resource(new):
            raise Rejected("fhir-type", f"R4 has no resource type {type_}", where="contained", mend="leave it out")
        content = self.object(value, STU3.definition(type_), R4.definition(new), type_)
        if type_ != new and "id" in content:
            content["id"] = renamed_id(type_, content["id"])
        return {"resourceType": new, **content}

    def object(self, value: FhirJson, three: Definition, four: Definition, place: str) -> FhirJson:
        """One resource, backbone element or data type, with its R4 definition."""
        made: FhirJson = {}
        for member in sorted(self._members(value, three, place), key=lambda one: one.row.rule in _LAST):
            self.rules[member.row.rule](self, member, made, four)
        self._complete(made, four, place)
        return made

    def values(self, member: Member, four: Element | None) -> list[tuple[Any, Any]]:
        """The values of a member in their R4 form, each with what stands beside it."""
        three = member.element
        pairs = []
        for index, value in enumerate(member.values):
            beside = member.beside[index] if index < len(member.beside) else None
            if three.kind == "primitive":
                pairs.append((value, self._beside(beside, member.place)))
            else:
                type_ = four.type if four is not None and four.kind == "complex" else three.type
                pairs.append((self._complex(value, three, type_, member.place), None))
        return pairs

    def keep(self, member: Member, made: FhirJson, pairs: list[tuple[Any, Any]] | None = None) -> None:
        """As an extension of our own, with a notice that says so."""
        found = self.values(member, None) if pairs is None else pairs
        made.setdefault("extension", []).extend(lost.kept(member.place, member.element, found))
        self.note(member.place, "R4 has no place for this element: kept as an extension")

    def note(self, place: str, text: str) -> None:
        self.notices.append(Notice(place, text))

    def put(self, made: FhirJson, name: str, pairs: list[tuple[Any, Any]], four: Definition, member: Member) -> None:
        """Values under an R4 name, one or a list as R4 has it; what is over is kept."""
        target = four.elements[name]
        values, besides = [v for v, _ in pairs], [b for _, b in pairs]
        if target.choice and any(e.name in made for e in four.elements.values() if e.choice == target.choice):
            self.keep(member, made, pairs)
            return
        if not target.many and (len(pairs) > 1 or name in made):
            over = pairs if name in made else pairs[1:]
            self.keep(member, made, over)
            if name in made:
                return
        for key, items in ((name, values), (f"_{name}", besides)):
            if all(item is None for item in items):
                continue
            if target.many:
                made[key] = [*made.get(key, ()), *items]
            else:
                made[key] = items[0]

    def _members(self, value: FhirJson, three: Definition, place: str) -> list[Member]:
        found = []
        for name in dict.fromkeys(key.removeprefix("_") for key in value):
            if name == "resourceType":
                continue
            element = three.elements[name]
            given, beside = value.get(name), value.get(f"_{name}")
            values = _list(given)
            besides = _list(beside) if element.kind == "primitive" else []
            if len(besides) > len(values):
                values = [*values, *[None] * (len(besides) - len(values))]
            where = f"{place}.{name}"
            row = tables.elements().get(where) or tables.Row(where, "", name, "", "")
            found.append(Member(where, element, tuple(values), tuple(besides), row, value))
        return found

    def _complex(self, value: FhirJson, three: Element, type_: str, place: str) -> Any:
        if three.kind == "resource":
            return self.resource(value)
        new = R4.definition(type_) if _known(type_) else STU3.definition(three.type)
        base = place.split(".", 1)[0]
        where = self.places.setdefault(three.type, place) if three.type.startswith(base) else three.type
        if three.type == "Extension":
            return self._extension(value)
        made = self.object(value, STU3.definition(three.type), new, where)
        for name in ("system",) if three.type in {"Coding", "Identifier", "Quantity"} else ():
            if isinstance(made.get(name), str):
                made[name] = tables.system(made[name])
        if three.type == "Reference" and isinstance(made.get("reference"), str):
            made["reference"] = renamed(made["reference"])
        if three.type == "Meta" and "profile" in made:
            made["profile"] = [tables.profiles().get(profile, profile) for profile in made["profile"]]
        return made

    def _extension(self, value: FhirJson) -> FhirJson:
        made = self.object(value, STU3.definition("Extension"), R4.definition("Extension"), "Extension")
        url = tables.extensions().get(value["url"], value["url"])
        return {**made, "url": url if url.startswith("http") else value["url"]}

    def _beside(self, beside: Any, place: str) -> FhirJson | None:
        if beside is None:
            return None
        return self.object(beside, STU3.definition("Element"), R4.definition("Element"), place)

    def _complete(self, made: FhirJson, four: Definition, place: str) -> None:
        """What R4 requires and STU3 did not say: a word for unknown, or the reason why it is absent."""
        absent: FhirJson = {"extension": [{"url": DATA_ABSENT, "valueCode": "unknown"}]}
        for name, derive in self.derived.get(four.name, {}).items():
            value = None if name in made else derive(self, made)
            if value is not None:
                made[name] = value
        missing = [e for e in four.required if e.name not in made and f"_{e.name}" not in made]
        for element in missing:
            standing = tables.WHEN_ABSENT.get(f"{four.name}.{element.name}")
            if standing is not None:
                made[element.name] = standing
                self.note(f"{place}.{element.name}", f"R4 asks for this and STU3 did not say it: {standing} filled in")
                continue
            if element.kind == "primitive":
                made[f"_{element.name}"] = absent
            else:
                made[element.name] = [absent] if element.many else absent
            self.note(f"{place}.{element.name}", NOT_SAID)
        for stem, required in four.choices.items():
            chosen = [e.name for e in four.elements.values() if e.choice == stem]
            if required and not any(name in made or f"_{name}" in made for name in chosen):
                made[f"_{_FIRST_CHOICE.get(stem, chosen[0])}"] = absent
                self.note(f"{place}.{stem}[x]", NOT_SAID)


def renamed(reference: str) -> str:
    """A literal reference under the R4 name of its type."""
    match = _LITERAL.fullmatch(reference)
    if match is None:
        return reference
    type_ = match["type"]
    return f"{match['before']}{tables.RENAMED[type_]}/{renamed_id(type_, match['id'])}"


def renamed_id(type_: str, id_: str) -> str:
    """Two STU3 types become one R4 type: the ids of the second get a mark, so that no two resources share one."""
    return fhir_id("ReferralRequest", id_) if type_ == "ReferralRequest" else id_


def _known(type_: str) -> bool:
    try:
        R4.definition(type_)
    except KeyError:
        return False
    return True


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
