"""Consent for one meeting: it opens that table, for who sat there, until it is closed, and nothing else; on both
databases.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from gateway.consent import objects, signature
from gateway.consent.tables import MeetingConsentRow, PinRow
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url
from gateway.errors import GatewayError, NotFound, Refused, Rejected
from gateway.flows import (
    at_chair,
    at_table,
    callers,
    caseloads,
    custody,
    disclose,
    meet,
    pins,
    reread,
    steward,
    tokens,
)
from gateway.flows.house import House
from gateway.stages.decided import Caller, RoleAt
from tests.builders.said import said
from tests.builders.world import BSN, BSN_OTHER, World, bundle, condition, in_caseload, patient
from tests.conftest import Clock
from tests.scenarios.test_who_signs import Person, person

CHAIR = Caller("arts", "A. Bos", "praktijk", "Praktijk De Linde", "huisarts", (RoleAt("huisarts", "praktijk"),))
OTHER = Caller("arts-2", "B. Vos", "praktijk-2", "Praktijk De Beuk", "huisarts", (RoleAt("huisarts", "praktijk-2"),))
ALL = {"what": ("wijkverpleging",), "contact_only": False}


@pytest.fixture
def client(world: World) -> Person:
    """A client of whom the nurse delivered one problem; both GPs know the client, neither sees it."""
    world.send("ecd", bundle(patient(), condition()))
    in_caseload(world.house, BSN, "org:praktijk", "org:praktijk-2")
    return person(world.house, BSN)


def table(house: House, chair: Caller = CHAIR, *others: str) -> str:
    (card,) = [card for card in caseloads.my_clients(house, chair) if "WIT" in card.name.upper()]
    meeting = meet.start(house, chair, card.handle)
    meet.confirm(house, chair, meeting, others or ("arts-2",))
    return meeting


def seen(house: House, meeting: str, chair: Caller = CHAIR) -> int:
    shown = meet.screen(house, chair, meeting).disclosed
    assert shown is not None
    return len(shown.items)


def test_only_this_table_sees_it_and_only_until_it_is_closed(world: World, client: Person) -> None:
    house = world.house
    here, beside, theirs = table(house), table(house), table(house, OTHER, "arts")
    assert [seen(house, here), seen(house, beside), seen(house, theirs, OTHER)] == [0, 0, 0]
    at_table.give(house, client.caller, here, **ALL)
    # The same people, the same client, the same hour: another meeting gains nothing, nor does anybody by themselves.
    assert [seen(house, here), seen(house, beside), seen(house, theirs, OTHER)] == [1, 0, 0]
    for caller in (CHAIR, OTHER):
        handle = house.vault.handle(callers.viewer(caller), client.id)
        assert disclose.disclose(house, caller, handle, purpose="MDO").items == ()
    assert steward.current(house, client.caller).version == 0  # it is no policy
    meet.close(house, CHAIR, here)
    with pytest.raises(NotFound):
        meet.screen(house, CHAIR, here)
    assert [seen(house, beside), seen(house, theirs, OTHER), seen(house, table(house))] == [0, 0, 0]
    assert at_table.meetings_about(house, client.caller)[0].sentences == ()
    said_ = [look.what for look in reread.who_looked(house, client.caller)]
    assert "liet mensen aan tafel iets zien, alleen voor dit overleg" in said_


def test_who_comes_later_gains_nothing(world: World, client: Person) -> None:
    house = world.house
    in_caseload(house, BSN, "org:wijkzorg")
    meeting = table(house)
    at_table.give(house, client.caller, meeting, **ALL)
    assert seen(house, meeting) == 1
    meet.confirm(house, CHAIR, meeting, ("arts-2", "jeugdhulpverlener"))
    assert seen(house, meeting) == 0
    at_table.give(house, client.caller, meeting, **ALL)  # asked again, the client names them too
    (card,) = at_table.meetings_about(house, client.caller)
    assert len(card.sentences) == 3
    meet.confirm(house, CHAIR, meeting, ("arts-2",))
    assert seen(house, meeting) == 1


@pytest.mark.parametrize("how", ["taken back", "over", "key gone", "chair gone"])
def test_it_ends_at_the_next_request(world: World, client: Person, clock: Clock, how: str) -> None:
    house, meeting = world.house, table(world.house)
    at_table.give(house, client.caller, meeting, **ALL)
    assert seen(house, meeting) == 1
    match how:
        case "taken back":
            at_table.take_back(house, client.caller, meeting)
            with pytest.raises(NotFound):
                at_table.take_back(house, client.caller, meeting)
        case "over":
            clock.forward(hours=4)
        case "key gone":
            (kept,) = custody.mine(house, client.caller)
            custody.report(house, client.caller, kept.kid, house.now())
        case _:
            with house.database.work() as session:
                from gateway.registry import relations

                relations.forget(session, client.id, "behandelrelatie")
            with pytest.raises(NotFound):
                meet.screen(house, CHAIR, meeting)
            return
    assert seen(house, meeting) == 0


def test_what_the_client_forbids_stays_forbidden(world: World, client: Person) -> None:
    house, meeting = world.house, table(world.house)
    client.enrol()
    at_table.give(house, client.caller, meeting, **ALL)
    for deny in (
        {"effect": "deny", "who": {"kind": "any"}, "what": {"domain": ["wijkverpleging"]}},
        {"effect": "deny", "who": {"kind": "any"}},
        {"effect": "deny", "who": {"kind": "person", "id": "arts-2"}, "what": {"source": ["wijkzorg"]}},
    ):
        assert seen(house, meeting) == 1
        client.say(deny)
        assert seen(house, meeting) == 0
        client.say()
    client.say({"effect": "deny", "who": {"kind": "any"}, "what": {"domain": ["wmo"]}})
    assert seen(house, meeting) == 1


def test_a_policy_that_is_over_does_not_stand_in_the_way(world: World, client: Person, clock: Clock) -> None:
    house, meeting = world.house, table(world.house)
    client.enrol()
    moment = int(house.now().timestamp())
    steward.accept(house, client.caller, client.sign([], exp=moment + 60))
    clock.forward(minutes=2)
    at_table.give(house, client.caller, meeting, **ALL)
    assert seen(house, meeting) == 1


def test_only_that_there_was_contact(world: World, client: Person) -> None:
    meeting = table(world.house)
    at_table.give(world.house, client.caller, meeting, what=("wijkverpleging",), contact_only=True)
    shown = meet.screen(world.house, CHAIR, meeting).disclosed
    assert shown is not None
    assert {item.level for item in shown.items} == {"contact-only"}


def test_signed_on_an_own_device(world: World, client: Person) -> None:
    house, meeting, key = world.house, table(world.house), client.enrol()
    text = at_table.to_sign(house, client.caller, key.thumbprint, meeting, **ALL)
    token = f"{text}.{b64url(key.sign(text.encode()))}"
    at_table.accept(house, client.caller, token)
    assert seen(house, meeting) == 1
    at_table.take_back(house, client.caller, meeting)
    with pytest.raises(Rejected):  # it works once
        at_table.accept(house, client.caller, token)
    assert seen(house, meeting) == 0
    with pytest.raises(NotFound):
        at_table.to_sign(house, person(house, BSN_OTHER).caller, key.thumbprint, meeting, **ALL)


def _forged(client: Person, meeting: str, others: str, moment: int) -> dict[str, dict[str, Any]]:
    rule = {"id": "0", "effect": "permit", "who": {"kind": "person", "id": "arts"}, "why": ["MDO"], "how": ["see"],
            "what": {"domain": ["wijkverpleging"]}, "exp": moment + 600}  # fmt: skip
    good = {"fmt": "nl-overlegtoestemming/1", "cid": client.id, "aud": client.house.settings.base_url, "iat": moment,
            "jti": "j", "meeting": meeting, "exp": moment + 600, "rules": said(client.house, [rule])}  # fmt: skip

    def with_rule(**members: Any) -> dict[str, Any]:
        return {**good, "rules": said(client.house, [{**rule, **members}])}

    return {
        "good": good,
        "too long": {**with_rule(exp=moment + 5 * 3600), "exp": moment + 5 * 3600},
        "other end": with_rule(exp=moment + 601),
        "no such meeting": {**good, "meeting": "elders"},
        "of another client": {**good, "meeting": others},
        "not at the table": with_rule(who={"kind": "person", "id": "consulent"}),
        "everybody": with_rule(who={"kind": "any"}),
        "any purpose": with_rule(why=["MDO", "TREAT"]),
        "to take along": with_rule(how=["see", "export"]),
        "a deny": with_rule(effect="deny"),
        "another text": {**good, "rules": [{**good["rules"][0], "text": "B. Vos mag dit zien: alles."}]},
        "elsewhere": {**good, "aud": "https://elders.example"},
        "long ago": {**good, "iat": moment - 5 * 3600},
        "one member more": {**good, "mood": "x"},
        "no rules": {**good, "rules": []},
    }


def test_nothing_else_can_be_signed_for_a_table(world: World, client: Person) -> None:
    house, key = world.house, client.enrol()
    meeting = table(house)
    world.send("his", bundle(patient(BSN_OTHER, "q1", name=[{"family": "Zwart"}])))
    (card,) = [card for card in caseloads.my_clients(house, CHAIR) if "ZWART" in card.name.upper()]
    others = meet.start(house, CHAIR, card.handle)
    meet.confirm(house, CHAIR, others, ("arts-2",))
    for name, document in _forged(client, meeting, others, int(house.now().timestamp())).items():
        token = objects.sign(objects.AT_TABLE, document, key)
        if name == "good":
            continue
        with pytest.raises(GatewayError):
            at_table.accept(house, client.caller, token)
        assert seen(house, meeting) == 0, name
    good = _forged(client, meeting, others, int(house.now().timestamp()))["good"]
    with pytest.raises(GatewayError):  # a key of nobody
        at_table.accept(house, client.caller, objects.sign(objects.AT_TABLE, good, SigningKey.generate()))
    with pytest.raises(GatewayError):  # the signature of a policy is none of this
        at_table.accept(house, client.caller, signature.sign_policy(client.document([], steward.current(
            house, client.caller)), key))  # fmt: skip
    with pytest.raises(Refused):
        at_table.accept(house, CHAIR, objects.sign(objects.AT_TABLE, good, key))
    at_table.accept(house, client.caller, objects.sign(objects.AT_TABLE, good, key))
    with house.database.work() as session:
        assert len(session.exec(select(MeetingConsentRow)).all()) == 1


def test_on_the_chairs_screen_with_the_clients_pin(world: World, client: Person) -> None:
    house, meeting = world.house, table(world.house)
    assert not at_chair.confirm(house, CHAIR, meeting, "24680", **ALL)  # there is none
    with house.database.work() as session:
        pins.choose(house, session, client.id, "24680")
    assert not at_chair.confirm(house, CHAIR, meeting, "13579", **ALL)
    assert seen(house, meeting) == 0
    assert at_chair.confirm(house, CHAIR, meeting, "24680", **ALL)
    assert seen(house, meeting) == 1
    with pytest.raises(NotFound):  # only the chair's screen
        at_chair.confirm(house, OTHER, meeting, "24680", **ALL)
    alone = table(house, CHAIR, "arts")
    with pytest.raises(Refused):  # who gains is not the only witness
        at_chair.confirm(house, CHAIR, alone, "24680", **ALL)
    for _ in range(5):
        assert not at_chair.confirm(house, CHAIR, meeting, "13579", **ALL)
    assert not at_chair.confirm(house, CHAIR, meeting, "24680", **ALL)  # blocked, and it does not show
    with house.database.work() as session:
        row = session.get(PinRow, client.id)
        assert row is not None
        assert row.tries == 5


def test_over_http(town: World) -> None:
    town.send("ecd", bundle(patient(), condition()))
    in_caseload(town.house, BSN, "org:praktijk", "org:praktijk-2")
    meeting = table(town.house)
    them = {"Authorization": f"Bearer {tokens.token_for(town.house, 'client-bakker')}"}
    assert town.web.get("/consents/meetings", headers=them).json() == []  # this meeting is about somebody else
    assert town.web.delete(f"/consents/meetings/{meeting}", headers=them).status_code == 404
    assert town.web.post("/consents/meetings", content=b"a.b.c", headers=them).status_code == 422
    assert town.web.get("/consents/meetings", headers=town.headers("his")).status_code == 403
