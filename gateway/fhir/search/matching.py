"""Whether a resource matches a query, and the order of what does; over JSON, tags and time of receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from gateway.fhir import moments
from gateway.fhir.moments import Interval
from gateway.fhir.search import named
from gateway.fhir.search.parameters import token
from gateway.fhir.search.query import Modified, Query, Token, When
from gateway.stages.tagged import Tags
from gateway.stages.vocabulary import FhirJson

T = TypeVar("T")
Row = tuple[FhirJson, Tags, datetime]
DATES = (
    "effectiveDateTime",
    "effectivePeriod",
    "effectiveInstant",
    "onsetDateTime",
    "onsetPeriod",
    "occurrenceDateTime",
    "occurrencePeriod",
    "performedDateTime",
    "performedPeriod",
    "period",
    "start",
    "startDate",
    "date",
    "authoredOn",
    "recordedDate",
    "created",
    "sent",
    "timingDateTime",
)


def matches(content: FhirJson, tags: Tags, recorded: datetime, query: Query) -> bool:
    """Every parameter must match."""
    return (
        all(_token(name, wanted, content, tags) for name, wanted in query.tokens)
        and all(
            any(compares(when, found) for when in wanted for found in _intervals(name, content, recorded))
            for name, wanted in query.dates
        )
        and all(_modified(one, content, tags, recorded) for one in query.modified)
    )


def _modified(one: Modified, content: FhirJson, tags: Tags, recorded: datetime) -> bool:
    """`not`: none of the codes, also when there is no code at all; `text`: words of the concept begin so."""
    match one.modifier:
        case "not":
            return not _token(one.name, [token(part) for part in one.asked], content, tags)
        case "missing":
            # An element without a code, in words alone, is there (FHIR R4 search, "missing").
            there = (
                _token(one.name, [Token(None, "")], content, tags)
                or bool(content.get(_member(one.name, content)))
                or any(True for _ in _intervals(one.name, content, recorded))
            )
            return there == (one.asked == ("false",))
        case "text":
            words = [text.casefold() for text in _words(content.get(_member(one.name, content)))]
            return any(text.startswith(part.casefold()) for text in words for part in one.asked)


def ordered(rows: Iterable[T], query: Query, key: Callable[[T], Row]) -> list[T]:
    """Sorted as asked; equal ones by id, so that pages never overlap."""
    found = sorted(rows, key=lambda row: str(key(row)[0].get("id")))
    for one in reversed(query.sort):  # sorting keeps the order of equals: the weightiest key comes last
        found.sort(key=partial(_ranked, one.removeprefix("-"), key), reverse=one.startswith("-"))
    return found


def _ranked(name: str, key: Callable[[T], Row], row: T) -> Any:
    return _rank(name, *key(row))


def _rank(name: str, content: FhirJson, tags: Tags, recorded: datetime) -> Any:
    match name:
        case "date":
            return tags.day.toordinal() if tags.day else 0
        case "_lastUpdated":
            return recorded
        case _:
            return str(content.get("id"))


def holds(content: FhirJson, name: str, wanted: Sequence[Token]) -> bool:
    """Whether a coded member has any of these codes."""
    return any(_is(token, system, code) for token in wanted for system, code in _codings(content.get(name)))


def _token(name: str, wanted: Sequence[Token], content: FhirJson, tags: Tags) -> bool:
    match name:
        case "_id":
            return any(token.code == content.get("id") for token in wanted)
        case "omaha":
            return any(token.code == tag.problem for token in wanted for tag in tags.problems)
        case "zrm":
            return any(token.code == tag.domain for token in wanted for tag in tags.life)
        case "_tag":
            codes = {tag.problem for tag in tags.problems} | {tag.domain for tag in tags.life}
            return any(token.code in codes for token in wanted)
        case "status":
            return any(_is(token, None, status) for token in wanted for status in _statuses(content))
        case _:
            return holds(content, _member(name, content), wanted)


def _member(name: str, content: FhirJson) -> str:
    """The member that a parameter looks at: its own name, unless FHIR calls the parameter otherwise."""
    return named.TOKENS.get(str(content.get("resourceType")), {}).get(name, name)


def _is(token: Token, system: str | None, code: str | None) -> bool:
    if token.system is not None and token.system != (system or ""):
        return False
    return not token.code or token.code == code


def _statuses(content: FhirJson) -> Iterator[str]:
    for name in ("status", "lifecycleStatus"):
        if isinstance(content.get(name), str):
            yield content[name]
    yield from (code for _system, code in _codings(content.get("clinicalStatus")) if code)


def _codings(value: Any) -> Iterator[tuple[str | None, str | None]]:
    for concept in value if isinstance(value, list) else [value]:
        if isinstance(concept, str):
            yield None, concept
        elif isinstance(concept, dict):
            for coding in concept.get("coding", [concept] if "code" in concept else ()):
                yield coding.get("system"), coding.get("code")


def _words(value: Any) -> Iterator[str]:
    for concept in value if isinstance(value, list) else [value]:
        if isinstance(concept, dict):
            for held in (concept, *concept.get("coding", ())):
                yield from (held[name] for name in ("text", "display") if isinstance(held.get(name), str))


def _intervals(name: str, content: FhirJson, recorded: datetime) -> Iterator[Interval]:
    if name == "_lastUpdated":
        yield moments.of_instant(recorded)
        return
    for member in named.DATES.get(str(content.get("resourceType")), {}).get(name, DATES if name == "date" else ()):
        if member in content:
            found = moments.of_value(content[member])
            if found is not None:
                yield found
            return


def compares(when: When, found: Interval) -> bool:
    """FHIR R4 search, prefixes: a range equals when it lies within the other, gt and lt look at what sticks out."""
    asked, inside = when.interval, when.interval.low <= found.low and found.high <= when.interval.high
    above, below = found.high > asked.high, found.low < asked.low
    return {
        "eq": inside,
        "ne": not inside,
        "gt": above,
        "lt": below,
        "ge": above or inside,
        "le": below or inside,
        "sa": found.low >= asked.high,
        "eb": found.high <= asked.low,
    }[when.prefix]
