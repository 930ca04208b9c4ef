"""From an Ons classification or care plan to FHIR R4 resources and notices. These messages name no person."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.moments import utc
from gateway.mappings.wijkverpleging import interventies, scores, zorgplan
from gateway.mappings.wijkverpleging.codes import translate
from gateway.mappings.wijkverpleging.policy import CARE_PLAN, CLASSIFICATION, DRAFT
from gateway.mappings.wijkverpleging.probleem import Assessed, problem
from gateway.mappings.wijkverpleging.wie import subject
from gateway.mappings.wijkverpleging.zorgplan import Planned
from gateway.sources.wijkverpleging.model import CarePlan, Classification, ClassifiedProblem
from gateway.stages.delivered import Notice, Origin, SourceMessage
from gateway.stages.normalised import Normalised, Resource
from gateway.stages.vocabulary import FhirJson


def normalise(message: SourceMessage, origin: Origin) -> Normalised:
    """`message.body` is a Classification or a CarePlan. Raises Rejected ons-omaha-unknown."""
    body: Classification | CarePlan = message.body
    match body:
        case Classification():
            mapping, contents, stands_at = CLASSIFICATION, _assessment(body, origin), body.updated or body.created
            notices = _notices(body)
        case CarePlan():
            # A care plan says when it begins, not when it was changed: the last delivery leads.
            mapping, contents, stands_at = CARE_PLAN, zorgplan.resources(Planned(body, origin)), None
            notices = ()
    return Normalised(
        kind=message.kind,
        version=message.version,
        mapping=mapping,
        people=(),
        # No standard and no publication lays down Omaha in FHIR, nor the Ons ids: every rule is our own judgement.
        resources=tuple(
            Resource(content=content, subject=subject(body.client), basis="heuristic", stands_at=utc(stands_at))
            for content in contents
        ),
        notices=notices,
    )


def _assessment(whole: Classification, origin: Origin) -> Iterator[FhirJson]:
    for found in whole.problems:
        assessed = Assessed(whole, found, translate(found.problem, "PB"), origin)
        if not assessed.draft:
            yield problem(assessed)
            yield from scores.ratings(assessed)
        if scores.has_goal(assessed):
            yield scores.goal(assessed)
        if found.interventions:
            yield interventies.care_plan(assessed)


def _notices(whole: Classification) -> tuple[Notice, ...]:
    named = [
        Notice(found.problem.where, "The problem lies in another domain") for found in whole.problems if _strays(found)
    ]
    if whole.status == DRAFT:
        named.append(Notice("$.status", "A draft: problems, ratings and remarks wait until it is active"))
    return tuple(named)


def _strays(found: ClassifiedProblem) -> bool:
    """Whether the domain that is named is not the one in the problem's own id."""
    if found.domain is None or found.domain.id is None:
        return False
    translate(found.problem, "PB")  # an id that is not known may have no domain in it
    translate(found.domain, "DM")
    return (found.problem.id or "").split(".")[2] != found.domain.id.rpartition(".")[2]
