"""Quantities in a search: a number with an optional prefix and unit, against a Quantity or Range of a resource.

Source: FHIR R4 (4.0.1), search, "number" and "quantity". Units are compared as they are written, never converted.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from gateway.fhir.search.query import Amount
from gateway.fhir.search.values import PREFIXES, refused
from gateway.stages.vocabulary import FhirJson

# Of so few digits that no sum of them is rounded (28 is what a Decimal keeps).
_AMOUNT = re.compile(
    rf"({PREFIXES})?(-?\d{{1,15}}(?:\.\d{{1,10}})?(?:[eE][+-]?\d{{1,2}})?)(?:\|([^|]*)\|([^|]*))?", re.ASCII
)
_ENDLESS = Decimal("Infinity")


def amount(name: str, value: str) -> Amount:
    """`5.4`, `gt5.4||mg`, `le5.4|http://unitsofmeasure.org|mg`. Raises Rejected(search-parameter)."""
    match = _AMOUNT.fullmatch(value)
    if match is None:
        raise refused(name, f"Not number, number||unit or number|system|code, with an optional prefix ({PREFIXES})")
    prefix, number = match[1] or "eq", Decimal(match[2])
    # Half of the last digit that was written: 5.4 stands for all from 5.35 up to 5.45.
    half = Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)
    match prefix:
        case "eq" | "ne":
            about = half
        case "ap":
            about = max(abs(number) / 10, half)
        case _:
            about = Decimal(0)  # for an order the number is exact
    return Amount(prefix, number - about, number + about, match[3] or "", match[4] or "")


def compares(asked: Amount, held: Any) -> bool:
    """Whether a Quantity or Range is what was asked; one without a number or of another unit never is."""
    span = _span(held) if isinstance(held, dict) else None
    if span is None or not any(_of_unit(asked, one) for one in (held, held.get("low"), held.get("high"))):
        return False
    low, high = span
    inside = asked.low <= low and high < asked.high
    return {
        "eq": inside,
        "ne": not inside,
        "gt": high > asked.high,
        "lt": low < asked.low,
        "ge": high >= asked.high,
        "le": low <= asked.low,
        "sa": low > asked.high,
        "eb": high < asked.low,
        "ap": low <= asked.high and high >= asked.low,
    }[asked.prefix]


def _span(held: FhirJson) -> tuple[Decimal, Decimal] | None:
    """From where to where the true value may lie."""
    if "low" in held or "high" in held:
        return _between(held.get("low"), held.get("high"))
    if not isinstance(held.get("value"), int | Decimal):
        return None
    value = Decimal(held["value"])
    low, high = {
        "<": (-_ENDLESS, value.next_minus()),
        "<=": (-_ENDLESS, value),
        ">": (value.next_plus(), _ENDLESS),
        ">=": (value, _ENDLESS),
    }.get(held.get("comparator", ""), (value, value))
    return low, high


def _between(low: Any, high: Any) -> tuple[Decimal, Decimal] | None:
    """A Range; a side that is not there is open."""
    bottom, top = (_span(side) if isinstance(side, dict) else None for side in (low, high))
    if bottom is None and top is None:
        return None
    return (bottom[0] if bottom else -_ENDLESS, top[1] if top else _ENDLESS)


def _of_unit(asked: Amount, quantity: Any) -> bool:
    """`|system|code` is the coded unit; `||code` the coded or the written one."""
    if not isinstance(quantity, dict):
        return False
    if asked.system:
        return asked.system == quantity.get("system") and asked.code in {"", quantity.get("code")}
    return asked.code in {"", quantity.get("code"), quantity.get("unit")}
