"""The filters of a timeline: full fixed lists, what is chosen, and how to take it away again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gateway.portal import dates
from gateway.portal.nl import Audience, say
from gateway.portal.timeline.addresses import Addresses
from gateway.timeline import Filters, Timeline, names
from gateway.timeline.filters import PERIODS
from gateway.timeline.kinds import KINDS
from gateway.timeline.vocabulary import LAW_NAMES


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PeriodLink:
    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One wish that is on, and the address without it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class ChoicesView:
    """`period`: the preset the form keeps when no own days are filled in."""

    periods: tuple[PeriodLink, ...]
    period: str
    start: str
    end: str
    selects: tuple[Select, ...]
    chips: tuple[Chip, ...]
    clear: str


def present(timeline: Timeline, addresses: Addresses, audience: Audience) -> ChoicesView:
    filters = timeline.filters
    selects = tuple(_selects(timeline, filters, audience))
    return ChoicesView(
        periods=_periods(filters, addresses, audience),
        period=filters.period,
        start=filters.start.isoformat() if filters.start else "",
        end=filters.end.isoformat() if filters.end else "",
        selects=selects,
        chips=(*_chips(selects, addresses), *_period_chip(filters, addresses, audience)),
        clear=addresses.cleared,
    )


def _selects(timeline: Timeline, filters: Filters, audience: Audience) -> Iterable[Select]:
    lanes = {**names.LIFE_DOMAINS, names.UNPLACED: names.UNPLACED_NAME}
    lists: tuple[tuple[str, Iterable[tuple[str, str]], str | None], ...] = (
        ("life", lanes.items(), filters.life),
        ("source", [(source.id, source.name) for source in timeline.sources], filters.source),
        ("problem", names.PROBLEMS.items(), filters.problem),
        ("law", LAW_NAMES.items(), filters.law),
        ("kind", [(kind.key, kind.name) for kind in KINDS.values()], filters.kind),
    )
    for name, options, wish in lists:
        choices = tuple(Choice(value, label, value == wish) for value, label in options)
        yield Select(name, say(audience, name), choices)


def _periods(filters: Filters, addresses: Addresses, audience: Audience) -> tuple[PeriodLink, ...]:
    own = filters.start or filters.end
    return tuple(
        PeriodLink(
            say(audience, f"period.{period}"),
            addresses.with_(period=period, start=None, end=None),
            not own and period == filters.period,
        )
        for period in PERIODS
    )


def _chips(selects: tuple[Select, ...], addresses: Addresses) -> Iterable[Chip]:
    for select in selects:
        for choice in select.choices:
            if choice.chosen:
                yield Chip(f"{select.label}: {choice.label}", addresses.with_(**{select.name: None}))


def _period_chip(filters: Filters, addresses: Addresses, audience: Audience) -> Iterable[Chip]:
    start, end = (day and dates.day(day, audience) for day in (filters.start, filters.end))
    if start and end:
        text = say(audience, "period.own", start=start, end=end)
    elif start or end:
        text = say(audience, "period.since", start=start) if start else say(audience, "period.until", end=end)
    else:
        return
    yield Chip(f"{say(audience, 'period')}: {text}", addresses.with_(start=None, end=None))
