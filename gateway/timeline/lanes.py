"""One lane per life domain, always all and "Niet ingedeeld": an empty lane says nothing about what is hidden."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from gateway.timeline import names
from gateway.timeline.columns import columns
from gateway.timeline.filters import Filters
from gateway.timeline.model import Column, Day, Lane


def span(days: Sequence[Day], filters: Filters, today: date) -> tuple[Column, ...]:
    """The columns that hold the shown entries and the period asked for, today included where it is open."""
    first, last = filters.bounds(today)
    dated = [day.date for day in days if day.date is not None]
    begin = first or min([*dated, last or today])
    end = last or max([*dated, today])
    return columns(min(begin, end), end)


def lanes(days: Sequence[Day], found: Sequence[Column]) -> tuple[Lane, ...]:
    """Counts per lane and column; an entry counts once in every lane it belongs to."""
    starts = [column.start for column in found]
    counts = {key: [0] * (len(found) + 1) for key in (*names.LIFE_DOMAINS, names.UNPLACED)}
    for day in days:
        place = len(found) if day.date is None else max(0, bisect_right(starts, day.date) - 1)
        for entry in day.entries:
            for key in names.lanes_of(entry.item.tags):
                counts[key][place] += 1
    return tuple(
        Lane(key, names.life_domain(key), tuple(count[:-1]), undated=count[-1]) for key, count in counts.items()
    )
