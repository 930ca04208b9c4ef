"""GET /v0/administration/dossier/care_plans/{id}: demands, goals and actions agreed with one client."""

from __future__ import annotations

from gateway.sources.wijkverpleging.classificatie import STATUSES, named
from gateway.sources.wijkverpleging.members import Members
from gateway.sources.wijkverpleging.model import Action, CarePlan, CarePlanEntry, Demand, Goal, Named


def care_plan(members: Members) -> CarePlan:
    return CarePlan(
        id=members.needed_id("id"),
        client=members.needed_id("clientId"),
        employee=members.id("employeeId"),
        status=members.choice("status", STATUSES),
        begin=members.moment("beginDate"),
        end=members.moment("endDate"),
        entries=members.many("carePlanEntries", _entry),
    )


def _entry(members: Members) -> CarePlanEntry:
    members.ignore("carePlanId", "demandEntryId", "goalEntryId")
    members.not_carried("importantForCarePlanGroup", "importantForCarePlanGroupId")
    return CarePlanEntry(
        id=members.needed_id("id"),
        demand=members.one("demandEntry", _demand_entry),
        goal=members.one("goalEntry", _goal_entry),
        actions=members.many("actionEntries", _action_entry),
        realised=members.percentage("percentageRealized"),
        wanted=members.percentage("percentageTarget"),
    )


def _demand_entry(members: Members) -> Demand:
    members.ignore("id", "carePlanEntryId", "demandId")
    demand, domain, protocol = members.needed_one("demand", _demand)
    return Demand(demand=demand, domain=domain, comment=members.text("comment"), protocol=protocol)


def _demand(members: Members) -> tuple[Named, Named | None, str | None]:
    members.ignore("id", "domainId", "hidden")
    return _catalogue(members), members.one("domain", _domain), members.text("protocolUrl")


def _domain(members: Members) -> Named:
    members.ignore("id", "hidden")
    return named(members)


def _goal_entry(members: Members) -> Goal:
    members.ignore("carePlanEntryId", "goalId")
    return Goal(
        id=members.needed_id("id"),
        title=members.text("title"),
        definition=members.one("goal", _goal_definition),
        comment=members.text("comment"),
        due=members.moment("targetDate"),
    )


def _goal_definition(members: Members) -> str | None:
    members.ignore("id", "demandId", "allowTitleOverride", "allowComment", "reportProgress", "hidden")
    members.not_carried("classificationId")
    return members.text("definition")


def _action_entry(members: Members) -> Action:
    members.ignore("carePlanEntryId", "actionId")
    action, instruction = members.one("action", _action) or (None, None)
    return Action(
        id=members.needed_id("id"),
        title=members.text("title"),
        action=action,
        comment=members.text("comment"),
        instruction=instruction,
        lasting=members.id("carePlanPersistentActionId"),
    )


def _action(members: Members) -> tuple[Named, str | None]:
    members.ignore("id", "goalId", "hidden")
    return _catalogue(members), members.text("instructionUrl")


def _catalogue(members: Members) -> Named:
    """An item of the care plan catalogue: named by `definition`, not by `name`."""
    return Named(
        id=members.text("classificationId"), name=members.text("definition"), where=members.place("classificationId")
    )
