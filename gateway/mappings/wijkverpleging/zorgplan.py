"""An Ons care plan: one CarePlan for the whole, and per entry a CarePlan with its actions and a Goal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gateway.mappings.ids import fhir_id
from gateway.mappings.moments import dutch_day
from gateway.mappings.wijkverpleging.codes import omaha, translate
from gateway.mappings.wijkverpleging.interventies import care_plan_reference
from gateway.mappings.wijkverpleging.policy import ACTIVITY_STATUS, GOAL_STATUS, LASTING_ACTION, PLAN_STATUS, REALISED
from gateway.mappings.wijkverpleging.wie import author, identifier, period, subject_reference
from gateway.sources.wijkverpleging.model import Action, CarePlan, CarePlanEntry, Demand, Goal, Named
from gateway.stages.delivered import Origin
from gateway.stages.vocabulary import FhirJson


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan and who sent it."""

    plan: CarePlan
    origin: Origin


def resources(planned: Planned) -> Iterator[FhirJson]:
    plan = planned.plan
    yield {
        "resourceType": "CarePlan",
        "id": fhir_id("ons-zorgplan", plan.id),
        "identifier": [identifier(plan.id)],
        "status": PLAN_STATUS[plan.status],
        "intent": "plan",
        "title": "Zorgplan",
        **_shared(planned),
    }
    for entry in plan.entries:
        problem = _problem(entry.demand)
        yield _entry(planned, entry, problem)
        if entry.goal:
            yield _goal(planned, entry, entry.goal, problem)


def _shared(planned: Planned) -> FhirJson:
    plan = planned.plan
    return {
        "subject": subject_reference(plan.client),
        **period(plan.begin, plan.end),
        "author": author(plan.employee, planned.origin),
    }


def _problem(demand: Demand | None) -> FhirJson | None:
    """The Omaha problem a demand is about; a demand of the organisation's own is text only."""
    if demand is None:
        return None
    item = demand.demand
    if demand.domain is not None and demand.domain.id is not None:
        translate(demand.domain, "DM")
    if item.id is None:
        return {"text": item.name} if item.name else None
    return omaha(translate(item, "PB"), item.name)


def _entry(planned: Planned, entry: CarePlanEntry, problem: FhirJson | None) -> FhirJson:
    plan, demand = planned.plan, entry.demand
    made: FhirJson = {
        "resourceType": "CarePlan",
        "id": fhir_id("ons-zorgplanregel", entry.id),
        "identifier": [identifier(entry.id)],
    }
    if demand and demand.protocol:
        made["instantiatesUri"] = [demand.protocol]
    made |= {
        "partOf": [care_plan_reference("ons-zorgplan", plan.id)],
        "status": PLAN_STATUS[plan.status],
        "intent": "plan",
        **({"category": [problem]} if problem else {}),
        "title": (problem or {}).get("text") or "Zorgplanregel",
        **({"description": demand.comment} if demand and demand.comment else {}),
        **_shared(planned),
    }
    if entry.goal:
        made["goal"] = [{"reference": f"Goal/{_goal_id(entry.goal)}", "type": "Goal"}]
    if entry.actions:
        made["activity"] = [_activity(planned, action) for action in entry.actions]
    return made


def _activity(planned: Planned, action: Action) -> FhirJson:
    detail: FhirJson = {}
    if action.instruction:
        detail["instantiatesUri"] = [action.instruction]
    if action.action:
        detail |= _code(action.action)
    detail["status"] = ACTIVITY_STATUS[planned.plan.status]
    said = ": ".join(filter(None, (action.title, action.comment)))
    if said:
        detail["description"] = said
    lasting = [{"url": LASTING_ACTION, "valueIdentifier": identifier(action.lasting)}] if action.lasting else []
    return {"id": fhir_id("ons", action.id), **({"extension": lasting} if lasting else {}), "detail": detail}


def _percent(value: int | Decimal) -> FhirJson:
    return {"value": value, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}


def _code(item: Named) -> FhirJson:
    """An action is named by a category or a target of Omaha, or by words alone."""
    if item.id is not None:
        return {"code": omaha(translate(item, "CG", "TG"), item.name)}
    return {"code": {"text": item.name}} if item.name else {}


def _goal_id(goal: Goal) -> str:
    return fhir_id("ons-doel", goal.id)


def _goal(planned: Planned, entry: CarePlanEntry, goal: Goal, problem: FhirJson | None) -> FhirJson:
    plan = planned.plan
    said = goal.title or goal.definition or "Doel"
    made: FhirJson = {
        "resourceType": "Goal",
        "id": _goal_id(goal),
        "identifier": [identifier(goal.id)],
        "lifecycleStatus": GOAL_STATUS[plan.status],
        **({"category": [problem]} if problem else {}),
        "description": {"text": said},
        "subject": subject_reference(plan.client),
    }
    start, due = dutch_day(plan.begin), dutch_day(goal.due)
    if start:
        made["startDate"] = start
    targets: list[FhirJson] = [{"dueDate": due}] if due else []
    if entry.wanted is not None:
        # How far is far enough: the measure is the plan's own, so it has words and no code.
        measure = {"text": "Mate waarin het doel is bereikt"}
        targets.append({"measure": measure, "detailQuantity": _percent(entry.wanted)})
    if targets:
        made["target"] = targets
    if entry.realised is not None:
        made["extension"] = [{"url": REALISED, "valueQuantity": _percent(entry.realised)}]
    notes = [{"text": text} for text in (goal.definition, goal.comment) if text and text != said]
    return made | ({"note": notes} if notes else {})
