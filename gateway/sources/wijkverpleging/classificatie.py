"""GET /v0/administration/omaha/classifications/{id}: a nurse's Omaha assessment of one client."""

from __future__ import annotations

from functools import partial

from gateway.errors import Rejected
from gateway.sources.wijkverpleging.members import Members
from gateway.sources.wijkverpleging.model import (
    Classification,
    ClassifiedProblem,
    Intervention,
    Level,
    Named,
    Ratings,
    Reach,
    SignSymptom,
    Status,
)

STATUSES: tuple[Status, ...] = ("DRAFT", "ACTIVE", "OLD")
REACHES: tuple[Reach, ...] = ("Individual", "Family", "Community")
LEVELS: tuple[Level, ...] = ("HealthPromotion", "Potential", "Actual")

# What the asking user may do in Ons: nothing about the client.
RIGHTS = ("viewAllowed", "editAllowed", "copyAllowed", "changeStatusAllowed", "printAllowed", "quantifyAllowed")


def classification(members: Members) -> Classification:
    members.ignore(*RIGHTS)
    members.not_carried("intakeQuestions", "surveyResultId")
    client = members.needed_id("clientId")
    return Classification(
        id=members.needed_id("id"),
        client=client,
        status=members.choice("status", STATUSES),
        begin=members.moment("beginDate"),
        end=members.moment("endDate"),
        care_plan=members.id("careplanId"),
        created=members.moment("createdAt"),
        updated=members.moment("updatedAt"),
        employee=members.id("createdBy"),
        problems=members.many("omahaClassifiedProblems", partial(_problem, client)),
    )


def _problem(client: str, members: Members) -> ClassifiedProblem:
    members.ignore("omahaClassificationId")
    if members.id("clientId") not in {None, client}:
        raise Rejected(
            "ons-client",
            "A problem belongs to another client than its classification",
            where=members.place("clientId"),
            mend="send one client per message",
        )
    problem, domain = members.needed_one("omahaProblem", _omaha_problem)
    signs = members.many("omahaClassifiedSignsAndSymptoms", partial(_sign, problem))
    return ClassifiedProblem(
        id=members.needed_id("id"),
        problem=problem,
        domain=domain,
        reach=members.choice("modifierReach", REACHES),
        level=members.choice("modifierProblemLevel", LEVELS),
        start=_ratings(members, "Start"),
        target=_ratings(members, "Target"),
        additional_info=members.text("additionalInfo"),
        signs=signs,
        interventions=members.many("omahaClassifiedInterventions", _intervention),
    )


def _ratings(members: Members, when: str) -> Ratings:
    return Ratings(
        knowledge=members.rating(f"ratingKnowledge{when}"),
        behavior=members.rating(f"ratingBehavior{when}"),
        status=members.rating(f"ratingStatusSignals{when}"),
    )


def _omaha_problem(members: Members) -> tuple[Named, Named | None]:
    # The list under a problem is the catalogue of its possible signs, not what was found with this client.
    members.ignore("omahaSignsAndSymptoms")
    return named(members), members.one("omahaDomain", named)


def named(members: Members) -> Named:
    """An item of the catalogue by its classificationId."""
    return Named(
        id=members.text("classificationId"), name=members.text("name"), where=members.place("classificationId")
    )


def _sign(problem: Named, members: Members) -> SignSymptom:
    id_, name = members.one("omahaSignOrSymptom", partial(_sign_name, problem)) or (None, None)
    return SignSymptom(name=name, text=members.text("text"), id=id_)


def _sign_name(problem: Named, members: Members) -> tuple[str | None, str | None]:
    """A sign lies under its own problem in the catalogue, by its id and by the problem it names."""
    members.ignore("textAllowed")
    id_, of = members.text("classificationId"), members.text("problemId")
    under = id_ is None or id_.startswith(f"{problem.id}.")
    if not under or of not in {None, problem.id}:
        raise Rejected(
            "ons-sign",
            "A sign or symptom of another problem than it stands under",
            where=members.place("problemId" if under else "classificationId"),
            mend="send each sign under the problem of its classificationId",
        )
    return id_, members.text("name")


def _intervention(members: Members) -> Intervention:
    return Intervention(
        id=members.needed_id("id"),
        category=members.one("omahaInterventionCategory", named),
        target=members.one("omahaInterventionTarget", named),
        specification=members.text("specification"),
        care_plan_entry=members.id("carePlanEntryId"),
        action_entry=members.id("actionEntryId"),
    )
