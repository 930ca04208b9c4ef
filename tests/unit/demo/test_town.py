"""personas.toml, the town's constants and the wishes speak of the same organisations and people."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest

from gateway.consent.withholding import grounds, terms
from gateway.demo import town
from gateway.demo.message import Message
from gateway.demo.people import AALTJE, PEOPLE
from gateway.demo.wishes import WISHES, wishes
from gateway.demo.withheld import withheld
from tests.unit.demo.today import TODAY

SOURCES = (town.LINDE, town.HAVEN, town.BRUG, town.NOORD, town.GEMEENTE_WATERVEEN, town.KOMPAS, town.GGD)


@pytest.fixture(scope="module")
def personas() -> dict[str, Any]:
    return tomllib.loads(files("gateway.auth").joinpath("personas.toml").read_text("utf-8"))


def test_ids_are_short_unique_and_refer_to_something(personas: dict[str, Any]) -> None:
    organisations = {o["id"] for o in personas["organisation"]}
    people = [p["id"] for kind in ("professional", "client") for p in personas[kind]]
    assert len(people) == len(set(people))
    assert all(len(id_) <= 36 for id_ in [*people, *organisations, *(c["id"] for c in personas["connector"])])
    assert {row["organisation"] for kind in ("connector", "professional") for row in personas[kind]} <= organisations
    assert {row["organisation"] for row in personas["relation"] if "organisation" in row} <= organisations


def test_the_personas_are_those_that_were_asked(personas: dict[str, Any]) -> None:
    roles = sorted(p["role"] for p in personas["professional"])
    assert roles == [
        "baliemedewerker",
        "huisarts",
        "huisarts",
        "jeugdarts",
        "jeugdprofessional",
        "mantelzorger",
        "operator",
        "privacy-officer",
        "terminologiebeheerder",
        "wijkverpleegkundige",
        "wijkverpleegkundige",
        "wmo-consulent",
    ]
    assert len(personas["client"]) == 6
    assert len({p["organisation"] for p in personas["professional"] if p["role"] == "huisarts"}) == 2


def test_clients_and_relations_are_people_of_the_town(personas: dict[str, Any]) -> None:
    bsns = {person.bsn for person in PEOPLE}
    assert {client["bsn"] for client in personas["client"]} <= bsns
    assert {relation["client"] for relation in personas["relation"]} <= bsns


def test_the_seven_senders_are_the_registered_connectors(
    personas: dict[str, Any], messages: tuple[Message, ...]
) -> None:
    organisations = {o["id"]: o for o in personas["organisation"]}
    registered = {c["id"]: organisations[c["organisation"]] for c in personas["connector"]}
    assert {source.connector for source in SOURCES} == set(registered) == {m.connector for m in messages}
    for source in SOURCES:
        organisation = registered[source.connector]
        assert (source.name, source.agb) == (organisation["name"], organisation.get("agb", ""))
    assert registered["suite-waterveen"]["gemeentecode"] == town.GEMEENTE


def test_wishes_name_parties_of_the_town(personas: dict[str, Any]) -> None:
    known = {f"org:{o['id']}" for o in personas["organisation"]}
    known |= {f"person:{p['id']}" for p in personas["professional"]}
    assert {wish.party for wish in WISHES} <= known
    assert {wish.client_bsn for wish in WISHES} <= {client["bsn"] for client in personas["client"]}
    assert {d for wish in WISHES for d in wish.what} <= {"huisarts", "wijkverpleging", "wmo", "jeugdhulp"}


def test_most_share_one_shares_nothing_and_one_stops(personas: dict[str, Any]) -> None:
    clients = {client["bsn"] for client in personas["client"]}
    assert clients - {wish.client_bsn for wish in WISHES} == {AALTJE.bsn}
    assert len({wish.client_bsn for wish in WISHES if wish.stopped}) == 1
    assert any(wish.contact_only for wish in WISHES)
    assert personas["client"][0]["bsn"] in {wish.client_bsn for wish in WISHES}


def test_wishes_last_into_the_future_of_any_day() -> None:
    assert all(TODAY < wish.until <= TODAY + timedelta(days=366) for wish in wishes(TODAY))


def test_what_is_withheld_is_of_a_client_and_by_somebody_who_may_decide(personas: dict[str, Any]) -> None:
    by = {p["id"]: p["role"] for p in personas["professional"]}
    for one in withheld(TODAY):
        assert one.client_bsn in {client["bsn"] for client in personas["client"]}
        assert by[one.by] in terms().roles
        assert set(one.binds) <= grounds()[one.ground].binds
        assert TODAY < one.review <= TODAY + timedelta(days=terms().longest_days)
