"""STU3 deliveries through the front door: a GP's note, an Ons bundle with two views of one consent, a bad modifier."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from gateway.record.tables import VersionRow
from tests.builders.world import World, patient

NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
ICPC = "http://hl7.org/fhir/sid/icpc-1-nl"
LINES = "http://fhir.nl/fhir/NamingSystem/journaalregeltypen"


def searchset(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": r} for r in resources]}


def line(letter: str, text: str) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": f"regel-{letter}",
        "meta": {"profile": [f"{NICTIZ}gp-JournalEntry"]},
        "status": "final",
        "code": {"coding": [{"system": LINES, "code": letter}]},
        "subject": {"reference": "Patient/p1"},
        "context": {"reference": "Encounter/e1"},
        "effectiveDateTime": "2026-02-02",
        "valueString": text,
    }


def note(icpc: str) -> dict[str, Any]:
    coded = {"url": f"{NICTIZ}code-icpc-1-nl", "valueCodeableConcept": {"coding": [{"system": ICPC, "code": icpc}]}}
    return {
        "resourceType": "Composition",
        "id": "verslag",
        "meta": {"profile": [f"{NICTIZ}gp-EncounterReport"]},
        "status": "final",
        "type": {"coding": [{"system": "http://loinc.org", "code": "67781-5"}]},
        "subject": {"reference": "Patient/p1"},
        "encounter": {"reference": "Encounter/e1"},
        "date": "2026-02-02",
        "author": [{"display": "A. Bos"}],
        "title": "Contactverslag",
        "section": [
            {
                "code": {"coding": [{"system": LINES, "code": letter}]},
                "entry": [{"reference": f"Observation/regel-{letter}"}],
                **({"extension": [coded]} if letter == "E" else {}),
            }
            for letter in "SE"
        ],
    }


def items(world: World) -> Any:
    with world.house.database.work() as session:
        return session.exec(select(VersionRow)).all()


def test_a_note_of_a_gp_in_stu3_is_tagged_line_by_line(world: World) -> None:
    body = searchset(patient(), note("P76"), line("S", "somber"), line("E", "depressie"))
    answer = world.send("his", body)
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert (receipt["kind"], receipt["version"], receipt["resources"]) == ("fhir-stu3", "3.0.2", 3)
    # Both lines and the note say what they are about, so that none escapes a wish about mental health.
    assert receipt["tags"].get("niet te bepalen", 0) == 0


def test_two_views_of_one_consent_become_two_records(world: World) -> None:
    consent = {"resourceType": "Consent", "id": "c", "status": "active", "patient": {"reference": "Patient/p1"}}
    views = [{**consent, "policyRule": "http://w.nl/", "category": [{"text": text}]} for text in ("wens", "aanwijzing")]
    answer = world.send("ecd", searchset(patient(), *views))
    assert answer.status_code == 201, answer.text
    assert answer.json()["resources"] == 2
    assert len({row.record for row in items(world)}) == 2


def test_an_unknown_modifier_refuses_the_delivery_in_either_release(world: World) -> None:
    modifier = {"modifierExtension": [{"url": "http://example.org/niet", "valueBoolean": True}]}
    for body in (line("S", "x"), {**line("S", "x"), "encounter": {"reference": "Encounter/e1"}}):
        if "encounter" in body:
            del body["context"], body["meta"]
        answer = world.send("his", {**body, **modifier})
        assert answer.status_code == 422
        assert answer.json()["issue"][0]["details"]["coding"][0]["code"] == "fhir-modifier"
        assert answer.json()["issue"][0]["expression"] == ["Observation.modifierExtension"]


def test_what_breaks_a_rule_of_fhir_is_told_with_its_place(world: World) -> None:
    goal = {"resourceType": "Goal", "status": "nonsense", "description": {"text": "x"}}
    answer = world.send("ecd", searchset(patient(), {**goal, "subject": {"reference": "Patient/p1"}}))
    assert answer.status_code == 422
    assert answer.json()["issue"][0]["expression"] == ["Bundle.entry[1].resource.lifecycleStatus"]
