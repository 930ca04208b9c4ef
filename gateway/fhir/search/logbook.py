"""Searching the log: parameters of AuditEvent by a closed grammar, as for everything else here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from gateway.fhir import moments
from gateway.fhir.search.matching import compares
from gateway.fhir.search.query import When
from gateway.fhir.search.values import DEFAULT_COUNT, count, refused, values, when
from gateway.stages.vocabulary import FhirJson

# Parameter → type (FHIR R4 AuditEvent; `subtype` also takes our own word for the event).
PARAMETERS = {
    "patient": "reference",
    "date": "date",
    "action": "token",
    "outcome": "token",
    "subtype": "token",
    "_id": "token",
}


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Every member of `codes` and `dates` must match; within one, any value does."""

    patient: str | None
    codes: tuple[tuple[str, tuple[str, ...]], ...]
    dates: tuple[tuple[When, ...], ...]
    count: int
    cursor: str | None
    canonical: str


def parse(parameters: Sequence[tuple[str, str]], today: date) -> LogQuery:
    """Raises Rejected(search-parameter) naming what is unknown, malformed or given twice. `today`: for `ap`."""
    single: dict[str, str] = {}
    codes: list[tuple[str, tuple[str, ...]]] = []
    dates: list[tuple[When, ...]] = []
    for name, value in parameters:
        match PARAMETERS.get(name):
            case "token":
                codes.append((name, tuple(part.rpartition("|")[2] for part in values(value))))
            case "date":
                dates.append(tuple(when(name, part, today) for part in values(value)))
            case _:
                if name not in {"patient", "_count", "_cursor"} or name in single:
                    raise refused(name, "This search parameter is not known here, or stands twice")
                single[name] = value
    return LogQuery(
        patient=single["patient"].removeprefix("Patient/") if "patient" in single else None,
        codes=tuple(codes),
        dates=tuple(dates),
        count=count(single.get("_count", str(DEFAULT_COUNT))),
        cursor=single.get("_cursor"),
        canonical=urlencode([(name, value) for name, value in parameters if name != "_cursor"]),
    )


def matches(event: FhirJson, recorded: datetime, query: LogQuery) -> bool:
    """Whether an AuditEvent matches every parameter but `patient`, which decides what is read at all."""
    at = moments.of_instant(recorded)
    return all(any(code in wanted for code in _codes(event, name)) for name, wanted in query.codes) and all(
        any(compares(asked, at) for asked in wanted) for wanted in query.dates
    )


def _codes(event: FhirJson, name: str) -> list[str]:
    if name == "subtype":
        return [coding["code"] for coding in event["subtype"]]
    return [event["id" if name == "_id" else name]]
