"""Two things at one moment, on PostgreSQL (SQLite runs one transaction at a time): nothing is lost, doubled or left."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from gateway.errors import Conflict
from gateway.flows import erase, ingest
from gateway.flows.ingest import Sender
from gateway.identifiers import Bsn
from gateway.registry import clients, parties
from gateway.wire import json
from tests.builders.world import BSN, World, bundle, condition, patient
from tests.scenarios.test_erasure import rows_naming
from tests.scenarios.test_keys import client

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def at_once(steps: list[Any]) -> None:
    threads = [threading.Thread(target=step) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_first_messages_about_somebody_all_come_in_and_make_one_client(world: World) -> None:
    world.headers("his")
    answers: list[int] = []

    def send(number: int) -> None:
        answers.append(world.send("his", bundle(patient(), condition("R95", f"c{number}"))).status_code)

    at_once([lambda number=number: send(number) for number in range(6)])  # type: ignore[misc]
    assert answers == [201] * 6
    with world.house.database.work() as session:
        assert len(clients.everyone(session)) == 1


def test_the_same_message_sent_twice_at_once_is_one_delivery(world: World) -> None:
    world.headers("his")
    told: set[str] = set()
    at_once([lambda: told.add(world.send("his", bundle(patient(), condition())).json()["id"]) for _ in range(4)])
    assert len(told) == 1


@pytest.mark.parametrize("named", ["by bsn", "by the sender's own id"])
def test_a_delivery_does_not_bring_back_who_is_erased_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    """It found the client, and the erasure was committed before it held them."""
    world.send("his", bundle(patient(), condition("R95")))
    gone, real = client(world).client, clients.lock
    found, erased, states = threading.Event(), threading.Event(), list[str]()

    def slow(session: Any, who: str, **how: Any) -> None:
        if not found.is_set():
            found.set()
            erased.wait(10)
        real(session, who, **how)

    said = bundle(patient(), condition("A01", "late")) if named == "by bsn" else condition("A01", "late")
    with world.house.database.work() as session:
        sender = Sender(next(c for c in parties.connectors(session) if c.id == "his"))

    def deliver() -> None:
        body = json.dumps(said).encode()
        try:
            states.append(ingest.deliver(world.house, sender, "application/fhir+json", body).state)
        except Conflict as refused:
            states.append(refused.code)

    monkeypatch.setattr(clients, "lock", slow)
    delivering = threading.Thread(target=deliver)
    delivering.start()
    assert found.wait(10)
    erase.client(world.house, Bsn(BSN), by="functionaris", reason="verzoek")
    erased.set()
    delivering.join()
    assert rows_naming(world.house, str(gone)) == {"audit", "erasure"}
    assert states == ["delivery-erased"]  # the message that named them was erased with them
