"""Who decides for somebody signs with a key or passkey on a device of their own, in their own name; over HTTP, on both
databases.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from gateway.consent import storage
from gateway.crypto.p256 import SigningKey
from gateway.errors import GatewayError
from gateway.flows import caseloads, custody, disclose, entrusting, helping, letters, representation, steward
from gateway.identifiers import Bsn
from gateway.wire import json
from tests.builders.at_home import AtHome
from tests.builders.world import World, bundle, condition, in_caseload, patient
from tests.conftest import Clock
from tests.scenarios.test_at_table import CHAIR, seen, table
from tests.scenarios.test_who_signs import ARTS, parents_of, person

CHILD, BOUZID, KUIPER = "999990019", "999950198", "999949196"
NEW, PREPARE = "/mijn/delen/nieuw", "/mijn/delen/voorbereiden"
FORMS = pytest.mark.parametrize("form", ["jws", "webauthn"])


@pytest.fixture
def shown(world: World) -> Callable[[], bool]:
    """A child of eight, of whom the nurse delivered one problem; whether the GP sees it."""
    born = world.house.today().replace(year=world.house.today().year - 8, month=3, day=1)
    world.send("ecd", bundle(patient(CHILD, birthDate=born.isoformat()), condition()))
    in_caseload(world.house, CHILD, "org:praktijk", "org:praktijk-2")

    def sees() -> bool:
        handle = caseloads.my_clients(world.house, ARTS)[0].handle
        return bool(disclose.disclose(world.house, ARTS, handle).items)

    return sees


@pytest.fixture
def mother(world: World, shown: Callable[[], bool]) -> AtHome:
    """The one parent with authority, here for the child."""
    assert parents_of(world, CHILD, BOUZID) == "held"
    parent = AtHome(world, "client-bouzid")
    parent.be_for_other()
    return parent


def child(world: World) -> str:
    return person(world.house, CHILD).id


def wish(world: World, party: str = "person:arts") -> dict[str, Any]:
    until = (world.house.today() + timedelta(days=30)).isoformat()
    return {"met": party, "wat": ["wijkverpleging"], "hoe": "alles", "tot": until, "doel": "delen"}


def signer(world: World, holder: str) -> tuple[str, str, str, str]:
    """Tier, form, keeper and holder of the key of the newest version for the child."""
    with world.house.database.work() as session:
        client = child(world)
        [row] = storage.heads(session, client, holder)
        key = storage.key_of(session, client, row)
    return key.facts.tier, key.form, key.keeper, key.holder


@FORMS
def test_a_parent_signs_for_a_child_on_their_own_device(
    world: World, mother: AtHome, shown: Callable[[], bool], form: Any
) -> None:
    mother.form = form
    page = mother.get("/mijn/sleutel").text
    assert "Hiermee tekent u voor" in page
    assert "data-use-key" in page
    assert mother.bind().status_code == 303
    page = mother.get(f"{NEW}?met=person:arts").text
    assert f'data-client="{mother.id}" data-about="{child(world)}"' in page
    assert f'data-keys="{mother.key.thumbprint}"' in page
    assert mother.send(NEW, PREPARE, **wish(world)).status_code == 200
    assert signer(world, mother.id) == ("A", form, mother.id, mother.id)
    assert shown()
    stop = {"met": "person:arts", "doel": "stoppen"}
    assert "met uw eigen sleutel" in mother.send("/mijn/delen/stop", PREPARE, **stop).text
    assert not shown()
    nobody = {"wens": "niemand-over", "leven": "justitie", "doel": "niemand"}
    path, prepare = "/mijn/delen/wens/niemand-over", "/mijn/delen/wens/voorbereiden"
    assert mother.send(path, prepare, **nobody).status_code == 200
    [forbidden] = steward.sharing(world.house, mother.caller, child(world)).forbidden
    release = {"regel": forbidden.rule, "doel": "vrijgeven"}
    assert mother.send("/mijn/delen/wens/weg", prepare, **release).status_code == 200
    assert steward.sharing(world.house, mother.caller, child(world)).forbidden == ()
    assert signer(world, mother.id)[:2] == ("A", form)
    # It is a key for the child's record, and signs nothing in the parent's own.
    mother.whose = ""
    assert mother.prepared(PREPARE, **wish(world)).status_code == 404


@FORMS
def test_a_parent_opens_one_table_on_their_own_device(world: World, mother: AtHome, form: Any) -> None:
    mother.form = form
    mother.bind()
    meeting = table(world.house)
    asked = {"overleg": meeting, "wat": ["wijkverpleging"], "hoe": "alles"}
    given = mother.send("/mijn/overleg", "/mijn/overleg/voorbereiden", **asked)
    assert (given.status_code, seen(world.house, meeting, CHAIR)) == (303, 1)


def test_a_mentor_too_and_only_while_they_decide(world: World) -> None:
    house = world.house
    world.send("ecd", bundle(patient(CHILD), condition()))  # grown up
    appointed = representation.appoint(house, Bsn(CHILD), Bsn(KUIPER), "mentor", basis="rechtbank")
    mentor = AtHome(world, "client-kuiper", form="webauthn")
    mentor.be_for_other()
    mentor.bind()
    assert mentor.send(NEW, PREPARE, **wish(world)).status_code == 200
    given = mentor.prepared(PREPARE, **wish(world, "person:arts-2"))
    representation.dismiss(house, Bsn(CHILD), appointed)
    late = mentor.post(NEW, token=mentor.sign(given.json()["tekenen"]), **wish(world, "person:arts-2"))
    assert late.status_code == 410
    assert mentor.prepared(PREPARE, **wish(world)).status_code == 410
    assert mentor.bind().status_code == 410


def test_a_key_of_another_signs_nothing_for_the_child(world: World, mother: AtHome) -> None:
    """Not one that was never used for the child, not one of somebody else, and nothing twice."""
    stranger = AtHome(world, "client-kuiper")
    stranger.bind()
    assert mother.prepared(PREPARE, **wish(world)).status_code == 404  # the mother's own, not used for the child
    mother.bind()
    text = mother.prepared(PREPARE, **wish(world)).json()["tekenen"]
    assert mother.post(NEW, token=stranger.sign(text), **wish(world)).status_code == 422
    assert stranger.post(NEW, token=mother.sign(text), **wish(world)).status_code == 403
    assert mother.post(NEW, token=mother.sign(text), **wish(world)).status_code == 200
    assert mother.post(NEW, token=mother.sign(text), **wish(world)).status_code == 409
    with pytest.raises(GatewayError):
        custody.enrol(world.house, stranger.caller, SigningKey.generate().jwk, client=child(world))


def test_a_second_key_for_the_child_waits_and_the_kept_key_goes_on(
    world: World, mother: AtHome, shown: Callable[[], bool], clock: Clock
) -> None:
    """The first that signed was the one we keep; beside it a key on a device is new."""
    assert mother.post(NEW, **wish(world, "person:arts-2")).status_code == 200
    assert signer(world, mother.id)[0] == "C"
    mother.bind()
    assert "Dit gaat nog niet in" in mother.send(NEW, PREPARE, **wish(world)).text
    assert not shown()
    clock.forward(hours=73)
    assert shown()


def test_a_key_that_is_lost_is_lost_everywhere(world: World, mother: AtHome, shown: Callable[[], bool]) -> None:
    """It is one key on one telephone: for oneself, for a child, and under a mandate."""
    house = world.house
    mother.bind()
    mother.whose = ""
    mother.bind()
    kuiper = AtHome(world, "client-kuiper")
    code = helping.overview(house, mother.caller).code
    entrusting.give(house, kuiper.caller, code, {"what": ("wmo",), "until": house.today() + timedelta(days=9)})
    for_child = AtHome(world, mother.persona, mother.key)
    handles = [one.handle for one in helping.overview(house, mother.caller).represents]
    [for_child.whose] = handles
    assert for_child.send(NEW, PREPARE, **wish(world)).status_code == 200
    assert shown()
    before = len(letters.waiting(house))
    assert mother.post("/mijn/sleutel/kwijt", sleutel=mother.key.thumbprint).status_code == 303
    told = {letter.client for letter in letters.waiting(house)[before:]}
    assert told == {mother.id, kuiper.id, child(world)}
    assert for_child.prepared(PREPARE, **wish(world)).status_code == 404
    assert 'data-keys=""' in for_child.get(f"{NEW}?met=person:arts").text
    assert mother.key.thumbprint in for_child.get("/mijn/sleutel").text  # as one that is offered no more
    assert for_child.bind().status_code == 409
    assert mother.post("/mijn/sleutel", jwk=json.dumps(mother.key.jwk)).status_code == 409


def test_a_client_ends_what_signs_for_them_and_no_key_of_others(world: World, mother: AtHome) -> None:
    """Of a key that is somebody else's the client ends what it does here, and not what it does elsewhere."""
    house = world.house
    mother.bind()
    mother.whose = ""
    mother.bind()
    theirs = person(house, CHILD)
    custody.report(house, theirs.caller, mother.key.thumbprint, house.now())
    assert [card.live for card in custody.mine(house, mother.caller, theirs.id)] == [False]
    assert [card.live for card in custody.mine(house, mother.caller)] == [True]
    key = theirs.enrol()
    with pytest.raises(GatewayError):  # a parent ends their own keys for the child, not the child's
        custody.report(house, mother.caller, key.thumbprint, house.now(), client=theirs.id)
    with pytest.raises(GatewayError):
        custody.retire(house, mother.caller, key.thumbprint, client=theirs.id)
