"""What a reader asks to see of a timeline, as read from a query string, which never holds personal data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from gateway.errors import Rejected
from gateway.stages.disclosed import DisclosedItem
from gateway.stages.vocabulary import Law
from gateway.timeline import names
from gateway.timeline.kinds import KINDS, kind_of
from gateway.timeline.vocabulary import LAWS

Period = Literal["3", "12", "alles"]
NAMES = ("life", "source", "law", "problem", "kind", "period", "from", "to")
PERIODS: tuple[Period, ...] = ("3", "12", "alles")


@dataclass(frozen=True, slots=True)
class Filters:
    """`start`/`end` (inclusive) stand above `period`. None: no wish. `period`: the last 3 or 12 months, or all."""

    life: str | None = None
    source: str | None = None
    law: Law | None = None
    problem: str | None = None
    kind: str | None = None
    period: Period = "12"
    start: date | None = None
    end: date | None = None

    def query(self) -> dict[str, str]:
        """The query string that reads back as these filters."""
        own = self.start or self.end
        wishes = {
            "life": self.life,
            "source": self.source,
            "law": self.law,
            "problem": self.problem,
            "kind": self.kind,
            "period": None if own or self.period == "12" else self.period,
            "from": self.start and self.start.isoformat(),
            "to": self.end and self.end.isoformat(),
        }
        return {name: wish for name, wish in wishes.items() if wish}

    def bounds(self, today: date) -> tuple[date | None, date | None]:
        """First and last day asked for; a number of months counts whole calendar months back from today."""
        if self.start or self.end:
            return self.start, self.end
        match self.period:
            case "alles":
                return None, None
            case months:
                back = today.year * 12 + today.month - 1 - int(months)
                return date(back // 12, back % 12 + 1, 1), None

    def kept(self, items: Iterable[DisclosedItem], today: date) -> list[DisclosedItem]:
        """The items that answer every wish."""
        first, last = self.bounds(today)
        undated = not (self.start or self.end)
        return [item for item in items if _within(item.tags.day, first, last, undated=undated) and self._wished(item)]

    def _wished(self, item: DisclosedItem) -> bool:
        tags = item.tags
        return (
            (self.law is None or self.law == tags.law)
            and (self.source is None or self.source == item.source)
            and (self.life is None or self.life in names.lanes_of(tags))
            and (self.problem is None or any(tag.problem == self.problem for tag in tags.problems))
            and (self.kind is None or self.kind == kind_of(item).key)
        )


def _within(day: date | None, first: date | None, last: date | None, *, undated: bool) -> bool:
    """Nothing without a date is lost to "the last months"; chosen days hold what surely falls in them."""
    if day is None:
        return undated
    return (first is None or first <= day) and (last is None or day <= last)


def read_filters(query: Iterable[tuple[str, str]]) -> Filters:
    """From life, source, law, problem, kind, period, from and to; an empty value is no wish.

    Raises Rejected on anything unknown: a misspelt filter must not show more. A source is not checked: unknown and
    hidden sources must look the same.
    """
    wishes = _wishes(query)
    start, end = _day(wishes, "from"), _day(wishes, "to")
    if start and end and end < start:
        raise Rejected("filter-period", "The period ends before it begins", where="to")
    return Filters(
        life=_one_of(wishes, "life", (*names.LIFE_DOMAINS, names.UNPLACED)),
        source=wishes.get("source"),
        law=cast("Law | None", _one_of(wishes, "law", LAWS)),
        problem=_one_of(wishes, "problem", tuple(names.PROBLEMS)),
        kind=_one_of(wishes, "kind", tuple(KINDS)),
        period=cast("Period", _one_of(wishes, "period", PERIODS) or "12"),
        start=start,
        end=end,
    )


def _wishes(query: Iterable[tuple[str, str]]) -> dict[str, str]:
    wishes: dict[str, str] = {}
    for name, value in query:
        if name not in NAMES:
            raise Rejected("filter-unknown", "There is no such filter", mend=f"use {', '.join(NAMES)}")
        if wishes.setdefault(name, value) != value:
            raise Rejected("filter-twice", "A filter is given twice with different values", where=name)
    return {name: value for name, value in wishes.items() if value}


def _one_of(wishes: Mapping[str, str], name: str, known: tuple[str, ...]) -> str | None:
    value = wishes.get(name)
    if value is not None and value not in known:
        raise Rejected("filter-unknown", "Not a value of this filter", where=name, mend="choose one of the list")
    return value


def _day(wishes: Mapping[str, str], name: str) -> date | None:
    value = wishes.get(name)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Rejected("filter-date", "Not a date", where=name, mend="write it as 2026-11-19") from None
