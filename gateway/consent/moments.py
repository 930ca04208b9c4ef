"""Dutch days and moments in words, and back: "tot en met 19 mei 2027", "vanaf 1 mei 2026 om 14:30 uur"; pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DUTCH: Final = ZoneInfo("Europe/Amsterdam")
MONTHS: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
TWICE: Final = (" zomertijd", " wintertijd")  # an hour that the clock has twice
_DAY: Final = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
_MOMENT: Final = re.compile(rf"({_DAY.pattern}) om (\d\d):(\d\d)(?::(\d\d))? uur({'|'.join(TWICE)})?")
_SPAN: Final = re.compile(r"(?:vanaf (?P<begin>\d.*?\S)(?: (?=tot )|$))?(?:tot (?P<whole>en met )?(?P<end>\d.*))?")


def day(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year:04}"


def last_day(exp: int) -> date:
    """The last Dutch day before an exclusive end in seconds UTC."""
    return datetime.fromtimestamp(exp - 1, DUTCH).date()


def said(nbf: int | None, exp: int | None) -> str:
    """From when and until when, in seconds UTC, `exp` exclusive; "" when it is unbounded."""
    begin = "" if nbf is None else f"vanaf {_moment(nbf)}"
    end = ""
    if exp is not None:
        at = datetime.fromtimestamp(exp, DUTCH)
        end = f"tot en met {day(last_day(exp))}" if at.time() == time() else f"tot {_moment(exp)}"
    return " ".join(filter(None, (begin, end)))


def heard(text: str) -> tuple[int | None, int | None] | None:
    """What `said` says, back to seconds UTC; None when it is no such thing."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    begin, end = (_seconds(found[name]) if found[name] else None for name in ("begin", "end"))
    if (found["begin"] and begin is None) or (found["end"] and end is None):
        return None
    if end is not None and found["whole"]:
        end = int((datetime.fromtimestamp(end, DUTCH) + timedelta(days=1)).timestamp())
    return begin, end


def period(begin: str | None, end: str | None) -> str:
    """A period of inclusive Dutch days (ISO text)."""
    first = f"vanaf {day(date.fromisoformat(begin))}" if begin else ""
    last = f"tot en met {day(date.fromisoformat(end))}" if end else ""
    return " ".join(filter(None, (first, last)))


def heard_period(text: str) -> tuple[str | None, str | None] | None:
    found = _SPAN.fullmatch(text)
    if found is None or (found["end"] and not found["whole"]):
        return None
    begin, end = (_iso(found[name]) if found[name] else None for name in ("begin", "end"))
    return (begin, end) if begin or end else None


def _moment(seconds: int) -> str:
    """A Dutch day, with the time of day when it is not its beginning."""
    at = datetime.fromtimestamp(seconds, DUTCH)
    if at.time() == time():
        return day(at.date())
    clock = f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
    twice = at.utcoffset() != at.replace(fold=1 - at.fold).utcoffset()
    return f"{day(at.date())} om {clock} uur{TWICE[at.fold] if twice else ''}"


def _seconds(text: str) -> int | None:
    whole = _iso(text)
    if whole is not None:
        return int(datetime.combine(date.fromisoformat(whole), time(), DUTCH).timestamp())
    found = _MOMENT.fullmatch(text)
    iso = None if found is None else _iso(found[1])
    if found is None or iso is None:
        return None
    try:
        clock = time(int(found[5]), int(found[6]), int(found[7] or 0), fold=int(found[8] == TWICE[1]))
    except ValueError:
        return None
    return int(datetime.combine(date.fromisoformat(iso), clock, DUTCH).timestamp())


def _iso(text: str) -> str | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])).isoformat()
    except ValueError:
        return None
