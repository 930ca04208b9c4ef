"""People at a screen of their own, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page


class Reader:
    """Somebody at a screen of their own, logged in as a persona."""

    def __init__(self, browser: Browser, site: str, persona: str) -> None:
        self.context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 1000})
        self.page: Page = self.context.new_page()
        self.site = site
        self.go("/inloggen")
        self.press(f"button[name=persona][value={persona}]")

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.site}{path}", wait_until="load")
        return self.page

    def press(self, selector: str) -> Page:
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(selector).first.click()
        return self.page

    def timeline(self) -> Page:
        """Mijn cliënten → the timeline of Aaltje Bakker, everything in it."""
        self.go("/clienten")
        self.press("table.people a:has-text('Bakker')")
        return self.press(".periods a:has-text('Alles')")

    def lanes(self) -> dict[str, int]:
        rows = self.page.locator("table.grid tbody tr").all()
        totals = {row.locator("th").inner_text(): int(row.locator("td.total").inner_text()) for row in rows}
        return {name: total for name, total in totals.items() if total}

    def entries(self) -> list[str]:
        return [re.sub(r"\s+", " ", e.inner_text()) for e in self.page.locator("li.entry").all()]


class Device(Reader):
    """The client's own browser, with JavaScript and a memory; what it says on the console is kept."""

    def __init__(self, browser: Browser, site: str, persona: str) -> None:
        self.context = browser.new_context(viewport={"width": 1440, "height": 1000})
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.site, self.persona = site, persona
        self.log_in()

    def log_in(self) -> None:
        self.go("/inloggen")
        self.press(f"button[name=persona][value={self.persona}]")

    def go(self, path: str) -> Page:
        super().go(path)
        return self.settled()

    def press(self, selector: str) -> Page:
        super().press(selector)
        return self.settled()

    def settled(self) -> Page:
        """The page, once it has found out what this browser can sign."""
        self.page.locator("[data-client]:not([data-ready])").wait_for(state="detached")
        return self.page

    def make_key(self) -> None:
        self.go("/mijn/sleutel")
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name="Maak een sleutel op dit apparaat").click()
        self.settled().locator("[data-device=own]").wait_for(state="visible")
