"""A timeline page in words: lanes, choices and one page of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from gateway.errors import Rejected
from gateway.portal import dates
from gateway.portal.nl import Audience, number, say
from gateway.portal.rendering import link
from gateway.portal.timeline import choices, entries, lanes
from gateway.portal.timeline.addresses import Addresses
from gateway.portal.timeline.choices import ChoicesView
from gateway.portal.timeline.entries import EntryView
from gateway.portal.timeline.lanes import LanesView
from gateway.timeline import Filters, Selection, Timeline, read_filters
from gateway.timeline.model import Entry


@dataclass(frozen=True, slots=True)
class DayView:
    heading: str
    planned: bool
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """`newer`/`older`: addresses of the pages beside this one; `paper`: of the same selection to print."""

    path: str
    lanes: LanesView
    choices: ChoicesView
    count: str
    days: tuple[DayView, ...]
    newer: str | None
    older: str | None
    place: str
    paper: str


def wishes(query: Iterable[tuple[str, str]]) -> tuple[Filters, int]:
    """Filters and page number of a query string. Raises Rejected."""
    items = list(query)
    pages: Mapping[str, str] = dict(pair for pair in items if pair[0] == "page")
    page = pages.get("page", "1")
    if not (page.isascii() and page.isdigit() and 0 < len(page) < 7):
        raise Rejected("page-number", "Not a page number", where="page")
    return read_filters(pair for pair in items if pair[0] != "page"), max(1, int(page))


def selected(query: Iterable[tuple[str, str]], today: date, *, whole: bool = False) -> Selection:
    """What a query string asks of a timeline; `whole`: not cut in pages, for paper. Raises Rejected."""
    filters, number = wishes(query)
    return Selection(filters, today, None if whole else number)


def present(
    timeline: Timeline,
    path: str,
    audience: Audience,
    *,
    why: str | None = None,
    wrong: str = "",
    withhold: str = "",
) -> TimelineView:
    """`path`: of the page it stands on; `why`: one sentence for all entries instead of each its own; `wrong`: where the
    client can say that an entry is not right; `withhold`: where a professional can withhold one from the client.
    """
    addresses = Addresses(path, timeline.filters)
    page = timeline.page
    return TimelineView(
        path=path,
        lanes=lanes.present(timeline, addresses, audience),
        choices=choices.present(timeline, addresses, audience),
        count=number(audience, "events", timeline.total),
        days=tuple(_days(page.entries, timeline.today, audience, why, wrong, withhold)),
        paper=link(f"{path}/afdruk", timeline.filters.query()),
        newer=addresses.page(page.number - 1) if page.number > 1 else None,
        older=addresses.page(page.number + 1) if page.number < page.of else None,
        place=say(audience, "page-of", page=page.number, pages=page.of) if page.of > 1 else "",
    )


def _days(
    shown: Iterable[Entry], today: date, audience: Audience, why: str | None, wrong: str, withhold: str
) -> Iterable[DayView]:
    for day, group in groupby(shown, key=lambda entry: entry.day):
        heading = dates.weekday(day, audience) if day else say(audience, "undated")
        words = tuple(entries.present(entry, audience, why, wrong, withhold) for entry in group)
        yield DayView(heading, day is not None and day > today, words)
