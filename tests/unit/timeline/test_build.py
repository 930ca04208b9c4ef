"""Days, lanes and filters, counted over what may be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway import timeline
from gateway.errors import Rejected
from gateway.timeline import Filters, build, names, read_filters, to_json
from gateway.timeline.columns import MOST, columns
from tests.unit.timeline.items import TODAY, disclosed, item, life, problem

PAIN = {"resourceType": "Condition", "code": {"text": "Pijn"}}
VISIT = {"resourceType": "Encounter", "class": {"code": "HH"}}


def lane(found: timeline.Timeline, key: str) -> object:
    return next(row for row in found.lanes if row.key == key)


def test_days_are_newest_first_and_what_has_no_date_comes_last() -> None:
    shown = disclosed(
        item(PAIN, date(2026, 3, 1), record="old"),
        item(PAIN, None, record="undated"),
        item(PAIN, TODAY, record="a", recorded=datetime(2026, 11, 24, 9, tzinfo=UTC)),
        item(PAIN, TODAY, record="b", recorded=datetime(2026, 11, 24, 8, tzinfo=UTC)),
    )
    days = build(shown, Filters(), TODAY).days
    assert [[entry.item.record for entry in day.entries] for day in days] == [["b", "a"], ["old"], ["undated"]]
    assert [day.date for day in days] == [TODAY, date(2026, 3, 1), None]


def test_all_lanes_are_there_even_when_nothing_is() -> None:
    found = build(disclosed(), Filters(), TODAY)
    assert [row.key for row in found.lanes] == [*names.LIFE_DOMAINS, "niet-ingedeeld"]
    assert len(found.lanes) == 14
    assert all(row.total == 0 for row in found.lanes)


def test_an_item_counts_in_each_of_its_lanes_and_an_untagged_one_in_niet_ingedeeld() -> None:
    both = (life("lichamelijke-gezondheid"), life("basale-adl", primary=False))
    found = build(disclosed(item(PAIN, life=both), item(VISIT)), Filters(), TODAY)
    assert lane(found, "lichamelijke-gezondheid").counts[-1] == 1
    assert lane(found, "basale-adl").counts[-1] == 1
    assert lane(found, "niet-ingedeeld").counts[-1] == 1
    assert found.total == 2


def test_base_data_is_no_event() -> None:
    assert build(disclosed(item({"resourceType": "Patient"})), Filters(), TODAY).total == 0


@pytest.mark.parametrize(
    ("wish", "kept"),
    [
        ({"life": "financien"}, ["money"]),
        ({"life": "niet-ingedeeld"}, ["visit"]),
        ({"source": "org-gemeente"}, ["money"]),
        ({"law": "Zvw"}, ["visit"]),
        ({"problem": "PB0001"}, ["money"]),
        ({"kind": "contact"}, ["visit"]),
        ({"period": "3"}, ["visit"]),
        ({"start": date(2026, 3, 1), "end": date(2026, 3, 31)}, ["money"]),
        ({"source": "org-nobody"}, []),
    ],
)
def test_each_filter_keeps_what_answers_it(wish: dict[str, object], kept: list[str]) -> None:
    money = item(
        {"resourceType": "ServiceRequest"},
        date(2026, 3, 14),
        domain="wmo",
        record="money",
        life=(life("financien"),),
        problems=(problem("PB0001"),),
    )
    found = build(disclosed(money, item(VISIT, record="visit")), Filters(**wish), TODAY)
    assert [entry.item.record for day in found.days for entry in day.entries] == kept


@pytest.mark.parametrize("period", ["3", "12", "alles"])
def test_the_last_months_never_lose_what_has_no_date(period: str) -> None:
    found = build(disclosed(item(PAIN, None)), Filters(period=period), TODAY)
    assert found.total == 1
    assert lane(found, "niet-ingedeeld").undated == 1


def test_chosen_days_hold_only_what_falls_in_them() -> None:
    found = build(disclosed(item(PAIN, None)), Filters(start=date(2020, 1, 1)), TODAY)
    assert found.total == 0


def test_sources_are_those_of_all_that_is_visible_whatever_is_filtered() -> None:
    shown = disclosed(item(PAIN), item(PAIN, domain="wmo"))
    assert [source.id for source in build(shown, Filters(law="Wlz"), TODAY).sources] == [
        "org-gemeente",
        "org-thuiszorg",
    ]


def test_withheld_items_leave_no_trace() -> None:
    shown = disclosed(item(PAIN))
    more = replace(shown, withheld=9)
    assert build(shown, Filters(), TODAY) == build(more, Filters(), TODAY)
    assert to_json(build(shown, Filters(), TODAY)) == to_json(build(more, Filters(), TODAY))


def test_twelve_months_reach_back_to_the_first_of_the_month() -> None:
    assert Filters().bounds(TODAY) == (date(2025, 11, 1), None)
    assert Filters(period="3").bounds(date(2026, 1, 31)) == (date(2025, 10, 1), None)


def test_filters_read_back_what_they_write() -> None:
    query = [("life", "justitie"), ("law", "Wmo"), ("from", "2026-01-01"), ("to", "2026-03-31"), ("kind", "")]
    filters = read_filters(query)
    assert filters == Filters(life="justitie", law="Wmo", start=date(2026, 1, 1), end=date(2026, 3, 31))
    assert read_filters(filters.query().items()) == filters


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ([("lief", "financien")], "filter-unknown"),
        ([("life", "geld")], "filter-unknown"),
        ([("law", "Wmo"), ("law", "Zvw")], "filter-twice"),
        ([("from", "gisteren")], "filter-date"),
        ([("from", "2026-02-01"), ("to", "2026-01-01")], "filter-period"),
    ],
)
def test_a_filter_that_is_not_understood_is_refused(query: list[tuple[str, str]], code: str) -> None:
    with pytest.raises(Rejected) as refused:
        read_filters(query)
    assert refused.value.code == code


@settings(deadline=None)
@given(st.dates(min_value=date(1900, 1, 1)), st.integers(min_value=0, max_value=60_000))
def test_columns_join_without_gap_and_hold_every_day(first: date, length: int) -> None:
    last = min(date.max, first + timedelta(days=min(length, (date.max - first).days)))
    found = columns(first, last)
    assert 0 < len(found) <= MOST
    assert found[0].start <= first
    assert found[-1].end >= last
    for left, right in pairwise(found):
        assert right.start - left.end == timedelta(days=1)


def test_what_lies_before_the_oldest_column_is_counted_in_it() -> None:
    shown = disclosed(item(PAIN, date(1951, 4, 5)), item(PAIN, date(2026, 5, 5)))
    found = build(shown, Filters(period="alles"), TODAY)
    assert found.columns[0].unit == "eerder"
    assert lane(found, "niet-ingedeeld").counts[0] == 1
    assert sum(lane(found, "niet-ingedeeld").counts) == 2
