"""Two worlds that go on side by side: what a privacy officer reads of the same looks, with and without hidden things.

What is written on the log when somebody looks was decided at that moment, so here one house is copied, hidden things
come into one of both, and in each the same people do the same.
"""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from gateway.app import create_app
from gateway.flows import register
from gateway.flows.house import House
from gateway.flows.references import record_id
from gateway.wire import json
from tests.builders.world import BSN, BSN_OTHER, World
from tests.conftest import Clock
from tests.leaks import rich
from tests.leaks.additions import KINDS
from tests.leaks.asking import FORM, Viewer
from tests.leaks.questions import BSN_SYSTEM, NOBODY, UNKNOWN_BSN
from tests.leaks.worlds import Town

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OFFICER = "fg-praktijk"


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def twins(make_house: Callable[..., House], tmp_path: Path, clock: Clock) -> tuple[Town, Town]:
    """The same town twice, down to its ids and keys; in the second is what the doctor may not see."""
    plain = rich.rich(make_house(f"sqlite:///{tmp_path}/plain.db"), mentor=False)
    register.professional(plain.house, OFFICER, "G. Kauw", "privacy-officer", "praktijk")
    with closing(sqlite3.connect(tmp_path / "plain.db")) as connection:
        connection.execute("VACUUM INTO ?", (str(tmp_path / "other.db"),))
    house = replace(make_house(f"sqlite:///{tmp_path}/other.db"), keyring=plain.house.keyring)
    web = TestClient(create_app(house=house), base_url=house.settings.base_url)
    other = replace(plain, world=World(house, web, plain.world.keys, plain.world.tokens))
    now, chance = clock.moment, random.Random(1)
    for kind in KINDS:
        if "arts" in kind.hidden_from and not kind.signs:
            other.serial += 1
            kind.happen(other, chance)
    clock.moment = now
    return plain, other


def test_an_officer_reads_the_same_of_looks_that_were_the_same(twins: tuple[Town, Town]) -> None:
    told = [_told(made) for made in twins]
    assert told[0] == told[1]
    events = told[0][0]
    assert events["total"] > 15
    assert {event["outcome"] for event in _events(events)} == {"0", "4"}


def test_an_officer_reads_of_a_refusal_by_whom_and_not_of_whom(twins: tuple[Town, Town]) -> None:
    _, made = twins
    _look(made)
    refused = [event for event in _events(_log(made)) if event["outcome"] == "4"]
    assert refused
    for event in refused:
        assert event["agent"][0]["who"]["display"] == "A. Bos"
        assert "Patient/" not in json.dumps(event.get("entity", []))


def _told(made: Town) -> list[dict[str, Any]]:
    """The log after the looks, whole and by number, with random ids by the order in which they come."""
    _look(made)
    numbers = [_log(made, f"{BSN_SYSTEM}|{bsn}") for bsn in (BSN, BSN_OTHER, UNKNOWN_BSN)]
    names: dict[str, str] = {}
    text = UUID.sub(lambda found: names.setdefault(found[0], f"id-{len(names)}"), json.dumps([_log(made), *numbers]))
    read: list[dict[str, Any]] = json.loads(text)
    return read


def _look(made: Town) -> None:
    """Of the doctor: what is seen, what is hidden or absent, numbers, a meeting, a noodinzage."""
    viewer = Viewer(made, "arts", need=True)
    h = viewer.handle
    later = record_id(made.house.vault, "ecd", "Condition", "later")
    for path in (f"Condition?patient={h}", f"Consent?patient={h}", f"Condition/{later}", f"Condition/{NOBODY}",
                 f"Condition/{later}/_history", f"Patient/{h}/$everything"):  # fmt: skip
        viewer.web.get(f"/fhir/{path}", headers=viewer.headers)
    for bsn in (BSN_OTHER, UNKNOWN_BSN):
        content = f"identifier={BSN_SYSTEM}|{bsn}"
        viewer.web.post("/fhir/Patient/_search", content=content, headers={**viewer.headers, **FORM})
    for page in (f"/c/{h}/tijdlijn", f"/o/{viewer.meeting}/tafel", f"/nood/{viewer.opened}/tijdlijn"):
        assert viewer.web.get(page).status_code == 200


def _log(made: Town, identifier: str = "") -> dict[str, Any]:
    """What the officer of the doctor's practice reads, without what officers read themselves."""
    named = f"&patient.identifier={identifier}" if identifier else ""
    content = f"_count=500&subtype=read,refused,search-client,meeting,emergency{named}"
    headers = {**made.headers(OFFICER), **FORM}
    answer = made.world.web.post("/fhir/AuditEvent/_search", content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _events(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in found.get("entry", ())]
