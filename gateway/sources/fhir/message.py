"""What a FHIR delivery holds: its resources, each with its fullUrl, exactly as they came."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.stages import FhirJson


@dataclass(frozen=True, slots=True)
class Entry:
    """`full_urls`: absolute or urn names by which references may point here."""

    resource: FhirJson = field(repr=False)
    full_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FhirMessage:
    entries: tuple[Entry, ...]
