"""Look at the portal: `python -m tests.portal.preview` serves it with made-up answers; with a folder as argument it
takes a picture of every page at 1440 and 320 px and says how wide each came out. The pages of the desk and of the
operator are those of a whole gateway (town.py), as there is more behind them than can be made up."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from gateway.cli.opening import open_house
from gateway.flows.house import House
from gateway.portal.cookies import NAMENS
from gateway.portal.sessions import COOKIE
from gateway.settings import Settings
from tests.portal import site, story
from tests.portal.chromium import ARGUMENTS, CHROMIUM
from tests.portal.conftest import free_port, serving
from tests.portal.test_browser import WIDTHS, follow
from tests.portal.town import OPERATOR, REGISTRAR, REVIEWER, at, identify, town

TALLEST = 2400  # px of a picture
OFFICER = "po-dekker"
VISIT = ("", "pincode", "delen", "stoppen", "papier", "apparaat", "sleutels/kwijt?sleutel=x")
PAGES: dict[str, tuple[str, ...]] = {
    "inloggen": ("", "/inloggen"),
    "uitleg": ("", "/uitleg/wie-deelt-wat"),
    "clienten": ("pro", "/clienten"),
    "tijdlijn": ("pro", "/c/Zk3handle/tijdlijn"),
    "tijdlijn-gekozen": ("pro", "/c/Zk3handle/tijdlijn?law=Wmo&period=alles"),
    "achtergehouden": ("pro", "/achtergehouden"),
    "achtergehouden-een": ("pro", "/achtergehouden/w-1"),
    "achterhouden": ("pro", f"/c/Zk3handle/achterhouden?wat={story.SOME_RECORD}"),
    "achterhouden-samen": ("pro", f"/c/Zk3handle/achterhouden?wat={story.SOME_RECORD}&wat={story.VISIT}"),
    "achterhouden-kies": ("pro", f"/c/Zk3handle/achterhouden/kies?wat={story.SOME_RECORD}"),
    "verbeteringen-bron": ("pro", "/verbeteringen"),
    "zelfredzaamheid": ("pro", "/c/Zk3handle/zelfredzaamheid"),
    "afdruk": ("pro", "/c/Zk3handle/tijdlijn/afdruk"),
    "niet-te-zien": ("client", "/mijn/achtergehouden"),
    "overleggen": ("pro", "/overleggen"),
    "tafel": ("pro", "/o/m-1/tafel"),
    "tafel-bevestigd": ("pro", "/o/m-2/tafel"),
    "vraag": ("pro", "/o/m-2/vraag"),
    "wens": ("client", "/mijn/delen/wens/een-onderdeel"),
    "niemand": ("client", "/mijn/delen/wens/niemand-over"),
    "niemand-weg": ("client", "/mijn/delen/wens/weg?regel=r-9"),
    "overleg": ("client", "/mijn/overleg"),
    "fout": ("pro", "/c/nobody/tijdlijn"),
    "mijn": ("client", "/mijn"),
    "delen": ("client", "/mijn/delen"),
    "delen-nieuw": ("client", "/mijn/delen/nieuw?met=person:zv-01"),
    "delen-stop": ("client", "/mijn/delen/stop?met=person:zv-01"),
    "bewijs": ("client", "/mijn/bewijs/5"),
    "gekeken": ("client", "/mijn/gekeken"),
    "download": ("client", "/mijn/download"),
    "mijn-tijdlijn": ("client", "/mijn/tijdlijn"),
    "helper": ("client", "/mijn/helper"),
    "sleutel": ("client", "/mijn/sleutel"),
    "sleutel-kwijt": ("client", "/mijn/sleutel/kwijt?sleutel=kid-a"),
    "machtiging": ("client", "/mijn/helper/nieuw"),
    "machtiging-stop": ("client", "/mijn/helper/intrekken?machtiging=m-1"),
    "machtiging-bewijs": ("client", "/mijn/helper/machtiging?nummer=m-1"),
    "machtiging-over": ("client", "/mijn/helper/machtiging?nummer=m-0"),
    "ogen": ("client", "/mijn/delen/ogen"),
    "ogen-wie": ("client", "/mijn/delen/ogen/zv-01"),
    "ogen-niet": ("client", "/mijn/delen/ogen/zv-01/niet"),
    "ogen-vreemde": ("client", "/mijn/delen/ogen/zv-99"),
    "verbeteringen": ("client", "/mijn/verbeteringen"),
    "verbetering": ("client", f"/mijn/verbeteringen/nieuw?wat={story.SOME_RECORD}"),
    "hoe-gaat-het": ("client", "/mijn/hoe-gaat-het"),
    "hoe-gaat-het-vraag": ("client", "/mijn/hoe-gaat-het/vraag"),
    "nood": ("pro", "/c/Zk3handle/nood"),
    "machtiging-mijn": ("client", "/mijn", "voor-laila"),
    "machtiging-delen": ("client", "/mijn/delen", "voor-laila"),
    "machtiging-nieuw": ("client", "/mijn/delen/nieuw?met=person:zv-01", "voor-laila"),
    "machtiging-niet": ("client", "/mijn/gekeken", "voor-laila"),
}

# Of a whole gateway: who looks, and where. What stands behind the visit begins with `~`.
IN_TOWN: dict[str, tuple[str, str]] = {
    "koppelingen": (OPERATOR, "/beheer/koppelingen"),
    "wachtrij": (OPERATOR, "/beheer/wachtrij"),
    "afgekeurd": (OPERATOR, "/beheer/afgekeurd"),
    "vertalingen": (OPERATOR, "/beheer/vertalingen"),
    "vertalingen-kies": (REVIEWER, "/beheer/vertalingen"),
    "beoordelen": (OFFICER, "/beoordelen"),
    "balie": (REGISTRAR, "/balie"),
    "balie-sleutel": (REGISTRAR, "/balie/sleutel"),
    "gezag": (REGISTRAR, "/balie/gezag"),
    **{f"bezoek-{name or 'begin'}": (REGISTRAR, f"~/{name}") for name in VISIT},
}
BEHIND = (
    ("afgekeurd-een", OPERATOR, "/beheer/afgekeurd", "a[href^='/beheer/afgekeurd/']:not([href*=bestand])"),
    ("vertaling-kies", REVIEWER, "/beheer/vertalingen", "a[href*='/kies?']:visible"),
    ("gezag-een", REGISTRAR, "/balie/gezag", "main .rows a"),
)


def pictures(browser: Browser, address: str, folder: Path) -> None:
    for width in WIDTHS:
        for name, (reader, path, *namens) in PAGES.items():
            context = browser.new_context(viewport={"width": width, "height": 900}, locale="nl-NL")
            if reader:
                context.add_cookies([{"name": COOKIE, "value": reader, "url": address}])
            for handle in namens:
                context.add_cookies([{"name": NAMENS, "value": handle, "url": address}])
            page = context.new_page()
            page.goto(address + path)
            for summary in page.locator(".entry summary:visible").all()[2:4]:
                summary.click()
            picture(page, folder, name, width)
            context.close()


def pictures_in_town(browser: Browser, address: str, folder: Path) -> None:
    for width in WIDTHS:
        readers = {
            persona: at(browser, address, persona, width=width, script=True) for persona, _path in IN_TOWN.values()
        }
        readers[REGISTRAR].goto(f"{address}/balie")
        visit = identify(readers[REGISTRAR])
        for name, (persona, path) in IN_TOWN.items():
            page = readers[persona]
            page.goto(visit + path[1:] if path.startswith("~") else address + path)
            picture(page, folder, name.partition("?")[0].replace("/", "-"), width)
        for name, persona, path, link in BEHIND:
            page = readers[persona]
            page.goto(address + path)
            follow(page.locator(link).first)
            picture(page, folder, name, width)
        for page in readers.values():
            page.context.close()


def picture(page: Page, folder: Path, name: str, width: int) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth")
    nodes = page.evaluate("document.querySelectorAll('*').length")
    tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    shown: FloatRect = {"x": 0, "y": 0, "width": width, "height": tall}
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True, clip=shown)
    print(f"{name:20} {width:5} px: {wide} wide, {nodes} nodes")


def main(arguments: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch, serving(site.make(patch)[0]) as address:
        if not arguments:
            input(f"{address}/inloggen  (Enter stops) ")
            return
        folder = Path(arguments[0])
        folder.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
            pictures(browser, address, folder)
            browser.close()
    port = free_port()
    with TemporaryDirectory() as kept, town(_house(Path(kept), port), port) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        pictures_in_town(browser, address, folder)
        browser.close()


def _house(folder: Path, port: int) -> House:
    settings = Settings(
        profile="demo", database_url=f"sqlite:///{folder}/town.db", root_key_file=folder / "town.key", port=port,
        base_url=f"http://127.0.0.1:{port}", search_floor_ms=0, answer_step_ms=0,
    )  # fmt: skip
    return open_house(settings)


if __name__ == "__main__":
    main(sys.argv[1:])
