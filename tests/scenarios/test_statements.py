"""How often the database is asked does not depend on how long a record is: one look is a fixed number of statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from benchmarks import data
from gateway import timeline
from gateway.db import Database
from gateway.flows import disclose, ingest, reading
from gateway.flows.house import House
from gateway.registry import clients
from tests.builders.lengths import listening, prepare
from tests.conftest import Clock

Look = Callable[[House, data.Shared], object]
LISTED = re.compile(r"IN \((?:[^()]|\([^()]*\))*\)")


def on_a_timeline(house: House, shared: data.Shared) -> object:
    selection = timeline.Selection(timeline.Filters(period="alles"), house.today(), 1)
    disclosed = disclose.disclose(house, shared.reader, shared.handle, shown=selection.shown)
    return [entry.title for entry in selection.of(disclosed).page.entries]


def on_paper(house: House, shared: data.Shared) -> object:
    disclosed = disclose.disclose(house, shared.reader, shared.handle, on_paper=True)
    made = timeline.build(disclosed, timeline.Filters(period="alles"), house.today())
    return [entry.title for entry in made.page.entries]


def by_search(house: House, shared: data.Shared) -> object:
    about = ("patient", f"Patient/{shared.handle}")
    return reading.find(house, shared.reader, "Condition", (about, ("_count", "10"))).found


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements, each list of records in them as one."""
    texts: list[str] = []
    with listening(database) as asked:
        yield texts
    texts += [LISTED.sub("IN (…)", one.text) for one in asked]


@pytest.fixture
def town(house: House, clock: Clock) -> House:
    return prepare(house, clock)


@pytest.mark.parametrize("look", [on_a_timeline, on_paper, by_search])
def test_a_long_record_takes_as_many_statements_as_a_short_one(town: House, look: Look) -> None:
    short, long = data.client_with(town, 2), data.client_with(town, 60)
    taken = []
    for shared in (short, long):
        with counted(town.database) as asked:
            look(town, shared)
        # How many nodes of its tree the log reads depends on how long the log is, not the record.
        taken.append([text for text in asked if "audit_node" not in text and "audit.leaf" not in text])
    assert taken[0] == taken[1]


def test_what_is_signed_is_read_once_in_a_look(town: House) -> None:
    shared = data.client_with(town, 2)
    with counted(town.database) as asked:
        on_a_timeline(town, shared)
    assert len([text for text in asked if "FROM policy" in text]) == 1
    held = next(n for n, text in enumerate(asked) if text.startswith("SELECT client.id"))
    assert held < next(n for n, text in enumerate(asked) if "FROM policy" in text)


def test_a_client_is_held_and_looked_up_once_for_all_resources_of_a_delivery(town: House) -> None:
    taken = []
    for number, size in ((1, 2), (2, 12)):
        with counted(town.database) as asked:
            ingest.deliver(town, data.sender(town), "application/fhir+json", data.bundle(number, size))
        taken.append([text for text in asked if "FROM id_map" in text or text.startswith("SELECT client.id")])
    assert taken[0] == taken[1]


def test_who_shares_a_hold_asks_once_more_to_have_it_alone(town: House) -> None:
    client = str(data.client_with(town, 1).owner.client)
    with town.database.work() as session, counted(town.database) as asked:
        for write in (False, False, True, False, True):
            clients.lock(session, client, write=write)
    assert len([text for text in asked if text.startswith("SELECT client.id")]) == 2
