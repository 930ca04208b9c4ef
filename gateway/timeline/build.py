"""Disclosed → Timeline: the last pure step before people and systems get to see something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

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
    kept = _ordered(Entry(item) for item in filters.kept(seen, today))
    found = span(kept, filters, today)
    return Timeline(
        handle=disclosed.handle,
        today=today,
        filters=filters,
        days=tuple(Day(day, tuple(group)) for day, group in groupby(kept, key=lambda entry: entry.day)),
        page=_page(kept, page),
        columns=found,
        lanes=lanes(kept, found),
        sources=_sources(seen),
    )


def _ordered(entries: Iterable[Entry]) -> list[Entry]:
    """Newest day first, what has no day last; within a day by record, for when something came in tells of changes that
    are not shown."""
    return sorted(entries, key=lambda entry: (entry.day or date.min, entry.item.record), reverse=True)


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
