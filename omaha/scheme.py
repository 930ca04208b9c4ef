"""The Omaha System (2005 edition) and ZRM as frozen types.

Problem numbers run 01–50 with gaps; they are not 1–42. Codes are those of the New Zealand code system (PB, SS, TG …),
because HL7 publishes none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Domain:
    """One of four: environmental, psychosocial, physiological, health-related behaviors."""

    code: str
    en: str
    nl: str


@dataclass(frozen=True, slots=True)
class SignSymptom:
    """`number` such as 24.01; gaps are retired terms. Dutch texts are not supplied (licence unclear)."""

    code: str
    number: str
    en: str
    is_other: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """`number`: the published two digits; `ordinal`: order of display only."""

    code: str
    number: str
    ordinal: int
    en: str
    nl: str
    domain: str
    signs: tuple[SignSymptom, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """One of four kinds of intervention."""

    code: str
    number: str
    en: str
    nl: str


@dataclass(frozen=True, slots=True)
class Target:
    """What an intervention is about (actievlak): 75 and "other"."""

    code: str
    number: str
    en: str
    nl: str
    is_other: bool


@dataclass(frozen=True, slots=True)
class Modifier:
    """`kind`: whose problem it is (client), or health promotion, potential, actual (risk)."""

    code: str
    kind: Literal["client", "risk"]
    en: str
    nl: str


@dataclass(frozen=True, slots=True)
class Level:
    """1 is least and 5 most favourable, on every scale."""

    value: int
    code: str
    en: str
    nl: str


@dataclass(frozen=True, slots=True)
class Rating:
    """A scale of the Problem Rating Scale for Outcomes: knowledge, behavior or status. Never computed here."""

    code: str
    key: str
    en: str
    nl: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class LifeDomain:
    """A ZRM domain. `code`: our slug (the ZRM has no published codes)."""

    code: str
    order: int
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class LifeDomain2013:
    """A domain of the older set of eleven, with the 2017 domains it became. `code`: our slug."""

    code: str
    order: int
    nl: str
    en: str
    became: tuple[str, ...]
