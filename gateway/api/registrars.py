"""The desk over HTTP: a registrar finds who stands before them, binds their key, and signs what they say on paper."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.bodies import small
from gateway.api.callers import InHouse, RequestId, Who
from gateway.errors import BadInput
from gateway.flows import desk
from gateway.identifiers import Bsn
from gateway.wire import json

router = APIRouter(prefix="/registrar", tags=["registrar"])


@router.post("/clients")
async def find(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """The client id (`cid`) of somebody at the desk, by BSN in the body."""
    asked = json.loads(await small(request))
    if not isinstance(asked, dict) or not isinstance(asked.get("bsn"), str):
        raise BadInput("registrar-client", "An object with bsn", where="bsn")
    client = await run_in_threadpool(desk.find, house, who, Bsn(asked["bsn"]), request_id)
    return Response(json.dumps({"cid": client, "aud": house.settings.base_url}), 200, media_type="application/json")


@router.post("/bindings")
async def bind(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """A key binding signed by the registrar: the client's device (tier A) or the registrar's own key (tier D,
    paper).
    """
    kid = await run_in_threadpool(desk.bind, house, who, await _token(request), request_id)
    return Response(json.dumps({"kid": kid}), 201, media_type="application/json")


@router.post("/papers")
async def paper(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """A policy as the client put it on paper, signed by the registrar with a tier D key: narrow templates only."""
    receipt = await run_in_threadpool(desk.paper, house, who, await _token(request), request_id)
    value = {"version": receipt.version, "hash": receipt.policy_hash, "sentences": list(receipt.sentences)}
    return Response(json.dumps(value), 201, media_type="application/json")


async def _token(request: Request) -> str:
    return (await small(request, 128 * 1024)).decode("ascii", "replace").strip()
