"""Sharing and stopping on our pages take the place of what a party was permitted, and leave what it was forbidden; both
are told before anybody signs.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gateway.consent import storage
from gateway.consent.model import Rule
from gateway.crypto.primitives import b64url
from gateway.errors import NotFound
from gateway.flows import entrusting, helping, lapsing, replacing, steward, wanted
from gateway.flows.acting import Under
from gateway.flows.answers import Receipt, Replaced
from gateway.flows.wishes import Grant
from tests.builders.at_home import AtHome
from tests.builders.world import BSN, World, bundle, condition, in_caseload, patient
from tests.conftest import Clock
from tests.scenarios.test_who_signs import FRIEND, Person, person, town_of

ARTS_KEY = "person:arts"
WHO = {"kind": "person", "id": "arts"}
PERMIT = {"effect": "permit", "who": WHO, "what": {"domain": ["wmo"]}, "how": ["see"]}
A_PART = {"effect": "deny", "who": WHO, "what": {"domain": ["wijkverpleging"]}}
ALL = {"effect": "deny", "who": WHO}
OF_OTHERS = {"effect": "deny", "who": {"kind": "orgtype", "id": "gemeente"}}


def rules(client: Person) -> tuple[Rule, ...]:
    with client.house.database.work() as session:
        found = storage.current(session, client.id)
        assert found is not None
        return found.policy.rules


def said(client: Person) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (rule.effect, str(rule.who.id), tuple(sorted(v for _n, values in rule.what.members for v in values)))
        for rule in rules(client)
    ]


def share(client: Person, *what: str, whom: Under | None = None) -> Receipt:
    """With the newest key on their own device, so that nothing of the client's own waits."""
    wish: dict[str, Any] = {"what": what, "contact_only": False, "until": client.house.today() + timedelta(days=20)}
    key = client.keys[-1]
    text = steward.to_share(client.house, client.caller, Grant(ARTS_KEY, **wish), key.thumbprint, client=whom)
    return steward.accept(client.house, client.caller, f"{text}.{b64url(key.sign(text.encode()))}", ours=True)


def test_it_is_told_before_and_the_denies_stay(world: World) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    client.enrol()
    client.say(PERMIT, A_PART, ALL, OF_OTHERS)
    told = replacing.before(world.house, client.caller, ARTS_KEY)
    assert told.gone == ("A. Bos mag dit zien: besluiten over hulp van de gemeente.",)
    assert [one.sentences[0] for one in told.holds] == [
        "A. Bos mag dit niet zien of gebruiken: wat de wijkverpleging opschrijft."
    ]
    assert [one.sentences[0] for one in told.yields] == ["A. Bos mag dit niet zien of gebruiken: alles."]
    share(client, "huisarts", "wijkverpleging")
    assert said(client) == [
        ("deny", "arts", ("wijkverpleging",)), ("deny", "arts", ()), ("deny", "gemeente", ()),
        ("permit", "arts", ("huisarts", "wijkverpleging")),
    ]  # fmt: skip
    assert not seen()  # what holds, holds over what is shared now
    barred = steward.sharing(world.house, client.caller).barred
    assert [one.sentences for one in barred] == [one.sentences for one in (*told.holds, *told.yields, barred[-1])]
    wanted.release(world.house, client.caller, barred[0].rule)
    assert ("deny", "arts", ("wijkverpleging",)) not in said(client)
    stopping = replacing.before(world.house, client.caller, ARTS_KEY, stop=True)
    assert (len(stopping.gone), len(stopping.holds), stopping.yields) == (1, 1, ())


def test_what_yields_leaves_the_rest_closed(world: World) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    client.enrol()
    client.say(ALL, {"effect": "permit", "who": {"kind": "org", "id": "praktijk"}, "how": ["see"]})
    assert not seen()
    share(client, "huisarts")
    assert not seen()  # what the nurse wrote is not among it, and the practice is let in, this person not
    share(client, "wijkverpleging")
    assert seen()


def test_stopping_adds_one_deny_and_never_waits(world: World, clock: Clock) -> None:
    client = person(world.house, BSN)
    client.enrol()
    client.say(PERMIT, A_PART, {"effect": "permit", "who": {"kind": "org", "id": "praktijk"}, "how": ["see"]})
    for _ in range(2):  # by the key we keep, which is not the first: what it widens would wait
        assert steward.stop(world.house, client.caller, ARTS_KEY).waits is None
    assert said(client) == [("deny", "arts", ("wijkverpleging",)), ("permit", "praktijk", ()), ("deny", "arts", ())]
    assert replacing.before(world.house, client.caller, ARTS_KEY, stop=True).gone == ()
    clock.forward(hours=73)
    a_part = rules(client)[0].id
    released = wanted.release(world.house, client.caller, a_part)
    assert released.waits is not None  # taking a deny away does
    # And what waits is told of like any other wish, with the page on which it is said again.
    [lapses] = lapsing.before(world.house, client.caller)
    assert [(lost.rule == a_part, "niet zien" in lost.sentence) for lost in lapses.lost] == [(True, True)]


def test_a_companion_is_of_its_deny_for_everybody(world: World) -> None:
    town_of(world)
    client = person(world.house, BSN)
    client.enrol()
    client.say(PERMIT)
    wanted.forbid(world.house, client.caller, "niemand-over", {"life": "financien"})
    companion = rules(client)[-1]
    assert (companion.effect, companion.who.id) == ("deny", "arts")
    assert replacing.before(world.house, client.caller, ARTS_KEY).holds == ()
    assert steward.sharing(world.house, client.caller).barred == ()
    with pytest.raises(NotFound):
        wanted.release(world.house, client.caller, companion.id)
    with pytest.raises(NotFound):  # a permit is no deny
        wanted.release(world.house, client.caller, rules(client)[0].id)
    assert replacing.before(world.house, client.caller, "person:nobody") == Replaced()


def test_a_delegate_is_told_of_what_lies_within_the_mandate(world: World, clock: Clock) -> None:
    town_of(world)
    house, client, friend = world.house, person(world.house, BSN), person(world.house, FRIEND)
    client.enrol()
    client.say(PERMIT, A_PART)
    friend.enrol()
    code = helping.overview(house, friend.caller).code
    id_ = entrusting.give(
        house, client.caller, code, {"what": ("huisarts",), "until": house.today() + timedelta(days=40)}
    )
    clock.forward(hours=146)  # the kept key's mandate waits, and so does what is signed under it
    under = Under(client.id, id_)
    assert replacing.before(house, friend.caller, ARTS_KEY, under).gone == ()
    share(friend, "huisarts", whom=under)
    [gone] = replacing.before(house, friend.caller, ARTS_KEY, under).gone
    assert gone.startswith("A. Bos mag dit zien: wat de huisarts opschrijft.")
    assert len(replacing.before(house, friend.caller, ARTS_KEY, under, stop=True).gone) == 2
    assert len(replacing.before(house, friend.caller, ARTS_KEY, under, stop=True).holds) == 1


def test_the_pages_say_so_and_lead_to_where_it_is_taken_away(world: World) -> None:
    house = world.house
    world.send("ecd", bundle(patient("999962462"), condition()))
    in_caseload(house, "999962462", "org:praktijk")
    client = AtHome(world, "client-bakker")
    client.bind()
    them = Person(house, client.caller, [client.key])
    them.say(PERMIT, A_PART)
    page = client.get("/mijn/delen/nieuw?met=person:arts").text
    for told in ("Dit wordt nu gedeeld met A. Bos", "Verboden voor A. Bos", "ook als u het hieronder kiest"):
        assert told in page
    assert "Dit blijft verboden" in client.get("/mijn/delen/stop?met=person:arts").text
    listed = client.get("/mijn/delen").text
    assert "Wat verboden is voor iemand" in listed
    deny = rules(them)[1]
    assert f"/mijn/delen/wens/weg?regel={deny.id}" in listed
    assert client.get(f"/mijn/delen/wens/weg?regel={deny.id}").status_code == 200
    gone = client.send("/mijn/delen/wens/weg", "/mijn/delen/wens/voorbereiden", regel=deny.id, doel="vrijgeven")
    assert "Weggehaald" in gone.text
    assert [rule.effect for rule in rules(them)] == ["permit"]
