"""Which age profiles may hold at a moment, by the Dutch calendar day; pure. A birth date that is not whole gives
several.

The table is `ages.toml`. Nothing runs at a birthday: the next decision is made under the new profile.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

DUTCH = ZoneInfo("Europe/Amsterdam")
_BIRTH = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Profile:
    """One row of the table. `begins`, `ends`: full years, `ends` exclusive, None: no end."""

    id: str
    begins: int
    ends: int | None
    decide: frozenset[str]
    incapable: frozenset[str]
    instead: frozenset[str]
    own_denies: bool
    sources: tuple[str, ...]
    sentence: str


@cache
def table() -> tuple[Profile, ...]:
    return tuple(_profile(row) for row in _data()["profile"])


def profiles(births: Iterable[str], now: int) -> tuple[Profile, ...]:
    """Every profile that may hold at `now` (seconds UTC), youngest first; one for a birth date that is known whole.

    `births`: FHIR dates as the sources give them, possibly year or year and month. What no source knows, what cannot
    be read and what lies in the future may be any age.
    """
    today = datetime.fromtimestamp(now, DUTCH).date()
    spans = [_span(birth) for birth in births]
    known = [span for span in spans if span is not None and span[0] <= today]
    if not known or len(known) < len(spans):
        return table()
    oldest = age(min(first for first, _ in known), today)
    youngest = max(0, age(max(last for _, last in known), today))
    return tuple(row for row in table() if row.begins <= oldest and (row.ends is None or youngest < row.ends))


def age(born: date, today: date) -> int:
    """Full years. Who was born on 29 February is a year older on 1 March when there is no 29 February."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _span(birth: str) -> tuple[date, date] | None:
    """The first and last day that a FHIR date may mean, None when it is none."""
    found = _BIRTH.fullmatch(birth)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:  # IllegalMonthError is one
        return None


@cache
def _data() -> dict[str, list[dict[str, object]] | str]:
    return tomllib.loads(files("gateway.consent").joinpath("ages.toml").read_text("utf-8"))


def _profile(row: object) -> Profile:
    assert isinstance(row, dict)
    return Profile(
        id=row["id"],
        begins=row["from"],
        ends=row.get("to"),
        decide=frozenset(row["decide"]),
        incapable=frozenset(row["incapable"]),
        instead=frozenset(row["instead"]),
        own_denies=row["own_denies"],
        sources=tuple(row["sources"]),
        sentence=row["sentence"],
    )
