"""[Vraag de cliënt] in a real browser, on both databases: the client opens one table on a screen of their own, or with
the PIN on the chair's screen; another meeting gains nothing; it ends when the meeting is closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from gateway.demo.people import AALTJE
from gateway.flows import pins
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients
from tests.portal.looking import on_screen, open_table, picture
from tests.portal.screens import Device, Reader
from tests.portal.served import served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# The first story is told on both databases; what differs in the others is on the screen.
PRODUCTION = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
CHAIR, OTHER, CLIENT, PIN = "ha-terpstra", "ha-van-beek", "client-bakker", "24680"


@pytest.fixture
def site(make_house: Callable[..., House], database_url: str) -> Iterator[str]:
    """The nurse delivered; two GPs know the client, who has a PIN from the desk and shares nothing."""
    with served(make_house, database_url, practices=("org:praktijk-linde", "org:praktijk-haven")) as town:
        town.send_nursing()
        with town.house.database.work() as session:
            client = clients.find(session, town.house.vault, Bsn(AALTJE.bsn))
            assert client is not None
            pins.choose(town.house, session, client, PIN)
        yield town.address


def untimed(page: str) -> str:
    """A page without the minute at which the session ends."""
    return re.sub(r"\b\d\d:\d\d\b", "", page)


def tick(reader: Reader, form: str, *domains: str) -> None:
    for box in reader.page.locator(f"{form} input[name=wat]").all():
        box.set_checked(box.get_attribute("value") in domains)


def test_the_client_opens_one_table_and_closing_ends_it(browser: Browser, site: str) -> None:
    chair, client = Reader(browser, site, CHAIR), Reader(browser, site, CLIENT)
    here, beside = open_table(chair, OTHER), open_table(chair, OTHER)
    before = untimed(chair.go(f"{here}/tafel?period=alles").content())
    assert (on_screen(chair, here), on_screen(chair, beside)) == (0, 0)
    client.go("/mijn")
    picture(client, "mijn-met-overleg")
    client.press("a[href='/mijn/overleg']")
    tick(client, f"form:has(input[value='{here.rpartition('/')[2]}'])", "wijkverpleging")
    picture(client, "overleg-kiezen")
    client.press(f"form:has(input[value='{here.rpartition('/')[2]}']) button[type=submit]")
    assert "mag dit zien: wat de wijkverpleging opschrijft." in client.page.inner_text("main")
    picture(client, "overleg-gegeven")
    assert (on_screen(chair, beside), on_screen(chair, here)) == (0, 4)
    picture(chair, "tafel-geopend")
    chair.timeline()
    assert chair.entries() == []  # nobody sees it by themselves
    client.go("/mijn/overleg")
    client.press("form[action='/mijn/overleg/stop'] button")
    assert untimed(chair.go(f"{here}/tafel?period=alles").content()) == before  # as if it had never been
    tick(client, f"form:has(input[value='{here.rpartition('/')[2]}'])", "wijkverpleging")
    client.press(f"form:has(input[value='{here.rpartition('/')[2]}']) button[type=submit]")
    assert on_screen(chair, here) == 4
    chair.press("form[action$='/sluiten'] button")
    chair.go(f"{here}/tafel")
    assert chair.page.locator("h1").inner_text() == "Niet gevonden"
    assert on_screen(chair, beside) == 0
    client.go("/mijn/gekeken")
    assert "mensen aan tafel iets zien, alleen voor dit overleg" in client.page.inner_text("main")


@PRODUCTION
def test_on_the_chairs_screen(browser: Browser, site: str) -> None:
    chair = Reader(browser, site, CHAIR)
    here, beside = open_table(chair, OTHER), open_table(chair, OTHER)
    chair.go(f"{here}/tafel")
    chair.page.get_by_role("link", name="Vraag de cliënt").click()
    picture(chair, "vraag")
    for pin, seen in (("13579", 0), (PIN, 4)):
        chair.go(f"{here}/vraag")
        tick(chair, "form", "wijkverpleging")
        chair.page.locator("#pincode").fill(pin)
        chair.press("form[action$='/vraag'] button[type=submit]")
        assert ("Dat is niet gelukt" in chair.page.inner_text("main")) is (not seen)
        assert (on_screen(chair, here), on_screen(chair, beside)) == (seen, 0)


@PRODUCTION
def test_signed_on_the_clients_own_device(browser: Browser, site: str) -> None:
    client, chair = Device(browser, site, CLIENT), Reader(browser, site, CHAIR)
    client.make_key()
    here = open_table(chair, OTHER)
    client.go("/mijn/overleg")
    assert client.page.locator("[data-device=own]").is_visible()
    tick(client, "form[data-sign=overleg]", "wijkverpleging", "huisarts")
    client.press("form[data-sign=overleg] button[type=submit]")
    assert "Dit mogen zij nu zien" in client.page.inner_text("main")
    assert client.said == []
    assert on_screen(chair, here) == 4
