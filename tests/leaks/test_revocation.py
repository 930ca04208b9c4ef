"""After a revoke was acknowledged no read that begins shows what was revoked; pages of before then answer 410."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks import data, revoke
from gateway.flows.house import House
from tests.conftest import Clock
from tests.leaks import worlds
from tests.leaks.asking import Ask, Viewer
from tests.leaks.worlds import RULES, sign

READS = 300


def test_no_read_after_the_acknowledgement_shows_what_was_revoked(database_url: str, tmp_path: Path) -> None:
    house = data.house(database_url, tmp_path)
    try:
        load = revoke.run(house, READS, minutes=8)  # enough of them sooner, on any machine
    finally:
        house.database.engine.dispose()
    assert load.judged >= READS
    assert len(load.stopped) >= 2
    assert load.shown == 0
    assert load.open_reads > 0  # it was there to be seen


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


def test_pages_of_an_earlier_policy_are_gone(house: House) -> None:
    made = worlds.town(house)
    viewer = Viewer(made, "arts")
    first = viewer.web.get(f"/fhir/Condition?patient={viewer.handle}&_count=1", headers=viewer.headers).json()
    everything = viewer.web.get(f"/fhir/Patient/{viewer.handle}/$everything?_count=1", headers=viewer.headers).json()
    nexts = [link["url"] for found in (first, everything) for link in found["link"] if link["relation"] == "next"]
    assert len(nexts) == 2
    assert [viewer.web.get(url, headers=viewer.headers).status_code for url in nexts] == [200, 200]
    sign(made, [*RULES, {"id": "z", "effect": "deny", "who": {"kind": "person", "id": "nobody"}}])
    assert [viewer.web.get(url, headers=viewer.headers).status_code for url in nexts] == [410, 410]


def test_a_cursor_is_of_one_viewer_and_one_search_and_tells_nothing(light_house: Any) -> None:
    made = worlds.town(light_house)
    arts, nurse = Viewer(made, "arts"), Viewer(made, "nurse")
    found = arts.web.get(f"/fhir/Condition?patient={arts.handle}&_count=1", headers=arts.headers).json()
    (url,) = [link["url"] for link in found["link"] if link["relation"] == "next"]
    cursor = url.partition("_cursor=")[2]
    for viewer, query in ((nurse, "Condition?"), (arts, "Goal?"), (arts, "Condition?code=R95&")):
        path = f"/fhir/{query}patient={viewer.handle}&_count=1&_cursor={cursor}"
        assert viewer.answer(Ask(path))[0] == 410
    for forged in ("1", "0", "50.", f"2{cursor[1:]}", "1.x", "-1.x", "٣.x"):
        assert arts.answer(Ask(f"/fhir/Condition?patient={arts.handle}&_count=1&_cursor={forged}"))[0] == 410
