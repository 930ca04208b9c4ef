"""The stories as a whole: enough of them, long enough, each its own, and wrong only where that is said."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from gateway.demo.message import Message
from gateway.demo.people import PEOPLE, Person
from gateway.demo.stories import STORIES, all_messages
from gateway.identifiers import passes_elfproef
from tests.unit.demo.today import TODAY

Told = dict[Person, tuple[Message, ...]]


def test_there_is_enough_of_everything(messages: tuple[Message, ...]) -> None:
    assert len(messages) >= 150
    assert len(STORIES) >= 12
    assert len({message.kind for message in messages}) >= 10
    assert len({message.connector for message in messages}) == 7


def test_every_client_has_a_story_of_a_year_or_more(told: Told) -> None:
    assert set(told) == set(PEOPLE)
    for person, sent in told.items():
        days = [message.day for message in sent]
        assert max(days) - min(days) >= timedelta(days=365), person.given
        assert len(sent) >= 10, person.given


def test_each_client_is_heard_of_from_two_or_more_systems(told: Told) -> None:
    for person, sent in told.items():
        assert len({message.connector for message in sent}) >= 2, person.given


def test_messages_go_out_in_order_and_never_in_the_future(messages: tuple[Message, ...]) -> None:
    days = [message.day for message in messages]
    assert days == sorted(days)
    assert days[-1] <= TODAY


def test_no_two_clients_tell_the_same(told: Told) -> None:
    seen: dict[str, str] = {}
    for person, sent in told.items():
        for body in {_without_ids(person, message.body.decode()) for message in sent}:
            assert seen.setdefault(body, person.given) == person.given


def _without_ids(person: Person, body: str) -> str:
    """The body without what is each client's own anyway: numbers in ids, BSN, name, address, birth date."""
    own = (person.bsn, person.given, person.surname, person.family, person.initials_dotted, person.street)
    for text in (*own, person.postcode, person.phone, person.born(TODAY).isoformat()):
        body = body.replace(text, "")
    body = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", body)
    return re.sub(r"[0-9]{4}-[0-9]{3}|-[0-9]{4}\b|W[0-9]{8}|[0-9]{6,}", "", body)


def test_no_message_is_sent_twice_but_the_one_that_says_so(messages: tuple[Message, ...]) -> None:
    seen: set[tuple[str, bytes]] = set()
    for message in messages:
        key = (message.connector, message.body)
        assert (key in seen) == ("again" in message.why)
        seen.add(key)


def test_what_is_wrong_says_why(messages: tuple[Message, ...]) -> None:
    wrong = [message for message in messages if message.expect == "rejected"]
    assert len(wrong) >= 8
    assert all(message.why for message in wrong)
    assert any(message.expect == "parked" for message in messages)
    assert any("remark" in message.why for message in messages)


def test_every_bsn_passes_and_no_two_clients_share_one() -> None:
    assert all(passes_elfproef(person.bsn) and person.bsn.startswith("9999") for person in PEOPLE)
    assert len({person.bsn for person in PEOPLE}) == len({person.number for person in PEOPLE}) == len(PEOPLE)


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2027, 3, 1), date(2028, 2, 29), date(2031, 7, 15)])
def test_the_stories_can_be_told_on_any_day(today: date) -> None:
    assert all(message.day <= today for message in all_messages(today))


def test_the_stories_are_the_same_each_time(messages: tuple[Message, ...]) -> None:
    assert all_messages(TODAY) == messages
