"""What stories in a browser share: a table at a meeting, and a picture of a page for who wants to look."""

from __future__ import annotations

import os
from pathlib import Path

from tests.portal.screens import Reader

WIDE, NARROW = 1440, 320


def open_table(chair: Reader, *others: str) -> str:
    """The chair starts a meeting and confirms who sits there. Returns its path."""
    chair.timeline()
    chair.press("form[action$='/overleg'] button")
    for box in chair.page.locator("input[name=aanwezig]").all():
        box.set_checked(box.get_attribute("value") in others)
    chair.press("form[action$='/aanwezig'] button")
    return chair.page.url.removeprefix(chair.site).partition("/tafel")[0]


def on_screen(chair: Reader, table: str) -> int:
    chair.go(f"{table}/tafel?period=alles")
    assert chair.page.get_by_role("link", name="Vraag de cliënt").is_visible()
    return len(chair.entries())


def picture(reader: Reader, name: str) -> None:
    """Kept only when somebody wants to look: PICTURES names a folder."""
    folder = os.environ.get("PICTURES")
    for width in (WIDE, NARROW):
        reader.page.set_viewport_size({"width": width, "height": 900})
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        if folder:
            reader.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    reader.page.set_viewport_size({"width": WIDE, "height": 1000})
