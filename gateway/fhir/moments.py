"""FHIR dates of any precision as intervals, so that 2024 and 2024-03-01T10:00:00Z can be compared.

A moment is counted in microseconds on one axis; a date without a zone is a Dutch day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gateway.stages.vocabulary import FhirJson

NEDERLAND = ZoneInfo("Europe/Amsterdam")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - an axis, not a moment: offsets are taken off by hand
_MICRO = timedelta(microseconds=1)
_FORM = re.compile(
    r"(?P<year>(?!0000)\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d{1,18}))?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)
FOREVER = 10**18


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` up to but not including `high`."""

    low: int
    high: int


ALWAYS = Interval(-FOREVER, FOREVER)


def interval(text: str) -> Interval | None:
    """The time that a date, dateTime or instant covers, None when it is none of these."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    part = {name: int(value) for name, value in match.groupdict().items() if value and name not in {"fraction", "zone"}}
    try:
        low = _moment(part, match["zone"])
        if "hour" in part:
            return _within_the_day(low, match)
        return Interval(low, _moment(_following(part), match["zone"]))
    except (ValueError, OverflowError):
        return None


def of_instant(moment: datetime) -> Interval:
    """A point in time of our own (with a zone)."""
    offset = moment.utcoffset() or timedelta()
    at = (moment.replace(tzinfo=None) - offset - _EPOCH) // _MICRO
    return Interval(at, at + 1)


def around(asked: Interval, today: date) -> Interval:
    """About then: a tenth of the time between it and today more at both sides (FHIR R4 search, prefix `ap`)."""
    now = interval(today.isoformat()) or asked
    more = max(asked.low - now.high, now.low - asked.high, 0) // 10
    return Interval(asked.low - more, asked.high + more)


def of_period(period: FhirJson) -> Interval:
    """A Period; an open side reaches for ever."""
    start, end = (interval(str(period[side])) if side in period else None for side in ("start", "end"))
    return Interval(start.low if start else ALWAYS.low, end.high if end else ALWAYS.high)


def of_value(value: Any) -> Interval | None:
    """The time of a FHIR date element: date, dateTime, instant, Period, or a Timing with events or bounds."""
    match value:
        case str():
            return interval(value)
        case {"event": [_, *_] as events}:
            found = [known for known in (interval(str(event)) for event in events) if known]
            return Interval(min(i.low for i in found), max(i.high for i in found)) if found else None
        case {"repeat": {"boundsPeriod": dict() as period}}:
            return of_period(period)
        case {"start": _} | {"end": _}:
            return of_period(value)
        case _:
            return None


def _within_the_day(low: int, match: re.Match[str]) -> Interval:
    if match["second"] is None:
        return Interval(low, low + 60_000_000)
    if match["fraction"] is None:
        return Interval(low, low + 1_000_000)
    digits = match["fraction"][:6]
    low += int(digits.ljust(6, "0"))
    return Interval(low, low + 10 ** (6 - len(digits)))


def _moment(part: dict[str, int], zone: str | None) -> int:
    leap = part.get("second") == 60  # a leap second is the second after the 59th
    naive = datetime(  # noqa: DTZ001 - the offset is taken off below, where the calendar cannot overflow
        part["year"],
        part.get("month", 1),
        part.get("day", 1),
        part.get("hour", 0),
        part.get("minute", 0),
        59 if leap else part.get("second", 0),
    )
    return (naive - _EPOCH - _offset(naive, zone)) // _MICRO + (1_000_000 if leap else 0)


def _offset(naive: datetime, zone: str | None) -> timedelta:
    if zone is None:
        return naive.replace(tzinfo=NEDERLAND).utcoffset() or timedelta()
    if zone == "Z":
        return timedelta()
    hours, minutes = zone[1:].split(":")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return -offset if zone[0] == "-" else offset


def _following(part: dict[str, int]) -> dict[str, int]:
    """The year, month or day after this one."""
    if "day" in part:
        day = datetime(part["year"], part["month"], part["day"]) + timedelta(days=1)  # noqa: DTZ001 - calendar only
        return {"year": day.year, "month": day.month, "day": day.day}
    if "month" in part:
        years, month = divmod(part["month"], 12)
        return {"year": part["year"] + years, "month": month + 1}
    return {"year": part["year"] + 1}
