"""The demo's messages on one fixed day, by story and all together."""

from __future__ import annotations

import pytest

from gateway.demo.message import Message
from gateway.demo.people import Person
from gateway.demo.stories import STORIES, all_messages, story
from tests.unit.demo.today import TODAY


@pytest.fixture(scope="session")
def messages() -> tuple[Message, ...]:
    return all_messages(TODAY)


@pytest.fixture(scope="session")
def told() -> dict[Person, tuple[Message, ...]]:
    """Each client's story without the mistakes."""
    return {person: story(person, TODAY) for person in STORIES}
