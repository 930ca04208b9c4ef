"""The story of the mission, told in a real browser without JavaScript, on both databases.

Given a nurse and a Wmo consultant whose systems deliver, when the client shares, then each sees exactly what was shared
with them and nothing says that there is more; in a meeting only what both may see; and after stopping, nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from gateway.demo.people import AALTJE
from gateway.demo.writers import iwmo
from gateway.demo.writers.istandaarden import Kop, Omvang, Toewijzing
from gateway.demo.writers.toewijzing import Client
from gateway.flows.house import House
from tests.portal.screens import Reader
from tests.portal.served import VISITS, served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

GP, NURSE, CONSULENT, CLIENT = "ha-terpstra", "vp-zijlstra", "wmo-el-amrani", "client-bakker"
FIXED = "U ziet wat u mag zien. Het dossier kan meer bevatten. Vraag de cliënt als u iets mist."


@pytest.fixture
def site(make_house: Callable[..., House], database_url: str) -> Iterator[str]:
    """The nurse's and the municipality's systems have delivered."""
    with served(make_house, database_url) as town:
        town.send_nursing()
        answer = town.send(allocation(town.house.today()), "suite-waterveen", "application/xml")
        assert answer.status_code == 201, answer.text
        yield town.address


def allocation(today: date) -> bytes:
    """One allocation by the municipality."""
    given = Toewijzing(
        nummer=771001,
        categorie="01",
        code="01A01",
        toegewezen=today - timedelta(days=60),
        ingang=today - timedelta(days=50),
        eind=today + timedelta(days=300),
        omvang=Omvang(180, "01", "2"),
    )
    kop = Kop("VERHAAL301", today - timedelta(days=59), "42998803")
    return iwmo.wmo301(kop, Client(AALTJE, today), [given])


def share(client: Reader, party: str, domains: set[str], *, contact_only: bool = False) -> None:
    client.go("/mijn/delen")
    client.press(f"a[href*='{party}']")
    for box in client.page.locator("input[name=wat]").all():
        box.set_checked(box.get_attribute("value") in domains)
    client.page.locator(f"input[name=hoe][value={'contact' if contact_only else 'alles'}]").check()
    client.press("form[action='/mijn/delen/nieuw'] button[type=submit]")


def test_the_story(browser: Browser, site: str) -> None:
    gp, consulent = Reader(browser, site, GP), Reader(browser, site, CONSULENT)
    client, nurse = Reader(browser, site, CLIENT), Reader(browser, site, NURSE)

    # Given: each sees what their own organisation delivered, and the GP nothing; all read the same fixed sentence.
    nurse.timeline()
    assert len(nurse.entries()) == VISITS + 1
    consulent.timeline()
    assert [e for e in consulent.entries() if "Thuiszorg" in e] == []
    own_decisions = len(consulent.entries())
    assert own_decisions >= 1
    gp.timeline()
    assert gp.entries() == []
    for reader in (gp, consulent, nurse):
        assert FIXED in reader.page.inner_text("main")

    # When: the client shares nursing and the Wmo decisions with the GP, and nursing as contact-only with the other.
    share(client, "ha-terpstra", {"wijkverpleging", "wmo"})
    share(client, "wmo-el-amrani", {"wijkverpleging"}, contact_only=True)
    client.go("/mijn/delen")
    assert client.page.locator("li.card.share").count() == 2

    # Then: the GP sees exactly those lanes, and why.
    gp.timeline()
    assert len(gp.entries()) == VISITS + 1 + own_decisions
    assert gp.lanes() == {
        "Lichamelijke gezondheid": 1,
        "Instrumentele ADL": gp.lanes()["Instrumentele ADL"],
        "Niet ingedeeld": VISITS + own_decisions - gp.lanes()["Instrumentele ADL"],
    }
    assert any("pijn" in entry.lower() for entry in gp.entries())

    # And the consultant: the own decisions, and three contacts without content.
    consulent.timeline()
    contacts = [e for e in consulent.entries() if "Alleen dat er contact was" in e]
    assert len(contacts) == VISITS
    assert len(consulent.entries()) == VISITS + own_decisions
    assert not any("pijn" in entry.lower() for entry in consulent.entries())

    # In the meeting of GP and consultant: exactly the Wmo decisions and the contacts without content.
    gp.timeline()
    gp.press("form[action$='/overleg'] button")
    assert gp.page.locator("li.entry").count() == 0
    gp.page.locator(f"input[name=aanwezig][value={CONSULENT}]").check()
    gp.press("form[action$='/aanwezig'] button[type=submit]")
    gp.press(".periods a:has-text('Alles')")
    at_table = gp.entries()
    assert sum("Alleen dat er contact was" in entry for entry in at_table) == VISITS
    assert len(at_table) == VISITS + own_decisions
    assert not any("pijn" in entry.lower() for entry in at_table)

    # The client stops sharing with the GP, in two clicks; the GP's next click shows nothing.
    client.go("/mijn/delen")
    client.press("a.stop[href*='ha-terpstra']")
    client.press("form[action='/mijn/delen/stop'] button[type=submit]")
    gp.timeline()
    assert gp.entries() == []
    assert gp.lanes() == {}
    assert FIXED in gp.page.inner_text("main")

    # And the client reads who looked.
    client.go("/mijn/gekeken")
    looked = client.page.inner_text("main")
    for name in ("Hanneke Terpstra", "Yasmina el Amrani", "Marloes Zijlstra"):
        assert name in looked
    assert "overleg" in looked.lower()
