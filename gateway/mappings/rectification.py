"""The Task by which a client asks a source to put something right (AVG 16, Wgbo 7:454 lid 2): made, answered, read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal

from gateway.mappings.zrm.words import TASK_KIND
from gateway.stages.vocabulary import FhirJson

MAPPING: Final = "rectificatie/1"
RECTIFY: Final = "rectificatie"
Outcome = Literal["done", "refused"]


def made(id_: str, focus: str, client: str, owner: str, text: str, now: datetime, due: date) -> FhirJson:
    """`focus`: `Type/id` of what is not right; `owner`: name of the source; `due`: last day to answer."""
    return {
        "resourceType": "Task",
        "id": id_,
        "status": "requested",
        "intent": "proposal",
        "code": {"coding": [{"system": TASK_KIND, "code": RECTIFY}], "text": "Verzoek om verbetering"},
        "description": text,
        "focus": {"reference": focus},
        "for": {"reference": f"Patient/{client}"},
        "authoredOn": _moment(now),
        "lastModified": _moment(now),
        "requester": {"reference": f"Patient/{client}"},
        "owner": {"display": owner},
        "restriction": {"period": {"end": due.isoformat()}},
    }


def answered(task: FhirJson, outcome: Outcome, reason: str, now: datetime) -> FhirJson:
    """The Task with the answer of the source; the reason of a refusal, or what was done."""
    status = "completed" if outcome == "done" else "rejected"
    told = {"statusReason": {"text": reason}} if reason else {}
    return {**task, "status": status, "lastModified": _moment(now), **told}


def is_ours(content: FhirJson) -> bool:
    codings = content.get("code", {}).get("coding", ()) if content.get("resourceType") == "Task" else ()
    return any((one.get("system"), one.get("code")) == (TASK_KIND, RECTIFY) for one in codings)


def is_open(content: FhirJson) -> bool:
    return is_ours(content) and content.get("status") == "requested"


def _moment(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
