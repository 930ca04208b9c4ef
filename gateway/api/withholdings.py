"""Withholding over the API: a source does not let the client see something it wrote; the client hears that, and why."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from gateway.api.answers import as_json
from gateway.api.bodies import read, small
from gateway.api.callers import InHouse, RequestId, Who
from gateway.auth import scopes
from gateway.errors import Refused
from gateway.flows import withholding
from gateway.flows.withholding import Running, Told
from gateway.flows.withholding_said import Asked, Renewed

router = APIRouter(tags=["withholding"])


class WithholdingBody(BaseModel):
    """`records`, `contacts`: ids of own items, of a contact with all that belongs to it; `from`: from whom; `ground`:
    id in the table of grounds; `review`: the day on which it ends by itself; `decided_by`: who decided, said by a care
    system; `consulted`: the other professional that some grounds ask for; `contact`: whom the client can ask.
    """

    model_config = ConfigDict(extra="forbid")

    records: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    binds: tuple[Literal["client", "representatives"], ...] = Field(alias="from")
    ground: str
    review: date
    reason: str
    contact: str
    decided_by: str = ""
    consulted: str = ""


class RenewalBody(BaseModel):
    """A decision anew: a next day of `review` and the `reason`; `contact` may be left as it was."""

    model_config = ConfigDict(extra="forbid")

    review: date
    reason: str
    decided_by: str = ""
    consulted: str = ""
    contact: str = ""


@router.post("/clients/{handle}/withholdings")
async def begin(handle: str, request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Withhold from the client, or from who decides for them, what the caller's organisation wrote."""
    body = read(WithholdingBody, await small(request))
    asked = Asked(**body.model_dump())
    id_ = await run_in_threadpool(withholding.begin, house, who, handle, asked, request_id)
    return as_json({"withholding": id_}, 201)


@router.get("/clients/{handle}/withholdings")
def told(handle: str, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """The client (`mijn`), or who decides for them: by whom something is withheld, why, until when, and whom to ask."""
    if not scopes.permits(who.scopes, "*", "r"):
        raise Refused("scope", "The token lacks a scope such as system/*.r")
    found = withholding.told(house, who, handle, request_id)
    return as_json({"withholdings": [_told(one) for one in found]})


@router.get("/withholdings")
def running(house: InHouse, who: Who, request_id: RequestId) -> Response:
    """What the caller's organisation withholds now, the first to end in front: for who decides and its officer."""
    return as_json({"withholdings": [_running(one) for one in withholding.running(house, who, request_id)]})


@router.get("/withholdings/{id_}")
def opened(id_: str, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """One of them, with every step and its reason."""
    found = withholding.opened(house, who, id_, request_id)
    steps = [
        {
            "act": step.act,
            "moment": step.recorded.isoformat(),
            "review": step.review.isoformat(),
            "decided_by": said.by,
            **({"consulted": said.consulted} if said.consulted else {}),
            **({"reason": said.reason} if said.reason else {}),
            "contact": said.contact,
        }
        for step, said in found.steps
    ]
    return as_json({**_running(found.running), "records": [item.record for item in found.about], "steps": steps})


@router.post("/withholdings/{id_}/renewal", status_code=204)
async def renew(id_: str, request: Request, house: InHouse, who: Who, request_id: RequestId) -> None:
    """Decide anew before it is over."""
    body = read(RenewalBody, await small(request))
    await run_in_threadpool(withholding.renew, house, who, id_, Renewed(**body.model_dump()), request_id)


@router.post("/withholdings/{id_}/end", status_code=204)
def end(id_: str, house: InHouse, who: Who, request_id: RequestId) -> None:
    """From the next look on the client sees it."""
    withholding.end(house, who, id_, request_id)


def _running(one: Running) -> dict[str, Any]:
    return {
        "withholding": one.id,
        "patient": one.handle,
        "ground": one.ground.id,
        "law": one.ground.law,
        "from": list(one.binds),
        "review": one.review.isoformat(),
        "runs_out": one.soon,
    }


def _told(one: Told) -> dict[str, Any]:
    return {
        "organisation": one.source,
        "ground": one.ground.sentence,
        "law": one.ground.law,
        "review": one.review.isoformat(),
        "ask": one.contact,
    }
