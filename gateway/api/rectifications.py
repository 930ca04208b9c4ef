"""Rectification over the API: the client asks, the source reads what it has to answer and answers."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from gateway.api.answers import as_json
from gateway.api.bodies import read, small
from gateway.api.callers import InHouse, RequestId, Who
from gateway.flows import rectify
from gateway.wire import json

router = APIRouter(tags=["rectification"])


class QuestionBody(BaseModel):
    """`record`: id of the item; `text`: what is not right."""

    model_config = ConfigDict(extra="forbid")

    record: str
    text: str


class AnswerBody(BaseModel):
    """`reason`: why not, or what was done (then it may be left out)."""

    model_config = ConfigDict(extra="forbid")

    outcome: Literal["done", "refused"]
    reason: str = ""


@router.post("/clients/{handle}/rectifications")
async def ask(handle: str, request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """The client (`mijn`), or who decides for them, says of an item that it is not right."""
    body = read(QuestionBody, await small(request))
    id_ = await run_in_threadpool(rectify.ask, house, who, body.record, body.text, handle, request_id)
    return as_json({"task": id_}, 201)


@router.get("/rectifications")
def waiting(house: InHouse, who: Who, request_id: RequestId) -> Response:
    """What the caller's organisation has still to answer, as a Bundle of Tasks, newest first."""
    tasks = [{"resource": one.task.content} for one in rectify.waiting(house, who, request_id)]
    bundle = {"resourceType": "Bundle", "type": "collection", **({"entry": tasks} if tasks else {})}
    return Response(json.dumps(bundle), media_type="application/fhir+json")


@router.post("/rectifications/{task}/answer", status_code=204)
async def answer(task: str, request: Request, house: InHouse, who: Who, request_id: RequestId) -> None:
    """The source says that it is done, or why not."""
    body = read(AnswerBody, await small(request))
    await run_in_threadpool(rectify.answer, house, who, task, body.outcome, body.reason, request_id)
