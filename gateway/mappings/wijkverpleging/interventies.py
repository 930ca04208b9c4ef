"""The interventions on one problem as a CarePlan: category and target of each, with what the nurse wrote."""

from __future__ import annotations

from gateway.mappings.ids import fhir_id
from gateway.mappings.wijkverpleging.codes import translate
from gateway.mappings.wijkverpleging.policy import ACTION_ENTRY, ACTIVITY_STATUS, CARE_PLAN_ENTRY, PLAN_STATUS
from gateway.mappings.wijkverpleging.probleem import Assessed
from gateway.mappings.wijkverpleging.scores import goal_id, has_goal
from gateway.mappings.wijkverpleging.specification import OMAHA
from gateway.mappings.wijkverpleging.wie import author, identifier, period, subject_reference
from gateway.sources.wijkverpleging.model import Intervention
from gateway.stages.vocabulary import FhirJson


def care_plan(assessed: Assessed) -> FhirJson:
    whole = assessed.classification
    made: FhirJson = {"resourceType": "CarePlan", "id": fhir_id("ons-interventies", assessed.problem.id)}
    if whole.care_plan:
        made["partOf"] = [care_plan_reference("ons-zorgplan", whole.care_plan)]
    made |= {
        "status": PLAN_STATUS[whole.status],
        "intent": "plan",
        "category": [assessed.concept],
        "title": f"Interventies: {assessed.name}",
        "subject": subject_reference(whole.client),
        **period(whole.begin, whole.end),
        "author": author(whole.employee, assessed.origin),
    }
    if not assessed.draft:
        about = "addresses" if assessed.reference["type"] == "Condition" else "supportingInfo"
        made[about] = [assessed.reference]
    if has_goal(assessed):
        made["goal"] = [{"reference": f"Goal/{goal_id(assessed)}", "type": "Goal"}]
    made["activity"] = [_activity(assessed, done) for done in assessed.problem.interventions]
    return made


def care_plan_reference(kind: str, number: str) -> FhirJson:
    """A plan or entry of the care plan message, which may come before or after this one."""
    return {"reference": f"CarePlan/{fhir_id(kind, number)}", "type": "CarePlan", "identifier": identifier(number)}


def _activity(assessed: Assessed, done: Intervention) -> FhirJson:
    links: list[FhirJson] = []
    if done.care_plan_entry:
        entry = care_plan_reference("ons-zorgplanregel", done.care_plan_entry)
        links.append({"url": CARE_PLAN_ENTRY, "valueReference": entry})
    if done.action_entry:
        links.append({"url": ACTION_ENTRY, "valueIdentifier": identifier(done.action_entry)})
    detail: FhirJson = {"code": _code(done), "status": ACTIVITY_STATUS[assessed.classification.status]}
    if not assessed.draft:
        detail["reasonReference"] = [assessed.reference]
    if done.specification:
        detail["description"] = done.specification
    return {"id": fhir_id("ons", done.id), **({"extension": links} if links else {}), "detail": detail}


def _code(done: Intervention) -> FhirJson:
    """Category and target together say what is done, so both are codings of the one concept."""
    parts = ((done.category, "CG"), (done.target, "TG"))
    coded = [{"system": OMAHA, "code": translate(item, family)} for item, family in parts if item]
    text = ": ".join(item.name for item, _ in parts if item and item.name)
    return {**({"coding": coded} if coded else {}), "text": text or "Interventie"}
