"""A machtiging in a real browser: the client's own device signs it and its end, and only what the page says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route
from sqlmodel import select

from gateway.consent import keys, objects
from gateway.consent.tables import MandateRow
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url, unb64url
from gateway.flows.house import House
from gateway.wire import json
from tests.portal.looking import picture
from tests.portal.screens import Device, Reader
from tests.portal.served import served
from tests.portal.test_device_key import CLIENT, FRIEND

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SIGN, STOP = "form[data-sign=machtiging]", "form[data-sign=intrekken]"
PREPARE = "**/mijn/helper/voorbereiden"
Change = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.fixture
def site(make_house: Callable[..., House], tmp_path: object) -> Iterator[tuple[str, House]]:
    with served(make_house, f"sqlite:///{tmp_path}/mandate.db") as town:
        yield town.address, town.house


def fill_in(client: Reader, friend: Reader) -> None:
    """Up to the page on which the client says yes."""
    friend.go("/mijn/helper")
    code = friend.page.locator(".code").inner_text()
    client.go("/mijn/helper/nieuw")
    client.page.locator("input[name=code]").fill(code)
    for part in ("huisarts", "wijkverpleging"):
        client.page.locator(f"input[name=wat][value={part}]").check()
    client.press("main form button[type=submit]")


def kept(house: House) -> list[tuple[str, bool, str | None]]:
    """Of each mandate: tier of the key that signed it, whether it was stopped, and tier of what signed that."""
    found = []
    with house.database.work() as session:
        for row in session.exec(select(MandateRow)).all():
            key = keys.find(session, row.client_id, row.kid)
            assert key is not None
            assert objects.read_mandate(row.token, {row.kid: key.jwk}.get, house.relying)
            by = None if row.taken_back is None else keys.find(session, row.client_id, objects.kid(row.taken_back))
            found.append((key.facts.tier, row.ended is not None, None if by is None else by.facts.tier))
    return found


def lying(change: Change) -> Callable[[Route], None]:
    """A gateway that offers something else to sign."""

    def lie(route: Route) -> None:
        answer = route.fetch()
        head, payload = answer.json()["tekenen"].split(".")
        document = change(json.loads(unb64url(payload)))
        route.fulfill(json={"tekenen": f"{head}.{b64url(json.canonical(document))}"})

    return lie


def test_a_device_signs_a_machtiging_and_its_end(browser: Browser, site: tuple[str, House]) -> None:
    address, house = site
    client, friend = Device(browser, address, CLIENT), Device(browser, address, FRIEND)
    friend.make_key()
    client.make_key()
    fill_in(client, friend)
    assert client.page.locator("[data-device=own]").is_visible()
    picture(client, "machtiging-zeker")
    client.press(f"{SIGN} button[type=submit]")
    assert "mag voor u tekenen" in client.page.locator("h1").inner_text()
    assert "met uw eigen sleutel" in client.page.inner_text("main")
    picture(client, "machtiging-bewijs")
    assert kept(house) == [("A", False, None)]

    client.go("/mijn/helper")
    picture(client, "helper-met-machtiging")
    client.press("a[href^='/mijn/helper/machtiging']")
    client.go("/mijn/helper")
    client.press("a.stop[href^='/mijn/helper/intrekken']")
    picture(client, "machtiging-stop")
    client.press(f"{STOP} button[type=submit]")
    assert "tekent niet meer voor u" in client.page.locator("h1").inner_text()
    picture(client, "machtiging-gestopt")
    assert kept(house) == [("A", True, "A")]
    assert (client.said, friend.said) == ([], [])

    # In a browser without the key the one that is kept signs, and both pages say so; here a next one for the same key.
    other = Reader(browser, address, CLIENT)
    fill_in(other, friend)
    assert "bewaart uw sleutel voor u" in other.page.inner_text("main")
    other.press(f"{SIGN} button[type=submit]")
    assert "minder veilig" in other.page.inner_text("main")
    fill_in(client, friend)
    picture(client, "machtiging-in-de-plaats")
    other.go("/mijn/helper")
    other.press("a.stop[href^='/mijn/helper/intrekken']")
    other.press(f"{STOP} button[type=submit]")
    assert sorted(kept(house)) == [("A", True, "A"), ("C", True, "C")]


def test_a_device_refuses_a_machtiging_that_the_page_does_not_say(browser: Browser, site: tuple[str, House]) -> None:
    address, house = site
    client, friend = Device(browser, address, CLIENT), Device(browser, address, FRIEND)
    friend.make_key()
    client.make_key()
    lies: list[Change] = [
        lambda said: said | {"jwk": SigningKey.generate().jwk},
        lambda said: said | {"delegate": "somebody-else"},
        lambda said: said | {"exp": said["exp"] + 86400},
        lambda said: said | {"nbf": said["nbf"] - 86400},
        lambda said: said | {"scope": said["scope"][:1]},
        lambda said: said | {"scope": [*said["scope"], {**said["scope"][0], "id": "9", "what": {"domain": ["wmo"]}}]},
        lambda said: said | {"scope": [{**said["scope"][0], "what": {}}, said["scope"][1]]},
        lambda said: said | {"scope": [{**said["scope"][0], "how": ["export"]}, said["scope"][1]]},
        lambda said: said | {"text": "Niets aan de hand."},
        lambda said: said | {"cid": "somebody-else"},
        lambda said: said | {"aud": "https://elders.example"},
        lambda said: said | {"fmt": "nl-toestemming/1"},
        lambda said: said | {"rules": []},
    ]
    fill_in(client, friend)
    for change in lies:
        client.page.route(PREPARE, lying(change), times=1)
        client.page.locator(f"{SIGN} button[type=submit]").click()
        client.page.locator(f"{SIGN} [data-wrong=anders]").wait_for(state="visible")
        client.page.evaluate("document.querySelector('[data-wrong=anders]').hidden = true")
    assert kept(house) == []
    client.press(f"{SIGN} button[type=submit]")  # and what it does say is signed

    client.go("/mijn/helper")
    client.press("a.stop[href^='/mijn/helper/intrekken']")
    others: list[Change] = [
        lambda said: said | {"mandate": "another"},
        lambda said: said | {"text": "Niets aan de hand."},
        lambda said: said | {"fmt": "nl-machtiging/1"},
        lambda said: said | {"scope": []},
    ]
    for change in others:
        client.page.route(PREPARE, lying(change), times=1)
        client.page.locator(f"{STOP} button[type=submit]").click()
        client.page.locator(f"{STOP} [data-wrong=anders]").wait_for(state="visible")
        client.page.evaluate("document.querySelector('[data-wrong=anders]').hidden = true")
    assert kept(house) == [("A", False, None)]
    assert client.said == []
