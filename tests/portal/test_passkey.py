"""A passkey made and used in a real browser, with a virtual authenticator in place of a finger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, CDPSession, sync_playwright

from gateway.app import create_app
from gateway.cli.demo_senders import Senders
from gateway.consent import keys, signature, storage
from gateway.demo.people import AALTJE
from gateway.flows import register
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients
from tests.portal.chromium import ARGUMENTS, CHROMIUM
from tests.portal.conftest import free_port, serving
from tests.portal.test_device_key import CLIENT, GP, Device, open_sharing

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def device(make_house: Callable[..., House], tmp_path: object) -> Iterator[tuple[Device, House]]:
    """A client at a gateway that has a host name, as a passkey needs."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser here ({CHROMIUM})")
    port = free_port()
    house = make_house(f"sqlite:///{tmp_path}/passkey.db", port=port, base_url=f"http://localhost:{port}")
    house = replace(house, now=lambda: datetime.now(UTC))
    register.town(house, Senders.make().jwks)
    register.relation(house, Bsn(AALTJE.bsn), "org:praktijk-linde", "behandelrelatie")
    with serving(create_app(house=house), port), sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield Device(browser, house.settings.base_url, CLIENT), house
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
    client.go("/mijn/sleutel")
    with client.page.expect_navigation(wait_until="load"):
        client.page.get_by_role("button", name="Maak een passkey").click()
    client.page.locator("p[data-device=own]").wait_for(state="visible")
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
