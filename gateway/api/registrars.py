"""The desk over HTTP: a registrar finds who stands before them, binds their key, and signs what they say on paper."""

from __future__ import annotations

from datetime import date
from functools import partial

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.answers import as_json
from gateway.api.bodies import signed_text, small
from gateway.api.callers import InHouse, RequestId, Who
from gateway.errors import BadInput
from gateway.flows import desk, desk_pin
from gateway.flows.wishes import Grant
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
    return as_json({"cid": client, "aud": house.settings.base_url})


@router.post("/bindings")
async def bind(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """A key binding signed by the registrar: the client's device (tier A) or the registrar's own key (tier D,
    paper).
    """
    kid = await run_in_threadpool(desk.bind, house, who, await signed_text(request), request_id)
    return as_json({"kid": kid}, 201)


@router.post("/papers")
async def paper(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """A policy as the client put it on paper, signed by the registrar with a tier D key: narrow templates only."""
    receipt = await run_in_threadpool(desk.paper, house, who, await signed_text(request), request_id)
    value = {"version": receipt.version, "hash": receipt.policy_hash, "sentences": list(receipt.sentences)}
    return as_json(value, 201)


@router.post("/pins", status_code=204)
async def choose_pin(request: Request, house: InHouse, who: Who, request_id: RequestId) -> None:
    """Set the PIN of somebody identified at the desk: an object with cid and pin."""
    asked = _texts(json.loads(await small(request)), "cid", "pin")
    await run_in_threadpool(desk.choose_pin, house, who, asked["cid"], asked["pin"], request_id)


@router.post("/shares")
async def share(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Share for somebody at the desk with the key kept for them: cid, pin, party, what (list), how, until (a day)."""
    asked = json.loads(await small(request))
    texts = _texts(asked, "cid", "pin", "party", "how", "until")
    what = asked.get("what")
    if not isinstance(what, list) or not all(isinstance(part, str) for part in what):
        raise BadInput("registrar-share", "A list of care domains", where="what")
    try:
        until = date.fromisoformat(texts["until"])
    except ValueError:
        raise BadInput("registrar-share", "A day as YYYY-MM-DD", where="until") from None
    grant = Grant(texts["party"], what=tuple(what), contact_only=texts["how"] == "contact-only", until=until)
    receipt = await run_in_threadpool(
        partial(desk_pin.share, request=request_id), house, who, texts["cid"], texts["pin"], grant
    )
    waits = None if receipt.waits is None else int(receipt.waits.timestamp())
    value = {
        "version": receipt.version,
        "hash": receipt.policy_hash,
        "sentences": list(receipt.sentences),
        "waits_until": waits,
    }
    return as_json(value, 201)


def _texts(asked: object, *names: str) -> dict[str, str]:
    if not isinstance(asked, dict) or not all(isinstance(asked.get(name), str) for name in names):
        raise BadInput("registrar-form", f"An object with the texts {', '.join(names)}")
    return {name: str(asked[name]) for name in names}
