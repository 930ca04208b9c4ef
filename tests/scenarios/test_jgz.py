"""A JGZ dossier over HTTP: filed under the child alone, its documents sealed and opened by consent only."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from sqlmodel import select

from gateway.crypto.p256 import SigningKey
from gateway.flows import register
from gateway.record.tables import VersionRow
from gateway.registry.parties import Organisation
from gateway.registry.tables import ClientRow
from tests.builders.jgz import BSN, PARENT_BSN, consent, contact, document, message, observation, rubric
from tests.builders.world import World, in_caseload

JGZ = Organisation("ggd", "GGD Voorbeeld", "jgz", "jgz", "Wpg")
SECRET = b"%PDF-1.3 geheime brief"
BRIEF = document(b64encode(SECRET).decode())
MOTHER = f"""<personalRelationship><code code="MTH" codeSystem="2.16.840.1.113883.5.111"/><relationshipHolder1>
  <id root="2.16.840.1.113883.2.4.6.3" extension="{PARENT_BSN}"/><name><family>Fictief</family></name>
  </relationshipHolder1></personalRelationship>"""
LENGTH = contact(rubric("R027", observation("235", '<value value="1680" unit="mm"/>')))


@pytest.fixture
def town_with_jgz(world: World) -> World:
    register.organisation(world.house, JGZ)
    key = SigningKey.generate()
    jwks = {"keys": [{**key.jwk, "alg": "ES256", "use": "sig", "kid": key.thumbprint}]}
    register.connector(world.house, "jgz", "Digitaal dossier JGZ", JGZ.id, jwks)
    world.keys["jgz"] = key
    return world


def read(world: World, path: str, connector: str = "jgz") -> Any:
    return world.web.get(f"/fhir/{path}", headers=world.headers(connector))


def code_of(answer: Any) -> str:
    return str(answer.json()["issue"][0]["details"]["coding"][0]["code"])


def search(world: World, type_: str, connector: str = "jgz") -> list[dict[str, Any]]:
    form = {"identifier": f"http://fhir.nl/fhir/NamingSystem/bsn|{BSN}"}
    headers = world.headers(connector)
    patients = world.web.post("/fhir/Patient/_search", data=form, headers=headers).json().get("entry", [])
    if not patients:
        return []
    answer = read(world, f"{type_}?patient={patients[0]['resource']['id']}", connector)
    return [entry["resource"] for entry in answer.json().get("entry", [])]


def test_a_dossier_is_the_childs_alone(town_with_jgz: World) -> None:
    world = town_with_jgz
    answer = world.send("jgz", message(LENGTH, consent("1395", "true"), person=MOTHER))
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert (receipt["kind"], receipt["law"], receipt["notices"]) == ("jgz-dossieroverdracht", "Wpg", [])
    with world.house.database.work() as session:
        assert len(session.exec(select(ClientRow)).all()) == 1  # a parent's BSN makes no client
    (length,) = search(world, "Observation")
    assert (length["valueQuantity"]["value"], length["valueQuantity"]["unit"]) == (1680, "mm")
    (objection,) = search(world, "Consent")
    assert objection["provision"]["type"] == "permit"  # an objection that was not made
    (mother,) = search(world, "RelatedPerson")
    assert mother["patient"]["reference"] == length["subject"]["reference"]


def test_the_same_dossier_in_new_bytes_makes_no_new_version(town_with_jgz: World) -> None:
    world = town_with_jgz
    world.send("jgz", message(LENGTH, BRIEF))
    with world.house.database.work() as session:
        before = len(session.exec(select(VersionRow)).all())
    assert world.send("jgz", message(LENGTH, BRIEF) + b"\n").status_code == 201
    with world.house.database.work() as session:
        assert len(session.exec(select(VersionRow)).all()) == before


def test_the_bytes_of_a_document_are_sealed_and_follow_the_document(town_with_jgz: World) -> None:
    world = town_with_jgz
    world.send("jgz", message(BRIEF))
    packed = b64encode(SECRET)
    with world.house.database.work() as session:
        for row in session.exec(select(VersionRow)).all():
            assert packed not in row.sealed_content
            assert SECRET not in row.sealed_content
    (letter,) = search(world, "DocumentReference")
    attachment = letter["content"][0]["attachment"]
    opened = read(world, attachment["url"])
    assert opened.status_code == 200, opened.text
    assert (opened.json()["data"], opened.json()["resourceType"]) == (packed.decode(), "Binary")
    assert opened.json()["securityContext"]["reference"] == f"DocumentReference/{letter['id']}"
    assert packed.decode() not in world.web.get("/fhir/metadata").text

    # The GP has the child in its caseload, but the client shared nothing: neither letter nor bytes exist for them.
    in_caseload(world.house, BSN, "org:praktijk")
    assert search(world, "DocumentReference", "his") == []
    for path in (attachment["url"], f"DocumentReference/{letter['id']}", "Binary/unknown"):
        assert read(world, path, "his").status_code == 404
    assert read(world, "Binary/unknown").status_code == 404


def test_bytes_are_never_listed_or_searched(town_with_jgz: World) -> None:
    world = town_with_jgz
    world.send("jgz", message(BRIEF, LENGTH))
    for listing in ("Binary?patient=x", "Binary"):
        refused = read(world, listing)
        assert (refused.status_code, "never searched or listed" in refused.text) == (404, True)
    form = {"identifier": f"http://fhir.nl/fhir/NamingSystem/bsn|{BSN}"}
    found = world.web.post("/fhir/Patient/_search", data=form, headers=world.headers("jgz")).json()
    everything = read(world, f"Patient/{found['entry'][0]['resource']['id']}/$everything").json()
    kinds = {entry["resource"]["resourceType"] for entry in everything["entry"]}
    assert "DocumentReference" in kinds
    assert "Binary" not in kinds


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (message(receiver="{$receiverId}"), "jgz-placeholder"),
        (message(attention=PARENT_BSN), "hl7v3-bsn"),
        (b'<x xmlns="urn:hl7-org:v3"><interactionId extension="PRMM_IN010043NL"/></x>', "jgz-interaction"),
    ],
)
def test_what_is_refused_says_why(town_with_jgz: World, body: bytes, code: str) -> None:
    answer = town_with_jgz.send("jgz", body)
    assert (answer.status_code, code_of(answer)) == (422, code), answer.text
    assert BSN not in answer.text
    assert PARENT_BSN not in answer.text


def test_without_any_number_nothing_is_stored(town_with_jgz: World) -> None:
    answer = town_with_jgz.send("jgz", message(LENGTH, ids='<id nullFlavor="NI"/>'))
    assert (answer.status_code, code_of(answer)) == (422, "fhir-subject-missing")
    with town_with_jgz.house.database.work() as session:
        assert session.exec(select(VersionRow)).all() == []
