"""Wie helpt mij, on both databases: finding one another by a code, a machtiging from the page, being here namens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.crypto.p256 import SigningKey
from gateway.errors import NotFound, Rejected
from gateway.flows import behalf, custody, entrusting, helping, representation, reread, signing, steward
from gateway.flows.callers import viewer
from gateway.flows.entrusting import Wish
from gateway.flows.house import House
from gateway.flows.wishes import Grant
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.stages.decided import Caller
from tests.builders.world import BSN, World, bundle, condition, patient
from tests.conftest import Clock

FRIEND, SECOND, THIRD = "999911120", "999998778", "999911624"


def someone(house: House, bsn: str) -> Caller:
    with house.database.work() as session:
        client = clients.find_or_make(session, house.vault, Bsn(bsn), house.now())
    return Caller(client, "x", None, None, None, client=client)


def wish_of(house: House) -> Wish:
    return {"what": ("huisarts",), "until": house.today() + timedelta(days=30)}


def test_a_machtiging_from_the_page_counts_like_any_other(world: World) -> None:
    house, client, friend = world.house, someone(world.house, BSN), someone(world.house, FRIEND)
    world.send("his", bundle(patient(FRIEND, "p9"), condition(id_="c9", subject="Patient/p9")))
    wish = wish_of(house)
    code = helping.overview(house, friend).code
    with pytest.raises(Rejected):  # no key of their own yet
        entrusting.give(house, client, code, wish)
    custody.enrol(house, friend, SigningKey.generate().jwk)
    spoken = f" {code[:4].lower()}-{code[4:8]} {code[8:]}"
    assert entrusting.offer(house, client, spoken, wish).name == "Tim Wit"
    id_ = entrusting.give(house, client, spoken, wish)
    (given,) = helping.overview(house, client).given
    assert (given.given.id, given.name, given.given.live) == (id_, "Tim Wit", True)
    assert given.given.text == "Tim Wit mag voor u tekenen over: wat uw huisarts opschrijft."
    (received,) = helping.overview(house, friend).received
    assert received.given.id == id_
    entrusting.give_up(house, friend, id_)  # the delegate may stop as well
    assert [one.given.live for one in helping.overview(house, client).given] == [False]
    with pytest.raises(NotFound):
        entrusting.give_up(house, someone(house, SECOND), id_)


def test_a_delegate_reads_nothing(world: World) -> None:
    house, client, friend = world.house, someone(world.house, BSN), someone(world.house, FRIEND)
    world.send("his", bundle(patient(), condition()))
    custody.enrol(house, friend, SigningKey.generate().jwk)
    entrusting.give(house, client, helping.overview(house, friend).code, wish_of(house))
    assert helping.overview(house, friend).represents == ()
    with pytest.raises(NotFound):
        behalf.record(house, friend, house.vault.handle(viewer(friend), str(client.client)))


def test_a_code_is_of_two_days_and_never_ones_own(world: World, clock: Clock) -> None:
    house, client, friend = world.house, someone(world.house, BSN), someone(world.house, FRIEND)
    custody.enrol(house, friend, SigningKey.generate().jwk)
    code, wish = helping.overview(house, friend).code, wish_of(house)
    for wrong in ("", "ABCD", code[:-1], helping.overview(house, client).code):
        with pytest.raises(Rejected):
            entrusting.offer(house, client, wrong, wish)
    clock.forward(days=1)
    entrusting.offer(house, client, code, wish)
    clock.forward(days=1)
    with pytest.raises(Rejected, match="too old"):
        entrusting.offer(house, client, code, wish)


def test_three_people_who_can_help_back_in(world: World) -> None:
    house, client = world.house, someone(world.house, BSN)
    codes = tuple(helping.overview(house, someone(house, bsn)).code for bsn in (FRIEND, SECOND, THIRD))
    with pytest.raises(Rejected):
        helping.choose(house, client, (codes[0], codes[0], codes[1]))
    helping.choose(house, client, codes)
    found = helping.overview(house, client).contacts
    assert len(found) == 3
    assert all(one.counts > house.now() + timedelta(hours=71) for one in found)


def test_a_parent_is_here_for_a_child_in_the_parents_own_name(world: World) -> None:
    house = world.house
    world.send("his", bundle(patient(birthDate="2018-08-13"), condition()))
    minor = {"minderjarige": {"burgerservicenummer": BSN}, "type": "EenhoofdigOuderlijkGezag"}
    gezag = {"gezag": [{**minor, "ouder": {"burgerservicenummer": FRIEND}}]}
    representation.note_gezag(house, Bsn(BSN), gezag)
    child, parent = someone(house, BSN), someone(house, FRIEND)
    (whom,) = helping.overview(house, parent).represents
    (decider,) = helping.overview(house, child).deciders
    assert (whom.name, whom.capacity, decider.capacity, decider.counts) == ("Tim Wit", "ouder", "ouder", True)
    client, name = behalf.whose(house, parent, whom.handle)
    assert (client, name) == (child.client, "Tim Wit")
    assert len(behalf.record(house, parent, whom.handle).items) == 1
    until = house.today() + timedelta(days=30)
    steward.share(
        house, parent, Grant("org:wijkzorg", what=("huisarts",), contact_only=False, until=until), client=client
    )
    assert [card.party.key for card in steward.sharing(house, parent, client).cards] == ["org:wijkzorg"]
    assert steward.sharing(house, child).cards == ()  # signed by the parent, not in the name of the child
    assert steward.sharing(house, parent).cards == ()
    looks = reread.who_looked(house, parent, whom.handle)
    assert "iemand die voor u mag beslissen of tekenen" in {look.who for look in looks}
    with pytest.raises(NotFound):
        signing.with_kept_key(house, someone(house, THIRD), lambda rules: rules, client)
