"""Omaha classification and care plan as the Ons API gives them (v0, dossier), in JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

Json: TypeAlias = dict[str, Any]

EMPLOYEE = 304
DOMAINS = {
    "environmental": "Omgevingsdomein",
    "psychosocial": "Psychosociaal domein",
    "physiological": "Fysiologisch domein",
    "health": "Gezondheidsgerelateerd gedragsdomein",
}
CATEGORIES = {
    "teaching_guidance_and_counseling": "Adviseren, instrueren en begeleiden",
    "treatments_and_procedures": "Behandelen en procedures toepassen",
    "case_management": "Casemanagement",
    "surveillance": "Monitoren en bewaken",
}
RIGHTS = ("viewAllowed", "editAllowed", "copyAllowed", "changeStatusAllowed", "printAllowed", "quantifyAllowed")


@dataclass(frozen=True, slots=True)
class Actie:
    """`soort`: category; `gericht_op`: target id and its Dutch name; `tekst`: what exactly is done."""

    soort: str
    gericht_op: tuple[str, str]
    tekst: str


@dataclass(frozen=True, slots=True)
class Aandachtsgebied:
    """A classified problem. `problem`: `domain.problem` of the classificationId; scores K, G, S now and aimed at."""

    problem: str
    naam: str
    nu: tuple[int, int, int]
    streef: tuple[int, int, int]
    info: str
    signalen: tuple[tuple[str, str], ...] = ()
    acties: tuple[Actie, ...] = ()
    doel: str = ""
    level: Literal["Actual", "Potential", "HealthPromotion"] = "Actual"
    reach: Literal["Individual", "Family"] = "Individual"

    @property
    def id(self) -> str:
        return f"classification.problem.{self.problem}"

    @property
    def domain(self) -> Json:
        domain = self.problem.split(".")[0]
        return {"classificationId": f"classification.domain.{domain}", "name": DOMAINS[domain]}


@dataclass(frozen=True, slots=True)
class Plan:
    """One care plan and its classification. `eind`: set when it is over, then the status is OLD."""

    nummer: int
    client: int
    begin: date
    gebieden: Sequence[Aandachtsgebied]
    eind: date | None = None

    @property
    def status(self) -> str:
        return "OLD" if self.eind else "ACTIVE"


def classificatie(plan: Plan) -> bytes:
    """GET /v0/administration/omaha/classifications/{id}."""
    value: Json = {
        "id": f"care_plan:{plan.nummer}",
        "clientId": plan.client,
        "status": plan.status,
        "beginDate": plan.begin.isoformat(),
        "endDate": plan.eind.isoformat() if plan.eind else None,
        "careplanId": plan.nummer,
        "surveyResultId": None,
        "createdAt": _moment(plan.begin, time(10, 15)),
        "updatedAt": _moment(plan.eind or plan.begin, time(11, 40)),
        "createdBy": EMPLOYEE,
        **dict.fromkeys(RIGHTS, True),
        "intakeQuestions": [],
        "omahaClassifiedProblems": [_problem(plan, n, gebied) for n, gebied in enumerate(plan.gebieden, start=1)],
    }
    return json.dumps(value, ensure_ascii=False).encode()


def zorgplan(plan: Plan) -> bytes:
    """GET /v0/administration/dossier/care_plans/{id}."""
    value: Json = {
        "id": plan.nummer,
        "clientId": plan.client,
        "employeeId": EMPLOYEE,
        "status": plan.status,
        "beginDate": _moment(plan.begin, time()),
        "endDate": _moment(plan.eind, time()) if plan.eind else None,
        "carePlanEntries": [_entry(plan, n, gebied) for n, gebied in enumerate(plan.gebieden, start=1)],
    }
    return json.dumps(value, ensure_ascii=False).encode()


def _problem(plan: Plan, number: int, gebied: Aandachtsgebied) -> Json:
    knowledge, behavior, status = gebied.nu
    knowledge_aim, behavior_aim, status_aim = gebied.streef
    return {
        "id": f"{plan.nummer}:{number}",
        "omahaClassificationId": f"care_plan:{plan.nummer}",
        "clientId": plan.client,
        "ratingKnowledgeStart": knowledge,
        "ratingBehaviorStart": behavior,
        "ratingStatusSignalsStart": status,
        "ratingKnowledgeTarget": knowledge_aim,
        "ratingBehaviorTarget": behavior_aim,
        "ratingStatusSignalsTarget": status_aim,
        "modifierReach": gebied.reach,
        "modifierProblemLevel": gebied.level,
        "additionalInfo": gebied.info,
        "omahaProblem": {
            "classificationId": gebied.id,
            "name": gebied.naam,
            "omahaDomain": gebied.domain,
            "omahaSignsAndSymptoms": [],
        },
        "omahaClassifiedSignsAndSymptoms": [_sign(gebied, name, text) for name, text in gebied.signalen],
        "omahaClassifiedInterventions": [
            _intervention(_serial(plan, number, n), actie) for n, actie in enumerate(gebied.acties, start=1)
        ],
    }


def _sign(gebied: Aandachtsgebied, name: str, text: str) -> Json:
    catalogue = {
        "classificationId": f"{gebied.id}.signs",
        "name": name,
        "problemId": gebied.id,
        "textAllowed": True,
    }
    return {"text": text, "omahaSignOrSymptom": catalogue}


def _intervention(number: int, actie: Actie) -> Json:
    target, name = actie.gericht_op
    return {
        "id": number,
        "omahaInterventionCategory": {
            "classificationId": f"intervention.category.{actie.soort}",
            "name": CATEGORIES[actie.soort],
        },
        "omahaInterventionTarget": {"classificationId": f"intervention.target.{target}", "name": name},
        "specification": actie.tekst,
        "carePlanEntryId": number // 10,
        "actionEntryId": number,
    }


def _entry(plan: Plan, number: int, gebied: Aandachtsgebied) -> Json:
    entry = _serial(plan, number, 0) // 10
    domain = {"id": 1, "name": gebied.domain["name"], "hidden": False, **gebied.domain}
    demand = {
        "id": entry,
        "domainId": 1,
        "domain": {key: domain[key] for key in ("id", "name", "hidden", "classificationId")},
        "definition": gebied.naam,
        "protocolUrl": None,
        "hidden": False,
        "classificationId": gebied.id,
    }
    return {
        "id": entry,
        "carePlanId": plan.nummer,
        "demandEntryId": entry,
        "demandEntry": {
            "id": entry,
            "carePlanEntryId": entry,
            "demandId": entry,
            "comment": gebied.info,
            "demand": demand,
        },
        "goalEntryId": entry,
        "goalEntry": _goal(plan, entry, gebied),
        "actionEntries": [_action(entry, _serial(plan, number, n), a) for n, a in enumerate(gebied.acties, start=1)],
        "percentageRealized": None,
        "percentageTarget": None,
        "importantForCarePlanGroup": None,
        "importantForCarePlanGroupId": None,
    }


def _goal(plan: Plan, entry: int, gebied: Aandachtsgebied) -> Json:
    return {
        "id": entry,
        "carePlanEntryId": entry,
        "goalId": entry,
        "title": gebied.doel,
        "comment": None,
        "targetDate": (plan.begin + timedelta(days=180)).isoformat(),
        "goal": {
            "id": entry,
            "demandId": entry,
            "definition": gebied.doel,
            "allowTitleOverride": True,
            "allowComment": True,
            "reportProgress": True,
            "hidden": False,
            "classificationId": None,
        },
    }


def _action(entry: int, number: int, actie: Actie) -> Json:
    return {
        "id": number,
        "carePlanEntryId": entry,
        "actionId": number,
        "carePlanPersistentActionId": number,
        "title": actie.tekst,
        "comment": None,
        "action": {
            "id": number,
            "goalId": entry,
            "definition": f"{CATEGORIES[actie.soort]}: {actie.gericht_op[1]}",
            "instructionUrl": None,
            "hidden": False,
            "classificationId": f"intervention.category.{actie.soort}",
        },
    }


def _serial(plan: Plan, problem: int, action: int) -> int:
    return plan.nummer * 1000 + problem * 10 + action


def _moment(day: date, clock: time) -> str:
    return datetime.combine(day, clock, ZoneInfo("Europe/Amsterdam")).isoformat(timespec="milliseconds")
