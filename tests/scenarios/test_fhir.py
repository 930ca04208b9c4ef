"""The FHIR side: what came in is what goes out, a search stays within one record and refuses what it does not know."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.fhir.check import check
from gateway.wire import json
from tests.builders.world import BSN, BSN_OTHER, World, bundle, condition, patient

BSN_SYSTEM = "http://fhir.nl/fhir/NamingSystem/bsn"
WEIGHT: dict[str, Any] = {
    "resourceType": "Observation",
    "id": "o1",
    "extension": [{"url": "https://his.example.nl/own", "valueDecimal": json.loads("0.001530")}],
    "status": "final",
    "category": [
        {
            "coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"},
            ]
        }
    ],
    "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
    "subject": {"reference": "Patient/p1"},
    "effectiveDateTime": "2026-03-01T09:30:00.715+01:00",
    "valueQuantity": {"value": json.loads("81.50"), "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
}


@pytest.fixture
def filled(world: World) -> World:
    assert world.send("his", bundle(patient(), condition("R95"), condition("T90.02", "c2"), WEIGHT)).status_code == 201
    return world


def get(world: World, path: str, connector: str = "his") -> Any:
    return world.web.get(f"/fhir/{path}", headers=world.headers(connector))


def found(answer: Any, type_: str | None = None) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    resources = [entry["resource"] for entry in answer.json().get("entry", ())]
    return [r for r in resources if type_ in {None, r["resourceType"]}]


def handle(world: World, bsn: str = BSN, connector: str = "his") -> str:
    answer = world.web.post(
        "/fhir/Patient/_search", data={"identifier": f"{BSN_SYSTEM}|{bsn}"}, headers=world.headers(connector)
    )
    patients = found(answer, "Patient")
    return str(patients[0]["id"]) if patients else ""


def test_a_resource_is_served_digit_for_digit_with_our_ids(filled: World) -> None:
    [observation] = found(get(filled, f"Observation?patient={handle(filled)}"))
    answer = get(filled, f"Observation/{observation['id']}")
    assert answer.headers["content-type"].startswith("application/fhir+json")
    assert '"value":81.50' in answer.text
    assert '"valueDecimal":0.001530' in answer.text
    assert answer.json()["effectiveDateTime"] == "2026-03-01T09:30:00.715+01:00"
    assert answer.json()["id"] != "o1"
    assert answer.json()["subject"]["reference"] == f"Patient/{handle(filled)}"


QUERIES = {
    "": 2,
    "&code=http://hl7.org/fhir/sid/icpc-1-nl|R95": 1,
    "&code=R95": 1,
    "&code=|R95": 0,
    "&code=R95,T90.02": 2,
    "&code=R95&code=T90.02": 0,
    "&onset-date=2025-03": 2,
    "&onset-date=gt2025-03-04": 0,
    "&onset-date=ge2025-03-04": 2,
    "&_lastUpdated=lt2020": 0,
    "&omaha=PB0028": 1,
    "&zrm=lichamelijke-gezondheid": 2,
    "&_tag=PB0028": 1,
    "&_count=0": 0,
    "&_count=1": 1,
}


def test_search_within_one_record(filled: World) -> None:
    client = handle(filled)
    counted = {query: len(found(get(filled, f"Condition?patient={client}{query}"))) for query in QUERIES}
    assert counted == QUERIES


def test_pages_follow_each_other_without_gap_or_overlap(filled: World) -> None:
    first = get(filled, f"Condition?patient={handle(filled)}&_count=1&_sort=_id")
    assert first.json()["total"] == 2
    links = {link["relation"]: link["url"] for link in first.json()["link"]}
    second = filled.web.get(links["next"], headers=filled.headers("his"))
    ids = [r["id"] for page in (first, second) for r in found(page)]
    assert ids == sorted(set(ids))
    assert len(ids) == 2
    assert "next" not in {link["relation"] for link in second.json()["link"]}


def test_everything_is_the_whole_visible_record(filled: World) -> None:
    types = [r["resourceType"] for r in found(get(filled, f"Patient/{handle(filled)}/$everything"))]
    assert sorted(types) == ["Condition", "Condition", "Observation", "Patient"]


def test_provenance_points_at_the_delivery_and_names_the_mapping(filled: World) -> None:
    [observation] = found(get(filled, f"Observation?patient={handle(filled)}"))
    target = f"Observation/{observation['id']}"
    [provenance] = found(get(filled, f"Provenance?patient={handle(filled)}&target={target}"))
    assert provenance["target"] == [{"reference": target}]
    assert "fhir-r4/" in str(provenance)
    assert check(provenance) == ()


REFUSED = {
    f"Patient?identifier={BSN_SYSTEM}|{BSN}": "bsn-in-address",
    "Condition?colour=red&patient=x": "search-parameter",
    "Condition?patient=x&onset-date=yesterday": "search-parameter",
    "Condition?patient=x&date=2026": "search-parameter",
    "Observation?patient=x&value-quantity=heavy": "search-parameter",
    "Condition?patient=x&_sort=colour": "search-parameter",
    "Condition": "search-patient",
    "Teapot?patient=x": "type-unknown",
}


def test_what_is_not_understood_is_refused_by_name(filled: World) -> None:
    for path, code in REFUSED.items():
        answer = get(filled, path)
        assert answer.status_code == (404 if code == "type-unknown" else 422), path
        outcome = answer.json()
        assert outcome["resourceType"] == "OperationOutcome"
        assert outcome["issue"][0]["details"]["coding"][0]["code"] == code
        assert BSN not in answer.text


def test_another_system_finds_nothing_and_cannot_tell_why(filled: World) -> None:
    [observation] = found(get(filled, f"Observation?patient={handle(filled)}"))
    assert handle(filled, connector="his-2") == ""
    hidden = get(filled, f"Observation/{observation['id']}", "his-2")
    absent = get(filled, "Observation/00000000-0000-0000-0000-000000000000", "his-2")
    assert hidden.status_code == absent.status_code == 404
    varying = {"x-request-id", "date"}
    kept = [{k: v for k, v in a.headers.items() if k.lower() not in varying} for a in (hidden, absent)]
    assert kept[0] == kept[1]
    assert _plain(hidden) == _plain(absent)
    searched = get(filled, f"Observation?patient={handle(filled)}", "his-2")
    assert found(searched) == []
    assert searched.json()["total"] == 0
    assert handle(filled, BSN_OTHER) == ""


def _plain(answer: Any) -> dict[str, Any]:
    return {k: v for k, v in answer.json().items() if k != "id"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a search is within what was read of either
def test_the_capability_statement_is_valid_and_every_search_it_names_works(filled: World) -> None:
    statement = filled.web.get("/fhir/metadata").json()
    assert check(statement) == ()
    assert statement["fhirVersion"] == "4.0.1"
    client = handle(filled)
    for resource in statement["rest"][0]["resource"]:
        if resource["type"] in {"Patient", "AuditEvent"}:  # AuditEvent is for other readers: test_log_readers.py
            continue
        for parameter in resource.get("searchParam", ()):
            value = {"date": "2025", "reference": f"Patient/{client}", "quantity": "1"}.get(parameter["type"], "x")
            # What belongs to no client (code systems, forms) is searched without one.
            whose = f"patient={client}&" if any(p["name"] == "patient" for p in resource["searchParam"]) else ""
            answer = get(filled, f"{resource['type']}?{whose}{parameter['name']}={value}")
            if parameter["name"] not in {"patient", "subject"}:
                assert answer.status_code == 200, (resource["type"], parameter, answer.text)
