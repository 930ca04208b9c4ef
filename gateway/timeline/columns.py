"""The columns of the lanes: months, and for a long stretch quarters or years, so that a lane stays readable."""

from __future__ import annotations

from datetime import date, timedelta

from gateway.timeline.model import Column, Unit

MOST = 24
MONTHS: tuple[tuple[Unit, int], ...] = (("maand", 1), ("kwartaal", 3), ("jaar", 12))


def columns(first: date, last: date) -> tuple[Column, ...]:
    """Whole months, quarters or years from first to last day, at most 24; what is older falls in one `eerder`."""
    for unit, months in MONTHS:
        found = _of(unit, months, first, last)
        if len(found) <= MOST:
            return found
    recent = found[1 - MOST :]
    older = Column(found[0].start, recent[0].start - timedelta(days=1), "eerder")
    return (older, *recent)


def _of(unit: Unit, months: int, first: date, last: date) -> tuple[Column, ...]:
    begin, end = _months(first) // months, _months(last) // months
    return tuple(Column(_day(step * months), _before(step * months + months), unit) for step in range(begin, end + 1))


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _before(months: int) -> date:
    # Year 9999 has no day after its last.
    return date.max if months // 12 > date.max.year else _day(months) - timedelta(days=1)
