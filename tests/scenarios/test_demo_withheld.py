"""The demo has something withheld to look at: its client is told so and does not see it, and its source sees both."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from gateway.app import create_app
from gateway.auth import development
from gateway.cli import demo_withheld
from gateway.cli.demo_senders import Senders
from gateway.demo import run
from gateway.demo.people import JANNIE
from gateway.demo.stories import story
from gateway.demo.withheld import withheld
from gateway.flows import register
from gateway.flows.house import House
from gateway.portal.sessions import COOKIE
from tests.builders import people
from tests.conftest import Clock

TOLD = "Dochter belt vanuit Groningen"


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def web(light_house: House) -> TestClient:
    """The town with one client's year of messages."""
    house = replace(light_house, now=lambda: datetime.now(UTC))
    senders = Senders.make()
    register.town(house, senders.jwks)
    web = TestClient(create_app(house=house), base_url=house.settings.base_url, follow_redirects=False)
    sent = run.send(web, lambda of: senders.token(web, of), story(JANNIE, house.today()), lambda _line: None)
    assert sent.surprises == ()
    return web


def pages(house: House, web: TestClient, who: str, kind: str, *paths: str) -> list[str]:
    web.cookies.clear()
    web.cookies.set(COOKIE, people.session(house, who, kind))
    return [web.get(path).text for path in paths]


def test_the_client_reads_why_and_the_source_what(light_house: House, web: TestClient) -> None:
    house = light_house
    client = next(one["id"] for one in development.town()["client"] if one["bsn"] == JANNIE.bsn)
    mine = ("/mijn/tijdlijn?period=alles", "/mijn/achtergehouden")
    before, nothing = pages(house, web, client, "client", *mine)
    assert TOLD in before
    assert "Hier staat nu niets." in nothing
    web.cookies.clear()
    (held,) = withheld(house.today())
    assert demo_withheld.withhold_all(web, (held,)) == 1
    after, told = pages(house, web, client, "client", *mine)
    assert TOLD not in after
    assert "Longen schoon" in after  # what the practice wrote a week before
    assert "Huisartsenpraktijk De Linde laat u iets niet zien" in told
    assert held.contact in told
    assert held.reason not in told
    (listed,) = pages(house, web, held.by, "zorgverlener", "/achtergehouden")
    assert "Jannie de Boer" in listed
