"""Everything is decided on, and only what goes out is fetched: the rest of a record stays closed, hidden or not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlmodel import col, select

from benchmarks import data
from gateway import timeline
from gateway.audit import log as audit
from gateway.errors import Fault
from gateway.flows import disclose, reading
from gateway.flows.house import House
from gateway.record.tables import RecordRow, VersionRow
from gateway.stages.disclosed import Disclosed, DisclosedItem
from gateway.timeline import Filters, Selection
from tests.builders.lengths import Asked, listening, prepare
from tests.conftest import Clock

SEEN, HIDDEN = 100, 3


@dataclass(frozen=True)
class Made:
    house: House
    shared: data.Shared

    def selection(self, page: int | None, **filters: str) -> Selection:
        return Selection(Filters(**{"period": "alles", **filters}), self.house.today(), page)  # type: ignore[arg-type]

    def look(self, selection: Selection | None) -> Disclosed:
        shown = selection.shown if selection else None
        return disclose.disclose(self.house, self.shared.reader, self.shared.handle, shown=shown)

    def records(self, source: str) -> set[str]:
        with self.house.database.work() as session:
            mine = select(RecordRow.record).where(
                RecordRow.client_id == self.shared.owner.client, RecordRow.source == source
            )
            return set(session.exec(mine))

    def spoil(self, record: str) -> None:
        """One byte of what is stored of a record's content."""
        with self.house.database.work() as session:
            row = session.exec(select(VersionRow).where(col(VersionRow.record) == record)).one()
            row.sealed_content = row.sealed_content[:-1] + bytes([row.sealed_content[-1] ^ 1])
            session.add(row)


@pytest.fixture
def made(house: House, clock: Clock) -> Made:
    prepare(house, clock)
    return Made(house, data.client_with(house, SEEN, HIDDEN))


def fetched(asked: list[Asked]) -> list[Asked]:
    return [one for one in asked if "sealed_content" in one.text]


def opens(item: DisclosedItem) -> bool:
    try:
        return item.text != ""
    except Fault as fault:
        assert fault.code == "content-closed"
        return False


def test_of_a_timeline_its_page_is_fetched_and_the_rest_stays_closed(made: Made) -> None:
    hidden = made.records("elders")
    for page, size in ((1, 40), (2, 40), (3, 20), (9, 20), (None, SEEN)):
        selection = made.selection(page)
        with listening(made.house.database) as asked:
            disclosed = made.look(selection)
        shown = {entry.item.record for entry in selection.of(disclosed).page.entries}
        assert len(shown) == size
        assert {item.record for item in disclosed.items if opens(item)} == shown
        [one] = fetched(asked)
        assert "record_version.record IN" in one.text
        assert not any(record in str(one.parameters) for record in hidden)


def test_a_page_says_what_it_says_of_the_whole_and_counts_the_whole(made: Made) -> None:
    whole = made.look(None)
    everything = timeline.build(whole, Filters(period="alles"), made.house.today())
    titles: list[str] = []
    for number in (1, 2, 3):
        selection = made.selection(number)
        disclosed = made.look(selection)
        found = selection.of(disclosed)
        titles += [entry.title for entry in found.page.entries]
        assert (found.total, found.lanes, found.columns, found.sources) == (
            SEEN, everything.lanes, everything.columns, everything.sources,
        )  # fmt: skip
        assert disclosed.withheld == whole.withheld == HIDDEN
    assert titles == [entry.title for entry in everything.page.entries]


def test_the_log_names_all_that_was_counted_whatever_page_was_opened(made: Made) -> None:
    made.look(made.selection(1))
    with made.house.database.work() as session:
        entry = next(one for one in audit.of_client(session, str(made.shared.owner.client)) if one.event == "read")
    assert set(entry.fields["records"]) == made.records("wijkzorg")
    assert entry.fields["withheld"] == HIDDEN


def test_a_filter_that_reads_what_items_say_fetches_them_at_once(made: Made) -> None:
    """A decision and a request are told apart by what the item says: asked within the transaction."""
    read: list[str] = []

    def shown(disclosed: Disclosed) -> list[DisclosedItem]:
        read.extend(item.text for item in disclosed.items)
        return []

    with listening(made.house.database) as asked:
        disclosed = disclose.disclose(made.house, made.shared.reader, made.shared.handle, shown=shown)
    assert len(read) == len(disclosed.items) == SEEN
    assert len(fetched(asked)) == 1
    kinds = made.selection(2, kind="probleem")
    assert [entry.title for entry in kinds.of(made.look(kinds)).page.entries] == [
        entry.title for entry in made.selection(2).of(made.look(None)).page.entries
    ]


def test_what_is_broken_is_a_fault_where_it_is_shown_and_nowhere_else(made: Made) -> None:
    first = made.selection(1)
    record = first.of(made.look(first)).page.entries[-1].item.record
    made.spoil(record)
    second = made.selection(2)
    assert all(entry.title for entry in second.of(made.look(second)).page.entries)
    again = made.look(made.selection(1))
    with pytest.raises(Fault, match="does not open"):
        _ = next(item for item in again.items if item.record == record).content


def test_a_search_fetches_its_type_and_a_read_one_resource(made: Made) -> None:
    about, reader = ("patient", f"Patient/{made.shared.handle}"), made.shared.reader
    with listening(made.house.database) as asked:
        assert reading.find(made.house, reader, "Observation", (about,)).total == 0
    assert fetched(asked) == []
    page = reading.find(made.house, reader, "Condition", (about, ("_count", "10")))
    assert page.total == SEEN
    with listening(made.house.database) as asked:
        assert reading.read(made.house, reader, "Condition", page.found[3].id).text == page.found[3].text
    [one] = fetched(asked)
    assert [r for r in made.records("wijkzorg") if r in str(one.parameters)] == [page.found[3].id]


def test_who_the_client_is_is_told_without_fetching_anything(made: Made) -> None:
    with listening(made.house.database) as asked:
        assert reading.read(made.house, made.shared.reader, "Patient", made.shared.handle).type == "Patient"
    assert fetched(asked) == []
