"""The nouns of terminology: concepts in systems, sets of them, and maps between them; frozen, without FHIR."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Language = Literal["nl", "en"]
BASE = "https://wijkdossier.nl/fhir"


@dataclass(frozen=True, slots=True)
class Coding:
    """A code as somebody wrote it. `system` None: not said."""

    system: str | None
    code: str
    display: str | None = None
    version: str | None = None


def computable(id_: str) -> str:
    """The name that FHIR asks for beside the title: an id as one word, `zrm-levels` → `ZrmLevels`."""
    return "".join(part.capitalize() for part in id_.replace("_", "-").split("-"))


@dataclass(frozen=True, slots=True)
class Property:
    """What a system says of its concepts beside their names. `kind`: type of the value in FHIR."""

    code: str
    kind: Literal["code", "string", "integer"]
    description: str


@dataclass(frozen=True, slots=True)
class Concept:
    """One code with its names; an empty name is one we do not have. `also`: other codes accepted for it on input."""

    code: str
    nl: str = ""
    en: str = ""
    parent: str | None = None
    properties: tuple[tuple[str, str | int], ...] = ()
    also: tuple[str, ...] = ()

    def display(self, language: Language) -> str:
        """The name in a language, else in the other one; a code without names is its own name."""
        first, second = (self.nl, self.en) if language == "nl" else (self.en, self.nl)
        return first or second or self.code

    def names(self) -> tuple[tuple[Language, str], ...]:
        both: tuple[tuple[Language, str], ...] = (("nl", self.nl), ("en", self.en))
        return tuple((language, name) for language, name in both if name)


@dataclass(frozen=True, eq=False)
class System:
    """A code system. `aliases`: other URIs accepted on input; `language`: of its official names.

    `fragment`: we carry only part of it. `hierarchy`: codes stand under one another, and `$subsumes` works.
    """

    id: str
    url: str
    name: str
    title: str
    version: str
    language: Language
    description: str
    concepts: tuple[Concept, ...]
    aliases: frozenset[str] = frozenset()
    fragment: bool = False
    hierarchy: bool = False
    copyright: str = ""
    properties: tuple[Property, ...] = ()

    @cached_property
    def _by_code(self) -> Mapping[str, Concept]:
        found = {other: concept for concept in self.concepts for other in concept.also}
        return found | {concept.code: concept for concept in self.concepts}

    def find(self, code: str) -> Concept | None:
        """The concept of a code, or of another code accepted for it."""
        return self._by_code.get(code)

    def ancestors(self, concept: Concept) -> tuple[Concept, ...]:
        """Parent, its parent, and so on."""
        above: list[Concept] = []
        parent = concept.parent
        while parent is not None and (found := self._by_code.get(parent)) is not None:
            above.append(found)
            parent = found.parent
        return tuple(above)


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on concepts of a system, as in ValueSet.compose.include.filter."""

    property: str
    op: str
    value: str


@dataclass(frozen=True, slots=True)
class Include:
    """Part of a set: a system's concepts (all, those listed, or those that pass every filter), or other sets."""

    system: str | None = None
    version: str | None = None
    codes: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    sets: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Set:
    """A value set by what it includes and excludes."""

    id: str
    url: str
    name: str
    title: str
    version: str
    description: str
    include: tuple[Include, ...]
    exclude: tuple[Include, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Who decided on a mapping, when (ISO date) and why."""

    name: str
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a map. `target` None: known, and nothing fits. `equivalence`: R4, relation of target to source.

    `extras`: further things said of the target, as (property, system, code); `applied` False: suggested only.
    """

    source: Coding
    target: Coding | None
    equivalence: str
    basis: str
    confidence: str = ""
    rank: int = 1
    applied: bool = True
    comment: str = ""
    version: str = ""
    extras: tuple[tuple[str, str, str], ...] = ()
    reviewed: Reviewed | None = None


@dataclass(frozen=True, eq=False)
class Map:
    """A concept map. `version` changes whenever a line does; `date`: of the last change by a reviewer."""

    id: str
    url: str
    name: str
    title: str
    version: str
    description: str
    entries: tuple[Entry, ...]
    date: str | None = None

    @cached_property
    def by_source(self) -> Mapping[tuple[str, str], tuple[Entry, ...]]:
        return _grouped((entry.source, entry) for entry in self.entries)

    @cached_property
    def by_target(self) -> Mapping[tuple[str, str], tuple[Entry, ...]]:
        return _grouped((entry.target, entry) for entry in self.entries if entry.target is not None)


def _grouped(pairs: Iterable[tuple[Coding, Entry]]) -> Mapping[tuple[str, str], tuple[Entry, ...]]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for coding, entry in pairs:
        found.setdefault((coding.system or "", coding.code), []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}
