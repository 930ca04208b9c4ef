"""What a FHIR delivery holds: its resources as they came, each with its release and its fullUrl."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.stages.vocabulary import FhirJson


@dataclass(frozen=True, slots=True)
class Entry:
    """`full_urls`: absolute or urn names by which references may point here; `release`: by which it was read;
    `place`: where it stands in the delivery."""

    resource: FhirJson = field(repr=False)
    full_urls: tuple[str, ...] = ()
    release: str = "R4"
    place: str = ""

    def where(self, path: str) -> str:
        """`Observation.status` as a place in the delivery: `Bundle.entry[3].resource.status`."""
        return f"{self.place}{path[len(path.split('.', 1)[0]) :]}" if self.place.startswith("Bundle") else path


@dataclass(frozen=True, slots=True)
class FhirMessage:
    entries: tuple[Entry, ...]
