"""Ons care plans: an entry is a plan of its own with its goal; Dutch days; demands outside Omaha stay text."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.fhir.check import check
from gateway.mappings.wijkverpleging import normalise
from gateway.sources.wijkverpleging.lezen import read
from gateway.stages.delivered import Origin
from gateway.stages.normalised import Normalised

ORIGIN = Origin("org-2", "Thuiszorg Zonlicht", "wijkverpleging", "wijkverpleging", "Zvw")


def plan(*entries: dict[str, Any], **more: object) -> Normalised:
    value = {"id": 23, "clientId": 600, "status": "ACTIVE", "beginDate": "2026-03-01T23:00:00Z", **more}
    return normalise(read({**value, "carePlanEntries": list(entries)}), ORIGIN)


def entry(**more: object) -> dict[str, Any]:
    demand = {"definition": "Pijn", "classificationId": "classification.problem.physiological.pain"}
    return {"id": 901, "demandEntry": {"id": 1, "comment": "Knie", "demand": demand}, **more}


def content(made: Normalised, id_: str) -> dict[str, Any]:
    (found,) = [resource.content for resource in made.resources if resource.content["id"] == id_]
    return found


def test_an_entry_with_goal_and_actions() -> None:
    goal = {"id": 9200, "title": "Minder pijn", "goal": {"definition": "Pijn draaglijk"}, "targetDate": "2026-09-01"}
    action = {"definition": "Bewaken", "classificationId": "intervention.category.surveillance"}
    made = plan(
        entry(goalEntry=goal, actionEntries=[{"id": 5, "title": "VAS", "comment": "wekelijks", "action": action}])
    )
    regel = content(made, "ons-zorgplanregel-901")
    assert regel["category"][0]["coding"][0]["code"] == "PB0024"
    assert (regel["title"], regel["description"]) == ("Pijn", "Knie")
    assert regel["partOf"][0]["reference"] == "CarePlan/ons-zorgplan-23"
    assert regel["goal"][0]["reference"] == "Goal/ons-doel-9200"
    (detail,) = [activity["detail"] for activity in regel["activity"]]
    assert (detail["code"]["coding"][0]["code"], detail["description"]) == ("CG0004", "VAS: wekelijks")
    doel = content(made, "ons-doel-9200")
    assert doel["description"]["text"] == "Minder pijn"
    assert doel["note"] == [{"text": "Pijn draaglijk"}]
    assert doel["target"] == [{"dueDate": "2026-09-01"}]
    assert doel["category"] == regel["category"]


def test_a_day_is_a_dutch_day_and_a_moment_stays_as_given() -> None:
    made = plan(entry(goalEntry={"id": 1, "title": "x"}))
    assert content(made, "ons-doel-1")["startDate"] == "2026-03-02"
    assert content(made, "ons-zorgplan-23")["period"] == {"start": "2026-03-01T23:00:00Z"}


def test_a_demand_outside_omaha_is_text_and_an_unknown_id_is_refused() -> None:
    own = entry(demandEntry={"id": 1, "demand": {"definition": "Sleutelbeheer", "classificationId": None}})
    assert content(plan(own), "ons-zorgplanregel-901")["category"] == [{"text": "Sleutelbeheer"}]
    odd = entry(demandEntry={"id": 1, "demand": {"definition": "x", "classificationId": "classification.problem.x.y"}})
    with pytest.raises(Rejected) as caught:
        plan(odd)
    assert caught.value.where == "$.carePlanEntries[0].demandEntry.demand.classificationId"


def test_a_draft_plan_is_a_draft() -> None:
    made = plan(entry(goalEntry={"id": 1, "title": "x"}), status="DRAFT")
    states = [r.content.get("status", r.content.get("lifecycleStatus")) for r in made.resources]
    assert states == ["draft", "draft", "proposed"]


def test_what_has_no_place_is_named() -> None:
    value = {"id": 1, "clientId": 2, "status": "OLD", "carePlanEntries": [entry(importantForCarePlanGroupId=4)]}
    assert [notice.where for notice in read(value).notices] == ["$.carePlanEntries[0].importantForCarePlanGroupId"]


def test_how_far_a_goal_is_reached_and_which_action_lasts() -> None:
    goal = {"id": 1, "title": "Gewicht stabiel", "targetDate": "2026-09-01"}
    action = {"id": 2, "title": "Wegen", "carePlanPersistentActionId": 9911}
    made = plan(entry(goalEntry=goal, actionEntries=[action], percentageRealized=40, percentageTarget=90))
    found = content(made, "ons-doel-1")
    percent = {"unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
    assert found["target"][0] == {"dueDate": "2026-09-01"}
    assert found["target"][1]["detailQuantity"] == {"value": 90, **percent}
    assert [extension["valueQuantity"] for extension in found["extension"]] == [{"value": 40, **percent}]
    (activity,) = content(made, "ons-zorgplanregel-901")["activity"]
    assert activity["extension"][0]["valueIdentifier"]["value"] == "9911"
    assert check(found) == ()


def test_a_demand_in_a_domain_that_is_not_known_is_refused() -> None:
    demand = {"definition": "x", "domain": {"classificationId": "classification.domain.onbekend"}}
    with pytest.raises(Rejected) as caught:
        plan(entry(demandEntry={"id": 1, "demand": demand}))
    assert caught.value.code == "ons-omaha-unknown"
    assert caught.value.where == "$.carePlanEntries[0].demandEntry.demand.domain.classificationId"
