"""Consent for one meeting signed on a device: by the client with a key or a passkey, and by a delegate within the
mandate; over HTTP, on both databases.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gateway.consent import objects
from gateway.crypto.p256 import SigningKey
from gateway.errors import NotFound
from gateway.flows import at_table, custody, entrusting, helping, letters, mandates, meet, reread, tokens
from gateway.flows.acting import Under
from tests.builders import passkeys
from tests.builders.at_home import AtHome
from tests.builders.said import said
from tests.builders.world import World, bundle, condition, in_caseload, patient
from tests.conftest import Clock
from tests.scenarios.test_at_table import CHAIR, seen, table

BAKKER = "999962462"
HERE, PREPARE = "/mijn/overleg", "/mijn/overleg/voorbereiden"
FORMS = pytest.mark.parametrize("form", ["jws", "webauthn"])


@pytest.fixture
def client(world: World) -> AtHome:
    """A client of whom the nurse delivered one problem; both GPs know the client, neither sees it."""
    world.send("ecd", bundle(patient(BAKKER), condition()))
    in_caseload(world.house, BAKKER, "org:praktijk", "org:praktijk-2")
    return AtHome(world, "client-bakker")


@pytest.fixture
def friend(world: World, client: AtHome) -> AtHome:
    return AtHome(world, "client-postma")


def mandate(client: AtHome, friend: AtHome, days: int = 30) -> str:
    """The client lets the friend sign about what the district nurse writes."""
    house = client.world.house
    friend.bind()
    return entrusting.give(
        house,
        client.caller,
        helping.overview(house, friend.caller).code,
        {"what": ("wijkverpleging",), "until": house.today() + timedelta(days=days)},
    )


def wish(meeting: str, *what: str, how: str = "alles") -> dict[str, Any]:
    return {"overleg": meeting, "wat": list(what or ("wijkverpleging",)), "hoe": how, "doel": "overleg"}


@FORMS
def test_a_key_or_a_passkey_of_the_client_opens_the_table_once(client: AtHome, form: Any) -> None:
    house, meeting = client.world.house, table(client.world.house)
    client.form = form
    assert client.bind().status_code == 303
    token = client.sign(client.prepared(PREPARE, **wish(meeting)).json()["tekenen"])
    assert seen(house, meeting) == 0
    assert client.post(HERE, token=token, **wish(meeting)).status_code == 303
    assert seen(house, meeting) == 1
    assert client.post(HERE, token=token, **wish(meeting)).status_code == 422  # it works once
    assert client.post(f"{HERE}/stop", overleg=meeting).status_code == 303
    assert client.post(HERE, token=token, **wish(meeting)).status_code == 422
    assert seen(house, meeting) == 0
    assert client.send(HERE, PREPARE, **wish(meeting)).status_code == 303
    assert seen(house, meeting) == 1
    assert client.post("/mijn/sleutel/kwijt", sleutel=client.key.thumbprint).status_code == 303
    assert seen(house, meeting) == 0  # the key is gone, and so is what it gave


def test_a_passkey_signs_in_its_own_form_with_the_person_verified(client: AtHome, friend: AtHome) -> None:
    house, meeting = client.world.house, table(client.world.house)
    client.form = "webauthn"
    client.bind()
    text = client.prepared(PREPARE, **wish(meeting)).json()["tekenen"]
    plain = AtHome(client.world, client.persona, client.key).sign(text)
    unseen = passkeys.signed(text, client.key, house.relying, passkeys.PRESENT)
    stranger = passkeys.signed(text, SigningKey.generate(), house.relying)
    for token in (plain, unseen, stranger):
        assert client.post(HERE, token=token, **wish(meeting)).status_code == 422
    good = client.sign(text)
    assert friend.post(HERE, token=good, **wish(meeting)).status_code == 403  # a key of another
    document = {"fmt": "x"}
    borrowed = objects.sign(objects.AT_TABLE, document, client.key)  # in the form of a key of the browser
    assert client.post(HERE, token=borrowed, **wish(meeting)).status_code == 422
    assert seen(house, meeting) == 0
    assert client.post(HERE, token=good, **wish(meeting)).status_code == 303
    assert seen(house, meeting) == 1


@FORMS
def test_a_delegate_opens_the_table_within_the_mandate(client: AtHome, friend: AtHome, clock: Clock, form: Any) -> None:
    house, friend.form = client.world.house, form
    id_ = mandate(client, friend)
    clock.forward(hours=73)
    meeting = table(house)
    friend.be_for_other()
    assert "Er is nu een overleg over" in friend.get("/mijn").text
    page = friend.get(HERE).text
    assert ('value="wijkverpleging"' in page, 'value="huisarts"' in page) == (True, False)
    assert friend.send(HERE, PREPARE, **wish(meeting)).status_code == 303
    assert seen(house, meeting) == 1
    assert "Namens u, door" in client.get(HERE).text
    [look] = [one for one in reread.who_looked(house, client.caller) if "aan tafel" in one.what]
    assert "namens u" in look.who
    assert "namens-aan-tafel" in [letter.kind for letter in letters.waiting(house) if letter.client == client.id]
    assert client.post(f"{HERE}/stop", overleg=meeting).status_code == 303  # the client has the last word
    assert seen(house, meeting) == 0
    assert friend.send(HERE, PREPARE, **wish(meeting, how="contact")).status_code == 303
    assert friend.post(f"{HERE}/stop", overleg=meeting).status_code == 303
    assert friend.send(HERE, PREPARE, **wish(meeting)).status_code == 303
    mandates.end(house, client.caller, id_)
    assert seen(house, meeting) == 0
    assert friend.get(HERE).status_code == 410


def test_a_delegate_gives_nothing_beyond_the_mandate(client: AtHome, friend: AtHome, clock: Clock) -> None:
    house = client.world.house
    id_ = mandate(client, friend)
    clock.forward(hours=73)
    meeting = table(house)
    friend.be_for_other()
    assert friend.prepared(PREPARE, **wish(meeting, "huisarts")).status_code == 422
    refused = friend.post(HERE, **wish(meeting, "huisarts", "wijkverpleging"))
    assert (refused.status_code, "Hierover mag u niet tekenen." in refused.text) == (422, True)
    assert friend.post(HERE, **wish(meeting)).status_code == 403  # with no key that we keep
    moment = int(house.now().timestamp())
    bearer = {"Authorization": f"Bearer {tokens.token_for(house, friend.persona)}"}
    rule = {"id": "0", "effect": "permit", "who": {"kind": "person", "id": "arts"}, "why": ["MDO"], "how": ["see"],
            "what": {"domain": ["wijkverpleging"]}, "exp": moment + 600}  # fmt: skip
    for change in (
        {"what": {"domain": ["huisarts"]}},
        {"what": {}},
        {"what": {"domain": ["huisarts", "wijkverpleging"]}},
    ):
        rules = said(house, [{**rule, **change}])
        forged = {"fmt": "nl-overlegtoestemming/1", "cid": client.id, "aud": house.settings.base_url, "iat": moment,
                  "jti": "j", "meeting": meeting, "exp": moment + 600, "rules": rules}  # fmt: skip
        token = objects.sign(objects.AT_TABLE, forged, friend.key)
        answer = client.world.web.post("/consents/meetings", content=token, headers=bearer)
        assert (answer.status_code, "mandate" in answer.text) == (422, True)
    with pytest.raises(NotFound):  # nobody else's mandate
        at_table.meetings_about(house, AtHome(client.world, "client-kuiper").caller, Under(client.id, id_))
    assert seen(house, meeting) == 0


def test_what_a_delegate_gave_ends_with_the_mandate(client: AtHome, friend: AtHome, clock: Clock) -> None:
    house = client.world.house
    mandate(client, friend, days=4)
    clock.moment = helping_ends(house) - timedelta(minutes=30)
    meeting = table(house)
    friend.be_for_other()
    assert friend.send(HERE, PREPARE, **wish(meeting)).status_code == 303
    assert seen(house, meeting) == 1
    clock.forward(minutes=31)
    assert seen(house, meeting) == 0
    assert friend.get(HERE).status_code == 410
    assert friend.prepared(PREPARE, **wish(meeting)).status_code == 410


def test_a_mandate_by_a_stolen_key_opens_no_table_any_more(client: AtHome, friend: AtHome, clock: Clock) -> None:
    """The key that signed the mandate was in other hands; the delegate's own is as good as ever."""
    house = client.world.house
    before = house.now() - timedelta(minutes=1)
    mandate(client, friend)
    clock.forward(hours=73)
    meeting = table(house)
    friend.be_for_other()
    assert friend.send(HERE, PREPARE, **wish(meeting)).status_code == 303
    assert seen(house, meeting) == 1
    [kept] = [card for card in custody.mine(house, client.caller) if card.custody == "C"]
    custody.report(house, client.caller, kept.kid, before)
    assert seen(house, meeting) == 0
    assert friend.get(HERE).status_code == 410


def helping_ends(house: Any) -> Any:
    """When the one mandate of these tests ends."""
    from sqlmodel import select

    from gateway.consent import mandates as standing
    from gateway.consent.tables import MandateRow

    with house.database.work() as session:
        row = session.exec(select(MandateRow)).one()
        end = standing.standing(session, row).said.exp
    return house.now() + timedelta(seconds=end - house.now().timestamp())


def test_a_new_key_of_a_delegate_gives_nothing_at_a_table(client: AtHome, friend: AtHome) -> None:
    """The mandate counts at once (its key is the client's first); what is given at a table cannot wait three days."""
    house, meeting = client.world.house, table(client.world.house)
    mandate(client, friend)
    friend.be_for_other()
    page = friend.get(HERE).text
    assert 'data-keys=""' in page
    assert "Bij een overleg tekent u met uw eigen sleutel." in page
    assert "Wijkdossier bewaart uw sleutel" not in page
    assert friend.prepared(PREPARE, **wish(meeting)).status_code == 403
    assert seen(house, meeting) == 0


def test_of_a_table_the_mandate_does_not_reach_a_delegate_hears_nothing(
    client: AtHome, friend: AtHome, clock: Clock
) -> None:
    """A mandate to let one doctor see something opens no table at which others sit."""
    house = client.world.house
    friend.bind()
    client.bind()
    moment = int(house.now().timestamp())
    document = {
        "fmt": "nl-machtiging/1", "cid": client.id, "aud": house.settings.base_url, "iat": moment, "jti": "m-1",
        "delegate": friend.id, "jwk": friend.key.jwk, "nbf": moment, "exp": moment + 10**6, "text": "x",
        "scope": [{"id": "1", "text": "x", "effect": "permit", "who": {"kind": "person", "id": "arts"},
                   "what": {"domain": ["wijkverpleging"]}}],
    }  # fmt: skip
    mandates.give(house, client.caller, objects.sign(objects.MANDATE, document, client.key))
    clock.forward(hours=73)
    wide, alone = table(house), table(house, CHAIR, "arts")
    friend.be_for_other()
    page = friend.get(HERE).text
    assert (wide in page, alone in page) == (False, True)
    assert friend.prepared(PREPARE, **wish(wide)).status_code == 422
    assert friend.send(HERE, PREPARE, **wish(alone)).status_code == 303
    assert (seen(house, wide), seen(house, alone)) == (0, 1)
    meet.close(house, CHAIR, alone)
    assert custody.mine(house, friend.caller)[0].live
