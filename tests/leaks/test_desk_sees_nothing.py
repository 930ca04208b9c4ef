"""A registrar's pages are the same whatever stands in the record: not a byte differs for somebody nobody knows.

Two people come to the desk: of one there is a record, base data and a caseload; of the other nothing at all. Every page
and every answer of the desk is compared, ids apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.crypto.p256 import SigningKey
from gateway.wire import json
from tests.builders.world import bundle, condition, in_caseload, patient
from tests.conftest import Clock
from tests.leaks import worlds
from tests.leaks.worlds import Town
from tests.scenarios.test_desk_pages import Desk, at_desk

KNOWN, NOBODY = "999911624", "999900018"
CANARY = "Kanarie-aan-de-balie"
PAGES = ("", "/pincode", "/delen", "/stoppen", "/papier", "/apparaat", "/sleutels/kwijt?sleutel=x")
IDS = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9_-]{20,}|\b\d\d:\d\d\b|\b[0-9a-f]{4}( [0-9a-f]{4}){3}"
)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def made(light_house: Any) -> Town:
    made = worlds.town(light_house)
    sent = {**condition(id_="kanarie"), "code": {"text": CANARY}}
    named = patient(KNOWN, name=[{"use": "official", "family": CANARY, "given": [CANARY]}])
    assert made.world.send("ecd", bundle(named, sent)).status_code == 201
    in_caseload(made.house, KNOWN, "org:praktijk", "person:arts")
    return made


def answers(desk: Desk, bsn: str, clock: Clock) -> Iterator[tuple[str, str]]:
    """Everything a registrar gets to see of somebody, from identifying them to a key that is gone."""
    visit = desk.identify(bsn)
    for page in PAGES:
        answer = desk.web.get(visit + page)
        assert answer.status_code == 200, page
        yield page, answer.text
    yield "pin", desk.do("pincode", pincode="13579", nogmaals="13579").text
    yield "aloud", desk.do("delen", **desk.wish()).text
    yield "wrong pin", desk.do("delen", **desk.wish(), zeker="ja", pincode="97531").text
    yield "gains", desk.do("delen", **desk.wish("org:gemeente"), zeker="ja", pincode="13579").text
    clock.forward(seconds=1)
    jwk = json.dumps(dict(SigningKey.generate().jwk))
    yield "device", desk.do("apparaat", token=desk.signs(desk.do("apparaat", jwk=jwk))).text
    clock.forward(seconds=1)  # keys are listed by age
    yield "paper key", desk.do("papier/sleutel", token=desk.signs(desk.do("papier/sleutel"))).text
    yield "unknown key", desk.do("sleutels/stop", sleutel="x").text
    yield "again", desk.web.get(visit).text


def test_somebody_with_a_record_looks_like_somebody_nobody_knows(made: Town, clock: Clock) -> None:
    desk = at_desk(made.world)
    known, unknown = dict(answers(desk, KNOWN, clock)), dict(answers(desk, NOBODY, clock))
    for page, text in known.items():
        assert CANARY not in text, page
        assert IDS.sub("…", text) == IDS.sub("…", unknown[page]), page


def test_after_the_clients_own_word_the_sheet_says_what_they_signed_and_no_more(made: Town) -> None:
    desk = at_desk(made.world)
    desk.identify(KNOWN)
    desk.do("pincode", pincode="13579", nogmaals="13579")
    done = desk.do("delen", **desk.wish("person:arts-2"), zeker="ja", pincode="13579")
    assert done.status_code == 200
    assert CANARY not in done.text
    assert "B. Vos" in done.text


def test_a_desk_clerk_opens_no_record_by_another_way(made: Town) -> None:
    desk = at_desk(made.world)
    in_caseload(made.house, KNOWN, "person:balie", "org:gemeente")
    assert CANARY not in desk.web.get("/clienten").text
    found = desk.post("/zoeken", bsn=KNOWN)
    assert "Geen cliënt gevonden die u mag zien." in found.text


def test_a_visit_is_half_an_hour_at_most(made: Town, clock: Clock) -> None:
    desk = at_desk(made.world)
    visit = desk.identify(KNOWN)
    clock.moment += timedelta(minutes=31)
    assert desk.web.get(visit).status_code in {303, 410}
