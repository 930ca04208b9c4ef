"""In a real browser, without JavaScript: keyboard, narrow screens, names of controls, and whole tasks in few clicks.

`base_url` is the portal with made-up answers, or the address of a whole gateway in its demo profile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.portal.story import SOME_RECORD

pytestmark = pytest.mark.browser

WIDTHS = (1440, 320)
MOST_NODES = 3000
Login = Callable[[str], Page]

# What a screen reader needs: each control a name, each image an alternative, one h1, ids once, no level skipped.
FAULTS = """() => {
  const faults = [];
  const shown = e => e.getClientRects().length > 0;
  const text = e => (e.getAttribute('aria-label') || e.textContent || '').trim();
  for (const e of document.querySelectorAll('a, button, summary')) if (!text(e)) faults.push('no name: ' + e.outerHTML);
  // WCAG 2.5.3: who speaks to the page says what stands there.
  const said = e => e.innerText.trim().replace(/\\s+/g, ' ').toLowerCase();
  for (const e of document.querySelectorAll('a[aria-label], button[aria-label]'))
    if (shown(e) && !text(e).toLowerCase().includes(said(e))) faults.push('named otherwise: ' + e.outerHTML);
  for (const e of document.querySelectorAll('input:not([type=hidden]), select'))
    if (!e.labels.length) faults.push('no label: ' + e.outerHTML);
  for (const e of document.querySelectorAll('img:not([alt])')) faults.push('no alt: ' + e.outerHTML);
  for (const e of document.querySelectorAll('th:not([scope])')) faults.push('no scope: ' + e.outerHTML);
  if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
  let level = 1;
  for (const e of document.querySelectorAll('h1, h2, h3, h4')) {
    const found = Number(e.tagName[1]);
    if (found > level + 1) faults.push('level skipped: ' + e.outerHTML);
    level = found;
  }
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of ids) if (ids.filter(other => other === id).length > 1) faults.push('id twice: ' + id);
  for (const e of document.querySelectorAll('a, button, select, input:not([type=hidden]), summary'))
    if (shown(e) && e.getBoundingClientRect().height < 24 && getComputedStyle(e).display !== 'inline')
      faults.push('smaller than 24 px: ' + e.outerHTML);
  if (document.documentElement.lang !== 'nl') faults.push('language');
  if (!document.title) faults.push('no title');
  return faults;
}"""

# Contrast of all shown text with the nearest background, WCAG 2.2 success criterion 1.4.3.
PALE = """() => {
  const channels = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = c => { const [r, g, b] = channels(c).map(v => { v /= 255; return v <= .04045 ? v / 12.92
    : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (channels(c)[3] !== 0) return c; } return 'rgb(255, 255, 255)'; };
  const found = new Set();
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.getClientRects().length) continue;
    const style = getComputedStyle(e), [a, b] = [light(style.color), light(ground(e))].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if ((a + .05) / (b + .05) < (large ? 3 : 4.5)) found.add(e.outerHTML.slice(0, 120));
  }
  return [...found];
}"""


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": request.param, "height": 900}, java_script_enabled=False)
    yield opened
    opened.close()


@pytest.fixture
def login(context: BrowserContext, base_url: str) -> Login:
    def as_(section: str) -> Page:
        page = context.new_page()
        page.goto(f"{base_url}/inloggen")
        follow(page.locator(f"section[aria-labelledby={section}] button").first)
        return page

    return as_


def follow(control: Locator) -> None:
    """Click and wait until the next page is whole, its style sheet too."""
    with control.page.expect_navigation(wait_until="load"):
        control.click()


def assert_sound(page: Page) -> None:
    assert page.evaluate(FAULTS) == []
    assert page.evaluate(PALE) == []
    assert page.evaluate("document.querySelectorAll('*').length") <= MOST_NODES
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_login_page(context: BrowserContext, base_url: str) -> None:
    page = context.new_page()
    page.goto(f"{base_url}/inloggen")
    assert_sound(page)


def test_the_first_tab_leads_past_the_menu(login: Login) -> None:
    page = login("zorg")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Direct naar de inhoud"
    page.keyboard.press("Enter")
    page.wait_for_url("**#inhoud")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_professional_reads_and_narrows_a_timeline(login: Login) -> None:
    page = login("zorg")
    assert_sound(page)
    follow(page.locator("table.people a").first)
    assert_sound(page)
    assert page.locator("table.grid tbody tr").count() == 14
    for reason in page.locator(".entry summary", has_text="Waarom ziet u dit?").all()[:1]:
        reason.click()
        assert reason.locator("xpath=following-sibling::p").is_visible()
    page.locator("select[name=law]").select_option("Wmo")
    follow(page.locator(".choices button"))
    assert "law=Wmo" in page.url
    assert page.locator(".chip").count() == 1
    assert_sound(page)


def test_searching_leaves_no_number_in_the_address(login: Login) -> None:
    page = login("zorg")
    page.locator("#bsn").fill("999990020")
    with page.expect_navigation():
        page.locator("#bsn").press("Enter")
    assert page.locator("[role=status]").inner_text().startswith("Geen cliënt gevonden")
    assert "999990020" not in page.url + page.content()
    assert_sound(page)


def test_every_page_of_the_client(login: Login) -> None:
    page = login("clienten")
    for href in [link.get_attribute("href") for link in page.locator(".menu a").all()]:
        follow(page.locator(f".menu a[href='{href}']"))
        assert page.locator(".menu a[aria-current=page]").get_attribute("href") == href
        assert_sound(page)


def test_every_page_of_who_signs_for_somebody(login: Login, base_url: str) -> None:
    page = login("clienten")
    page.goto(f"{base_url}/mijn/helper")
    assert_sound(page)
    follow(page.get_by_role("button", name="Teken voor Laila Aziz"))
    assert page.locator("h1").inner_text() == "U tekent voor Laila Aziz"
    links = [link.get_attribute("href") for link in page.locator(".menu a").all()]
    assert links == ["/mijn", "/mijn/delen", "/mijn/helper"]
    for path in ("/mijn", "/mijn/delen", "/mijn/delen/nieuw?met=person:zv-01", "/mijn/bewijs/4", "/mijn/tijdlijn"):
        page.goto(f"{base_url}{path}")
        assert_sound(page)
    page.goto(f"{base_url}/mijn/delen")
    follow(page.locator("a.stop").first)
    assert_sound(page)
    follow(page.locator("form[data-sign] button"))
    assert_sound(page)
    follow(page.get_by_role("button", name="Stop, ik ben er weer voor mezelf"))
    assert page.locator(".namens").count() == 0


def test_sharing_is_two_clicks(login: Login, base_url: str) -> None:
    page = login("clienten")
    page.goto(f"{base_url}/mijn/delen")
    follow(page.locator("a[href^='/mijn/delen/nieuw']").first)
    assert_sound(page)
    follow(page.get_by_role("button", name="Ja, deel"))
    assert page.locator("h1").inner_text() == "Gelukt"
    assert_sound(page)


def test_looking_through_the_eyes_of_somebody(login: Login, base_url: str) -> None:
    page = login("clienten")
    page.goto(f"{base_url}/mijn/delen/ogen")
    assert_sound(page)
    look = page.locator("main .rows a.button")
    if not look.count():
        pytest.skip("nobody is in this client's care")
    follow(look.first)
    assert_sound(page)
    assert page.locator(".eyes").evaluate("e => getComputedStyle(e).borderTopColor") == "rgb(194, 94, 0)"
    follow(page.locator(".eyes nav a").nth(1))
    assert_sound(page)


def test_stopping_is_two_clicks(login: Login, base_url: str) -> None:
    page = login("clienten")
    page.goto(f"{base_url}/mijn/delen")
    stop = page.locator("a[href^='/mijn/delen/stop']")
    if not stop.count():
        pytest.skip("this client shares with nobody yet")
    follow(stop.first)
    assert_sound(page)
    follow(page.get_by_role("button", name="Ja, stop"))
    assert "deelt niet meer" in page.locator("h1").inner_text()


def test_a_meeting_shows_nothing_until_the_list_is_confirmed(login: Login) -> None:
    page = login("zorg")
    follow(page.locator("table.people a").first)
    follow(page.get_by_role("button", name="Start een overleg"))
    assert_sound(page)
    assert page.locator(".entry").count() == 0
    page.locator("input[name=aanwezig]").first.check()
    follow(page.get_by_role("button", name="Bevestig deze lijst"))
    assert page.locator("#banen").count() == 1
    assert "Vraag de cliënt" in page.locator("main").inner_text()
    assert_sound(page)


def test_nothing_breaks_the_content_policy(login: Login) -> None:
    page = login("zorg")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    follow(page.locator("table.people a").first)
    follow(page.locator("a[href='/overleggen']"))
    assert said == []


def test_a_timeline_fits_on_paper(login: Login) -> None:
    page = login("zorg")
    follow(page.locator("table.people a").first)
    page.set_viewport_size({"width": 680, "height": 1000})  # the text width of A4 in CSS pixels
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    assert page.locator("form:visible, nav:visible").count() == 0
    assert "Alleen voor" in page.locator("footer").inner_text()


def test_an_error_is_a_page(login: Login, base_url: str) -> None:
    page = login("zorg")
    answer = page.goto(f"{base_url}/c/nobody/tijdlijn")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "Niet gevonden"
    assert_sound(page)


def test_the_pages_of_what_is_withheld(login: Login, base_url: str) -> None:
    for section, paths in (
        ("clienten", ("/mijn/achtergehouden",)),
        ("zorg", ("/achtergehouden", "/achtergehouden/w-1", f"/c/Zk3handle/achterhouden?wat={SOME_RECORD}")),
    ):
        page = login(section)
        for path in paths:
            page.goto(f"{base_url}{path}")
            assert page.locator("h1").count() == 1
            assert_sound(page)


def test_several_are_chosen_over_two_pages_and_withheld_together(login: Login, base_url: str) -> None:
    page = login("zorg")
    page.goto(f"{base_url}/c/Zk3handle/achterhouden/kies")
    assert_sound(page)
    page.locator("input[name=wat]").nth(1).check()
    follow(page.get_by_role("button", name="Oudere gebeurtenissen"))
    assert_sound(page)
    assert page.locator("input[name=wat]:checked").count() == 1
    page.locator("input[name=wat]").nth(3).check()
    follow(page.get_by_role("button", name="Verder met wat ik koos"))
    assert_sound(page)
    assert page.locator("h2").first.inner_text() == "Deze 2 gegevens houdt u samen achter"
    page.locator("input[name=grond]").first.check()
    page.locator("input[name=voor]").first.check()
    page.locator("#dag").fill("2026-12-03")
    page.locator("#reden").fill("Over een ander.")
    page.locator("#contact").fill("M. Bakker")
    follow(page.get_by_role("button", name="Houd dit achter"))
    assert page.url == f"{base_url}/achtergehouden/w-1"
