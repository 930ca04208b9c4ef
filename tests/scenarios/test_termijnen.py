"""What must be sent, by whom and by when: of requests, starts and stops, and of what nobody judged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.cli import termijnen as cli
from gateway.flows import erase, istandaarden_termijnen
from gateway.identifiers import Bsn
from gateway.intake import deliveries
from tests.builders.world import World
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import BSN, Kop

_counter = iter(range(1, 10_000))


@pytest.fixture
def world(world: World) -> World:
    """On a Monday in which no feast is near, and ahead of the real clock that assertions are made with."""
    clock: Any = world.house.now
    now = datetime.now(UTC)
    monday = now + timedelta(days=7 - now.weekday())
    while (monday.month, monday.day) > (11, 20) or (monday.month, monday.day) < (6, 15):
        monday += timedelta(days=7)
    world.headers("wmo"), world.headers("ecd"), world.headers("jeugd")
    clock.moment = monday.replace(hour=11)
    return world


def day(world: World, days: int = 0) -> str:
    return (world.house.today() + timedelta(days=days)).isoformat()


def kop(world: World) -> Kop:
    return Kop(identificatie=f"T{next(_counter)}", dagtekening=day(world))


def send(world: World, connector: str, body: bytes) -> None:
    """By the flow: tokens do not live as long as these terms."""
    from gateway.flows import ingest, register

    system = register.connector_by_id(world.house, connector)
    assert system is not None
    receipt = ingest.deliver(world.house, ingest.Sender(system), "application/xml", body)
    assert receipt.state == "accepted", receipt


def listed(world: World, connector: str = "ecd") -> list[tuple[str, str, bool, str]]:
    """Rule, what is expected, whether the caller owes it, last day."""
    from gateway.flows import register

    system = register.connector_by_id(world.house, connector)
    assert system is not None
    own = istandaarden_termijnen.code(system.organisation)
    found = [each.to_json(own) for each in istandaarden_termijnen.of_organisation(world.house, system)]
    return [(each["regel"], each["verwacht"], each["wij"], each["uiterlijk"]) for each in found]


def toegewezen(world: World, ingang: int, eind: int, **changes: Any) -> bytes:
    node = bouw.toegewezen_nodes(
        "Wmo",
        **{
            "Ingangsdatum": day(world, ingang),
            "Einddatum": day(world, eind),
            "Toewijzingsdatum": day(world),
            "ReferentieAanbieder": None,
            "RedenWijziging": None,
        }
        | changes,
    )
    return bouw.vol301("Wmo", (node,), kop(world))


def test_a_request_is_answered_within_five_working_days_and_decided_within_eight_weeks(world: World) -> None:
    clock: Any = world.house.now
    send(world, "ecd", bouw.xml315("Wmo", bouw.aangevraagd_nodes("Wmo", "ref-1"), kop=kop(world)))
    asked = world.house.today()
    week = (asked + timedelta(days=7)).isoformat()
    assert listed(world) == [("OP274", "WMO301 of WMO319", False, week)]
    assert listed(world, "wmo") == [("OP274", "WMO301 of WMO319", True, week)]
    assert listed(world, "his") == []
    clock.forward(days=8)
    (late,) = istandaarden_termijnen.everything(world.house)
    assert (late.te_laat, late.werkdagen, late.wie) == (True, -1, "gemeente")
    assert late.plaats == "Client/AangevraagdeProducten/AangevraagdProduct[1]"
    send(world, "wmo", bouw.xml319("Wmo", "ref-1", "2", kop=kop(world)))
    assert [row[3] for row in listed(world)] == [(asked + timedelta(weeks=8)).isoformat()]
    send(world, "wmo", toegewezen(world, 30, 300, ReferentieAanbieder="ref-1"))
    assert listed(world) == []


def test_a_start_and_a_stop_are_expected_of_an_allocation(world: World) -> None:
    clock: Any = world.house.now
    send(world, "wmo", toegewezen(world, -30, 14))
    # In retrospect: from the day the allocation was received.
    assert listed(world) == [("OP271", "WMO305", True, day(world, 7))]
    start = bouw.start_nodes("Wmo", begin=day(world, -30))
    send(world, "ecd", bouw.xml305("Wmo", start, kop=kop(world)))
    assert listed(world) == []
    clock.forward(days=14)
    assert listed(world) == [("OP272", "WMO307", True, day(world, 7))]
    assert listed(world, "wmo") == [("OP272", "WMO307", False, day(world, 7))]


def test_an_allocation_that_begins_later_is_expected_from_then_and_lapses_with_its_end(world: World) -> None:
    clock: Any = world.house.now
    send(world, "wmo", toegewezen(world, 7, 21))
    assert listed(world) == []
    clock.forward(days=7)
    assert listed(world) == [("OP271", "WMO305", True, day(world, 7))]
    clock.forward(days=15)
    assert listed(world) == []


def test_what_was_not_judged_is_owed_an_answer(world: World) -> None:
    with world.house.database.work() as session:
        row, _ = deliveries.keep(session, world.house.keyring, "ecd", "application/xml", b"<a/>", world.house.now())
    assert listed(world) == [("OP090", "retourbericht", False, day(world, 3))]
    assert listed(world, "his") == []
    (only,) = istandaarden_termijnen.everything(world.house)
    assert (only.delivery, only.wie, only.kind) == (row.id, "wijkdossier", None)


def test_terms_go_with_the_messages_they_follow_from(world: World) -> None:
    send(world, "ecd", bouw.xml315("Wmo", bouw.aangevraagd_nodes("Wmo", "ref-1"), kop=kop(world)))
    send(world, "wmo", toegewezen(world, -1, 100))
    assert {row[0] for row in listed(world)} == {"OP271", "OP274"}
    erase.source(world.house, Bsn(BSN), "wijkzorg", by="beheer", reason="proef")
    assert [row[0] for row in listed(world)] == ["OP271"]
    erase.client(world.house, Bsn(BSN), by="beheer", reason="proef")
    assert listed(world) == []


def test_the_list_over_http_and_on_the_command_line(
    town: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    town.send("ecd", bouw.xml315("Wmo", bouw.aangevraagd_nodes("Wmo", "ref-1"), kop=kop(town)))
    (found,) = town.web.get("/termijnen", headers=town.headers("ecd")).json()["termijnen"]
    assert (found["regel"], found["wij"], found["te_laat"], found["kind"]) == ("OP274", False, False, "WMO315")
    assert BSN not in str(found)
    assert "ref-1" not in str(found)
    assert town.web.get("/termijnen").status_code == 401
    monkeypatch.setattr(cli, "open_house", lambda: town.house)
    from gateway.cli import main

    assert main(["termijnen", "--party", "42420001"]) == 0
    assert "OP274\tgemeente\tWMO301 of WMO319" in capsys.readouterr().out
    assert main(["termijnen", "--overdue"]) == 0
    clock: Any = town.house.now
    clock.forward(days=20)
    assert main(["termijnen", "--overdue"]) == 1
    assert main(["termijnen", "--party", "0363"]) == 0
