"""Who wrote an item, as far as that is one person whom its own source employs and a number makes known.

A rule about an author (`what.author`) names a professional who is registered here. A source names its people by
number, and speaks for nobody else's: a name proves nothing, and a number of somebody of another organisation would
make that person the author of what they never saw. Whatever is not plain stays unknown, which opens nothing
(docs/decisions/0130).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlmodel import Session

from gateway.consent.pcf.specification import PERSON
from gateway.fhir.references import local_name
from gateway.flows import references
from gateway.flows.house import House
from gateway.record import opening
from gateway.registry import parties
from gateway.registry.parties import Connector, Professional
from gateway.stages.normalised import Resource
from gateway.stages.vocabulary import FhirJson
from gateway.tagging import authors
from gateway.wire import json

Number = tuple[str, str]
# As FHIR and HL7v3 name the registers (facts of Nictiz): each number counts under both.
REGISTERS: Mapping[str, tuple[str, str]] = {
    "agb": ("http://fhir.nl/fhir/NamingSystem/agb-z", "urn:oid:2.16.840.1.113883.2.4.6.1"),
    "uzi": ("http://fhir.nl/fhir/NamingSystem/uzi-nr-pers", "urn:oid:2.16.528.1.1007.3.1"),
    "big": ("http://fhir.nl/fhir/NamingSystem/big", "urn:oid:2.16.528.1.1007.5.1"),
}
DEEP = 2  # a role leads to a person, and a person to nobody


@dataclass(frozen=True, slots=True)
class Authors:
    """`people`: number → professional of the source. `told`: who stands in this delivery, by every name it has there;
    `earlier`: who was delivered before, by `Type/id`.
    """

    people: Mapping[Number, str]
    told: Mapping[str, FhirJson]
    earlier: Callable[[str], FhirJson | None]

    def of(self, content: FhirJson) -> str | None:
        """Id of the one professional who wrote this, None when that is not known."""
        if not self.people:
            return None
        found = {self._person(reference, content) for reference in authors(content)}
        return found.pop() if len(found) == 1 else None

    def _person(self, reference: FhirJson, holder: FhirJson) -> str | None:
        found = {self.people[number] for number in self._numbers(reference, holder, DEEP) if number in self.people}
        return found.pop() if len(found) == 1 else None

    def _numbers(self, reference: FhirJson, holder: FhirJson, deep: int) -> Iterator[Number]:
        yield from _read([reference.get("identifier")])
        target = self._target(reference.get("reference"), holder)
        if target is None or deep == 0:
            return
        if target.get("resourceType") == "Practitioner":
            yield from _read(target.get("identifier"))
        elif target.get("resourceType") == "PractitionerRole" and isinstance(target.get("practitioner"), dict):
            yield from self._numbers(target["practitioner"], holder, deep - 1)

    def _target(self, name: object, holder: FhirJson) -> FhirJson | None:
        if not isinstance(name, str):
            return None
        if name.startswith("#"):
            held = holder.get("contained")
            inside = held if isinstance(held, list) else []
            return next((one for one in inside if isinstance(one, dict) and f"#{one.get('id')}" == name), None)
        local = local_name(name)
        return self.told.get(name) or (None if local is None else self.told.get(local) or self.earlier(local))


def of_source(session: Session, source: str) -> Authors:
    """Who may have written what is said at a source itself, where whoever wrote it stands in it by number."""
    return Authors(known_by(parties.professionals(session, source)), {}, lambda _name: None)


def of_delivery(
    house: House, session: Session, connector: Connector, directory: str, resources: Sequence[Resource]
) -> Authors:
    """Who may have written what a connector delivers. `directory`: where people it delivered before are kept."""

    @cache
    def earlier(name: str) -> FhirJson | None:
        type_, _, local = name.partition("/")
        # A role that was kept names its person as we do.
        for record in (references.record_id(house.vault, connector.id, type_, local), local):
            for version in opening.current(session, house.keyring, directory, {}, record):
                kept: FhirJson = json.from_kept(version.text)
                return kept
        return None

    return Authors(known_by(parties.professionals(session, connector.organisation.id)), told(resources), earlier)


def known_by(professionals: Sequence[Professional]) -> dict[Number, str]:
    """Number → professional; one that two of them go by is nobody's."""
    every = [(number, one.id) for one in professionals for number in _all_numbers(one)]
    often = Counter(number for number, _ in every)
    return {number: id_ for number, id_ in every if often[number] == 1}


def told(resources: Iterable[Resource]) -> dict[str, FhirJson]:
    """The people and roles of a delivery by all that references may call them."""
    people = (one for one in resources if one.type in {"Practitioner", "PractitionerRole"} and "id" in one.content)
    return {name: one.content for one in people for name in (f"{one.type}/{one.content['id']}", *one.aliases)}


def _all_numbers(professional: Professional) -> Iterator[Number]:
    yield PERSON, professional.id
    for register, value in professional.numbers.items():
        yield from ((system, value) for system in REGISTERS[register])


def _read(identifiers: object) -> Iterator[Number]:
    for one in identifiers if isinstance(identifiers, list) else ():
        if isinstance(one, dict) and isinstance(one.get("system"), str) and isinstance(one.get("value"), str):
            yield one["system"], one["value"]
