"""FHIR R4 resources in the nl-core shapes: what all of them share, and JSON on the line."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from gateway.demo.people import Person
from gateway.demo.town import Source

Resource: TypeAlias = dict[str, Any]

NEDERLAND: Final = ZoneInfo("Europe/Amsterdam")

NL_CORE: Final = "http://nictiz.nl/fhir/StructureDefinition/nl-core-"
EXT: Final = "http://nictiz.nl/fhir/StructureDefinition/"
HL7_EXT: Final = "http://hl7.org/fhir/StructureDefinition/"
SNOMED: Final = "http://snomed.info/sct"
LOINC: Final = "http://loinc.org"
NHG45: Final = "https://referentiemodel.nhg.org/tabellen/nhg-tabel-45-diagnostische-bepalingen"
ICPC: Final = "http://hl7.org/fhir/sid/icpc-1-nl"
UCUM: Final = "http://unitsofmeasure.org"
BSN: Final = "http://fhir.nl/fhir/NamingSystem/bsn"
UZI: Final = "http://fhir.nl/fhir/NamingSystem/uzi-nr-pers"
URA: Final = "http://fhir.nl/fhir/NamingSystem/ura"
THO: Final = "http://terminology.hl7.org/CodeSystem/"


@dataclass(frozen=True, slots=True)
class Frame:
    """In which system a resource is written, about whom, on what day; `serial` makes its id unique."""

    source: Source
    person: Person
    day: date
    serial: int
    today: date

    @property
    def patient_id(self) -> str:
        return f"{self.source.connector}-{self.person.number:04}"

    @property
    def subject(self) -> Resource:
        who = self.person
        return {
            "reference": f"Patient/{self.patient_id}",
            "type": "Patient",
            "display": f"Patient, {who.initials_dotted} {who.surname}",
        }

    @property
    def performer(self) -> Resource:
        return {
            "type": "PractitionerRole",
            "identifier": {"system": UZI, "value": self.source.uzi},
            "display": f"{self.source.who}, {self.source.name}",
        }

    def at(self, clock: str, *, minutes: int = 0) -> str:
        """A Dutch local time of the day, `hh:mm` and so many minutes later, with its offset."""
        moment = datetime.combine(self.day, time.fromisoformat(clock), NEDERLAND) + timedelta(minutes=minutes)
        return moment.isoformat()

    def id(self, name: str = "") -> str:
        """A resource id; by `name` it is the same each time, so that a later message is a newer version of it."""
        return f"{self.person.number:04}-{name or f'{self.serial:03}'}"


Maker: TypeAlias = Callable[[Frame], Resource]


def head(frame: Frame, type_: str, profile: str, name: str = "") -> Resource:
    return {"resourceType": type_, "id": frame.id(name), "meta": {"profile": [f"{NL_CORE}{profile}"]}}


def concept(system: str, code: str, display: str) -> Resource:
    return {"coding": [{"system": system, "code": code, "display": display}]}


def quantity(value: float, unit: str, code: str) -> Resource:
    return {"value": value, "unit": unit, "system": UCUM, "code": code}


def note(text: str) -> Resource:
    return {"note": [{"text": text}]} if text else {}


def collection(resources: Sequence[Resource]) -> Resource:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


def as_json(resource: Resource) -> bytes:
    return json.dumps(resource, ensure_ascii=False).encode()
