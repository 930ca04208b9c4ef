"""Look at the portal with made-up answers: `python -m tests.portal.preview` serves it, with a folder as argument it
takes a picture of every page at 1440 and 320 px and says how wide each came out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from gateway.portal.cookies import NAMENS
from gateway.portal.sessions import COOKIE
from tests.portal import site, story
from tests.portal.chromium import ARGUMENTS, CHROMIUM
from tests.portal.conftest import serving

TALLEST = 2400  # px of a picture
PAGES: dict[str, tuple[str, ...]] = {
    "inloggen": ("", "/inloggen"),
    "uitleg": ("", "/uitleg/wie-deelt-wat"),
    "clienten": ("pro", "/clienten"),
    "tijdlijn": ("pro", "/c/Zk3handle/tijdlijn"),
    "tijdlijn-gekozen": ("pro", "/c/Zk3handle/tijdlijn?law=Wmo&period=alles"),
    "achtergehouden": ("pro", "/achtergehouden"),
    "achtergehouden-een": ("pro", "/achtergehouden/w-1"),
    "achterhouden": ("pro", f"/c/Zk3handle/achterhouden?wat={story.SOME_RECORD}"),
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
    "machtiging-mijn": ("client", "/mijn", "voor-laila"),
    "machtiging-delen": ("client", "/mijn/delen", "voor-laila"),
    "machtiging-nieuw": ("client", "/mijn/delen/nieuw?met=person:zv-01", "voor-laila"),
    "machtiging-niet": ("client", "/mijn/gekeken", "voor-laila"),
}


def pictures(browser: Browser, address: str, folder: Path) -> None:
    for width in (1440, 320):
        for name, (reader, path, *namens) in PAGES.items():
            context = browser.new_context(viewport={"width": width, "height": 900})
            if reader:
                context.add_cookies([{"name": COOKIE, "value": reader, "url": address}])
            for handle in namens:
                context.add_cookies([{"name": NAMENS, "value": handle, "url": address}])
            page = context.new_page()
            page.goto(address + path)
            found = page.evaluate("document.documentElement.scrollWidth")
            nodes = page.evaluate("document.querySelectorAll('*').length")
            for summary in page.locator(".entry summary:visible").all()[2:4]:
                summary.click()
            tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
            shown = {"x": 0, "y": 0, "width": width, "height": tall}
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True, clip=shown)
            print(f"{name:18} {width:5} px: {found} wide, {nodes} nodes")
            context.close()


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


if __name__ == "__main__":
    main(sys.argv[1:])
