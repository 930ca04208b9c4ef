"""The pages of registrar and operator in a real browser, over a whole gateway: sound at both widths without a script,
and with one a registrar signs on their own device.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url, unb64url
from gateway.flows.house import House
from gateway.wire import json
from tests.portal.conftest import free_port
from tests.portal.test_browser import assert_sound, follow
from tests.portal.town import OPERATOR, REGISTRAR, REVIEWER, at, fill, identify, town

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def address(make_house: Callable[..., House], tmp_path: object) -> Iterator[str]:
    port = free_port()
    house = make_house(f"sqlite:///{tmp_path}/desk.db", port=port, base_url=f"http://127.0.0.1:{port}")
    with town(house, port) as served:
        yield served


@pytest.mark.parametrize("width", [1440, 320])
def test_every_page_of_the_desk_is_sound_and_works_without_a_script(browser: Browser, address: str, width: int) -> None:
    page = at(browser, address, REGISTRAR, width=width)
    assert page.url == f"{address}/balie"
    assert_sound(page)
    for href in [link.get_attribute("href") for link in page.locator(".menu a").all()]:
        page.goto(f"{address}{href}")
        assert_sound(page)
    follow(page.locator("main .rows a").first)
    assert_sound(page)
    page.goto(f"{address}/balie/sleutel")
    assert_sound(page)
    page.goto(f"{address}/balie")
    visit = identify(page)
    for place in ("", "/pincode", "/delen", "/stoppen", "/papier", "/apparaat", "/sleutels/kwijt?sleutel=x"):
        page.goto(visit + place)
        assert_sound(page)
    page.goto(f"{visit}/pincode")
    page.locator("#pincode").fill("13579")
    page.locator("#nogmaals").fill("13579")
    follow(page.get_by_role("button", name="Leg de pincode vast"))
    assert_sound(page)
    page.goto(f"{visit}/delen")
    fill(page, (datetime.now(UTC) + timedelta(days=90)).date().isoformat())
    follow(page.get_by_role("button", name="Verder"))
    assert_sound(page)
    page.locator("#pincode").fill("13578")
    follow(page.get_by_role("button", name="Teken met de pincode"))
    assert "De pincode klopt niet" in page.locator("[role=alert]").inner_text()
    assert_sound(page)
    page.locator("#pincode").fill("13579")
    follow(page.get_by_role("button", name="Teken met de pincode"))
    assert page.locator("h1").inner_text() == "De cliënt deelt dit nu"
    assert "Hanneke Terpstra" in page.locator(".sheet").inner_text()
    assert_sound(page)
    page.goto(f"{visit}/papier")
    follow(page.get_by_role("button", name="Leg vast"))
    assert_sound(page)
    page.emulate_media(media="print")


def test_a_sheet_prints_alone(browser: Browser, address: str) -> None:
    page = at(browser, address, REGISTRAR)
    visit = identify(page)
    page.goto(f"{visit}/pincode")
    page.locator("#pincode").fill("13579")
    page.locator("#nogmaals").fill("13579")
    follow(page.get_by_role("button", name="Leg de pincode vast"))
    page.emulate_media(media="print")
    assert page.locator(".sheet").is_visible()
    assert page.locator("form:visible, nav:visible, .banner:visible, h1:visible").count() == 0


def test_a_registrar_signs_on_their_own_device(browser: Browser, address: str) -> None:
    page = at(browser, address, REGISTRAR, script=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/balie/sleutel")
    follow(page.get_by_role("button", name="Maak een sleutel op dit apparaat"))
    page.locator("[data-device=own]").wait_for(state="visible")
    page.goto(f"{address}/balie")
    visit = identify(page)
    page.goto(f"{visit}/apparaat")
    page.locator("#jwk").fill(json.dumps(dict(SigningKey.generate().jwk)))
    follow(page.get_by_role("button", name="Leg deze sleutel vast"))
    assert page.locator("h1").inner_text() == "De sleutel is vastgelegd"
    page.goto(f"{visit}/papier")
    follow(page.get_by_role("button", name="Leg vast"))
    assert page.locator("h1").inner_text() == "De sleutel is vastgelegd"
    page.goto(f"{visit}/papier")
    fill(page, (datetime.now(UTC) + timedelta(days=90)).date().isoformat())
    follow(page.get_by_role("button", name="Teken voor het papier"))
    assert page.locator("h1").inner_text() == "Het formulier is overgenomen"
    assert "U tekende op papier" in page.locator(".sheet").inner_text()
    assert said == []


def test_a_registrars_device_refuses_to_sign_what_the_form_does_not_say(browser: Browser, address: str) -> None:
    page = at(browser, address, REGISTRAR, script=True)
    page.goto(f"{address}/balie/sleutel")
    follow(page.get_by_role("button", name="Maak een sleutel op dit apparaat"))
    page.goto(f"{address}/balie")
    visit = identify(page)

    def lie(route: object) -> None:
        """A gateway that offers a binding of another key than the one that was pasted."""
        answer = route.fetch()  # type: ignore[attr-defined]
        head, payload = answer.json()["tekenen"].split(".")
        document = json.loads(unb64url(payload))
        document["jwk"] = dict(SigningKey.generate().jwk)
        route.fulfill(json={"tekenen": f"{head}.{b64url(json.canonical(document))}"})  # type: ignore[attr-defined]

    page.route("**/tekenen", lie)
    page.goto(f"{visit}/apparaat")
    page.locator("#jwk").fill(json.dumps(dict(SigningKey.generate().jwk)))
    page.get_by_role("button", name="Leg deze sleutel vast").click()
    page.locator("[data-wrong=anders]").wait_for(state="visible")
    page.goto(visit)
    assert "De cliënt heeft nog geen sleutel." in page.inner_text("main")


@pytest.mark.parametrize("width", [1440, 320])
def test_every_page_of_the_operator_is_sound_and_works_without_a_script(
    browser: Browser, address: str, width: int
) -> None:
    page = at(browser, address, OPERATOR, width=width)
    assert page.url == f"{address}/beheer/koppelingen"
    for href in [link.get_attribute("href") for link in page.locator(".menu a").all()]:
        page.goto(f"{address}{href}")
        assert page.locator(".menu a[aria-current=page]").get_attribute("href") == href
        assert_sound(page)
    page.goto(f"{address}/beheer/afgekeurd")
    follow(page.get_by_role("link", name="Bekijk zonder persoonsgegevens").first)
    assert "‹getal›" in page.locator(".shape").inner_text()
    assert_sound(page)
    follow(page.get_by_role("button", name="Beoordeel opnieuw"))
    assert "weer afgekeurd" in page.locator("[role=status]").inner_text()
    assert_sound(page)
    page.goto(f"{address}/beheer/wachtrij")
    assert "Condition" in page.inner_text("main")


@pytest.mark.parametrize("width", [1440, 320])
def test_a_reviewer_chooses_a_translation_and_it_counts(browser: Browser, address: str, width: int) -> None:
    page = at(browser, address, REVIEWER, width=width)
    assert page.url == f"{address}/beheer/vertalingen"
    assert_sound(page)
    assert "X-17" in page.inner_text("main")
    follow(page.get_by_role("link", name="Kies een vertaling voor X-17"))
    assert_sound(page)
    page.locator("input[value=change]").check()
    page.locator("#probleem").select_option("PB0024")
    page.locator("#reden").fill("zoals besproken met de bron")
    follow(page.get_by_role("button", name="Leg vast"))
    assert "Vastgelegd. Er is 1 gegeven opnieuw ingedeeld." in page.locator("[role=status]").inner_text()
    assert "X-17" not in page.locator("table, .entries").first.inner_text()
