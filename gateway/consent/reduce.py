"""The contact-only form: that there was contact, with whom and when; not what was said, nor how many facts there are.

An Encounter stays itself, bare. Everything else of one source, law and care domain falls together into one contact a
day, so neither kind nor number of what is behind it can be read off; nor when it came in, or by which rule it is
shown, for those differ per fact.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from gateway.consent import sentences
from gateway.stages.decided import Decision
from gateway.stages.stored import StoredVersion
from gateway.stages.tagged import Tags
from gateway.stages.vocabulary import FhirJson

NAMESPACE: Final = uuid.UUID("6f0c1f3e-5d1b-5c7a-9d0e-0b6a1f2c3d4e")
REDACTED: Final = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "REDACTED",
    "display": "redacted",
}
CLASS: Final = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB", "display": "ambulatory"}
UNDATED: Final = date(1970, 1, 1)

Bare = tuple[StoredVersion, Decision]


@dataclass(frozen=True, slots=True)
class Reduced:
    """One contact without content, standing for one or more versions. `recorded`: start of its day, UTC."""

    record: str
    source: str
    source_name: str
    content: FhirJson
    tags: Tags
    recorded: datetime
    decision: Decision


def reduce(items: Iterable[Bare], handle: str) -> list[Reduced]:
    """The contact-only forms of all items of one client for which no more than contact survives."""
    contacts: list[Reduced] = []
    met: set[tuple[str, date | None]] = set()
    days: dict[tuple[str, str, str, date | None], list[Bare]] = {}
    for version, decision in items:
        when = (version.source, version.attributes.day)
        if version.type == "Encounter":
            met.add(when)
            contacts.append(_contact(version.record, version, decision, handle))
        else:
            kept = version.attributes
            days.setdefault((version.source, kept.law, kept.domain, kept.day), []).append((version, decision))
    return contacts + [_of_day(group, handle) for (source, *_, day), group in days.items() if (source, day) not in met]


def _of_day(group: Sequence[Bare], handle: str) -> Reduced:
    """The same whichever and however many facts are behind it. The rules of all of them are for the log."""
    version, _ = group[0]
    rules = tuple(sorted({rule for _, decision in group for rule in decision.rules}))
    kept = version.attributes
    # The handle in front: the id says whose record to look in, and is useless to another viewer.
    of_day = uuid.uuid5(
        NAMESPACE, "|".join((version.client, version.source, kept.law, kept.domain, str(kept.day or "")))
    )
    record = f"{handle}.{of_day.hex}"
    return _contact(record, version, Decision("contact-only", rules, "contact of a day", sentences.CONTACT), handle)


def _contact(record: str, version: StoredVersion, decision: Decision, handle: str) -> Reduced:
    day = version.attributes.day
    content: FhirJson = {
        "resourceType": "Encounter",
        "id": record,
        "meta": {"security": [REDACTED]},
        "status": "finished",
        "class": CLASS,
        "subject": {"reference": f"Patient/{handle}"},
        **({"period": {"start": day.isoformat()}} if day else {}),
        "serviceProvider": {"display": version.source_name},
    }
    start = day or UNDATED
    return Reduced(
        record=record,
        source=version.source,
        source_name=version.source_name,
        content=content,
        tags=_bare_tags(version),
        recorded=datetime(start.year, start.month, start.day, tzinfo=UTC),
        decision=decision,
    )


def _bare_tags(version: StoredVersion) -> Tags:
    return Tags(
        problems=(),
        life=(),
        labels=("N",),
        law=version.attributes.law,
        domain=version.attributes.domain,
        day=version.attributes.day,
        contact_entry=True,
        narrative=False,
    )
