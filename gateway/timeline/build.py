"""Disclosed → Timeline: the last pure step before people and systems get to see something."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from gateway.stages import Disclosed, DisclosedItem
from gateway.timeline.filters import Filters
from gateway.timeline.lanes import lanes, span
from gateway.timeline.model import Day, Entry, Source, Timeline

# Base data, the history of processing, and what systems told each other of a message are not events in a life.
NOT_EVENTS = frozenset({"MessageHeader", "Patient", "Provenance"})


def build(disclosed: Disclosed, filters: Filters, today: date) -> Timeline:
    """Entries by day, newest first; `today` is the Dutch day it is now. Filters only narrow."""
    seen = [item for item in disclosed.items if item.type not in NOT_EVENTS]
    kept = [Entry(item) for item in filters.kept(seen, today)]
    found = span(kept, filters, today)
    return Timeline(
        handle=disclosed.handle,
        today=today,
        filters=filters,
        days=_by_day(kept),
        columns=found,
        lanes=lanes(kept, found),
        sources=_sources(seen),
    )


def _by_day(entries: list[Entry]) -> tuple[Day, ...]:
    """Newest day first, what has no day last; within a day by record, for when something came in tells of changes that
    are not shown."""
    ordered = sorted(entries, key=lambda entry: (entry.day or date.min, entry.item.record), reverse=True)
    return tuple(Day(day, tuple(group)) for day, group in groupby(ordered, key=lambda entry: entry.day))


def _sources(items: list[DisclosedItem]) -> tuple[Source, ...]:
    """Organisations of visible items alone: a hidden party does not appear anywhere."""
    named = {item.source: item.source_name for item in items}
    return tuple(Source(id_, name) for id_, name in sorted(named.items(), key=lambda pair: (pair[1], pair[0])))
