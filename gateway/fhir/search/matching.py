"""Whether a resource matches a query, and the order of what does; over JSON, tags and time of receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

from gateway.fhir import elements, moments
from gateway.fhir.moments import Interval
from gateway.fhir.search import named, quantities
from gateway.fhir.search.query import Modified, Query, Token, When
from gateway.fhir.search.values import token
from gateway.stages.tagged import Tags
from gateway.stages.vocabulary import FhirJson

T = TypeVar("T")
Row = tuple[FhirJson, Tags, datetime]
# Where a type says when care was given: what `start` and `end` of $everything are about, the first that is there.
CARE_DATES: Final = (
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
        and all(
            any(quantities.compares(amount, held) for amount in wanted for held in _values(name, content))
            for name, wanted in query.amounts
        )
        and all(_modified(one, content, tags) for one in query.modified)
    )


def _modified(one: Modified, content: FhirJson, tags: Tags) -> bool:
    """`not`: none of the codes, also when there is no code at all; `text`: words of the concept begin so."""
    match one.modifier:
        case "not":
            return not _token(one.name, [token(part) for part in one.asked], content, tags)
        case "missing":
            # An element without a code, in words alone, is there (FHIR R4 search, "missing").
            return any(True for _ in _values(one.name, content)) == (one.asked == ("false",))
        case "text":
            words = [text.casefold() for held in _values(one.name, content) for text in _words(held)]
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


def holds(content: FhirJson, place: str, wanted: Sequence[Token]) -> bool:
    """Whether what stands at a place has any of these codes."""
    return any(_has(held, wanted) for held in elements.every(content, place))


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
        case _:
            return any(_has(held, wanted) for held in _values(name, content))


def _values(name: str, content: FhirJson) -> Iterator[Any]:
    """What a parameter looks at in a resource, by the name that FHIR gives it for this type; nothing of other types."""
    found = named.of_type(str(content.get("resourceType"))).get(name)
    for place in found.places if found else ():
        yield from elements.every(content, place)


def _has(held: Any, wanted: Sequence[Token]) -> bool:
    return any(_is(token, system, code) for token in wanted for system, code in _codings(held))


def _is(token: Token, system: str | None, code: str | None) -> bool:
    if token.system is not None and token.system != (system or ""):
        return False
    return not token.code or token.code == code


def _codings(held: Any) -> Iterator[tuple[str | None, str | None]]:
    """The codes of a code, boolean, Coding or CodeableConcept."""
    match held:
        case bool():
            yield None, str(held).lower()
        case str():
            yield None, held
        case {"coding": list() as codings}:
            for coding in codings:
                yield coding.get("system"), coding.get("code")
        case {"code": code}:
            yield held.get("system"), code


def _words(held: Any) -> Iterator[str]:
    if isinstance(held, dict):
        for one in (held, *held.get("coding", ())):
            yield from (one[name] for name in ("text", "display") if isinstance(one.get(name), str))


def _intervals(name: str, content: FhirJson, recorded: datetime) -> Iterator[Interval]:
    match name:
        case "_lastUpdated":
            yield moments.of_instant(recorded)
        case "care-date":
            first = next((content[member] for member in CARE_DATES if member in content), None)
            yield from _interval(first)
        case _:
            for held in _values(name, content):
                yield from _interval(held)


def _interval(held: Any) -> Iterator[Interval]:
    found = moments.of_value(held)
    if found is not None:
        yield found


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
        "ap": found.low < asked.high and found.high > asked.low,
    }[when.prefix]
