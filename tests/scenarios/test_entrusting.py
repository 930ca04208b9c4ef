"""A machtiging given and taken back from the page, signed on the client's own device, and a next one for the same
delegate; over HTTP, on both databases.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gateway.consent import keys, objects, signature
from gateway.consent.tables import MandateRow
from gateway.crypto.primitives import b64url, unb64url
from gateway.errors import Conflict, NotFound, Rejected
from gateway.flows import custody, delegated, entrusting, helping, mandates, proof, representation, steward
from gateway.flows.acting import Under
from gateway.identifiers import Bsn
from gateway.wire import json
from tests.builders.at_home import AtHome
from tests.builders.world import World, bundle, condition, in_caseload, patient
from tests.conftest import Clock

BAKKER, POSTMA = "999962462", "999990329"
NEW, PREPARE, STOP = "/mijn/helper/nieuw", "/mijn/helper/voorbereiden", "/mijn/helper/intrekken"
SHARE, SHARING = "/mijn/delen/nieuw", "/mijn/delen/voorbereiden"
FORMS = pytest.mark.parametrize("form", ["jws", "webauthn"])


@pytest.fixture
def client(world: World) -> AtHome:
    """A client of whom the nurse delivered one problem."""
    world.send("ecd", bundle(patient(BAKKER), condition()))
    in_caseload(world.house, BAKKER, "org:praktijk")
    return AtHome(world, "client-bakker")


@pytest.fixture
def friend(world: World, client: AtHome) -> AtHome:
    found = AtHome(world, "client-postma")
    found.bind()
    return found


def asked(friend: AtHome, *what: str, days: int = 30) -> dict[str, Any]:
    """The form on which the client says yes."""
    house = friend.world.house
    code = helping.overview(house, friend.caller).code
    until = (house.today() + timedelta(days=days)).isoformat()
    return {"code": code, "wat": list(what or ("wijkverpleging",)), "tot": until, "zeker": "ja", "doel": "machtiging"}


def over(mandate: str) -> dict[str, Any]:
    return {"machtiging": mandate, "doel": "intrekken"}


def number(answer: Any) -> str:
    """Of the mandate whose receipt a form leads to."""
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).removeprefix("/mijn/helper/machtiging?nummer=")


def row_of(client: AtHome, mandate: str) -> MandateRow:
    with client.world.house.database.work() as session:
        row = session.get(MandateRow, (client.id, mandate))
        assert row is not None
        session.expunge(row)
        return row


def receipt(client: AtHome, mandate: str) -> str:
    return client.get(f"/mijn/helper/machtiging?nummer={mandate}").text


def share(friend: AtHome, whose: Under, party: str = "person:arts", *, days: int = 20) -> Any:
    """Signed on the friend's own device, under that mandate."""
    house = friend.world.house
    [friend.whose] = [one.handle for one in delegated.received(house, friend.caller) if one.under == whose]
    until = (house.today() + timedelta(days=days)).isoformat()
    return friend.send(SHARE, SHARING, met=party, wat=["wijkverpleging"], hoe="alles", tot=until, doel="delen")


def shared(client: AtHome) -> list[str]:
    return [card.party.key for card in steward.sharing(client.world.house, client.caller).cards]


@FORMS
def test_it_is_given_and_taken_back_on_the_clients_own_device(
    client: AtHome, friend: AtHome, clock: Clock, form: Any
) -> None:
    house, client.form = client.world.house, form
    client.bind()
    page = client.post(NEW, **{**asked(friend), "zeker": ""}).text
    assert f'data-keys="{client.key.thumbprint}"' in page
    assert f'data-x="{friend.key.jwk["x"]}" data-y="{friend.key.jwk["y"]}"' in page
    id_ = number(client.send(NEW, PREPARE, **asked(friend)))
    row = row_of(client, id_)
    given = objects.read_mandate(row.token, {row.kid: client.key.jwk}.get, house.relying)
    assert (row.kid, given.delegate, given.jwk) == (client.key.thumbprint, friend.id, friend.key.jwk)
    assert objects.is_of_passkey(row.token, objects.MANDATE_TYPS) == (form == "webauthn")
    assert "met uw eigen sleutel" in receipt(client, id_)
    clock.forward(hours=73)
    assert share(friend, Under(client.id, id_)).status_code == 200
    assert shared(client) == ["person:arts"]

    assert client.get(f"{STOP}?machtiging={id_}").status_code == 200
    assert number(client.send(STOP, PREPARE, **over(id_))) == id_
    ended = row_of(client, id_)
    assert ended.taken_back is not None
    assert objects.read_withdrawal(ended.taken_back, {row.kid: client.key.jwk}.get, house.relying).about == id_
    text = receipt(client, id_)
    assert text.count("met uw eigen sleutel") == 2
    assert "Gestopt op" in text
    assert shared(client) == []
    assert friend.get("/mijn/delen").status_code == 410
    assert client.get(f"{STOP}?machtiging={id_}").status_code == 404


def test_without_a_key_on_the_device_the_kept_key_signs_and_it_says_so(client: AtHome, friend: AtHome) -> None:
    id_ = number(client.post(NEW, **asked(friend)))
    assert "minder veilig" in receipt(client, id_)
    assert number(client.post(STOP, **over(id_))) == id_
    assert receipt(client, id_).count("minder veilig") == 2
    assert friend.post(STOP, **over(id_)).status_code == 404  # another's
    assert friend.get(f"/mijn/helper/machtiging?nummer={id_}").status_code == 404
    # Who was let sign gives it up without signing anything, and the receipt says that too.
    id_ = number(client.post(NEW, **asked(friend)))
    assert friend.post("/mijn/helper/stop", machtiging=id_).status_code == 303
    assert "zonder handtekening" in receipt(client, id_)


def test_a_kept_key_beside_ones_own_waits_and_the_receipt_says_from_when_it_counts(
    client: AtHome, friend: AtHome, clock: Clock
) -> None:
    client.bind()
    id_ = number(client.post(NEW, **asked(friend)))  # in a browser without the key
    assert "Dit telt vanaf" in receipt(client, id_)
    assert delegated.received(client.world.house, friend.caller) == ()
    clock.forward(hours=73)
    assert "Dit telt vanaf" not in receipt(client, id_)
    assert len(delegated.received(client.world.house, friend.caller)) == 1


@FORMS
def test_nothing_else_passes_for_it(client: AtHome, friend: AtHome, form: Any) -> None:
    house, client.form = client.world.house, form
    client.bind()
    text = client.prepared(PREPARE, **asked(friend)).json()["tekenen"]
    head, payload = text.split(".")
    other = json.loads(unb64url(payload)) | {"text": "Niets aan de hand."}
    other_words = f"{head}.{b64url(json.canonical(other))}"
    wrong_form = AtHome(client.world, client.persona, client.key, "webauthn" if form == "jws" else "jws")
    stranger = AtHome(client.world, client.persona, form=form)
    good = client.sign(text)
    unsigned = f"{text}.{b64url(bytes(64))}"
    for token in (client.sign(other_words), wrong_form.sign(text), stranger.sign(text), unsigned, "a.b.c", text):
        with pytest.raises((Rejected, Conflict)):
            entrusting.accept(house, client.caller, token)
    assert friend.post(NEW, token=good).status_code in {403, 404}
    assert mandates.of_caller(house, client.caller) == ()
    id_ = number(client.post(NEW, token=good))
    assert client.post(NEW, token=good).status_code == 409  # it works once
    # What ends it is for this one alone, and no mandate; a mandate is no end.
    ends = client.prepared(PREPARE, **over(id_)).json()["tekenen"]
    head, payload = ends.split(".")
    elsewhere = f"{head}.{b64url(json.canonical(json.loads(unb64url(payload)) | {'mandate': 'x'}))}"
    for token, status in ((client.sign(elsewhere), 404), (wrong_form.sign(ends), 422), (good, 422)):
        assert client.post(STOP, token=token).status_code == status
    assert friend.post(STOP, token=client.sign(ends)).status_code in {403, 404}
    with pytest.raises(Rejected):
        signature.verify(client.sign(ends), {client.key.thumbprint: client.key.jwk}, house.relying)
    assert [one.live for one in mandates.of_caller(house, client.caller)] == [True]
    assert client.prepared(PREPARE, **{**asked(friend), "wat": []}).status_code == 422
    assert client.post(PREPARE, sleutel=friend.key.thumbprint, **asked(friend)).status_code == 404


def test_a_daughter_signs_for_both_her_parents_with_one_key(client: AtHome, friend: AtHome, clock: Clock) -> None:
    house, father = client.world.house, AtHome(client.world, "client-kuiper")
    given = {parent.id: number(parent.post(NEW, **asked(friend))) for parent in (client, father)}
    clock.forward(hours=73)
    for parent in (client, father):
        assert share(friend, Under(parent.id, given[parent.id])).status_code == 200
        assert shared(parent) == ["person:arts"]
    client.post(STOP, **over(given[client.id]))
    assert (shared(client), shared(father)) == ([], ["person:arts"])  # each ends their own
    assert [one.under.client for one in delegated.received(house, friend.caller)] == [father.id]


def test_what_was_stopped_is_given_again_and_waits_again(client: AtHome, friend: AtHome, clock: Clock) -> None:
    house = client.world.house
    first = number(client.post(NEW, **asked(friend)))
    clock.forward(hours=73)
    share(friend, Under(client.id, first))
    client.post(STOP, **over(first))
    clock.forward(minutes=1)
    second = number(client.post(NEW, **asked(friend)))
    assert shared(client) == []  # what was stopped does not come back
    answer = share(friend, Under(client.id, second))
    assert "Dit gaat nog niet in" in answer.text
    [key] = delegated.device_keys(house, friend.caller, Under(client.id, second))
    assert (key.facts.kid, key.live) == (friend.key.thumbprint, True)
    [signed] = delegated.signed(house, friend.caller, Under(client.id, second))
    assert signed.version == 2
    with pytest.raises(NotFound):  # proof of what was signed under another
        proof.receipt(house, friend.caller, 1, Under(client.id, second))
    assert proof.receipt(house, friend.caller, 2, Under(client.id, second)).version == 2


def test_a_next_one_takes_the_place_of_the_one_that_runs(client: AtHome, friend: AtHome, clock: Clock) -> None:
    house = client.world.house
    first = Under(client.id, number(client.post(NEW, **asked(friend, days=30))))
    clock.forward(hours=73)
    share(friend, first)
    clock.forward(minutes=1)
    old = friend.whose
    page = client.post(NEW, **{**asked(friend, "huisarts"), "zeker": ""}).text
    assert "mag nu ook al voor u tekenen. Dit komt daarvoor in de plaats." in page
    second = Under(client.id, number(client.post(NEW, **asked(friend, "huisarts", "wijkverpleging", days=90))))
    assert shared(client) == ["person:arts"]  # what was shared goes on
    assert [one.under for one in delegated.received(house, friend.caller)] == [second]
    friend.whose = old
    assert friend.get("/mijn/delen").status_code == 410  # nothing new under the first
    [listed] = helping.overview(house, client.caller).given
    assert (listed.given.id, listed.before is not None) == (second.mandate, True)
    assert "wat eerder voor u is gedeeld, blijft tot en met" in client.get("/mijn/helper").text.lower()
    clock.forward(hours=73)
    share(friend, second, "person:arts-2", days=60)
    assert sorted(shared(client)) == ["person:arts", "person:arts-2"]
    client.post(STOP, **over(second.mandate))
    assert shared(client) == []


def test_who_stops_the_next_one_stops_what_the_first_gave_too(client: AtHome, friend: AtHome, clock: Clock) -> None:
    first = Under(client.id, number(client.post(NEW, **asked(friend))))
    clock.forward(hours=73)
    share(friend, first)
    clock.forward(minutes=1)
    second = number(client.post(NEW, **asked(friend, "huisarts")))
    assert shared(client) == ["person:arts"]
    client.post(STOP, **over(second))
    assert shared(client) == []
    assert {one.live for one in mandates.of_caller(client.world.house, client.caller)} == {False}


def test_a_key_that_cannot_sign_here_is_told_of_before_anybody_says_yes(
    client: AtHome, friend: AtHome, clock: Clock
) -> None:
    house = client.world.house
    client.post(NEW, **asked(friend))
    custody.report(house, client.caller, friend.key.thumbprint, house.now())
    for zeker in ("", "ja"):
        told = client.post(NEW, **{**asked(friend), "zeker": zeker})
        assert (told.status_code, "niet veilig" in told.text) == (422, True)
    clock.forward(minutes=1)
    fresh = AtHome(client.world, friend.persona)
    fresh.bind()  # a new key helps
    number(client.post(NEW, **asked(fresh)))

    mentor = AtHome(client.world, "client-kuiper")
    mentor.bind()
    representation.appoint(house, Bsn(BAKKER), Bsn("999949196"), "mentor", basis="rechtbank")
    mentor.be_for_other()
    mentor.bind()
    mentor.whose = ""
    told = client.post(NEW, **asked(mentor))
    assert (told.status_code, "maar niet namens u" in told.text) == (422, True)


def test_over_the_api_a_passkey_gives_one_too(client: AtHome, friend: AtHome) -> None:
    house, client.form = client.world.house, "webauthn"
    client.bind()
    token = client.sign(client.prepared(PREPARE, **asked(friend)).json()["tekenen"])
    id_ = mandates.give(house, client.caller, token)
    with house.database.work() as session:
        key = keys.find(session, client.id, friend.key.thumbprint)
    assert key is not None
    assert (key.mandate, key.facts.tier) == (id_, "B")
