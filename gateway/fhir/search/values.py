"""Reading the values of search parameters: strict, and what cannot be read is refused by the parameter's name."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from gateway.errors import Rejected
from gateway.fhir import moments
from gateway.fhir.search.query import Token, When

DEFAULT_COUNT: Final = 50
MOST: Final = 500
SORTS: Final = frozenset({"date", "-date", "_lastUpdated", "-_lastUpdated", "_id", "-_id"})
PREFIXES: Final = "eq|ne|lt|gt|le|ge|sa|eb|ap"
_DATE = re.compile(rf"({PREFIXES})?(\d.*)")


def values(value: str) -> list[str]:
    return [part for part in value.split(",") if part]


def token(value: str) -> Token:
    system, bar, code = value.rpartition("|")
    return Token(system if bar else None, code)


def when(name: str, value: str, today: date | None = None) -> When:
    """`today`: what `ap` is reckoned from; None: there is no `ap` here."""
    match = _DATE.fullmatch(value)
    found = moments.interval(match[2]) if match else None
    if match is None or found is None or (match[1] == "ap" and today is None):
        raise refused(name, f"Not a date with an optional prefix ({PREFIXES.replace('|', ' ')})")
    return When(match[1] or "eq", moments.around(found, today) if match[1] == "ap" and today else found)


def sort(value: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in value.split(","))
    if not set(keys) <= SORTS:
        raise refused("_sort", f"Sort by {', '.join(sorted(SORTS))}")
    once: dict[str, str] = {}
    for key in keys:  # what was sorted by a key is not sorted anew by it
        once.setdefault(key.removeprefix("-"), key)
    return tuple(once.values())


def count(value: str) -> int:
    if not value.isdecimal() or len(value) > 6:
        raise refused("_count", "A whole number from 0")
    return min(int(value), MOST)


def refused(name: str, rule: str) -> Rejected:
    # No parameter has a digit in its name; what was put there by mistake could be somebody's number.
    shown = name if re.fullmatch(r"[_A-Za-z][A-Za-z:_.-]{0,60}", name) else "a parameter"
    return Rejected("search-parameter", rule, where=shown, mend="see /fhir/metadata for what can be searched")
