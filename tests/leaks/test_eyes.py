"""Through the eyes of somebody: exactly what that person gets, and for the client alone what is held back, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.errors import NotFound, Refused
from gateway.flows import disclose, eyes, reread
from gateway.flows.house import House
from tests.builders.world import bundle, condition, patient
from tests.conftest import Clock
from tests.leaks import worlds
from tests.leaks.worlds import PEOPLE, RULES, Town, sign


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def made(house: House) -> Town:
    made = worlds.town(house)
    made.world.send("ecd", bundle(patient(), condition("P76", "later", onsetDateTime="2026-02-09")))
    made.world.send("aanbieder", bundle(patient(), condition("P70", "jeugd", onsetDateTime="2026-02-10")))
    return made


def whys(found: eyes.Eyes) -> dict[str, str]:
    return {held.item.source + "|" + str(held.item.tags.day): held.why for held in found.held}


def test_it_is_what_the_person_gets(made: Town) -> None:
    for name, person in PEOPLE.items():
        caller = made.caller(name)
        theirs = disclose.disclose(made.house, caller, made.handle(name))
        seen = eyes.look(made.house, made.owner(), person).seen
        assert seen is not None
        assert (seen.items, seen.patient, seen.handle) == (theirs.items, theirs.patient, theirs.handle)


def test_nothing_falls_between_seen_and_held_back(made: Town) -> None:
    whole = {item.record for item in disclose.own_record(made.house, made.owner()).items}
    for person in PEOPLE.values():
        found = eyes.look(made.house, made.owner(), person)
        assert found.seen is not None
        seen = {item.record for item in found.seen.items if item.level == "see"}
        held = {held.item.record for held in found.held}
        assert seen | held == whole
        assert {h.item.record for h in found.held if h.why != "part"}.isdisjoint(seen)


def test_the_client_reads_why(made: Town) -> None:
    doctor = whys(eyes.look(made.house, made.owner(), "arts"))
    assert doctor["wijkzorg|2026-02-09"] == "denied"
    assert doctor["jeugdzorg|2026-02-10"] == "denied"
    nurse = whys(eyes.look(made.house, made.owner(), "verpleegkundige"))
    assert nurse["praktijk|2025-03-04"] == "part"
    consulent = eyes.look(made.house, made.owner(), "consulent")
    assert whys(consulent)["wijkzorg|2026-02-01"] == "contact"
    sign(made, [rule for rule in RULES if rule["id"] not in {"b", "c", "e"}])
    assert set(whys(eyes.look(made.house, made.owner(), "arts")).values()) == {"not"}


def test_who_is_in_no_care_of_the_client_sees_nothing_at_all(made: Town) -> None:
    found = eyes.look(made.house, made.owner(), "jeugdhulpverlener")
    assert found.seen is not None  # delivered something, so is in the client's care
    from gateway.flows import register

    register.professional(made.house, "ver-weg", "V. Weg", "huisarts", "gemeente-jeugd")
    found = eyes.look(made.house, made.owner(), "ver-weg")
    assert (found.seen, {held.why for held in found.held}) == (None, {"stranger"})
    assert "person:ver-weg" not in {party.key for party in eyes.people(made.house, made.owner())}


def test_it_is_the_clients_own_look_and_nobody_elses(made: Town) -> None:
    before = len(reread.who_looked(made.house, made.owner()))
    eyes.look(made.house, made.owner(), "arts")
    looks = reread.who_looked(made.house, made.owner())
    assert len(looks) == before + 1
    assert (looks[0].who, looks[0].what.startswith("door de ogen van A. Bos")) == ("uzelf", True)
    for caller in (made.caller("arts"), made.caller("ecd")):
        with pytest.raises(Refused):
            eyes.look(made.house, caller, "arts")
    with pytest.raises(NotFound):
        eyes.look(made.house, made.owner(), "nobody")


def test_a_mended_item_is_seen_at_once(made: Town) -> None:
    what = {"source": ["wijkzorg"], "label": ["PSY"]}
    mended: dict[str, Any] = {"effect": "permit", "who": {"kind": "person", "id": "arts"}, "what": what, "how": ["see"]}
    sign(made, [*RULES, {"id": "y", **mended}])
    assert "wijkzorg|2026-02-09" not in whys(eyes.look(made.house, made.owner(), "arts"))
