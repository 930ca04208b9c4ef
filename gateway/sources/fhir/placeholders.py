"""`${DATE, T, D, -150}` in published fixtures: today with an offset in days, months or years; a date `T` is today.

Only the loader of loose sample files fills these in; in a delivery they are refused by name.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

PLACEHOLDER = re.compile(r"\$\{[^}]{0,80}\}")
_OFFSET = r",\s*T\s*,\s*(?P<unit>[DMYdmy])\s*,\s*(?P<offset>[+-]?\d{1,6})\s*"
_DATE = re.compile(rf"\$\{{\s*(?:CURRENTDATE|DATE)\s*(?:{_OFFSET})?\}}")
# An id that the test script gets from the server, such as `${task-id}`: it stands for the file's own resource.
_ID = re.compile(r"\$\{\s*[a-z][a-z-]*-id\s*\}")
_ILLEGAL = re.compile(r"[^A-Za-z0-9.-]+")
# Qualification material of Nictiz writes today as a bare T, in XML, where FHIR has a date or time.
_TODAY = re.compile(
    r"""(<(?:date|authoredOn|issued|recorded|recordedDate|start|end|\w+DateTime)\s+value=["'])T(["'])"""
)


def substitute(text: str, today: date, name: str) -> str:
    """Fill in every date, and every id by the name of the file; anything else in `${…}` stays and is refused."""
    dated = _DATE.sub(lambda match: _shift(today, match["unit"] or "D", int(match["offset"] or 0)).isoformat(), text)
    named = _ID.sub(_ILLEGAL.sub("-", name)[-64:], dated)
    return _TODAY.sub(lambda match: f"{match[1]}{today.isoformat()}{match[2]}", named)


def _shift(day: date, unit: str, offset: int) -> date:
    if unit in "Dd":
        return day + timedelta(days=offset)
    months = day.year * 12 + day.month - 1 + (offset if unit in "Mm" else 12 * offset)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
