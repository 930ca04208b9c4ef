"""Signing under a machtiging, on both databases: what the delegate sees, signs and keeps proof of, no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from gateway.consent import storage
from gateway.crypto.primitives import b64url
from gateway.errors import GatewayError, NotFound, Rejected
from gateway.flows import (
    at_table,
    behalf,
    consents_in,
    custody,
    delegated,
    entrusting,
    helping,
    mandates,
    proof,
    proposals,
    register,
    reread,
    steward,
    wanted,
)
from gateway.flows.acting import Under
from gateway.flows.callers import viewer
from gateway.flows.house import House
from gateway.flows.wishes import Grant
from gateway.identifiers import Bsn
from tests.builders.world import BSN, World, in_caseload
from tests.conftest import Clock
from tests.scenarios.test_at_table import CHAIR
from tests.scenarios.test_for_somebody import opened, said
from tests.scenarios.test_who_signs import FRIEND, MOTHER, Person, person, town_of

WISH: dict[str, Any] = {"what": ("wijkverpleging",), "contact_only": False}


@dataclass
class Pair:
    """A client, and a friend who may sign about what the district nurse writes, for thirty days."""

    house: House
    client: Person
    friend: Person
    under: Under
    seen: Callable[[], bool]

    @property
    def until(self) -> Any:
        return self.house.today() + timedelta(days=20)

    def grant(self, party: str, **other: Any) -> Grant:
        return Grant(party, **{**WISH, "until": self.until, **other})

    def share(self, party: str = "person:arts", **other: Any) -> Any:
        return steward.share(self.house, self.friend.caller, self.grant(party, **other), self.under)

    def share_here(self, party: str = "person:arts", **other: Any) -> Any:
        """With the key on the friend's own device."""
        key = self.friend.keys[0]
        text = steward.to_share(self.house, self.friend.caller, self.grant(party, **other), key.thumbprint, self.under)
        token = f"{text}.{b64url(key.sign(text.encode()))}"
        return steward.accept(self.house, self.friend.caller, token, ours=True)


@pytest.fixture
def pair(world: World, clock: Clock) -> Pair:
    """Everything of three days ago, so that no key is new."""
    house, seen = world.house, town_of(world)
    client, friend = person(house, BSN), person(house, FRIEND)
    friend.enrol()
    id_ = entrusting.give(
        house,
        client.caller,
        helping.overview(house, friend.caller).code,
        {"what": ("wijkverpleging",), "until": house.today() + timedelta(days=30)},
    )
    clock.forward(hours=73)
    return Pair(house, client, friend, Under(client.id, id_), seen)


def test_a_delegate_shares_within_the_mandate_and_both_read_who_did_it(pair: Pair) -> None:
    house = pair.house
    [given] = delegated.received(house, pair.friend.caller)
    assert (given.name, given.under) == ("Tim Wit", pair.under)
    assert given.covers == ("wat de wijkverpleging opschrijft",)
    assert delegated.behind(house, pair.friend.caller, given.handle) == given
    offered = steward.propose(house, pair.friend.caller, "person:arts", pair.under)
    assert [(option.key, option.chosen) for option in offered.options] == [("wijkverpleging", False)]
    assert offered.until == house.today() + timedelta(days=27)  # the mandate's own last day
    receipt = pair.share_here()
    assert (receipt.custody, receipt.waits) == ("B", None)
    assert pair.seen()
    [card] = steward.sharing(house, pair.client.caller).cards
    assert (card.party.key, len(card.by)) == ("person:arts", 1)
    assert steward.sharing(house, pair.client.caller).by == card.by[0]
    assert [card.party.key for card in delegated.wishes(house, pair.friend.caller, pair.under).cards] == ["person:arts"]
    [one] = delegated.signed(house, pair.friend.caller, pair.under)
    assert one.version == 1
    assert proof.receipt(house, pair.friend.caller, 1, pair.under).policy_hash == receipt.policy_hash
    looks = {look.what for look in reread.who_looked(house, pair.client.caller) if "namens u" in look.who}
    assert looks == {
        "veranderde wie wat mag zien",
        "keek wie wat van u mag zien",
        "las wie wat van u mag zien",  # in the document to sign
        "keek wat getekend is",
        "bekeek het bewijs van wat getekend is",
    }


def test_with_the_kept_key_it_waits_and_the_code_goes_to_the_client_alone(pair: Pair, clock: Clock) -> None:
    seen = pair.seen
    receipt = pair.share()
    assert (receipt.custody, receipt.waits is not None, receipt.code) == ("C", True, None)
    assert not seen()
    clock.forward(hours=73)
    assert seen()
    with pair.house.database.work() as session:
        [row] = storage.heads(session, pair.client.id, pair.client.id)
        signer = storage.key_of(session, pair.client.id, row)
    assert (signer.mandate, signer.keeper) == (pair.under.mandate, pair.friend.id)
    steward.stop(pair.house, pair.client.caller, "person:arts")  # with the client's own kept key, another one
    with pair.house.database.work() as session:
        [row] = storage.heads(session, pair.client.id, pair.client.id)
        assert storage.key_of(session, pair.client.id, row).mandate is None


@pytest.mark.parametrize("here", [True, False])
def test_nothing_beyond_the_mandate_is_signed(pair: Pair, here: bool) -> None:
    share = pair.share_here if here else pair.share
    for other in (
        {"what": ("huisarts",)},
        {"what": ("huisarts", "wijkverpleging")},
        {"what": ()},
        {"until": pair.house.today() + timedelta(days=28)},
    ):
        with pytest.raises(Rejected):
            share(**other)
    with pytest.raises(NotFound):
        share("person:nobody")


def test_a_document_beyond_the_mandate_is_refused_whole(pair: Pair) -> None:
    """Kept, it would count whole at the client's next signature."""
    key = pair.friend.keys[0]
    client = pair.client
    ours = {
        "effect": "permit",
        "who": {"kind": "person", "id": "arts"},
        "what": {"domain": ["wijkverpleging"]},
        "how": ["see"],
    }
    client.enrol()
    client.say(ours, {"effect": "deny", "who": {"kind": "any"}, "what": {"life": ["justitie"]}})
    stands = list(signed_rules(client))
    wider = {**ours, "who": {"kind": "any"}, "what": {}}
    for rules in (
        [*stands, wider],
        stands[:1],
        [*stands, {**ours, "what": {"domain": ["wijkverpleging", "huisarts"]}}],
    ):
        token = client.sign(rules, key)
        with pytest.raises(Rejected) as refused:
            steward.accept(pair.house, pair.friend.caller, token)
        assert refused.value.code == "mandate-beyond"
    token = client.sign(stands, key, emergency={"max-label": "R"})
    with pytest.raises(Rejected):
        steward.accept(pair.house, pair.friend.caller, token)
    deny = {"effect": "deny", "who": {"kind": "person", "id": "arts"}}
    restricted = client.sign([*stands, deny], key, emergency="forbid")
    assert steward.accept(pair.house, pair.friend.caller, restricted).custody == "B"


def signed_rules(client: Person) -> list[dict[str, Any]]:
    from gateway.consent.model import rule_to_json

    with client.house.database.work() as session:
        policy = storage.current(session, client.id)
    assert policy is not None
    return [rule_to_json(rule) for rule in policy.policy.rules]


def test_a_delegate_restricts_anything_and_what_the_client_forbade_stays(pair: Pair, clock: Clock) -> None:
    house, client = pair.house, pair.client
    client.enrol()
    clock.forward(hours=73)  # else it waits, and lapses
    client.say(
        {
            "effect": "permit",
            "who": {"kind": "org", "id": "praktijk"},
            "what": {"domain": ["huisarts"]},
            "how": ["see"],
        },
        {"effect": "permit", "who": {"kind": "person", "id": "arts"}, "what": {"domain": ["huisarts"]}, "how": ["see"]},
        {"effect": "deny", "who": {"kind": "person", "id": "arts"}, "what": {"life": ["justitie"]}},
    )
    pair.share_here()
    texts = [rule["what"] for rule in signed_rules(client)]
    assert {"domain": ["wijkverpleging"]} in texts
    assert {"domain": ["huisarts"]} in texts  # the client's own stands beside it
    steward.stop(house, pair.friend.caller, "person:arts", pair.under)
    left = [(rule["effect"], rule["who"]["kind"], rule.get("what", {})) for rule in signed_rules(client)]
    assert sorted(left, key=str) == sorted(
        [
            ("permit", "org", {"domain": ["huisarts"]}),
            ("deny", "person", {"life": ["justitie"]}),
            ("deny", "person", {}),
        ],
        key=str,
    )
    steward.stop(house, pair.friend.caller, "person:arts", pair.under)
    assert len(signed_rules(client)) == 3
    wanted.forbid(house, pair.friend.caller, "niemand-over", {"life": "financien"}, pair.under)
    assert delegated.wishes(house, pair.friend.caller, pair.under).forbidden


def test_a_delegate_sees_the_wishes_and_nothing_else_of_the_client(pair: Pair) -> None:
    house, friend, cid = pair.house, pair.friend.caller, pair.client.id
    in_caseload(house, BSN, "org:praktijk", "org:wijkzorg")
    register.relation(house, Bsn(BSN), "org:jeugdzorg", "maatregel")
    meeting = opened(house, pair.client)
    consents_in.post(house, pair.client.caller, said("permit", pair.client))
    [proposal] = proposals.waiting(house, pair.client.caller)
    handle = house.vault.handle(viewer(friend), cid)
    for attempt in (
        lambda: behalf.record(house, friend, handle),
        lambda: reread.who_looked(house, friend, handle),
        lambda: steward.sharing(house, friend, cid),
        lambda: steward.current(house, friend, cid),
        lambda: at_table.meetings_about(house, friend, cid),
        lambda: at_table.take_back(house, friend, meeting, client=pair.under),  # nothing was given
        lambda: proposals.sign(house, friend, proposal.id, pair.under),  # type: ignore[arg-type]  # what mypy forbids
        lambda: proposals.waiting(house, friend, cid),
        lambda: custody.confirm_by_code(house, friend, "00000000", cid),
        lambda: proof.receipt(house, friend, 1, cid),
    ):
        with pytest.raises(NotFound):
            attempt()
    told = delegated.wishes(house, friend, pair.under)
    assert (told.proposals, told.objections, told.forced, told.undecided, told.together) == ((), (), (), False, False)
    # Everybody who is registered, whether in this client's care, under a measure or neither.
    strangers = delegated.wishes(house, friend, replace(pair.under)).others
    assert {party.key for party in strangers} >= {"org:praktijk", "org:jeugdzorg", "org:gemeente", "org:praktijk-2"}
    assert pair.share_here("org:jeugdzorg").sentences
    assert CHAIR.person is not None


def test_proof_is_of_what_was_signed_under_this_mandate_alone(pair: Pair) -> None:
    house, client = pair.house, pair.client
    steward.share(house, client.caller, Grant("org:praktijk", what=("huisarts",), contact_only=False, until=pair.until))
    pair.share_here()
    with pytest.raises(NotFound):
        proof.receipt(house, pair.friend.caller, 1, pair.under)
    assert proof.receipt(house, pair.friend.caller, 2, pair.under).version == 2
    assert [one.version for one in delegated.signed(house, pair.friend.caller, pair.under)] == [2]


def test_it_ends_with_the_mandate_and_is_nobody_elses(pair: Pair, clock: Clock) -> None:
    house = pair.house
    other = person(house, MOTHER)
    [given] = delegated.received(house, pair.friend.caller)

    def closed(whose: Person) -> None:
        for attempt in (
            lambda: delegated.behind(house, whose.caller, given.handle),
            lambda: delegated.wishes(house, whose.caller, pair.under),
            lambda: delegated.signed(house, whose.caller, pair.under),
            lambda: delegated.device_keys(house, whose.caller, pair.under),
            lambda: steward.share(
                house, whose.caller, Grant("person:arts", **WISH, until=pair.until), client=pair.under
            ),
            lambda: wanted.forbid(house, whose.caller, "niemand-over", {"life": "financien"}, pair.under),
            lambda: proof.receipt(house, whose.caller, 1, pair.under),
        ):
            with pytest.raises(GatewayError) as hidden:
                attempt()
            assert hidden.value.code == "not-found"

    closed(other)
    closed(pair.client)
    assert delegated.device_keys(house, pair.friend.caller, pair.under)
    clock.forward(days=28)
    closed(pair.friend)
    clock.forward(days=-28)
    mandates.end(house, pair.client.caller, pair.under.mandate)
    closed(pair.friend)
    assert delegated.received(house, pair.friend.caller) == ()


def test_a_mandate_that_does_not_count_yet_opens_nothing(world: World) -> None:
    """Given in somebody else's session, the letter comes before the pages open."""
    house = world.house
    client, friend = person(house, BSN), person(house, FRIEND)
    client.enrol()
    friend.enrol()
    until = house.today() + timedelta(days=30)
    entrusting.give(
        house, client.caller, helping.overview(house, friend.caller).code, {"what": ("huisarts",), "until": until}
    )
    assert delegated.received(house, friend.caller) == ()
    [given] = mandates.of_caller(house, friend.caller)
    assert given.live
    assert given.counts is not None
    assert given.counts > house.now()
