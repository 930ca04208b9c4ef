"""What an Ons Omaha classification or care plan says, typed. No repr: the content is clinical.

Ids are text, whatever JSON type Ons gave them. Times are ISO 8601: a date, or a point in time with its offset.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Status = Literal["DRAFT", "ACTIVE", "OLD"]
Reach = Literal["Individual", "Family", "Community"]
Level = Literal["HealthPromotion", "Potential", "Actual"]


@dataclass(frozen=True, slots=True, repr=False)
class Named:
    """A thing of the Ons catalogue: its classificationId (not a code), its Dutch name, where in the message."""

    id: str | None
    name: str | None
    where: str


@dataclass(frozen=True, slots=True, repr=False)
class Ratings:
    """Problem Rating Scale for Outcomes, each 1 to 5 (5 is best); None where not scored."""

    knowledge: int | None
    behavior: int | None
    status: int | None


@dataclass(frozen=True, slots=True, repr=False)
class SignSymptom:
    """`text`: what the nurse added for this client; `id`: that of the Ons catalogue."""

    name: str | None
    text: str | None
    id: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Intervention:
    id: str
    category: Named | None
    target: Named | None
    specification: str | None
    care_plan_entry: str | None
    action_entry: str | None


@dataclass(frozen=True, slots=True, repr=False)
class ClassifiedProblem:
    id: str
    problem: Named
    domain: Named | None
    reach: Reach
    level: Level
    start: Ratings
    target: Ratings
    additional_info: str | None
    signs: tuple[SignSymptom, ...]
    interventions: tuple[Intervention, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Classification:
    """OmahaClassification: one assessment of one client."""

    id: str
    client: str
    status: Status
    begin: str | None
    end: str | None
    care_plan: str | None
    created: str | None
    updated: str | None
    employee: str | None
    problems: tuple[ClassifiedProblem, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Demand:
    """What care is asked for: an Omaha problem, or a demand of the organisation's own. `domain`: where Ons files it."""

    demand: Named
    domain: Named | None
    comment: str | None
    protocol: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Goal:
    id: str
    title: str | None
    definition: str | None
    comment: str | None
    due: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Action:
    """`lasting`: the number by which Ons knows the action through all versions of a plan."""

    id: str
    title: str | None
    action: Named | None
    comment: str | None
    instruction: str | None
    lasting: str | None


@dataclass(frozen=True, slots=True, repr=False)
class CarePlanEntry:
    """`realised`, `wanted`: how far the goal is and should be reached, in percent."""

    id: str
    demand: Demand | None
    goal: Goal | None
    actions: tuple[Action, ...]
    realised: int | Decimal | None
    wanted: int | Decimal | None


@dataclass(frozen=True, slots=True, repr=False)
class CarePlan:
    id: str
    client: str
    employee: str | None
    status: Status
    begin: str | None
    end: str | None
    entries: tuple[CarePlanEntry, ...]
