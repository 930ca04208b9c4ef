"""The small checks strict reading is made of; each raises Rejected(policy-form) and never echoes what was sent."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from gateway.consent import vocabulary as v
from gateway.errors import Rejected

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME = re.compile(r"[A-Za-z_]{1,40}")


def need(holds: bool, where: str, rule: str) -> None:
    if not holds:
        raise Rejected("policy-form", rule, where=where, mend="see docs/consent.md for the form of a policy")


def members(value: Any, where: str, required: Collection[str], *, optional: Collection[str] = ()) -> Mapping[str, Any]:
    """An object with all of `required` and nothing beyond `optional`."""
    if not isinstance(value, dict):
        raise Rejected("policy-form", "must be an object", where=where)
    unknown = next((name for name in value if name not in required and name not in optional), None)
    if unknown is not None:
        # A name is shown only when it can be no number of a person.
        shown = unknown if _NAME.fullmatch(unknown) else "a member"
        need(holds=False, where=where, rule=f"{shown} is not known here")
    missing = next((name for name in required if name not in value), None)
    need(missing is None, where, f"{missing} is missing")
    return value


def text(value: Any, where: str, longest: int) -> str:
    need(isinstance(value, str) and 0 < len(value) <= longest, where, f"a text of 1 to {longest} characters")
    return str(value)


def texts(value: Any, where: str) -> frozenset[str]:
    need(isinstance(value, list) and bool(value), where, "a list of one or more values")
    return frozenset(text(entry, where, v.MAX_ID) for entry in value)


def one_of(value: Any, closed: Collection[str], where: str) -> str:
    need(isinstance(value, str) and value in closed, where, f"one of {', '.join(closed)}")
    return str(value)


def subset(given: Mapping[str, Any], name: str, closed: frozenset[str], where: str) -> frozenset[str] | None:
    """The values of an optional member, None when it is absent."""
    if name not in given:
        return None
    values = texts(given[name], f"{where}.{name}")
    need(values <= closed, f"{where}.{name}", f"of {', '.join(sorted(closed))}")
    return values


def whole(value: Any, where: str, *, least: int = 0) -> int:
    fine = isinstance(value, int) and not isinstance(value, bool) and least <= value < v.LAST_SECOND
    need(fine, where, f"a whole number from {least}")
    return int(value)


def moment(given: Mapping[str, Any], name: str, where: str) -> int | None:
    """Seconds UTC of an optional member, None when it is absent."""
    return whole(given[name], f"{where}.{name}") if name in given else None


def day(value: Any, where: str) -> str:
    """A Dutch day as ISO text, which orders as days do."""
    need(isinstance(value, str) and _DAY.fullmatch(value) is not None, where, "days as YYYY-MM-DD")
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Rejected("policy-form", "not an existing day", where=where) from None
    return str(value)
