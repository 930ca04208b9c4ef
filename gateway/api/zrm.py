"""ZRM over the API: the forms, the client's own score, scores side by side, and closing the task of a low score."""

from __future__ import annotations

from datetime import date
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, StrictInt
from starlette.concurrency import run_in_threadpool

from gateway.api.answers import as_json
from gateway.api.bodies import read, small
from gateway.api.callers import InHouse, RequestId, Who, WhoOfAll
from gateway.flows import goals, selfscores

router = APIRouter(tags=["zrm"])
Edition = Literal["2017", "2013"]


class ScoreBody(BaseModel):
    """Domain → level, only the domains that are needed; `day` today when left out."""

    model_config = ConfigDict(extra="forbid")

    edition: Edition | None = None
    scores: dict[str, StrictInt]
    day: date | None = None


class CloseBody(BaseModel):
    """A goal (`Goal/<id>`) or a reason."""

    model_config = ConfigDict(extra="forbid")

    goal: str | None = None
    reason: str = ""


@router.post("/clients/mijn/zrm")
async def give(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """The client's own score."""
    body = read(ScoreBody, await small(request))
    edition, day = body.edition or house.settings.zrm_edition, body.day or house.today()
    kept = await run_in_threadpool(selfscores.give, house, who, edition, body.scores, day, request_id)
    return as_json({"records": list(kept)}, 201)


@router.get("/clients/{handle}/zrm")
def scores(
    handle: str, house: InHouse, who: WhoOfAll, request_id: RequestId, edition: Edition | None = None
) -> Response:
    """Scores of professionals and of the client, beside one another, as far as the caller may see them."""
    found = selfscores.scores(house, who, handle, request_id)
    value = selfscores.beside(found, edition or house.settings.zrm_edition)
    return as_json(value)


@router.post("/tasks/{record}/close")
async def close(record: str, request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Close the task of a low score, with a goal or with a reason."""
    body = read(CloseBody, await small(request))
    await run_in_threadpool(goals.close, house, who, record, body.goal, body.reason, request_id)
    return Response(status_code=204)
