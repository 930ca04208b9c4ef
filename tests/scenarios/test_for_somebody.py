"""Who decided for a client and does so no more, or decides on a part: nothing read, changed or withheld beyond that.

Reading a record has its own tests (test_download.py); these are the ways beside it: meetings, proposals, restrictions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gateway.errors import GatewayError, NotFound
from gateway.flows import at_table, consents_in, disclose, eyes, meet, proof, proposals, representation, steward
from gateway.flows.callers import viewer
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.stages.decided import Caller
from tests.builders.consents import action, actor, consent
from tests.builders.world import BSN, World, bundle, condition, in_caseload, patient
from tests.conftest import Clock
from tests.scenarios.test_at_table import CHAIR
from tests.scenarios.test_consents_in import NURSE, SEEN, sees
from tests.scenarios.test_who_signs import FRIEND, MOTHER, Person, parents_of, person

GIVE: dict[str, Any] = {"what": ("huisarts",), "contact_only": False}
TO_GP: dict[str, Any] = {
    "effect": "permit", "who": {"kind": "org", "id": "praktijk"}, "what": {"domain": ["wijkverpleging"]},
    "how": ["see"],
}  # fmt: skip
SCOPE = [
    {"id": "m", "effect": "permit", "who": {"kind": "any"}, "what": {"domain": ["wijkverpleging"]}, "how": ["see"],
     "text": "Wat de wijkverpleging opschrijft."}
]  # fmt: skip


def said(type_: str, client: Person, who: str = "wijkzorg") -> dict[str, Any]:
    provision = {"type": type_, "actor": [actor(who)], "action": [action()], "dataPeriod": {"end": "2030-01-01"}}
    return consent(provision, patient={"reference": f"Patient/{client.id}"}, id=f"pcf-{type_}-{who}")


@pytest.fixture
def family(world: World) -> tuple[Person, Person]:
    """A client of fifteen, shown to a nurse by what both signed, and the parent; a meeting about the client is open."""
    assert world.send("his", bundle(patient(birthDate="2011-06-01"), condition("R95"))).status_code == 201
    in_caseload(world.house, BSN, "org:wijkzorg", "org:praktijk")
    client, parent = person(world.house, BSN), person(world.house, MOTHER)
    parents_of(world, BSN, MOTHER)
    client.enrol()
    client.say(SEEN)
    parent.enrol(client.id)
    parent.say(SEEN, client=client.id)
    assert sees(world, client)
    opened(world.house, client)
    return client, parent


def opened(house: House, client: Person) -> str:
    meeting = meet.start(house, CHAIR, house.vault.handle(viewer(CHAIR), client.id))
    meet.confirm(house, CHAIR, meeting, ("verpleegkundige",))
    return meeting


def asked(house: House, caller: Caller, client: Person, meeting: str, proposal: str) -> list[Callable[[], object]]:
    """Everything of meetings and proposals that somebody can try for a client."""
    return [
        lambda: at_table.meetings_about(house, caller, client.id),
        lambda: at_table.give(house, caller, meeting, **GIVE, client=client.id),
        lambda: proposals.waiting(house, caller, client.id),
        lambda: proposals.sign(house, caller, proposal, client.id),
        lambda: proposals.let_go(house, caller, proposal, cid=client.id),
        lambda: consents_in.post(house, caller, said("deny", client), cid=client.id),
    ]


def test_a_parent_of_sixteen_learns_of_no_meeting_and_lets_nothing_go(
    world: World, family: tuple[Person, Person], clock: Clock
) -> None:
    client, parent = family
    house = world.house
    consents_in.post(house, client.caller, said("permit", client))
    assert len(at_table.meetings_about(house, parent.caller, client.id)) == 1
    assert len(proposals.waiting(house, parent.caller, client.id)) == 1
    clock.moment = clock.moment.replace(year=2027, month=7)
    meeting = opened(house, client)
    [waiting] = proposals.waiting(house, client.caller)
    for attempt in asked(house, parent.caller, client, meeting, waiting.id):
        with pytest.raises(NotFound) as hidden:
            attempt()
        assert hidden.value.code == "not-found"
    assert len(proposals.waiting(house, client.caller)) == 1


def test_what_a_parent_withheld_ends_with_the_authority(
    world: World, family: tuple[Person, Person], clock: Clock
) -> None:
    client, parent = family
    consents_in.post(world.house, parent.caller, said("deny", client), cid=client.id)
    assert not sees(world, client)
    assert steward.sharing(world.house, client.caller).beside
    clock.moment = clock.moment.replace(year=2027, month=7)
    client.say(SEEN)
    assert sees(world, client)  # sixteen: it is the client's alone to share
    assert steward.sharing(world.house, client.caller).beside == ()


@pytest.fixture
def mentored(world: World) -> tuple[Person, Person, str]:
    """Nursing shows its record to the GP and the GP to nursing; on the first a mentor decides, and permits it too."""
    born = patient(birthDate="1967-08-13")
    assert world.send("his", bundle(born, condition("R95"))).status_code == 201
    assert world.send("ecd", bundle(born, condition("R95", "n1"))).status_code == 201
    in_caseload(world.house, BSN, "org:praktijk", "org:wijkzorg")
    client, mentor = person(world.house, BSN), person(world.house, MOTHER)
    client.enrol()
    client.say(SEEN, TO_GP)
    appointed = representation.appoint(world.house, Bsn(BSN), Bsn(MOTHER), "mentor", basis="rechtbank", scope=SCOPE)
    mentor.enrol(client.id)
    mentor.say(TO_GP, client=client.id)
    assert (nurse_sees(world, client), gp_sees(world, client)) == (True, True)
    return client, mentor, appointed


def gp_sees(world: World, client: Person) -> bool:
    """Whether the GP sees what nursing wrote."""
    return "wijkzorg" in sources(world, client, CHAIR)


def nurse_sees(world: World, client: Person) -> bool:
    """Whether nursing sees what the GP wrote."""
    return "praktijk" in sources(world, client, NURSE)


def sources(world: World, client: Person, caller: Caller) -> set[str]:
    shown = disclose.disclose(world.house, caller, world.house.vault.handle(viewer(caller), client.id))
    return {item.source for item in shown.items}


def test_what_a_mentor_withholds_reaches_as_far_as_the_part_they_decide_on(
    world: World, mentored: tuple[Person, Person, str]
) -> None:
    client, mentor, _ = mentored
    for who in ("wijkzorg", "praktijk"):  # of both, and about everything
        consents_in.post(world.house, mentor.caller, said("deny", client, who), cid=client.id)
    assert (nurse_sees(world, client), gp_sees(world, client)) == (True, False)


def test_what_a_mentor_withheld_ends_with_the_appointment(world: World, mentored: tuple[Person, Person, str]) -> None:
    client, mentor, appointed = mentored
    consents_in.post(world.house, mentor.caller, said("deny", client, "praktijk"), cid=client.id)
    assert not gp_sees(world, client)
    representation.dismiss(world.house, Bsn(BSN), appointed)
    assert gp_sees(world, client)  # by what the client signed; nobody is left who says no


def test_a_mentor_withholds_within_the_scope_and_reads_no_other_wishes(world: World) -> None:
    house = world.house
    assert world.send("his", bundle(patient(birthDate="1967-08-13"), condition("R95"))).status_code == 201
    assert world.send("ecd", bundle(patient(birthDate="1967-08-13"), condition("R95", "n1"))).status_code == 201
    in_caseload(house, BSN, "org:praktijk", "org:wijkzorg", "org:praktijk-2")
    client, mentor = person(house, BSN), person(house, MOTHER)
    representation.appoint(house, Bsn(BSN), Bsn(MOTHER), "mentor", basis="rechtbank", scope=SCOPE)
    client.enrol()
    client.say(SEEN)
    assert nurse_sees(world, client)  # what the GP wrote is not the mentor's to decide on
    consents_in.post(house, client.caller, said("permit", client))
    consents_in.post(house, mentor.caller, said("deny", client), cid=client.id)
    assert nurse_sees(world, client)
    [waiting] = proposals.waiting(house, client.caller)
    for attempt in (
        lambda: proposals.waiting(house, mentor.caller, client.id),
        lambda: proposals.let_go(house, mentor.caller, waiting.id, cid=client.id),
    ):
        with pytest.raises(GatewayError):
            attempt()
    told = steward.sharing(house, mentor.caller, client.id)
    assert (told.proposals, told.objections) == ((), ())


def test_a_parent_looks_through_eyes_and_keeps_the_proof_of_what_the_parent_signed(
    world: World, family: tuple[Person, Person], clock: Clock
) -> None:
    client, parent = family
    house = world.house
    handle = house.vault.handle(viewer(parent.caller), client.id)
    assert "verpleegkundige" in {party.key.partition(":")[2] for party in eyes.people(house, parent.caller, handle)}
    mine, theirs = (eyes.look(house, *of) for of in ((client.caller, "verpleegkundige"),
                                                    (parent.caller, "verpleegkundige", handle)))  # fmt: skip
    assert theirs.seen is not None
    assert mine.seen is not None
    assert theirs.seen.items == mine.seen.items != ()
    told = proof.receipt(house, parent.caller, 1, client.id)
    assert told.policy_hash != proof.receipt(house, client.caller, 1).policy_hash
    for another in (client.caller, person(house, FRIEND).caller):
        with pytest.raises(NotFound):
            proof.receipt(house, another, 1, parent.id)
    with pytest.raises(NotFound):
        proof.receipt(house, person(house, FRIEND).caller, 1, client.id)
    clock.moment = clock.moment.replace(year=2027, month=7)
    for attempt in (
        lambda: eyes.people(house, parent.caller, handle),
        lambda: eyes.look(house, parent.caller, "verpleegkundige", handle),
    ):
        with pytest.raises(NotFound) as hidden:
            attempt()
        assert hidden.value.code == "not-found"


def test_a_mentor_for_a_part_looks_through_nobodys_eyes(world: World) -> None:
    house = world.house
    assert world.send("his", bundle(patient(birthDate="1967-08-13"), condition("R95"))).status_code == 201
    client, mentor = person(house, BSN), person(house, MOTHER)
    in_caseload(house, BSN, "org:praktijk")
    representation.appoint(house, Bsn(BSN), Bsn(MOTHER), "mentor", basis="rechtbank", scope=SCOPE)
    handle = house.vault.handle(viewer(mentor.caller), client.id)
    for attempt in (
        lambda: eyes.people(house, mentor.caller, handle),
        lambda: eyes.look(house, mentor.caller, "arts", handle),
    ):
        with pytest.raises(NotFound):
            attempt()
