"""The town over HTTP, on both databases (`world`) or on SQLite alone (`town`)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gateway.flows.house import House
from tests.builders.world import World, build
from tests.conftest import Clock


@pytest.fixture
def clock() -> Clock:
    """Tokens are made with the real clock here, so the house starts at the real time."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def world(house: House, clock: Clock) -> World:
    clock.moment = datetime.now(UTC)  # starting a database may take longer than a token may be off
    return build(house)


@pytest.fixture
def town(light_house: House) -> World:
    return build(light_house)
