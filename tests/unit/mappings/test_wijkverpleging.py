"""Ons to FHIR R4: Omaha codes, levels, ratings, goals, interventions, drafts, and unknown ids refused loudly."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.mappings.concept_maps import rows
from gateway.mappings.wijkverpleging import normalise
from gateway.sources.wijkverpleging.lezen import read
from gateway.stages.delivered import Origin
from gateway.stages.normalised import Normalised, SubjectRef
from gateway.wire import json

ORIGIN = Origin("org-2", "Thuiszorg Zonlicht", "wijkverpleging", "wijkverpleging", "Zvw")
OMS, OID = "http://terminology.hl7.org/CodeSystem/oms", "urn:oid:2.16.840.1.113883.6.98"
NUTRITION = "classification.problem.health.nutrition"


def problem(**more: object) -> dict[str, Any]:
    return {
        "id": "11",
        "modifierReach": "Family",
        "modifierProblemLevel": "Actual",
        "omahaProblem": {"classificationId": NUTRITION, "name": "Voeding"},
        **more,
    }


def classification(*problems: dict[str, Any], **more: object) -> Normalised:
    value = {"id": "7", "clientId": 600, "status": "ACTIVE", "beginDate": "2026-03-02", **more}
    return normalise(read({**value, "omahaClassifiedProblems": list(problems)}), ORIGIN)


def of(normalised: Normalised, type_: str) -> list[dict[str, Any]]:
    return [resource.content for resource in normalised.resources if resource.type == type_]


def codes(concept: dict[str, Any], system: str = OMS) -> list[str]:
    return [coding["code"] for coding in concept.get("coding", ()) if coding["system"] == system]


def test_an_actual_problem_is_a_confirmed_condition() -> None:
    sign = {"name": "weegt te weinig", "classificationId": f"{NUTRITION}.signs.1", "problemId": NUTRITION}
    signs = [{"text": "BMI 17,9", "omahaSignOrSymptom": sign}]
    found = problem(additionalInfo="Eet weinig.", omahaClassifiedSignsAndSymptoms=signs)
    made = classification(found, createdAt="2026-03-02T10:15:00.000+01:00", createdBy=304)
    (condition,) = of(made, "Condition")
    assert codes(condition["code"], OID) == ["PB0035"]
    assert condition["code"]["text"] == "Voeding"
    assert condition["clinicalStatus"]["coding"][0]["code"] == "active"
    assert condition["verificationStatus"]["coding"][0]["code"] == "confirmed"
    assert [codes(e["valueCodeableConcept"]) for e in condition["extension"]] == [["OM0002"], ["RM0003"]]
    catalogue = {"system": "https://wijkdossier.nl/fhir/CodeSystem/ons-classificatie", "code": f"{NUTRITION}.signs.1"}
    assert condition["evidence"] == [{"code": [{"coding": [catalogue], "text": "weegt te weinig: BMI 17,9"}]}]
    assert condition["note"] == [{"text": "Eet weinig."}]
    assert condition["recordedDate"] == "2026-03-02T10:15:00.000+01:00"
    assert {resource.subject for resource in made.resources} == {SubjectRef(local="ons:600")}


def test_omaha_goes_by_its_oid_where_a_zib_binds_and_by_its_canonical_uri_elsewhere() -> None:
    intervention = {
        "id": 1,
        "omahaInterventionCategory": {"classificationId": "intervention.category.case_management"},
        "omahaInterventionTarget": {"classificationId": "intervention.target.bowel_care"},
    }
    found = problem(ratingKnowledgeStart=2, ratingKnowledgeTarget=4, omahaClassifiedInterventions=[intervention])
    made = classification(found, problem(id="12", modifierProblemLevel="HealthPromotion"))
    bound = [resource.content.pop("code") for resource in made.resources if resource.type == "Condition"]
    assert [codes(code, OID) for code in bound] == [["PB0035"]]
    assert OMS not in json.dumps(bound)
    rest = json.dumps([resource.content for resource in made.resources])
    assert OID not in rest
    assert rest.count(OMS) > 5


def test_a_potential_problem_is_not_an_unconfirmed_one() -> None:
    (condition,) = of(classification(problem(modifierProblemLevel="Potential")), "Condition")
    assert "verificationStatus" not in condition
    assert codes(condition["extension"][1]["valueCodeableConcept"]) == ["RM0002"]


def test_health_promotion_is_no_disease() -> None:
    intervention = {"id": 1, "omahaInterventionCategory": {"classificationId": "intervention.category.surveillance"}}
    found = problem(
        modifierProblemLevel="HealthPromotion",
        ratingStatusSignalsStart=5,
        ratingStatusSignalsTarget=5,
        omahaClassifiedInterventions=[intervention],
    )
    made = classification(found)
    assert of(made, "Condition") == []
    wish, score = of(made, "Observation")
    assert codes(wish["code"]) == ["PB0035"]
    assert codes(wish["valueCodeableConcept"]) == ["RM0001"]
    reference = {"reference": f"Observation/{wish['id']}", "type": "Observation"}
    assert score["focus"] == of(made, "Goal")[0]["addresses"] == [reference]
    (plan,) = of(made, "CarePlan")
    assert plan["supportingInfo"] == [reference]
    assert "addresses" not in plan


def test_an_archived_classification_is_not_active() -> None:
    (condition,) = of(classification(problem(), status="OLD"), "Condition")
    assert condition["clinicalStatus"]["coding"][0]["code"] == "inactive"


def test_ratings_are_observations_of_the_problem() -> None:
    found = problem(ratingKnowledgeStart=2, ratingBehaviorStart=None, ratingStatusSignalsStart=3)
    scores = of(classification(found, updatedAt="2026-06-01T09:00:00.000+02:00"), "Observation")
    assert [(codes(s["code"]), s["valueInteger"]) for s in scores] == [(["RS0100"], 2), (["RS0300"], 3)]
    for score in scores:
        assert codes(score["category"][1]) == ["PB0035"]
        assert score["focus"][0]["reference"] == "Condition/ons-probleem-11"
        assert (score["effectiveDateTime"], score["issued"]) == ("2026-03-02", "2026-06-01T09:00:00.000+02:00")


def test_targets_are_one_goal_with_a_target_per_scale() -> None:
    found = problem(ratingKnowledgeTarget=4, ratingBehaviorTarget=5)
    (goal,) = of(classification(found), "Goal")
    assert [(codes(t["measure"]), t["detailInteger"]) for t in goal["target"]] == [(["RS0100"], 4), (["RS0200"], 5)]
    assert goal["description"]["text"] == "Voeding: kennis 4, gedrag 5"
    assert codes(goal["category"][0]) == ["PB0035"]
    assert goal["addresses"][0]["reference"] == "Condition/ons-probleem-11"


def test_an_intervention_carries_category_and_target() -> None:
    done = {
        "id": 4711,
        "omahaInterventionCategory": {
            "classificationId": "intervention.category.case_management",
            "name": "Casemanagement",
        },
        "omahaInterventionTarget": {"classificationId": "intervention.target.bowel_care", "name": "Darmzorg"},
        "specification": "Diëtist vragen",
        "carePlanEntryId": 901,
        "actionEntryId": 9011,
    }
    (plan,) = of(classification(problem(omahaClassifiedInterventions=[done]), careplanId=23), "CarePlan")
    (activity,) = plan["activity"]
    assert codes(activity["detail"]["code"]) == ["CG0003", "TG0005"]
    assert activity["detail"]["code"]["text"] == "Casemanagement: Darmzorg"
    assert activity["detail"]["description"] == "Diëtist vragen"
    assert activity["extension"][0]["valueReference"]["reference"] == "CarePlan/ons-zorgplanregel-901"
    assert plan["partOf"][0]["reference"] == "CarePlan/ons-zorgplan-23"
    assert codes(plan["category"][0]) == ["PB0035"]


def test_a_draft_is_kept_but_judges_nothing() -> None:
    done = {"id": 1, "specification": "wegen"}
    found = problem(ratingKnowledgeStart=2, ratingKnowledgeTarget=4, omahaClassifiedInterventions=[done])
    made = classification(found, status="DRAFT")
    assert [(r.type, r.content.get("status", r.content.get("lifecycleStatus"))) for r in made.resources] == [
        ("Goal", "proposed"),
        ("CarePlan", "draft"),
    ]
    assert "Condition/" not in str([r.content for r in made.resources])
    assert [notice.where for notice in made.notices] == ["$.status"]


@pytest.mark.parametrize(
    ("id_", "shown"),
    [
        ("classification.problem.health.voeding", "classification.problem.health.voeding"),
        ("intervention.category.case_management", "intervention.category.case_management"),  # no problem
        (None, "(none)"),
        ("Mw. Jansen 999990019", "(unreadable)"),
    ],
)
@pytest.mark.parametrize("beside", [{}, {"omahaDomain": {"classificationId": "classification.domain.health"}}])
def test_an_unknown_id_stops_the_message_and_is_named(id_: str | None, shown: str, beside: dict[str, Any]) -> None:
    with pytest.raises(Rejected) as caught:
        classification(problem(omahaProblem={"classificationId": id_, "name": "Voeding", **beside}))
    error = caught.value
    assert error.code == "ons-omaha-unknown"
    assert shown in error.message
    assert error.where == "$.omahaClassifiedProblems[0].omahaProblem.classificationId"
    assert error.mend


def test_a_problem_in_another_domain_is_named() -> None:
    domain = {"classificationId": "classification.domain.physiological"}
    found = problem(omahaProblem={"classificationId": NUTRITION, "omahaDomain": domain})
    assert [notice.text for notice in classification(found).notices] == ["The problem lies in another domain"]


def test_the_table_is_whole_and_says_its_basis() -> None:
    table = rows("ons_omaha")
    families = [re.sub(r"[0-9]", "", row["code"]) for row in table]
    assert {family: families.count(family) for family in set(families)} == {
        "DM": 4,
        "PB": 42,
        "OM": 3,
        "CG": 4,
        "TG": 76,
    }
    assert len({row["ons_id"] for row in table}) == len(table) == len({row["code"] for row in table})
    published = {row["ons_id"] for row in table if row["basis"] == "published"}
    assert published == {
        "classification.domain.health",
        NUTRITION,
        "classification.reach_modifier.individual",
        "intervention.category.case_management",
        "intervention.target.bowel_care",
    }
    assert {row["basis"] for row in table} == {"published", "heuristic"}


def test_versions_are_ordered_by_the_last_change_in_utc() -> None:
    made = classification(problem(), updatedAt="2026-06-01T09:00:00.000+02:00")
    assert {resource.stands_at for resource in made.resources} == {"2026-06-01T07:00:00Z"}


def test_samples(shared: Path) -> None:
    """Both samples are one story: client 600, care plan 23, problem nutrition; their ids meet each other."""
    made = [
        normalise(read(json.loads((shared / f"samples/nursing/nedap_ons_{name}_example.json").read_bytes())), ORIGIN)
        for name in ("omaha", "careplan")
    ]
    assert [[resource.type for resource in one.resources] for one in made] == [
        ["Condition", "Observation", "Observation", "Observation", "Goal", "CarePlan"],
        ["CarePlan", "CarePlan", "Goal"],
    ]
    everything = [resource.content for one in made for resource in one.resources]
    ids = {f"{content['resourceType']}/{content['id']}" for content in everything}
    assert len(ids) == len(everything)
    assert all(re.fullmatch(r"[A-Za-z]+/[A-Za-z0-9\-.]{1,64}", id_) for id_ in ids)
    wanted = set(re.findall(r"'reference': '([A-Za-z]+/[^']+)'", str(everything)))
    assert wanted - ids == {"Patient/ons-600"}
    assert {resource.basis for one in made for resource in one.resources} == {"heuristic"}


def test_samples_are_valid_r4(shared: Path) -> None:
    check = pytest.importorskip("gateway.fhir.check").check
    for name in ("omaha", "careplan"):
        body = (shared / f"samples/nursing/nedap_ons_{name}_example.json").read_bytes()
        for resource in normalise(read(json.loads(body)), ORIGIN).resources:
            assert not check(resource.content), resource.type
