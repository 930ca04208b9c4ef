"""The primitive types of FHIR R4: how each is written in JSON, and how text from XML becomes that.

Formats from the R4 data types page (hl7.org/fhir/R4/datatypes.html#primitive); days must also exist in the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from gateway.errors import BadInput
from gateway.wire.json import Exact, exact

_YEAR = r"(?!0000)[0-9]{4}"
_DAY = r"(0[1-9]|[12][0-9]|3[01])"
_MONTH = r"(0[1-9]|1[0-2])"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?"
_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"
_TEXT = r"[^\x00-\x08\x0b\x0c\x0e-\x1f]*"

# How each type is written as JSON text. An empty string is refused for all of them. No group is repeated but
# possessively: the matcher keeps a frame for each turn, and a value can be megabytes long.
_FORMATS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "base64Binary": r"[0-9A-Za-z+/\s]+[=\s]*",
        "canonical": r"\S+",
        "code": r"\S[\s\S]*",
        "date": rf"{_YEAR}(-{_MONTH}(-{_DAY})?)?",
        "dateTime": rf"{_YEAR}(-{_MONTH}(-{_DAY}(T{_CLOCK}{_ZONE})?)?)?",
        "id": r"[A-Za-z0-9\-.]{1,64}",
        "instant": rf"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE}",
        "markdown": _TEXT,
        "oid": r"urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*+))++",
        "string": _TEXT,
        "time": _CLOCK,
        "uri": r"\S+",
        "url": r"\S+",
        "uuid": r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "xhtml": _TEXT,
    }.items()
}
_LOOSE_SPACE = re.compile(r"\s\s|\s\Z")
_LOWEST: Mapping[str, int] = {"integer": -(2**31), "unsignedInt": 0, "positiveInt": 1}
_LARGEST = 2**31 - 1
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_DATED = frozenset({"date", "dateTime", "instant"})


def fault(type_: str, value: object) -> str | None:
    """What is wrong with a JSON value of this primitive type, as the form that is expected; None when right."""
    if type_ == "boolean":
        return None if isinstance(value, bool) else "true or false, without quotes"
    if type_ in _LOWEST or type_ == "decimal":
        return None if _is_number(type_, value) else f"a number ({type_}), without quotes"
    if not isinstance(value, str):
        return f"text in quotes ({type_})"
    return _fault_in_text(type_, value)


def from_text(type_: str, text: str) -> object | None:
    """The JSON value of a primitive written as text (XML), None when it cannot be one. Decimals stay as written."""
    if type_ == "boolean":
        return {"true": True, "false": False}.get(text)
    if type_ in _LOWEST:
        return int(text) if len(text) <= 11 and _INTEGER.fullmatch(text) else None
    if type_ == "decimal":
        return _decimal(text) if len(text) <= 64 and _DECIMAL.fullmatch(text) else None
    return text


def _decimal(text: str) -> Exact | None:
    try:
        return exact(text)
    except BadInput:  # the same in XML as in JSON, where it is kept and read again
        return None


def _is_number(type_: str, value: object) -> bool:
    if isinstance(value, bool):
        return False
    if type_ == "decimal":
        return isinstance(value, int | Decimal)
    return isinstance(value, int) and _LOWEST[type_] <= value <= _LARGEST


def _fault_in_text(type_: str, value: str) -> str | None:
    if not value.strip():
        return "some text: an empty value is left out"
    if _FORMATS[type_].fullmatch(value) is None or not _well_spaced(type_, value):
        return f"the form of {type_}"
    return None if type_ not in _DATED or _exists(value) else "a day that exists"


def _well_spaced(type_: str, value: str) -> bool:
    """What the pattern leaves open: groups of four in base64 (padded by at most two), single spaces in a code."""
    match type_:
        case "base64Binary":
            return len("".join(value.split())) % 4 == 0 and value.count("=") <= 2
        case "code":
            return _LOOSE_SPACE.search(value) is None
        case _:
            return True


def _exists(value: str) -> bool:
    day = value.partition("T")[0]
    if len(day) < 10:
        return True
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
