"""What a timeline is made of. An entry is a view on one cleared item: words are read when asked for, so that a record
of thousands of items costs only the page that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gateway.stages.disclosed import DisclosedItem
from gateway.stages.vocabulary import Law
from gateway.timeline import names, vocabulary
from gateway.timeline.details import Detail, details
from gateway.timeline.filters import Filters
from gateway.timeline.kinds import Kind, kind_of
from gateway.timeline.titles import title

Unit = Literal["maand", "kwartaal", "jaar", "eerder"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A life domain or Omaha problem on an entry, with how sure that is."""

    key: str
    name: str
    primary: bool
    sureness: str


@dataclass(frozen=True, slots=True)
class Entry:
    item: DisclosedItem

    @property
    def kind(self) -> Kind:
        return kind_of(self.item)

    @property
    def day(self) -> date | None:
        return self.item.tags.day

    @property
    def contact_only(self) -> bool:
        return self.item.level == "contact-only"

    @property
    def law(self) -> Law:
        return self.item.tags.law

    @property
    def why(self) -> str:
        return self.item.decision.sentence

    @property
    def title(self) -> str:
        return vocabulary.CONTACT_ONLY if self.contact_only else title(self.item.content, self.kind.name)

    @property
    def details(self) -> tuple[Detail, ...]:
        return details(self.item.content)

    @property
    def life(self) -> tuple[Mark, ...]:
        return tuple(
            Mark(tag.domain, names.life_domain(tag.domain), tag.primary, vocabulary.sureness(tag))
            for tag in self.item.tags.life
        )

    @property
    def problems(self) -> tuple[Mark, ...]:
        return tuple(
            Mark(tag.problem, names.problem(tag.problem), tag.primary, vocabulary.sureness(tag))
            for tag in self.item.tags.problems
        )


@dataclass(frozen=True, slots=True)
class Day:
    """Entries of one Dutch day; `date` None for what has no date."""

    date: date | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What of a timeline is shown at once, in its order. `number`: from 1, `of` so many."""

    entries: tuple[Entry, ...]
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time in the lanes, both days included."""

    start: date
    end: date
    unit: Unit


@dataclass(frozen=True, slots=True)
class Lane:
    """One life domain: how many shown entries fall in each column. `undated`: those without a day."""

    key: str
    name: str
    counts: tuple[int, ...]
    undated: int

    @property
    def total(self) -> int:
        return sum(self.counts) + self.undated


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything counted here is counted over what the caller may see and asked for, nothing else."""

    handle: str
    today: date
    filters: Filters
    days: tuple[Day, ...]
    page: Page
    columns: tuple[Column, ...]
    lanes: tuple[Lane, ...]
    sources: tuple[Source, ...]

    @property
    def total(self) -> int:
        return sum(len(day.entries) for day in self.days)
