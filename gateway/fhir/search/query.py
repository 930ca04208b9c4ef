"""A search as it was read: frozen types, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gateway.fhir import moments

Modifier = Literal["not", "missing", "text"]


@dataclass(frozen=True, slots=True)
class Token:
    """`system` None: any; empty: none."""

    system: str | None
    code: str


@dataclass(frozen=True, slots=True)
class When:
    prefix: str
    interval: moments.Interval


@dataclass(frozen=True, slots=True)
class Amount:
    """From `low` up to `high`: what counts as the number asked. `system`, `code` of the unit, empty: any."""

    prefix: str
    low: Decimal
    high: Decimal
    system: str
    code: str


@dataclass(frozen=True, slots=True)
class Modified:
    """`code:not=…`, `date:missing=true`, `code:text=…`: a parameter under a modifier, with what was asked of it."""

    name: str
    modifier: Modifier
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """`encounter:Encounter.date=…`: what `name` points at must be of `type` (None: any) and answer `query`."""

    name: str
    type: str | None
    query: Query


@dataclass(frozen=True, slots=True)
class Has:
    """`_has:Observation:encounter:code=…`: a `type` that answers `query` points here by `name`."""

    type: str
    name: str
    query: Query


@dataclass(frozen=True, slots=True)
class Include:
    """`Observation:encounter[:Encounter]`."""

    type: str
    name: str
    target: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed search. Every member of each list must match; within one, any value does. `links` name `Type/id`.

    `sort`: keys, the first the weightiest. `types`: which types of $everything, None: all.
    """

    patient: str | None
    tokens: tuple[tuple[str, tuple[Token, ...]], ...]
    dates: tuple[tuple[str, tuple[When, ...]], ...]
    amounts: tuple[tuple[str, tuple[Amount, ...]], ...]
    modified: tuple[Modified, ...]
    links: tuple[tuple[str, tuple[str, ...]], ...]
    chains: tuple[Chain, ...]
    has: tuple[Has, ...]
    includes: tuple[Include, ...]
    revincludes: tuple[Include, ...]
    sort: tuple[str, ...]
    count: int
    cursor: str | None
    canonical: str
    types: frozenset[str] | None = None

    @property
    def alone(self) -> bool:
        """Whether resources of other types play no part in the answer."""
        return not (self.chains or self.has or self.includes or self.revincludes)
