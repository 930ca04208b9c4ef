"""The Task that asks for a goal with a low score: what it says, how it is closed, which goals answer it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from gateway.mappings.zrm.scores import Score
from gateway.mappings.zrm.words import AGREE_GOAL, RATER, TASK_KIND
from gateway.stages.vocabulary import FhirJson
from omaha import zrm
from omaha.zrm import Edition, Rater


def made(id_: str, observation: str, client: str, score: Score, now: datetime) -> FhirJson:
    """It names the domain and whose score it is about, never the level: that is in the score itself."""
    instrument = zrm.instrument(score.edition, score.rater)
    name = instrument.domains[score.domain]
    return {
        "resourceType": "Task",
        "id": id_,
        "status": "requested",
        "intent": "order",
        "code": {
            "coding": [
                {"system": TASK_KIND, "code": AGREE_GOAL},
                {"system": instrument.system, "code": score.domain, "display": name},
                {"system": RATER, "code": score.rater},
            ],
            "text": f"Samen een doel afspreken: {name}",
        },
        "focus": {"reference": f"Observation/{observation}"},
        "for": {"reference": f"Patient/{client}"},
        "authoredOn": _moment(now),
        "lastModified": _moment(now),
        "performerType": [{"text": "regisseur"}],
    }


def closed(task: FhirJson, goal: str | None, reason: str | None, now: datetime) -> FhirJson:
    """Completed with the goal as output, or with the reason why there is none."""
    done: FhirJson = {**task, "status": "completed", "lastModified": _moment(now)}
    if goal is not None:
        done["output"] = [{"type": {"text": "doel"}, "valueReference": {"reference": goal}}]
    if reason is not None:
        done["statusReason"] = {"text": reason}
    return done


def is_ours(content: FhirJson) -> bool:
    return content.get("resourceType") == "Task" and _code(content, TASK_KIND) == AGREE_GOAL


def is_open(content: FhirJson) -> bool:
    return is_ours(content) and content.get("status") == "requested"


def focus_of(task: FhirJson) -> str:
    return str(task.get("focus", {}).get("reference", ""))


def about(task: FhirJson) -> Score:
    """Domain, edition and rater of a task of ours; no level."""
    rater: Rater = "client" if _code(task, RATER) == "client" else "professional"
    for one in task["code"]["coding"]:
        edition: Edition | None = zrm.of_system(one.get("system"))
        if edition is not None:
            return Score(edition, str(one["code"]), rater, None, "")
    raise KeyError("a task of ours names its domain")


def links(goal: FhirJson, observation: str, score: Score) -> bool:
    """A goal answers a score that it addresses, or whose domain it names as its own."""
    if any(one.get("reference") == observation for one in goal.get("addresses", ())):
        return True
    system = zrm.instrument(score.edition, score.rater).system
    return any((one.get("system"), one.get("code")) == (system, score.domain) for one in _of_goal(goal))


def _of_goal(goal: FhirJson) -> Iterator[dict[str, Any]]:
    concepts = [*goal.get("category", ()), goal.get("description", {})]
    concepts += [target.get("measure", {}) for target in goal.get("target", ())]
    for concept in concepts:
        yield from concept.get("coding", ())


def _code(content: FhirJson, system: str) -> str | None:
    codings = content.get("code", {}).get("coding", ())
    return next((str(one.get("code")) for one in codings if one.get("system") == system), None)


def _moment(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
