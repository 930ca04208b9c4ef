"""The keys a client signs with: registering, ending, confirming, and being helped back in by recovery contacts."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.answers import as_json
from gateway.api.bodies import signed_text, small
from gateway.api.callers import InHouse, RequestId, Who
from gateway.consent import keys
from gateway.errors import BadInput
from gateway.flows import custody, recovery
from gateway.wire import json

router = APIRouter(prefix="/consents", tags=["consents"])


@router.post("/keys")
async def enrol(request: Request, house: InHouse, who: Who, request_id: RequestId, cid: str | None = None) -> Response:
    """Register the public key (JWK, P-256) of a device of your own; `?form=webauthn` for a passkey."""
    form = request.query_params.get("form", "jws")
    if form not in {"jws", "webauthn"}:
        raise BadInput("key-kind", "A key signs as jws or as webauthn", where="form")
    jwk = await _jwk(request)
    passkey: keys.Form = "webauthn" if form == "webauthn" else "jws"
    kid = await run_in_threadpool(custody.enrol, house, who, jwk, request_id, form=passkey, client=cid)
    return as_json({"kid": kid}, 201)


@router.post("/keys/{kid}/compromised", status_code=204)
def compromised(
    house: InHouse, who: Who, request_id: RequestId, kid: str, since: datetime | None = None, cid: str | None = None
) -> None:
    """A key is in other hands, `since` a moment (ISO 8601 with offset; absent: now). What it widened since then falls,
    wherever you sign with it. `cid`: it signs in your name for a client you decide for.
    """
    if since is not None and since.tzinfo is None:
        raise BadInput("compromise-moment-form", "A moment needs its offset to UTC", where="since")
    custody.report(house, who, kid, since or house.now(), request_id, client=cid)


@router.delete("/keys/{kid}", status_code=204)
def retire(house: InHouse, who: Who, request_id: RequestId, kid: str, cid: str | None = None) -> None:
    """Sign nothing more with this key, for yourself or for a client you decide for (`cid`); what it signed stays."""
    custody.retire(house, who, kid, request_id, client=cid)


@router.post("/confirmations")
async def confirm(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Confirm a change that waits, with an older key or as a recovery contact."""
    token = await signed_text(request)
    done = await run_in_threadpool(custody.confirm, house, who, token, request_id)
    return as_json({"confirmed": done}, 201)


@router.post("/contacts", status_code=204)
async def contacts(request: Request, house: InHouse, who: Who) -> None:
    """Name the three people of whom two can help you back in: a JSON list of their client ids."""
    chosen = json.loads(await small(request))
    if not isinstance(chosen, list) or not all(isinstance(contact, str) for contact in chosen):
        raise BadInput("contacts-form", "A list of client ids")
    await run_in_threadpool(recovery.choose, house, who, tuple(chosen))


@router.post("/recoveries")
async def recover(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Vouch, as a recovery contact, for the new key of somebody who lost theirs."""
    token = await signed_text(request)
    bound = await run_in_threadpool(recovery.vouch, house, who, token, request_id)
    return as_json({"bound": bound}, 201)


async def _jwk(request: Request) -> dict[str, str]:
    jwk = json.loads(await small(request))
    if (
        not isinstance(jwk, dict)
        or set(jwk) != {"kty", "crv", "x", "y"}
        or not all(isinstance(v, str) for v in jwk.values())
    ):
        raise BadInput("jwk", "A public P-256 key has exactly kty, crv, x and y")
    return jwk
