"""Dates and times in Dutch: short for professionals (19 nov 2026), in full for clients (19 november 2026)."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from gateway.portal.nl import Audience

DUTCH = ZoneInfo("Europe/Amsterdam")
# CLDR abbreviates Dutch months with a full stop and "mrt" for March; a stop reads as the end of a sentence.
_DAY = {"pro": "d MMM yyyy", "client": "d MMMM yyyy"}
_MONTH = {"pro": "MMM yyyy", "client": "MMMM yyyy"}
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?")


def day(value: date, audience: Audience) -> str:
    return _unstopped(format_date(value, _DAY[audience], locale="nl"))


def weekday(value: date, audience: Audience) -> str:
    """With the name of the day in front, as a heading."""
    return _unstopped(format_date(value, f"EEEE {_DAY[audience]}", locale="nl"))


def month(value: date, audience: Audience) -> str:
    return _unstopped(format_date(value, _MONTH[audience], locale="nl"))


def month_name(value: date) -> str:
    return _unstopped(format_date(value, "MMM", locale="nl"))


def moment(value: datetime, audience: Audience) -> str:
    """An instant in Dutch local time, 24-hour clock."""
    return f"{day(dutch_day(value), audience)} om {clock(value)}"


def clock(value: datetime) -> str:
    return format_datetime(value, "HH:mm", tzinfo=DUTCH, locale="nl")


def dutch_day(value: datetime) -> date:
    return value.astimezone(DUTCH).date()


def fhir(value: str, audience: Audience) -> str:
    """A FHIR date, partial date or instant; what is not a date is shown as the source wrote it."""
    found = _PARTIAL.fullmatch(value)
    if found is None:
        return value
    year, month_, day_ = found.groups()
    try:
        if "T" in value:
            return _instant(datetime.fromisoformat(value), audience)
        if day_:
            return day(date.fromisoformat(value), audience)
        return month(date(int(year), int(month_), 1), audience) if month_ else year
    except ValueError:
        return value


def age(born: str, today: date) -> int | None:
    """Whole years since a full birth date; None when only a part of it is known."""
    try:
        birth = date.fromisoformat(born)
    except ValueError:
        return None
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def begin_of(day: str) -> datetime:
    """The first moment of a Dutch day that was filled in. Raises ValueError."""
    return datetime.combine(date.fromisoformat(day), time(), DUTCH)


def _instant(value: datetime, audience: Audience) -> str:
    # Sources write a whole day as its first instant (UTC midnight included): no clock time is claimed then.
    local = value.astimezone(DUTCH) if value.tzinfo else value
    return day(local.date(), audience) if (local.hour, local.minute) == (0, 0) else moment(value, audience)


def _unstopped(text: str) -> str:
    return text.replace(".", "")
