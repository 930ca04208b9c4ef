"""A delivery is kept before it is judged, answered honestly, and the same bytes change nothing."""

from __future__ import annotations

import gzip
import json

from sqlmodel import select

from gateway.flows import replay, status
from gateway.intake.tables import DeliveryRow
from gateway.record.tables import VersionRow
from gateway.registry.tables import ClientRow
from tests.builders.world import BSN, World, bundle, condition, patient


def versions(world: World) -> int:
    with world.house.database.work() as session:
        return len(session.exec(select(VersionRow)).all())


def test_a_gp_bundle_is_accepted_and_tagged(world: World) -> None:
    answer = world.send("his", bundle(patient(), condition("R95")))
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert (receipt["state"], receipt["kind"], receipt["resources"]) == ("accepted", "fhir-r4", 1)
    assert sum(receipt["tags"].values()) >= 1
    assert receipt["tags"].get("niet te bepalen", 0) == 0


def test_the_same_bytes_twice_change_nothing_and_get_the_same_answer(world: World) -> None:
    message = bundle(patient(), condition())
    first = world.send("his", message)
    before = versions(world)
    second = world.send("his", message)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert versions(world) == before


def test_unchanged_content_in_new_bytes_makes_no_new_version(world: World) -> None:
    world.send("his", bundle(patient(), condition()))
    before = versions(world)
    world.send("his", {**bundle(patient(), condition()), "id": "another"})
    assert versions(world) == before


def test_an_unknown_patient_is_parked_and_taken_up_when_the_link_arrives(world: World) -> None:
    parked = world.send("his", condition())
    assert (parked.status_code, parked.json()["state"]) == (202, "parked")
    assert versions(world) == 0
    assert [line[2] for line in status.parked_items(world.house)] == ["Condition"]
    assert world.send("his", patient()).status_code == 201
    assert versions(world) == 1
    assert status.parked_items(world.house) == ()
    again = world.web.get(parked.headers["Location"], headers=world.headers("his"))
    told = ("state", "status", "parked", "resources")
    assert [again.json()[name] for name in told] == ["accepted", 201, 0, 1]
    assert world.send("his", condition()).status_code == 201  # the same bytes: what became of them


def test_a_link_of_one_connector_is_not_a_link_of_another(world: World) -> None:
    world.send("his", patient())
    assert world.send("ecd", condition()).json()["state"] == "parked"


def test_a_rejected_delivery_is_kept_with_its_reason_and_can_be_replayed(world: World) -> None:
    answer = world.send("his", condition(code="R95", subject="Patient/p1", clinicalStatus=7))
    assert answer.status_code == 422
    outcome = answer.json()
    assert outcome["resourceType"] == "OperationOutcome"
    lines = status.quarantine(world.house)
    assert [line.state for line in lines] == ["rejected"]
    assert replay.replay(world.house, lines[0].delivery).state == "rejected"
    told = world.web.get(answer.headers["Location"], headers=world.headers("his")).json()
    assert told["state"] == "rejected"
    assert told["reasons"]


def test_one_connector_does_not_learn_of_anothers_delivery(world: World) -> None:
    location = world.send("his", patient()).headers["Location"]
    hidden = world.web.get(location, headers=world.headers("ecd"))
    absent = world.web.get("/deliveries/00000000-0000-4000-8000-000000000000", headers=world.headers("ecd"))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


def test_delivering_needs_a_token(world: World) -> None:
    answer = world.web.post("/deliveries", content=b"<a/>", headers={"Content-Type": "application/xml"})
    assert answer.status_code == 401
    assert answer.json()["resourceType"] == "OperationOutcome"


def test_one_client_per_bsn_over_all_sources(world: World) -> None:
    world.send("his", patient(BSN, "a"))
    world.send("ecd", patient(BSN, "b"))
    with world.house.database.work() as session:
        assert len(session.exec(select(ClientRow)).all()) == 1


def test_what_was_kept_but_not_decided_is_judged_at_the_next_start(world: World) -> None:
    world.send("his", patient())
    with world.house.database.work() as session:
        row = session.exec(select(DeliveryRow)).one()
        row.state, row.sealed_receipt = "received", None
        session.add(row)
    assert [receipt.state for receipt in replay.resume(world.house)] == ["accepted"]


def test_a_compressed_body_is_refused_as_that(world: World) -> None:
    squeezed = gzip.compress(json.dumps(bundle(patient())).encode())
    answer = world.send("his", squeezed, "application/fhir+json", **{"Content-Encoding": "gzip"})
    assert answer.status_code == 415
    assert answer.json()["issue"][0]["details"]["coding"][0]["code"] == "content-encoding"
    plain = world.send("his", bundle(patient()), **{"Content-Encoding": "identity"})
    assert plain.status_code == 201


def test_only_a_refusal_has_a_kind_of_issue(world: World) -> None:
    taken = world.send("his", bundle(patient())).json()
    assert taken["issue"] is None
    kept = world.web.get(f"/deliveries/{taken['id']}", headers=world.headers("his")).json()
    assert kept["issue"] is None
    refused = world.send("his", {"resourceType": "Teapot"})
    kept = world.web.get(refused.headers["Location"], headers=world.headers("his")).json()
    assert kept["issue"] == "invalid"


def test_rules_that_are_not_known_refuse_a_resource_as_a_modifier_does(world: World) -> None:
    ruled = {**condition("R95"), "implicitRules": "https://his.example.nl/rules"}
    answer = world.send("his", bundle(patient(), ruled))
    assert answer.status_code == 422
    assert "fhir-modifier" in answer.text
    assert "implicitRules" in answer.json()["issue"][0]["expression"][0]


def test_fhir_under_the_names_its_types_once_had_is_taken(world: World) -> None:
    assert world.send("his", bundle(patient()), "application/json+fhir").status_code == 201
    by_xml = b'<Flag xmlns="http://hl7.org/fhir"><status value="active"/><code><text value="x"/></code></Flag>'
    assert "Flag.subject" in world.send("his", by_xml, "application/xml+fhir").text  # read as FHIR, and judged
