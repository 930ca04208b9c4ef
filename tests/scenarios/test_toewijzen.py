"""Who a gemeente allocates to has the client by that, and by nothing a provider says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from gateway.demo.people import WIM
from gateway.demo.writers import ijw
from gateway.demo.writers.istandaarden import Toewijzing
from gateway.demo.writers.toewijzing import Client, Start
from gateway.flows import callers, register
from gateway.flows.consented import caseload
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.registry.tables import RelationRow
from tests.builders import world as town
from tests.builders.world import World
from tests.scenarios.test_istandaarden import kop, toewijzing

JEUGDZORG = "65656055"
PARTY = "org:jeugdzorg"


@pytest.fixture
def world(house: House) -> World:
    return town.build(house)


def allocation(world: World, *, eind: int, reden: str = "", since: int = 90) -> Toewijzing:
    return replace(toewijzing(world, 31, eind=eind, reden=reden, since=since), categorie="45", code="45A04")


def send(world: World, *given: Toewijzing, days: int = 5) -> Any:
    header = replace(kop(world, days), aanbieder=JEUGDZORG)
    return world.send("jeugd", ijw.jw301(header, Client(WIM, world.house.today()), list(given)))


def kinds(world: World, party: str = PARTY) -> dict[str, Any]:
    with world.house.database.work() as session:
        client = clients.find(session, world.house.vault, Bsn(WIM.bsn))
        rows = session.exec(select(RelationRow).where(RelationRow.client_id == client, RelationRow.party == party))
        return {row.kind: row.until for row in rows}


def test_an_accepted_301_relates_the_provider_until_it_ends(world: World) -> None:
    given = allocation(world, eind=200)
    assert send(world, given).status_code == 201
    assert kinds(world) == {"toewijzing": given.eind}
    shorter = allocation(world, eind=50, since=40)
    assert send(world, shorter, days=4).status_code == 201
    assert kinds(world) == {"toewijzing": shorter.eind}
    gone = replace(allocation(world, eind=50, since=10, reden="13"), eind=shorter.ingang)
    assert send(world, gone, days=3).status_code == 201
    assert kinds(world) == {}


def test_what_has_ended_relates_nobody(world: World) -> None:
    assert send(world, allocation(world, eind=-10)).status_code == 201
    assert kinds(world) == {}


def test_a_301_that_is_rejected_relates_nobody(world: World) -> None:
    refused = send(world, allocation(world, eind=200, reden="01"))
    assert refused.status_code == 422
    assert kinds(world) == {}


def test_a_301_that_the_provider_brings_itself_relates_nobody(world: World) -> None:
    header = replace(kop(world, 5), aanbieder=JEUGDZORG)
    body = ijw.jw301(header, Client(WIM, world.house.today()), [allocation(world, eind=200)])
    assert world.send("aanbieder", body).status_code == 201
    assert "toewijzing" not in kinds(world)


def test_delivering_is_no_allocation(world: World) -> None:
    given = allocation(world, eind=200)
    send(world, given)
    began = Start(given, world.house.today() - timedelta(days=70))
    header = replace(kop(world), aanbieder=JEUGDZORG)
    assert world.send("aanbieder", ijw.jw305(header, Client(WIM, world.house.today()), began)).status_code == 201
    assert kinds(world) == {"toewijzing": given.eind, "levering": None}


def test_a_relation_by_hand_stays(world: World) -> None:
    register.relation(world.house, Bsn(WIM.bsn), PARTY, "toewijzing")
    given = allocation(world, eind=200)
    send(world, given)
    assert kinds(world) == {"toewijzing": None}


def test_a_relation_ends_with_its_last_day(world: World, clock: Any) -> None:
    given = allocation(world, eind=20)
    send(world, given)
    with world.house.database.work() as session:
        found = register.connector_by_id(world.house, "aanbieder")
        assert found is not None
        who = callers.of_system(found)
        assert len(caseload(world.house, session, who)) == 1
    clock.forward(days=21)
    with world.house.database.work() as session:
        assert caseload(world.house, session, who) == ()
