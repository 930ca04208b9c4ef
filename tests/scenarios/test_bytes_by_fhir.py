"""A document and its bytes in one FHIR Bundle: kept sealed, and opened through the document alone."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from tests.builders.world import BSN, World, in_caseload, patient
from tests.scenarios.test_fhir import found, get, handle

DATA = b64encode(b"%PDF-1.4 ontslagbrief van iemand").decode()
URL = "urn:uuid:3f3a9a0e-1111-4222-8333-444455556666"


def letter(url: str, **members: Any) -> dict[str, Any]:
    return {
        "resourceType": "DocumentReference",
        "id": "d1",
        "status": "current",
        "subject": {"reference": "Patient/p1"},
        "content": [{"attachment": {"contentType": "application/pdf", "url": url}}],
        **members,
    }


def binary(**members: Any) -> dict[str, Any]:
    return {"resourceType": "Binary", "id": "b1", "contentType": "application/pdf", **members}


def sent(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": list(entries)}


STU3 = {
    "meta": {"profile": ["http://fhir.nl/fhir/StructureDefinition/nl-core-documentreference"]},
    "indexed": "2026-03-01T09:30:00+01:00",
    "type": {"coding": [{"system": "http://loinc.org", "code": "11503-0"}]},
}


@pytest.mark.parametrize(
    ("url", "full_url"), [("Binary/b1", None), (URL, URL), ("https://his.example.nl/fhir/Binary/b1", None)]
)
def test_bytes_come_with_the_document_that_names_them(world: World, url: str, full_url: str | None) -> None:
    body = binary(data=DATA)
    entry = {"resource": body, "fullUrl": full_url or "https://his.example.nl/fhir/Binary/b1"}
    answer = world.send("his", sent({"resource": patient()}, {"resource": letter(url)}, entry))
    assert (answer.status_code, answer.json()["notices"]) == (201, []), answer.text
    [shown] = found(get(world, f"DocumentReference?patient={handle(world)}"))
    where = shown["content"][0]["attachment"]["url"]
    assert where.startswith("Binary/")
    assert where != "Binary/b1"
    opened = get(world, where)
    assert (opened.status_code, opened.json()["data"]) == (200, DATA)
    assert found(get(world, f"Patient/{handle(world)}/$everything"), "Binary") == []

    in_caseload(world.house, BSN, "org:wijkzorg")
    assert get(world, where, "ecd").status_code == 404


def test_bytes_that_no_document_names_are_said_not_to_be_carried(world: World) -> None:
    answer = world.send("his", sent({"resource": patient()}, {"resource": binary(data=DATA)}))
    assert answer.status_code == 201
    assert any("No document in this message names it" in one["text"] for one in answer.json()["notices"])


def test_bytes_alone_are_refused(world: World) -> None:
    answer = world.send("his", binary(data=DATA))
    assert answer.status_code == 422
    assert "by itself" in answer.text


def test_an_address_elsewhere_stays_what_it_is(world: World) -> None:
    world.send("his", sent({"resource": patient()}, {"resource": letter("https://his.example.nl/fhir/Binary/b9")}))
    [shown] = found(get(world, f"DocumentReference?patient={handle(world)}"))
    assert shown["content"][0]["attachment"]["url"] == "https://his.example.nl/fhir/Binary/b9"


def test_bytes_in_stu3_have_another_name(world: World) -> None:
    body = sent({"resource": patient()}, {"resource": letter("Binary/b1", **STU3)}, {"resource": binary(content=DATA)})
    answer = world.send("his", body)
    assert answer.status_code == 201, answer.text
    [shown] = found(get(world, f"DocumentReference?patient={handle(world)}"))
    assert get(world, shown["content"][0]["attachment"]["url"]).json()["data"] == DATA
