"""How often somebody may ask: by system, person and client, and tighter where guessing would pay."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from gateway.app import create_app
from gateway.auth import development
from gateway.auth.rates import MAX_BUCKETS, Kind, Rates, place
from gateway.errors import TooMany
from gateway.flows import caseloads, login, tokens
from gateway.flows.house import House
from gateway.settings import Settings
from tests.builders import people, world
from tests.conftest import NOW, Clock

CLIENT = development.town()["client"][0]["id"]
LIMITS = {"rate_connector": 6, "rate_person": 6, "rate_client": 6, "rate_token": 6, "rate_login": 6, "rate_bsn": 3}


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def limited(make_house: Any, database_url: str) -> House:
    made: House = make_house(database_url, **LIMITS)
    return made


def asked(web: TestClient, path: str, **how: Any) -> list[int]:
    return [web.get(path, **how).status_code for _ in range(8)]


def test_a_system_that_asks_too_often_is_told_when_to_come_back(limited: House, clock: Clock) -> None:
    town = world.build(limited)
    headers = town.headers("his")
    assert asked(town.web, "/fhir/Patient", headers=headers) == [200] * 6 + [429] * 2
    answer = town.web.get("/fhir/Patient", headers=headers)
    assert answer.headers["Retry-After"] == "10"
    outcome = answer.json()
    assert (outcome["resourceType"], outcome["issue"][0]["code"]) == ("OperationOutcome", "throttled")
    clock.forward(seconds=10)
    assert [town.web.get("/fhir/Patient", headers=headers).status_code for _ in range(2)] == [200, 429]


def test_one_system_does_not_use_up_the_share_of_another(limited: House, clock: Clock) -> None:
    town = world.build(limited)
    headers = {name: town.headers(name) for name in ("his", "ecd")}
    assert asked(town.web, "/fhir/Patient", headers=headers["his"])[-1] == 429
    assert town.web.get("/fhir/Patient", headers=headers["ecd"]).status_code == 200
    assert town.web.get("/fhir/Patient", headers=people.headers(town, "arts")).status_code == 200


def test_a_person_at_the_pages_gets_a_page_that_says_so(limited: House) -> None:
    web = TestClient(create_app(house=limited), base_url=limited.settings.base_url, follow_redirects=False)
    web.cookies.set("wd_sessie", login.log_in(limited, CLIENT))
    assert asked(web, "/mijn/gekeken") == [200] * 6 + [429] * 2
    answer = web.get("/mijn/gekeken")
    assert "Wacht een minuut" in answer.text
    assert answer.headers["Retry-After"] == "10"


def test_logging_in_and_asking_for_tokens_is_counted_by_address(limited: House) -> None:
    web = TestClient(create_app(house=limited), base_url=limited.settings.base_url, follow_redirects=False)
    assert [web.post("/token", data={}).status_code for _ in range(8)] == [400] * 6 + [429] * 2
    [token] = re.findall(r'name="csrf" value="([^"]+)"', web.get("/inloggen").text)
    tries = [web.post("/inloggen", data={"csrf": token, "persona": "nobody"}).status_code for _ in range(8)]
    assert tries == [403] * 6 + [429] * 2


def test_looking_people_up_by_bsn_is_counted_more_strictly(limited: House) -> None:
    town = world.build(limited)
    caller = tokens.bearer(limited, people.headers(town, "arts")["Authorization"].removeprefix("Bearer "))
    for _ in range(3):
        caseloads.find_client(limited, caller, world.BSN)
    with pytest.raises(TooMany):
        caseloads.find_client(limited, caller, world.BSN)


def test_nothing_is_counted_where_the_limit_is_zero() -> None:
    rates, settings = Rates(), Settings(rate_login=0)
    for _ in range(1000):
        rates.take(settings, "login", "x", NOW)
    assert not rates.buckets


def test_a_bucket_never_holds_more_than_a_minute_and_no_clock_fills_it_backwards() -> None:
    rates, settings = Rates(), Settings(rate_login=2)

    def fits(moment: datetime) -> bool:
        try:
            rates.take(settings, "login", "x", moment)
        except TooMany:
            return False
        return True

    assert [fits(NOW) for _ in range(3)] == [True, True, False]
    later = NOW.replace(hour=23)
    assert [fits(later) for _ in range(3)] == [True, True, False]
    assert not fits(NOW)
    assert not fits(later)


def test_a_flood_of_strangers_does_not_fill_the_memory() -> None:
    rates, settings = Rates(), Settings(rate_login=1)
    rates.take(settings, "bsn", "somebody", NOW)
    for n in range(MAX_BUCKETS + 5000):
        rates.take(settings, "login", str(n), NOW)
    assert len(rates.buckets["login"]) <= MAX_BUCKETS
    assert set(rates.buckets["bsn"]) == {"somebody"}  # nor lets it anybody begin anew


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("testclient", "testclient", True),
    ],
)
def test_a_subscriber_is_counted_once_however_many_addresses_they_have(one: str, other: str, same: bool) -> None:
    assert (place(one) == place(other)) is same


def test_processes_together_give_no_more_than_one(clock: Clock) -> None:
    """Whatever way requests are spread, in threads as they come; and each has something to give."""
    for processes in (1, 2, 3, 7):
        settings = Settings(processes=processes, rate_login=30, rate_bsn=2)
        each = [Rates() for _ in range(processes)]

        def given(kind: Kind, rates: Rates, settings: Settings = settings) -> int:
            try:
                rates.take(settings, kind, "somebody", clock())
            except TooMany:
                return 0
            return 1

        with ThreadPoolExecutor(8) as pool:
            total = sum(pool.map(given, ["login"] * 400, [each[n % processes] for n in range(400)]))
        assert 30 - processes < total <= 30
        assert given("login", each[0]) == 0
        assert all(given("bsn", rates) == 1 for rates in each)
