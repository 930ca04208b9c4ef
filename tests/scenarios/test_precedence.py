"""R-026 over HTTP: the municipality leads, every differing value is a remark, and a remark betrays no hidden source."""

from __future__ import annotations

from gateway.flows import caseloads, disclose, person
from gateway.identifiers import Bsn
from gateway.registry import basedata, clients
from gateway.stages.decided import Caller
from tests.builders.world import BSN, World, patient


def own(world: World) -> Caller:
    with world.house.database.work() as session:
        client = clients.find(session, world.house.vault, Bsn(BSN))
    return Caller(person=client, name="x", org=None, org_name=None, orgtype=None, client=client)


def test_a_differing_birth_date_is_kept_and_shown_to_the_client(world: World) -> None:
    world.send("his", patient())
    answer = world.send("ecd", patient(birthDate="1968-08-13"))
    assert answer.json()["remarks"] == 0  # a sender is not told what others say, nor that there are others
    shown = disclose.own_record(world.house, own(world)).patient
    assert shown is not None
    remarks = [e for e in shown["extension"] if e["url"] == person.REMARK]
    assert len(remarks) == 1
    with world.house.database.work() as session:
        client = clients.find(session, world.house.vault, Bsn(BSN))
        assert client is not None
        _patient, kept = basedata.leading(session, world.house.keyring, client)
    assert {remark.value for remark in kept} | {shown["birthDate"]} == {"1967-08-13", "1968-08-13"}


def test_a_remark_of_a_source_one_may_not_see_is_not_shown(world: World) -> None:
    world.send("his", patient())
    world.send("ecd", patient(birthDate="1968-08-13"))
    arts = Caller("arts", "A. Bos", "praktijk", "Praktijk De Linde", "huisarts")
    handle = caseloads.my_clients(world.house, arts)[0].handle
    shown = disclose.disclose(world.house, arts, handle).patient
    assert shown is not None
    remarks = [e for e in shown.get("extension", []) if e["url"] == person.REMARK]
    assert all("Wijkzorg" not in str(remark) for remark in remarks)


def test_a_sender_hears_of_a_value_that_differs_from_its_own_earlier_one(world: World) -> None:
    world.send("his", patient())
    answer = world.send("his", patient(birthDate="1968-08-13"))
    assert answer.json()["remarks"] == 1
