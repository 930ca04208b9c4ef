"""What a FHIR delivery holds: its resources as they came, each with its release and its fullUrl."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.stages import FhirJson


@dataclass(frozen=True, slots=True)
class Entry:
    """`full_urls`: absolute or urn names by which references may point here; `release`: by which it was read."""

    resource: FhirJson = field(repr=False)
    full_urls: tuple[str, ...] = ()
    release: str = "R4"


@dataclass(frozen=True, slots=True)
class FhirMessage:
    entries: tuple[Entry, ...]
