"""A passkey made and used in a real browser, with a virtual authenticator in place of a finger."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, sync_playwright
from sqlmodel import select

from gateway.consent import keys, meetings, signature, storage
from gateway.consent.tables import MandateRow
from gateway.crypto.primitives import unb64url
from gateway.demo.people import AALTJE, YASSIN
from gateway.flows import callers, meet, register, representation
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.registry.tables import MeetingRow
from gateway.stages.decided import Caller, RoleAt
from tests.portal.chromium import ARGUMENTS, CHROMIUM
from tests.portal.screens import Device
from tests.portal.served import served
from tests.portal.test_device_key import CLIENT, FRIEND, GP, open_sharing
from tests.portal.test_mandate_device import fill_in, kept

CHAIR = Caller(GP, "x", "praktijk-linde", "x", "huisarts", (RoleAt("huisarts", "praktijk-linde"),))
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def device(make_house: Callable[..., House], tmp_path: object) -> Iterator[tuple[Device, House]]:
    """A client at a gateway that has a host name, as a passkey needs."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser here ({CHROMIUM})")
    with served(make_house, f"sqlite:///{tmp_path}/passkey.db", host="localhost") as town, sync_playwright() as plays:
        browser: Browser = plays.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield Device(browser, town.address, CLIENT), town.house
        browser.close()


def authenticator(device: Device, *, verified: bool = True) -> CDPSession:
    session = device.context.new_cdp_session(device.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def make_passkey(client: Device) -> None:
    client.go("/mijn/sleutel")
    with client.page.expect_navigation(wait_until="load"):
        client.page.get_by_role("button", name="Maak een passkey").click()
    client.page.locator("p[data-device=own]").wait_for(state="visible")


def signed(house: House) -> tuple[str, str, int, int]:
    """Tier and form of the key of the newest policy, its version, and the number of its rules; verified again."""
    with house.database.work() as session:
        client = clients.find(session, house.vault, Bsn(AALTJE.bsn))
        assert client is not None
        policy = storage.current(session, client)
        assert policy is not None
        key = keys.find(session, client, policy.kid)
        assert key is not None
        assert signature.verify(policy.token, {policy.kid: key.jwk}, house.relying) == policy
        return key.facts.tier, key.form, policy.version, len(policy.policy.rules)


def test_a_passkey_is_made_grants_and_revokes(device: tuple[Device, House]) -> None:
    client, house = device
    authenticator(client)
    make_passkey(client)
    for version in (1, 3, 5):  # again and again: half of all signatures come high and are turned low
        open_sharing(client)
        client.press("form[data-sign] button[type=submit]")
        assert "met uw eigen sleutel" in client.page.inner_text("main")
        assert signed(house) == ("A", "webauthn", version, 1)
        client.go("/mijn/delen")
        client.press(f"a.stop[href*='{GP}']")
        client.press("form[data-sign=stoppen] button[type=submit]")
        assert signed(house) == ("A", "webauthn", version + 1, 0)
    # Chromium would have RS256 offered as well; a policy is signed with ES256 alone.
    assert [said for said in client.said if "pubKeyCredParams" not in said] == []


def test_a_passkey_opens_one_table_and_signs_for_a_child(device: tuple[Device, House]) -> None:
    client, house = device
    authenticator(client)
    make_passkey(client)
    with house.database.work() as session:
        id_ = clients.find(session, house.vault, Bsn(AALTJE.bsn))
    meeting = meet.start(house, CHAIR, house.vault.handle(callers.viewer(CHAIR), str(id_)))
    meet.confirm(house, CHAIR, meeting, ("ha-van-beek",))
    for _ in range(3):  # half of all signatures come high and are turned low
        client.go("/mijn/overleg")
        client.page.locator("p[data-device=own]").wait_for(state="visible")
        client.page.locator("input[name=wat][value=wijkverpleging]").check()
        client.press("form[data-sign=overleg] button[type=submit]")
        assert "Dit mogen zij nu zien" in client.page.inner_text("main")
        assert table_key(house) == ("A", "webauthn")
        client.press("form[action='/mijn/overleg/stop'] button")
    gezag = {"type": "EenhoofdigOuderlijkGezag", "ouder": {"burgerservicenummer": AALTJE.bsn}}
    minor = {"burgerservicenummer": YASSIN.bsn}
    representation.note_gezag(house, Bsn(YASSIN.bsn), {"gezag": [{**gezag, "minderjarige": minor}]})
    register.relation(house, Bsn(YASSIN.bsn), "org:praktijk-linde", "behandelrelatie")
    client.go("/mijn/helper")
    client.press("form[action='/mijn/namens'] button")
    client.go("/mijn/sleutel")
    client.press("form[data-use-key] button")
    client.page.locator("p[data-device=own]").wait_for(state="visible")
    open_sharing(client)
    client.press("form[data-sign] button[type=submit]")
    assert "met uw eigen sleutel" in client.page.inner_text("main")
    with house.database.work() as session:
        child, parent = (clients.find(session, house.vault, Bsn(one.bsn)) for one in (YASSIN, AALTJE))
        assert child is not None
        policy = storage.current(session, child, parent)
        assert policy is not None
        key = keys.find(session, child, policy.kid)
        assert key is not None
        assert (key.form, key.holder) == ("webauthn", parent)


def test_a_passkey_lets_somebody_sign_and_stops_it(device: tuple[Device, House]) -> None:
    client, house = device
    authenticator(client)
    make_passkey(client)
    browser = client.context.browser
    assert browser is not None
    friend = Device(browser, client.site, FRIEND)
    friend.make_key()
    for times in (1, 2, 3):  # half of all signatures come high and are turned low
        fill_in(client, friend)
        client.press("form[data-sign=machtiging] button[type=submit]")
        assert "met uw eigen sleutel" in client.page.inner_text("main")
        client.go("/mijn/helper")
        client.press("a.stop[href^='/mijn/helper/intrekken']")
        client.press("form[data-sign=intrekken] button[type=submit]")
        assert kept(house) == [("A", True, "A")] * times
    with house.database.work() as session:
        tokens = [token for row in session.exec(select(MandateRow)) for token in (row.token, str(row.taken_back))]
    assert all(b'+webauthn"' in unb64url(token.partition(".")[0]) for token in tokens)


def table_key(house: House) -> tuple[str, str]:
    """Tier and form of the key that signed what holds for the one table now, verified again."""
    with house.database.work() as session:
        client = clients.find(session, house.vault, Bsn(AALTJE.bsn))
        [meeting] = session.exec(select(MeetingRow.id)).all()
        assert client is not None
        moment = int(house.now().timestamp())
        [given] = meetings.of_meeting(session, client, meeting, moment, house.relying).values()
        key = keys.find(session, client, given.kid)
        assert key is not None
        return key.facts.tier, key.form


def test_who_is_not_verified_has_no_passkey_and_reads_so(device: tuple[Device, House]) -> None:
    client, house = device
    authenticator(client, verified=False)
    client.go("/mijn/sleutel")
    client.page.get_by_role("button", name="Maak een passkey").click()
    client.page.locator("[data-wrong=passkey]").wait_for(state="visible", timeout=90_000)
    with house.database.work() as session:
        found = clients.find(session, house.vault, Bsn(AALTJE.bsn))
        assert found is not None
        assert keys.of_holder(session, found, found) == ()
