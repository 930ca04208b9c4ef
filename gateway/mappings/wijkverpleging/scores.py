"""Ratings: what was scored as Observations, what is aimed for as one Goal with a target per scale."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.ids import fhir_id
from gateway.mappings.moments import dutch_day
from gateway.mappings.wijkverpleging.codes import concept, omaha
from gateway.mappings.wijkverpleging.policy import GOAL_STATUS
from gateway.mappings.wijkverpleging.probleem import Assessed, dated
from gateway.mappings.wijkverpleging.specification import SCALES, SURVEY
from gateway.mappings.wijkverpleging.wie import author, subject_reference
from gateway.sources.wijkverpleging.model import Ratings
from gateway.stages.vocabulary import FhirJson


def _given(ratings: Ratings) -> Iterator[tuple[str, int]]:
    """Scale and score, for what was scored."""
    for scale in SCALES:
        score: int | None = getattr(ratings, scale)
        if score is not None:
            yield scale, score


def ratings(assessed: Assessed) -> Iterator[FhirJson]:
    """One Observation per scale; `focus` and the second category say of which problem."""
    whole, found = assessed.classification, assessed.problem
    for scale, score in _given(found.start):
        yield {
            "resourceType": "Observation",
            "id": fhir_id("ons-score", found.id, scale),
            "status": "final",
            "category": [concept(SURVEY), assessed.concept],
            "code": omaha(SCALES[scale][0], f"{assessed.name}: {SCALES[scale][1].lower()}"),
            "subject": subject_reference(whole.client),
            "focus": [assessed.reference],
            **dated(whole),
            "performer": [author(whole.employee, assessed.origin)],
            "valueInteger": score,
        }


def goal_id(assessed: Assessed) -> str:
    return fhir_id("ons-streefscore", assessed.problem.id)


def has_goal(assessed: Assessed) -> bool:
    return any(True for _ in _given(assessed.problem.target))


def goal(assessed: Assessed) -> FhirJson:
    whole, found = assessed.classification, assessed.problem
    wanted = tuple(_given(found.target))
    said = ", ".join(f"{SCALES[scale][1].lower()} {score}" for scale, score in wanted)
    made: FhirJson = {
        "resourceType": "Goal",
        "id": goal_id(assessed),
        "lifecycleStatus": GOAL_STATUS[whole.status],
        "category": [assessed.concept],
        "description": {"text": f"{assessed.name}: {said}"},
        "subject": subject_reference(whole.client),
        "target": [{"measure": omaha(*SCALES[scale]), "detailInteger": score} for scale, score in wanted],
    }
    start = dutch_day(whole.begin)
    if start:
        made["startDate"] = start
    return made if assessed.draft else {**made, "addresses": [assessed.reference]}
