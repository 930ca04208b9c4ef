"""HL7v3 TS to ISO 8601: no zone means Dutch local time; what is partial stays partial."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

NEDERLAND = ZoneInfo("Europe/Amsterdam")
EARLIEST = 1800  # nobody in a care record was born before; earlier years are typing errors

_TS = re.compile(
    r"(?P<dag>[0-9]{4}(?:[0-9]{2}){0,2})(?P<tijd>(?:[0-9]{2}){1,3})?(?P<deel>\.[0-9]+)?(?P<zone>[+-][0-9]{4})?"
)
_DAG = re.compile(r"([0-9]{4})(?:([0-9]{2}))?(?:([0-9]{2}))?")


def iso(ts: str) -> str | None:
    """`yyyymmdd[hhmm[ss]]` as `2019`, `2019-01`, `2019-01-30` or `2019-01-30T16:45:00+01:00`; None when it is no TS.

    In the hour that occurs twice in autumn the first one (summer time) is meant; a time without minutes is not a
    time in ISO 8601 as FHIR uses it, so of `yyyymmddhh` only the day is said (see `alleen_dag`).
    """
    found = _TS.fullmatch(ts)
    if found is None:
        return None
    clock = found["tijd"]
    if clock is None:
        return None if found["zone"] or found["deel"] else _dag(found["dag"])
    if len(found["dag"]) != 8 or len(clock) == 2:
        return None
    if _dag(found["dag"]) is None:
        return None
    try:
        local = datetime.strptime(found["dag"] + clock.ljust(6, "0"), "%Y%m%d%H%M%S").replace(
            tzinfo=_zone(found["zone"])
        )
        return local.isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None


def alleen_dag(ts: str) -> str | None:
    """The day of a TS whose time of day cannot be read (`2020011693946` occurs in real messages), else None."""
    return _dag(ts[:8]) if re.fullmatch(r"[0-9]{9,14}", ts) else None


def voor(one: str, other: str) -> bool:
    """Whether one moment (as `iso` writes it) is surely before another; a day is not before a time on that day."""
    if "T" in one and "T" in other:
        return datetime.fromisoformat(one) < datetime.fromisoformat(other)
    known = min(len(one.partition("T")[0]), len(other.partition("T")[0]))
    return one[:known] < other[:known]


def _zone(offset: str | None) -> ZoneInfo | timezone:
    if offset is None:
        return NEDERLAND
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5])))


def _dag(digits: str) -> str | None:
    found = _DAG.fullmatch(digits)
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        known = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if known.year < EARLIEST:
        return None
    return "-".join(filter(None, (year, month, day)))
