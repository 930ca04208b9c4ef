"""The contact-only form: that there was contact, with whom and when; not what was said, nor how many facts there are.

An Encounter stays itself, bare. Everything else of the same source and day falls together into one contact, so neither
kind nor number of what is behind it can be read off.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from gateway.stages import Decision, FhirJson, StoredVersion, Tags

NAMESPACE: Final = uuid.UUID("6f0c1f3e-5d1b-5c7a-9d0e-0b6a1f2c3d4e")
REDACTED: Final = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "REDACTED",
    "display": "redacted",
}
CLASS: Final = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB", "display": "ambulatory"}


@dataclass(frozen=True, slots=True)
class Reduced:
    """One contact without content, made from one or more versions; `version` is the one that stands for it."""

    record: str
    version: StoredVersion
    content: FhirJson
    tags: Tags
    decision: Decision


def reduce(items: Iterable[tuple[StoredVersion, Decision]], handle: str) -> list[Reduced]:
    """The contact-only forms of all items of one client for which no more than contact survives."""
    contacts: list[Reduced] = []
    days: dict[tuple[str, date | None], list[tuple[StoredVersion, Decision]]] = {}
    for version, decision in items:
        if version.type == "Encounter":
            contacts.append(_contact(version.record, version, decision, handle))
        else:
            days.setdefault((version.source, version.attributes.day), []).append((version, decision))
    met = {(contact.version.source, contact.version.attributes.day) for contact in contacts}
    for (source, day), group in days.items():
        if (source, day) not in met:
            contacts.append(_of_day(source, day, group, handle))
    return contacts


def _of_day(source: str, day: date | None, group: Sequence[tuple[StoredVersion, Decision]], handle: str) -> Reduced:
    # Any of them says the same; the earliest received does not change when more is added on that day.
    version, decision = min(group, key=lambda entry: (entry[0].recorded, entry[0].record))
    record = str(uuid.uuid5(NAMESPACE, f"{version.client}|{source}|{day}"))
    return _contact(record, version, decision, handle)


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
    tags = replace(version.tags, problems=(), life=(), labels=("N",), contact_entry=True, narrative=False)
    return Reduced(record, version, content, tags, decision)
