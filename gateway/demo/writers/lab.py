"""A laboratory's answer as a GP system passes it on: a searchset Bundle of results, client and laboratory."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from gateway.demo.writers.fhir import NL_CORE, URA, Frame, Maker, Resource, concept
from gateway.demo.writers.zib_persoon import patient

SPACE = uuid.UUID("5b7b7f0e-58f1-4f0b-9c4f-2f1b0f0a6f10")
LABORATORY = "Klinisch Chemisch Laboratorium Waterland"


def labbericht(*results: Maker) -> Maker:
    """The results of one sample, all in one searchset."""

    def make(frame: Frame) -> Resource:
        who, laboratory = _urn(frame, "patient"), _urn(frame, "laboratorium")
        found = [_result(frame, number, result, who, laboratory) for number, result in enumerate(results)]
        return {
            "resourceType": "Bundle",
            "type": "searchset",
            "total": len(found),
            "entry": [*_entries(found, "match"), *_entries([_patient(frame, who), _laboratory(laboratory)], "include")],
        }

    return make


def _entries(resources: Sequence[Resource], mode: str) -> list[Resource]:
    return [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r, "search": {"mode": mode}} for r in resources]


def _urn(frame: Frame, what: str) -> str:
    return str(uuid.uuid5(SPACE, f"{frame.source.connector}|{frame.person.number}|{frame.serial}|{what}"))


def _result(frame: Frame, number: int, make: Maker, who: str, laboratory: str) -> Resource:
    result = make(frame)
    performer = {"reference": f"urn:uuid:{laboratory}", "type": "Organization", "display": LABORATORY}
    subject = {**frame.subject, "reference": f"urn:uuid:{who}"}
    return {**result, "id": _urn(frame, str(number)), "subject": subject, "performer": [performer]}


def _patient(frame: Frame, id_: str) -> Resource:
    return {**patient()(frame), "id": id_}


def _laboratory(id_: str) -> Resource:
    return {
        "resourceType": "Organization",
        "id": id_,
        "meta": {"profile": [f"{NL_CORE}HealthcareProvider-Organization"]},
        "identifier": [{"system": URA, "value": "90098807"}],
        "type": [concept("http://nictiz.nl/fhir/NamingSystem/organization-type", "L1", "Laboratorium")],
        "name": LABORATORY,
    }
