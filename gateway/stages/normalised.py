"""SourceMessage → Normalised: what a message says, as FHIR R4, with ids and references still the source's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gateway.identifiers import Bsn
from gateway.stages.delivered import Notice
from gateway.stages.vocabulary import Domain, FhirJson, Law


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """Whose data a resource is, as the message says it. `local`: the connector's own patient id, such as
    `Patient/123` or `ons:600`. Neither: the message does not say whose it is."""

    bsn: Bsn | None = None
    local: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What a message says about the person cared for: base data (name, birth date, address …).

    `patient`: the FHIR Patient as this source sees it (no `id` needed). `dagtekening`: date of the
    message, decides between municipalities. `authority`: `basisregistratie` for BRP, `gemeente` for
    iWmo/iJw sent by the municipality, `bron` for every other source (requirement R-026).
    """

    subject: SubjectRef
    patient: FhirJson
    authority: Literal["basisregistratie", "gemeente", "bron"] = "bron"
    dagtekening: date | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """One FHIR R4 resource made from a message, ids and references still as the source wrote them.

    `content["id"]` is the source's id (stable over re-deliveries); references are `Type/id`, a `urn:`
    or absolute URL used as fullUrl, or `#contained`. `subject` None: belongs to no client
    (Practitioner, Organization, Location, Medication …). `law`/`domain` override those of the origin.
    `basis`: how the mapping rule that made it is founded.
    `stands_at`: orders versions of one resource by the source's own time (a 301 is a state:
    Toewijzingsdatum/-tijd), not by arrival; an older one never replaces a newer one. ISO 8601 text.
    `aliases`: other names by which references in the same delivery may point here (fullUrl).
    """

    content: FhirJson
    subject: SubjectRef | None
    basis: Literal["standard", "published", "agreed", "heuristic"] = "standard"
    stands_at: str | None = None
    aliases: tuple[str, ...] = ()
    law: Law | None = None
    domain: Domain | None = None

    @property
    def type(self) -> str:
        return str(self.content["resourceType"])


@dataclass(frozen=True, slots=True)
class Normalised:
    """All that one message says, as FHIR: the people, the resources, what was not understood."""

    kind: str
    version: str
    mapping: str  # name and version of the mapping, for Provenance: "istandaarden/1"
    people: tuple[Person, ...]
    resources: tuple[Resource, ...]
    notices: tuple[Notice, ...] = ()
