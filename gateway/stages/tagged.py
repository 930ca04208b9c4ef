"""Resource → TaggedResource: what a resource is about, by Omaha and ZRM, and how sensitive it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gateway.stages.normalised import Resource
from gateway.stages.vocabulary import Basis, Domain, Law


@dataclass(frozen=True, slots=True)
class Tag:
    """One derived or assessed Omaha problem on a resource, with all that says how sure it is.

    `basis`: `own-assessment` (a nurse's Omaha classification), `confirmed` (a professional said so of this item),
    else the basis column of its table in the project's words;
    `confidence`: high, medium, low; `equivalence`: R4 relation of target to source.
    """

    problem: str  # PB0024
    primary: bool
    equivalence: str
    confidence: Literal["high", "medium", "low"]
    basis: Basis
    source_system: str
    source_code: str
    table: str  # crosswalk and its version: "icpc_to_omaha/1"


@dataclass(frozen=True, slots=True)
class LifeTag:
    """One ZRM life domain (slug of ZRM 2017, such as `lichamelijke-gezondheid`) on a resource."""

    domain: str
    primary: bool
    confidence: Literal["high", "medium", "low"]
    basis: Basis
    via: str  # what it was derived from: "PB0024" or "icpc-1-nl|R95"


@dataclass(frozen=True, slots=True)
class Tags:
    """Everything tagging says of one resource. Both tuples empty means "niet te bepalen" (allowed)."""

    problems: tuple[Tag, ...]
    life: tuple[LifeTag, ...]
    labels: tuple[str, ...]  # N | R | V and PSY SEX ETH HIV SDV; never empty
    law: Law
    domain: Domain
    day: date | None  # Dutch day of the care event
    contact_entry: bool  # a contact (Encounter, report …) rather than a fact
    narrative: bool  # holds free text of a contact: needs its own consent


@dataclass(frozen=True, slots=True)
class TaggedResource:
    resource: Resource
    tags: Tags
