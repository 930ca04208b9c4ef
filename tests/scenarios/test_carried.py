"""What cannot count is not signed along: a next version made on our pages starts from the wishes that stand."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from gateway.consent import objects
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url, unb64url
from gateway.errors import Refused, Rejected
from gateway.flows import custody, mandates, steward
from gateway.flows.acting import Under
from gateway.flows.wishes import Grant
from tests.builders.world import BSN, World
from tests.conftest import Clock
from tests.scenarios.test_who_signs import FRIEND, SHARE, STOP, Person, person, town_of

OTHER = {**SHARE, "who": {"kind": "person", "id": "arts-2"}}
GP = SHARE["who"]


def stopping(client: Person, key: SigningKey) -> dict[str, Any]:
    """What the page gives this key to sign when the client stops sharing with somebody else."""
    asked = steward.to_stop(client.house, client.caller, "person:arts-2", key.thumbprint)
    found: dict[str, Any] = json.loads(unb64url(asked.partition(".")[2]))
    return found


def stop_other(client: Person, key: SigningKey) -> None:
    """Stop sharing with somebody else on the page, signed with a key on a device."""
    asked = steward.to_stop(client.house, client.caller, "person:arts-2", key.thumbprint)
    steward.accept(client.house, client.caller, f"{asked}.{b64url(key.sign(asked.encode()))}", ours=True)


def parties(document: dict[str, Any], effect: str = "permit") -> list[Any]:
    return [rule["who"] for rule in document["rules"] if rule["effect"] == effect]


def test_what_a_stolen_key_shared_does_not_come_back_with_the_next_wish(world: World, clock: Clock) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    key = client.enrol()
    client.say(OTHER)
    clock.forward(hours=1)
    stolen = world.house.now()
    clock.forward(hours=1)
    token = client.sign([OTHER, SHARE], key, notify={"every_access": True}, emergency="forbid")
    steward.accept(world.house, client.caller, token)
    assert seen()
    custody.report(world.house, client.caller, key.thumbprint, stolen)
    assert not seen()
    assert [card.party.key for card in steward.sharing(world.house, client.caller).cards] == ["person:arts-2"]
    again = client.enrol()
    clock.forward(hours=73)
    offered = stopping(client, again)
    assert parties(offered) == []
    # Of what the stolen key said beside its rules, what opens less stays; the rest is as it was.
    assert (offered["emergency"], offered["notify"]) == ("forbid", {"every_access": False, "new_source": False})
    stop_other(client, again)
    assert not seen()


def test_what_was_shared_before_the_theft_goes_on_and_what_the_thief_forbade_stays(world: World, clock: Clock) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    key = client.enrol()
    client.say(SHARE)
    clock.forward(hours=1)
    stolen = world.house.now()
    clock.forward(hours=1)
    client.say(SHARE, {**STOP, "who": {"kind": "org", "id": "wijkzorg"}}, OTHER)
    custody.report(world.house, client.caller, key.thumbprint, stolen)
    again = client.enrol()
    clock.forward(hours=73)
    offered = stopping(client, again)
    assert parties(offered) == [GP]
    assert parties(offered, "deny")[0] == {"kind": "org", "id": "wijkzorg"}
    stop_other(client, again)
    assert seen()


def test_what_a_mandate_widened_ends_with_it_for_good(world: World, clock: Clock) -> None:
    seen, client, friend = town_of(world), person(world.house, BSN), person(world.house, FRIEND)
    key, theirs = client.enrol(), SigningKey.generate()
    id_ = mandate(client, friend, key, theirs, {}).mandate
    client.say(OTHER)
    steward.accept(world.house, friend.caller, client.sign([OTHER, SHARE], theirs))
    clock.forward(hours=73)
    assert seen()
    assert GP in parties(stopping(client, key))
    mandates.end(world.house, client.caller, id_)
    assert not seen()
    assert GP not in parties(stopping(client, key))
    stop_other(client, key)
    assert not seen()


def test_a_wish_that_waits_goes_on_waiting_whoever_signs_next(world: World, clock: Clock) -> None:
    """Signed along by a key that need not wait it would count at once, and nobody would have confirmed it."""
    seen, client = town_of(world), person(world.house, BSN)
    old = client.enrol()
    clock.forward(hours=1)
    new = client.enrol()
    clock.forward(hours=1)
    newest = client.enrol()
    client.say(OTHER, key=old)
    clock.forward(hours=70)
    client.say(OTHER, SHARE, key=new)
    assert not seen()
    assert GP not in parties(stopping(client, newest))  # that waits as well, and would count without this key
    clock.forward(hours=3)
    assert GP not in parties(stopping(client, newest))
    assert GP in parties(stopping(client, new))
    assert GP in parties(stopping(client, old))  # that could confirm it
    stop_other(client, newest)
    clock.forward(hours=200)
    assert not seen()


def test_what_waits_falls_with_its_key_whatever_was_signed_in_the_meantime(world: World, clock: Clock) -> None:
    """Also when the next version waited as well: it would have counted after its own wait, with the thief's grant."""
    seen, client = town_of(world), person(world.house, BSN)
    client.enrol()
    client.say(OTHER)
    clock.forward(hours=1)
    stolen = client.enrol()
    client.say(OTHER, SHARE, key=stolen)
    clock.forward(hours=1)
    steward.stop(world.house, client.caller, "person:arts-2")  # with the key we keep, which waits
    custody.report(world.house, client.caller, stolen.thumbprint, world.house.now() - timedelta(hours=2))
    clock.forward(hours=200)
    assert not seen()


def test_of_a_fork_every_deny_goes_on_and_only_what_both_share(world: World, clock: Clock) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    key = client.enrol()
    client.say(SHARE)
    clock.forward(minutes=1)
    offline = client.sign([SHARE, {**SHARE, "effect": "deny"}], jti="offline")
    client.say(SHARE, OTHER)
    steward.accept(world.house, client.caller, offline, beside=True)
    assert not seen()
    offered = stopping(client, key)
    assert parties(offered) == [GP]
    assert GP in parties(offered, "deny")
    stop_other(client, key)
    assert not seen()


def test_what_a_delegate_signed_along_counts_no_further_than_the_mandate(world: World, clock: Clock) -> None:
    """A stolen key grants beyond the mandate, the delegate signs it along, and the key is reported after that."""
    seen, client, friend = town_of(world), person(world.house, BSN), person(world.house, FRIEND)
    key, theirs = client.enrol(), SigningKey.generate()
    under = mandate(client, friend, key, theirs, {"domain": ["huisarts"]})
    client.say(OTHER)
    clock.forward(hours=73)
    stolen = client.enrol()
    client.say(OTHER, SHARE, key=stolen)
    asked = steward.to_stop(world.house, friend.caller, "person:arts-2", theirs.thumbprint, under)
    signed = f"{asked}.{b64url(theirs.sign(asked.encode()))}"
    assert steward.accept(world.house, friend.caller, signed, ours=True).version == 3
    assert GP not in parties(json.loads(unb64url(asked.partition(".")[2])))  # it lapses
    assert not seen()
    custody.report(world.house, client.caller, stolen.thumbprint, world.house.now())
    assert parties(stopping(client, key)) == []
    stop_other(client, key)
    clock.forward(hours=200)
    assert not seen()


def test_a_grant_without_an_end_does_not_outlive_the_mandate_it_was_given_under(world: World, clock: Clock) -> None:
    seen, client, friend = town_of(world), person(world.house, BSN), person(world.house, FRIEND)
    key, theirs = client.enrol(), SigningKey.generate()
    mandate(client, friend, key, theirs, {})
    clock.forward(hours=73)
    client.say()
    steward.accept(world.house, friend.caller, client.sign([SHARE], theirs))
    assert seen()
    assert GP in parties(stopping(client, key))
    clock.forward(days=30)
    assert not seen()
    assert GP not in parties(stopping(client, key))


def test_what_waits_is_not_a_delegates_to_open(world: World, clock: Clock) -> None:
    """Neither by confirming it, nor by signing the next version: the mandate covers it, and it may be a thief's."""
    seen, client, friend = town_of(world), person(world.house, BSN), person(world.house, FRIEND)
    key, theirs = client.enrol(), SigningKey.generate()
    under = mandate(client, friend, key, theirs, {})
    client.say(OTHER)
    clock.forward(hours=73)
    stolen = client.enrol()
    digest = client.say(OTHER, SHARE, key=stolen).policy_hash
    confirms = {"fmt": "nl-bevestiging/1", "cid": client.id, "policy": digest}
    with pytest.raises(Refused, match="older key"):
        custody.confirm(world.house, friend.caller, client.state(objects.CONFIRMATION, theirs, **confirms))
    asked = steward.to_stop(world.house, friend.caller, "person:arts-2", theirs.thumbprint, under)
    steward.accept(world.house, friend.caller, f"{asked}.{b64url(theirs.sign(asked.encode()))}", ours=True)
    assert not seen()
    custody.report(world.house, client.caller, stolen.thumbprint, world.house.now())
    clock.forward(hours=200)
    assert not seen()


def test_what_a_client_signs_along_of_a_delegate_ends_with_the_mandate(world: World, clock: Clock) -> None:
    seen, client, friend = town_of(world), person(world.house, BSN), person(world.house, FRIEND)
    key, theirs = client.enrol(), SigningKey.generate()
    mandate(client, friend, key, theirs, {})
    clock.forward(hours=73)
    client.say()
    later = {**SHARE, "who": {"kind": "org", "id": "praktijk"}, "nbf": int(clock.moment.timestamp()) + 40 * 24 * 3600}
    steward.accept(world.house, friend.caller, client.sign([SHARE, later], theirs))
    offered = stopping(client, key)
    assert parties(offered) == [GP]  # what begins when the mandate is over is not taken over at all
    assert "Dit geldt tot" in offered["rules"][0]["text"]
    stop_other(client, key)
    assert seen()
    clock.forward(days=30)
    assert not seen()


def test_a_delegate_does_not_keep_from_the_client_what_they_want_to_hear(world: World, clock: Clock) -> None:
    town_of(world)
    client, friend = person(world.house, BSN), person(world.house, FRIEND)
    key, theirs = client.enrol(), SigningKey.generate()
    mandate(client, friend, key, theirs, {})
    clock.forward(hours=73)
    steward.accept(world.house, client.caller, client.sign([OTHER], key, notify={"every_access": True}))
    with pytest.raises(Rejected, match="mandate"):
        steward.accept(world.house, friend.caller, client.sign([OTHER], theirs, jti="less"))
    more = {"every_access": True, "new_source": True}
    steward.accept(world.house, friend.caller, client.sign([OTHER], theirs, notify=more))


def test_a_grant_that_fell_is_new_when_it_is_given_again(world: World, clock: Clock) -> None:
    """So it waits, a letter says so, and its witness may not gain by it."""
    seen, client = town_of(world), person(world.house, BSN)
    client.enrol()
    client.say(OTHER)
    stolen, until = client.enrol(), world.house.today() + timedelta(days=30)
    grant = Grant("person:arts", what=("wijkverpleging",), contact_only=False, until=until)
    asked = steward.to_share(world.house, client.caller, grant, stolen.thumbprint)
    steward.accept(world.house, client.caller, f"{asked}.{b64url(stolen.sign(asked.encode()))}", ours=True)
    custody.report(world.house, client.caller, stolen.thumbprint, world.house.now())
    again = steward.share(world.house, client.caller, grant)
    assert (again.waits is not None, again.code is not None) == (True, True)
    clock.forward(hours=73)
    assert seen()


def mandate(client: Person, friend: Person, key: SigningKey, theirs: SigningKey, what: dict[str, Any]) -> Under:
    """The client lets a friend sign for thirty days about this."""
    moment = int(client.house.now().timestamp())
    token = client.state(
        objects.MANDATE, key, fmt="nl-machtiging/1", cid=client.id, delegate=friend.id, jwk=theirs.jwk, nbf=moment,
        exp=moment + 30 * 24 * 3600, text="Vriend mag dit regelen.",
        scope=[{"id": "1", "text": "x", "effect": "permit", "who": {"kind": "any"}, "what": what}],
    )  # fmt: skip
    return Under(client.id, mandates.give(client.house, client.caller, token))
