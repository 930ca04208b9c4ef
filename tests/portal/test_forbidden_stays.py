"""What a party was forbidden, in a real browser: told before sharing and stopping, signed away on its own page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from gateway.consent import storage
from gateway.demo.people import AALTJE
from gateway.flows import consents_in
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.stages.decided import Caller
from tests.builders.consents import action, actor, consent
from tests.portal.looking import picture
from tests.portal.screens import Device
from tests.portal.served import served
from tests.portal.test_device_key import CLIENT, GP, open_sharing
from tests.portal.test_mandate_device import lying

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ORG = "praktijk-linde"
SHARE, STOP = "form[data-sign=delen]", "form[data-sign=stoppen]"
PREPARE = "**/mijn/delen/voorbereiden"


@pytest.fixture
def site(make_house: Callable[..., House], tmp_path: object) -> Iterator[tuple[str, House]]:
    with served(make_house, f"sqlite:///{tmp_path}/forbidden.db") as town:
        town.send_nursing()
        yield town.address, town.house


def deny_practice(house: House) -> None:
    """The client says with another app that the practice sees nothing: a deny that the next signature takes over."""
    with house.database.work() as session:
        id_ = str(clients.find(session, house.vault, Bsn(AALTJE.bsn)))
    them = Caller(id_, "x", None, None, None, client=id_)
    deny = {"type": "deny", "actor": [actor(ORG)], "action": [action()], "dataPeriod": {"end": "2030-01-01"}}
    consents_in.post(house, them, consent(deny, patient={"reference": "Patient/mijn"}, id="pcf-nee"))


def effects(house: House) -> list[tuple[str, str | None]]:
    with house.database.work() as session:
        policy = storage.current(session, str(clients.find(session, house.vault, Bsn(AALTJE.bsn))))
        return [] if policy is None else sorted((rule.effect, rule.who.id) for rule in policy.policy.rules)


def without_denies(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"rules": [rule for rule in said["rules"] if rule["effect"] == "permit"]}


def test_what_was_forbidden_is_told_and_stays_until_it_is_taken_away(browser: Browser, site: tuple[str, House]) -> None:
    address, house = site
    client = Device(browser, address, CLIENT)
    client.make_key()
    deny_practice(house)
    open_sharing(client, f"org%3A{ORG}")
    client.press(f"{SHARE} button[type=submit]")
    kept = [("deny", ORG), ("permit", ORG)]
    assert effects(house) == kept

    client.go(f"/mijn/delen/nieuw?met=org:{ORG}")
    shown = client.page.inner_text("main")
    assert "Dit wordt nu gedeeld met Huisartsenpraktijk De Linde" in shown
    assert "Verboden voor Huisartsenpraktijk De Linde" in shown
    picture(client, "delen-verboden")
    client.page.route(PREPARE, lying(without_denies), times=1)
    client.page.locator(f"{SHARE} button[type=submit]").click()
    client.page.locator(f"{SHARE} [data-wrong=anders]").wait_for(state="visible")
    client.press(f"{SHARE} button[type=submit]")
    assert effects(house) == kept

    client.go(f"/mijn/delen/stop?met=org:{ORG}")
    assert "Dit blijft verboden" in client.page.inner_text("main")
    picture(client, "stoppen-verboden")
    client.page.route(PREPARE, lying(lambda said: said | {"rules": []}), times=1)
    client.page.locator(f"{STOP} button[type=submit]").click()
    client.page.locator(f"{STOP} [data-wrong=anders]").wait_for(state="visible")
    client.press(f"{STOP} button[type=submit]")
    assert effects(house) == [("deny", ORG)]

    open_sharing(client, GP)
    client.press(f"{SHARE} button[type=submit]")
    client.go("/mijn/delen")
    assert "Wat verboden is voor iemand" in client.page.inner_text("main")
    picture(client, "delen-lijst-verboden")
    client.press("section[aria-labelledby=verboden] a[href*='/mijn/delen/wens/weg']")
    client.press("form[data-sign=vrijgeven] button[type=submit]")
    assert effects(house) == [("permit", GP)]
    assert client.said == []
