"""TaggedResource → StoredVersion: a record as it is kept, and what consent may ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gateway.stages.tagged import Tags
from gateway.stages.vocabulary import Domain, Law


@dataclass(frozen=True, slots=True)
class Attributes:
    """What consent decides on: the sealed projection of a stored item. None or empty = missing.

    Vocabulary of consent.md: `source` organisation id, `author` person id, `contact` record id of the
    contact it belongs to, `life`/`problem` all tags and `*_primary` the primary ones.
    """

    record: str
    type: str
    source: str
    law: Law
    domain: Domain
    author: str | None = None
    contact: str | None = None
    life: tuple[str, ...] = ()
    life_primary: tuple[str, ...] = ()
    problem: tuple[str, ...] = ()
    problem_primary: tuple[str, ...] = ()
    omaha_domain: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    day: date | None = None
    contact_entry: bool = False
    narrative: bool = False


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """The current version of one record of one client, unsealed inside the disclosing transaction only."""

    client: str
    record: str
    version: int
    type: str
    source: str  # organisation id
    source_name: str
    delivery: str
    recorded: datetime  # UTC
    attributes: Attributes
    tags: Tags
    text: str  # the FHIR JSON, exactly as kept; empty until it is opened (record.opening.Opened)
