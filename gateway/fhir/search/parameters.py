"""Reading search parameters: strict, because a parameter that is ignored would return more than was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from gateway.errors import Rejected
from gateway.fhir import moments

# Parameter → type, for every type but Patient. `omaha` (PB code) and `zrm` (life domain) search the tags.
COMMON = {
    "patient": "reference",
    "subject": "reference",
    "_id": "token",
    "code": "token",
    "category": "token",
    "status": "token",
    "date": "date",
    "_lastUpdated": "date",
    "omaha": "token",
    "zrm": "token",
    "target": "reference",
}
SORTS = frozenset({"date", "-date", "_lastUpdated", "-_lastUpdated", "_id", "-_id"})
DEFAULT_COUNT, MOST = 50, 500
_DATE = re.compile(r"(eq|ne|lt|gt|le|ge|sa|eb)?(\d.*)")


@dataclass(frozen=True, slots=True)
class Token:
    """`system` None: any; empty: none."""

    system: str | None
    code: str


@dataclass(frozen=True, slots=True)
class When:
    prefix: str
    interval: moments.Interval


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed search. Every member of `tokens` and `dates` must match; within one, any value does."""

    patient: str | None
    tokens: tuple[tuple[str, tuple[Token, ...]], ...]
    dates: tuple[tuple[str, tuple[When, ...]], ...]
    targets: tuple[str, ...]
    sort: str
    count: int
    cursor: str | None
    canonical: str


def parse(type_: str | None, parameters: Sequence[tuple[str, str]]) -> Query:
    """Read the parameters of a search. Raises Rejected(search-parameter) naming what is unknown or malformed."""
    patient: str | None = None
    tokens: list[tuple[str, tuple[Token, ...]]] = []
    dates: list[tuple[str, tuple[When, ...]]] = []
    targets: tuple[str, ...] = ()
    single: dict[str, str] = {}
    for name, value in parameters:
        match COMMON.get(name):
            case "reference" if name == "target" and type_ == "Provenance":
                targets = tuple(value.split(","))
            case "reference" if name in {"patient", "subject"} and patient is None:
                patient = value.removeprefix("Patient/")
            case "token":
                tokens.append((name, tuple(_token(part) for part in values(value))))
            case "date":
                dates.append((name, tuple(when(name, part) for part in values(value))))
            case _:
                if name not in {"_count", "_sort", "_cursor", "_tag"} or name in single:
                    raise refused(name, "This search parameter is not known here, or stands twice")
                single[name] = value
    if "_tag" in single:
        tokens.append(("_tag", tuple(_token(part) for part in values(single["_tag"]))))
    kept = [(name, value) for name, value in parameters if name != "_cursor"]
    return Query(
        patient=patient,
        tokens=tuple(tokens),
        dates=tuple(dates),
        targets=targets,
        sort=_sort(single.get("_sort", "-date")),
        count=count(single.get("_count", str(DEFAULT_COUNT))),
        cursor=single.get("_cursor"),
        canonical=urlencode(kept),
    )


def values(value: str) -> list[str]:
    return [part for part in value.split(",") if part]


def _token(value: str) -> Token:
    system, bar, code = value.rpartition("|")
    return Token(system if bar else None, code)


def when(name: str, value: str) -> When:
    match = _DATE.fullmatch(value)
    found = moments.interval(match[2]) if match else None
    if match is None or found is None:
        raise refused(name, "Not a date with an optional prefix (eq ne lt gt le ge sa eb)")
    return When(match[1] or "eq", found)


def _sort(value: str) -> str:
    if value not in SORTS:
        raise refused("_sort", f"Sort by one of {', '.join(sorted(SORTS))}")
    return value


def count(value: str) -> int:
    if not value.isdecimal() or len(value) > 6:
        raise refused("_count", "A whole number from 0")
    return min(int(value), MOST)


def refused(name: str, rule: str) -> Rejected:
    shown = name if re.fullmatch(r"[_A-Za-z][A-Za-z0-9:_.-]{0,40}", name) else "a parameter"
    return Rejected("search-parameter", rule, where=shown, mend="see /fhir/metadata for what can be searched")
