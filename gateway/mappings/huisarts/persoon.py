"""recordTarget as the Patient this GP system knows: base data that never overrules BRP or municipality."""

from __future__ import annotations

from datetime import date

from gateway.mappings.hl7v3.namen import address, human_name, telecom
from gateway.mappings.hl7v3.specification import BSN, GENDER, NICTIZ
from gateway.sources.huisarts.model import Kop
from gateway.stages.normalised import Person, SubjectRef
from gateway.stages.vocabulary import FhirJson


def person(head: Kop) -> Person:
    known = head.patient
    patient: FhirJson = {
        "resourceType": "Patient",
        "meta": {"profile": [f"{NICTIZ}nl-core-Patient"]},
        "identifier": [{"system": BSN, "value": known.bsn.value}],
    }
    name = human_name(known.naam)
    if name:
        patient["name"] = [name]
    if known.telecom:
        patient["telecom"] = [telecom(value) for value in known.telecom]
    patient["gender"] = GENDER.get(known.geslacht or "", "unknown")
    if known.geboorte:
        patient["birthDate"] = known.geboorte
    addresses = [made for made in map(address, known.adressen) if made]
    if addresses:
        patient["address"] = addresses
    return Person(
        subject=SubjectRef(bsn=known.bsn), patient=patient, authority="bron", dagtekening=_day(head.aangemaakt)
    )


def _day(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment and len(moment) >= 10 else None
