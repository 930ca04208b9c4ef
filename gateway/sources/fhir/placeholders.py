"""`${DATE, T, D, -150}` in published fixtures: today with an offset in days, months or years; a date `T` is today.

Only the loader of loose sample files fills these in; in a delivery they are refused by name.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

PLACEHOLDER = re.compile(r"\$\{[^}]{0,80}\}")
_DATE = re.compile(r"\$\{\s*(?:CURRENTDATE|DATE)\s*,\s*T\s*,\s*(?P<unit>[DMY])\s*,\s*(?P<offset>[+-]?\d{1,6})\s*\}")
# Qualification material of Nictiz writes today as a bare T, in XML, where FHIR has a date or time.
_TODAY = re.compile(
    r"""(<(?:date|authoredOn|issued|recorded|recordedDate|start|end|\w+DateTime)\s+value=["'])T(["'])"""
)


def substitute(text: str, today: date) -> str:
    """Fill in every date placeholder; anything else in `${…}` stays and is refused at the door."""
    filled = _DATE.sub(lambda match: _shift(today, match["unit"], int(match["offset"])).isoformat(), text)
    return _TODAY.sub(lambda match: f"{match[1]}{today.isoformat()}{match[2]}", filled)


def _shift(day: date, unit: str, offset: int) -> date:
    if unit == "D":
        return day + timedelta(days=offset)
    months = day.year * 12 + day.month - 1 + (offset if unit == "M" else 12 * offset)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
