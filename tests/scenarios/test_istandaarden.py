"""iWmo and iJw over HTTP: the right return message, a 301 as a state, and nothing lost."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.demo.people import JANNIE, WIM
from gateway.demo.writers import ijw, iwmo
from gateway.demo.writers.istandaarden import Kop, Omvang, Toewijzing
from gateway.demo.writers.toewijzing import Client, Start, Stop
from gateway.identifiers import Bsn
from gateway.record import opening
from gateway.registry import clients
from gateway.wire import json
from tests.builders.world import World

AANBIEDER = "42420001"
_counter = iter(range(10_000))


def kop(world: World, days: int = 5) -> Kop:
    return Kop(f"M{next(_counter)}", world.house.today() - timedelta(days=days), AANBIEDER)


def toewijzing(world: World, nummer: int = 101, *, since: int = 90, eind: int = 200, reden: str = "") -> Toewijzing:
    today = world.house.today()
    return Toewijzing(
        nummer=nummer,
        categorie="01",
        code="01A01",
        toegewezen=today - timedelta(days=since),
        ingang=today - timedelta(days=80),
        eind=today + timedelta(days=eind),
        omvang=Omvang(120, "01", "2"),
        reden=reden,
    )


def codes(answer: Any) -> list[str]:
    return re.findall(r"RetourCode>([0-9S]{4})<", answer.text)


def services(world: World, bsn: str = JANNIE.bsn) -> list[dict[str, Any]]:
    with world.house.database.work() as session:
        client = clients.find(session, world.house.vault, Bsn(bsn))
        if client is None:
            return []
        current = tuple(opening.current(session, world.house.keyring, client, {}))
    return [json.loads(version.text) for version in current if version.type == "ServiceRequest"]


def send_301(world: World, *given: Toewijzing, person: Any = JANNIE, days: int = 5) -> Any:
    return world.send("wmo", iwmo.wmo301(kop(world, days), Client(person, world.house.today()), list(given)))


def test_an_accepted_301_is_answered_with_a_302_without_codes(world: World) -> None:
    answer = send_301(world, toewijzing(world))
    assert answer.status_code == 201, answer.text
    assert answer.headers["content-type"].startswith("application/xml")
    assert "wmo302/schema" in answer.text
    assert ">415<" in answer.text
    assert codes(answer) == []
    receipt = world.web.get(answer.headers["Location"], headers=world.headers("wmo")).json()
    assert (receipt["kind"], receipt["state"], receipt["law"]) == ("WMO301", "accepted", "Wmo")
    again = world.web.get(f"{answer.headers['Location']}/retourbericht", headers=world.headers("wmo"))
    assert again.content == answer.content
    (service,) = services(world)
    assert service["code"]["coding"][0]["code"] == "01"


def test_start_and_stop_of_a_known_allocation(world: World) -> None:
    given = toewijzing(world)
    send_301(world, given)
    who, today = Client(JANNIE, world.house.today()), world.house.today()
    start = Start(given, today - timedelta(days=70))
    assert codes(world.send("ecd", iwmo.wmo305(kop(world), who, start))) == []
    assert sorted(codes(world.send("ecd", iwmo.wmo305(kop(world), who, start)))) == ["0200", "0200", "9074"]
    other = Start(given, today - timedelta(days=60))
    assert sorted(codes(world.send("ecd", iwmo.wmo305(kop(world), who, other)))) == ["0200", "0200", "9326"]
    stop = Stop(start, today - timedelta(days=10), iwmo.VOLGENS_PLAN)
    stopped = world.send("ecd", iwmo.wmo307(kop(world), who, stop))
    assert (stopped.status_code, codes(stopped)) == (201, [])
    twice = world.send("ecd", iwmo.wmo307(kop(world), who, Stop(start, today - timedelta(days=9), iwmo.VOORTIJDIG)))
    assert "9415" in codes(twice)


def test_a_start_for_an_unknown_allocation_is_9019_and_is_not_stored(world: World) -> None:
    who = Client(JANNIE, world.house.today())
    answer = world.send(
        "ecd", iwmo.wmo305(kop(world), who, Start(toewijzing(world, 999), world.house.today() - timedelta(3)))
    )
    assert answer.status_code == 422
    assert sorted(codes(answer)) == ["0200", "0200", "9019"]
    assert "wmo306/schema" in answer.text
    receipt = world.web.get(answer.headers["Location"], headers=world.headers("ecd")).json()
    assert receipt["state"] == "rejected"
    assert receipt["reasons"][0]["where"]


def test_the_same_identificatie_with_other_content_is_9056(world: World) -> None:
    same, who = kop(world), Client(JANNIE, world.house.today())
    first = world.send("wmo", iwmo.wmo301(same, who, [toewijzing(world, 1)]))
    repeated = world.send("wmo", iwmo.wmo301(same, who, [toewijzing(world, 1)]))
    other = world.send("wmo", iwmo.wmo301(same, who, [toewijzing(world, 2)]))
    assert (first.status_code, repeated.status_code, other.status_code) == (201, 201, 422)
    assert repeated.content == first.content
    assert codes(other) == ["9056"]


def test_a_number_in_use_for_another_client_is_9332(world: World) -> None:
    send_301(world, toewijzing(world, 7))
    assert "9332" in codes(send_301(world, toewijzing(world, 7), person=WIM))


def test_the_newest_toewijzing_wins_not_the_last_to_arrive(world: World) -> None:
    newer, older = toewijzing(world, 5, since=10, eind=50), toewijzing(world, 5, since=60, eind=200)
    send_301(world, newer)
    send_301(world, older, days=50)
    (service,) = services(world)
    assert service["occurrencePeriod"]["end"] == newer.eind.isoformat()


def test_reden_wijziging_13_removes_an_allocation(world: World) -> None:
    given = toewijzing(world, 8)
    send_301(world, given)
    removed = toewijzing(world, 8, since=5, eind=-80, reden="13")
    assert codes(send_301(world, removed, days=4)) == []
    (service,) = services(world)
    assert service["status"] == "entered-in-error"
    who = Client(JANNIE, world.house.today())
    assert "9019" in codes(world.send("ecd", iwmo.wmo305(kop(world), who, Start(given, given.ingang))))


def test_ijw_answers_in_its_own_standard(world: World) -> None:
    answer = world.send("jeugd", ijw.jw301(kop(world), Client(WIM, world.house.today()), [_jeugd(world)]))
    assert answer.status_code == 201, answer.text
    assert "jw302/schema" in answer.text


def _jeugd(world: World) -> Toewijzing:
    made = toewijzing(world, 31)
    from dataclasses import replace

    return replace(made, categorie="45", code="45A04")


def test_a_message_its_xsd_refuses_gets_no_return_message(world: World) -> None:
    body = iwmo.wmo301(kop(world), Client(JANNIE, world.house.today()), [toewijzing(world)])
    answer = world.send("wmo", body.replace(b"Geslacht>", b"Sekse>"))
    assert answer.status_code == 422
    outcome = answer.json()
    assert outcome["resourceType"] == "OperationOutcome"
    assert "xsd-invalid" in answer.text


def test_a_bsn_that_fails_the_elfproef_is_0001(world: World) -> None:
    body = iwmo.wmo301(kop(world), Client(JANNIE, world.house.today()), [toewijzing(world)])
    answer = world.send("wmo", body.replace(JANNIE.bsn.encode(), b"123456789"))
    assert (answer.status_code, codes(answer)) == (422, ["0001"])


SAMPLES = {
    "samples/wmo/iwmo_3_2/WMO301.xml": ("wmo", 201, []),
    "samples/wmo/iwmo_3_2/WMO305.xml": ("ecd", 422, ["9019"]),
    "samples/wmo/iwmo_3_2/WMO307.xml": ("ecd", 422, ["9019"]),
    "samples/jw/ijw_3_2/JW301.xml": ("jeugd", 201, []),
    "samples/jw/ijw_3_2/JW305.xml": ("aanbieder", 422, ["9019"]),
    "samples/jw/ijw_3_2/JW307.xml": ("aanbieder", 422, ["9019"]),
}


@pytest.mark.parametrize("path", SAMPLES)
def test_the_published_samples(town: World, shared: Path, path: str) -> None:
    connector, status, wanted = SAMPLES[path]
    answer = town.send(connector, (shared / path).read_bytes())
    assert answer.status_code == status, answer.text
    assert {code for code in codes(answer) if code not in {"0200", "0233"}} == set(wanted)
