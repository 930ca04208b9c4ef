"""Disclosed → Timeline: the last pure step before people and systems get to see something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter

from gateway.stages.disclosed import Disclosed, DisclosedItem
from gateway.timeline.filters import Filters
from gateway.timeline.lanes import lanes, span
from gateway.timeline.model import Day, Entry, Page, Source, Timeline

# Base data, the history of processing, and what systems told each other of a message are not events in a life.
NOT_EVENTS = frozenset({"MessageHeader", "Patient", "Provenance"})
PER_PAGE = 40


def build(disclosed: Disclosed, filters: Filters, today: date, page: int | None = None) -> Timeline:
    """Entries by day, newest first; `today` is the Dutch day it is now. Filters only narrow.

    `page`: which is shown, the last one where there are not as many; None: all of it at once.
    """
    seen = [item for item in disclosed.items if item.type not in NOT_EVENTS]
    days = tuple(_days(filters.kept(seen, today)))
    found = span(days, filters, today)
    return Timeline(
        handle=disclosed.handle,
        today=today,
        filters=filters,
        days=days,
        page=_page([entry for day in days for entry in day.entries], page),
        columns=found,
        lanes=lanes(days, found),
        sources=_sources(seen),
    )


def _days(items: list[DisclosedItem]) -> Iterator[Day]:
    """Newest day first, what has no day last; within a day by record, for when something came in tells of changes that
    are not shown."""
    by_record = sorted(items, key=attrgetter("record"), reverse=True)
    by_day = sorted(by_record, key=lambda item: item.tags.day or date.min, reverse=True)
    for day, group in groupby(by_day, key=lambda item: item.tags.day):
        yield Day(day, tuple(map(Entry, group)))


def _page(entries: list[Entry], number: int | None) -> Page:
    if number is None:
        return Page(tuple(entries), 1, 1)
    pages = max(1, -(-len(entries) // PER_PAGE))
    number = min(number, pages)
    return Page(tuple(entries[(number - 1) * PER_PAGE : number * PER_PAGE]), number, pages)


def _sources(items: list[DisclosedItem]) -> tuple[Source, ...]:
    """Organisations of visible items alone: a hidden party does not appear anywhere."""
    named = {item.source: item.source_name for item in items}
    return tuple(Source(id_, name) for id_, name in sorted(named.items(), key=lambda pair: (pair[1], pair[0])))
