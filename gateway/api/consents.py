"""The client's own policy: register a key, read what holds now, post the next signed version."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.bodies import small
from gateway.api.callers import InHouse, RequestId, Who
from gateway.errors import BadInput
from gateway.flows import proof, steward
from gateway.wire import json

router = APIRouter(prefix="/consents", tags=["consents"])


@router.get("/current")
def current(house: InHouse, who: Who) -> Response:
    """Client id (`cid`), audience, version, hash (`prev` of the next version) and token of the policy that holds."""
    version, digest, token = steward.current(house, who)
    value = {
        "cid": who.client,
        "aud": house.settings.base_url,
        "version": version,
        "hash": digest or None,
        "policy": token,
    }
    return Response(json.dumps(value), 200, media_type="application/json")


@router.get("/{version}/receipt")
def receipt(version: Annotated[int, Path(ge=1, lt=2**31)], house: InHouse, who: Who) -> Response:
    """The receipt of one version: the signed policy with proof that it stands on the audit log."""
    return Response(proof.receipt(house, who, version).document, 200, media_type="application/json")


@router.post("/keys")
async def enrol(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Register the public key (JWK, P-256) of the client's own device."""
    jwk = json.loads(await small(request))
    if (
        not isinstance(jwk, dict)
        or set(jwk) != {"kty", "crv", "x", "y"}
        or not all(isinstance(v, str) for v in jwk.values())
    ):
        raise BadInput("jwk", "A public P-256 key has exactly kty, crv, x and y")
    kid = await run_in_threadpool(steward.enrol, house, who, jwk, request_id)
    return Response(json.dumps({"kid": kid}), 201, media_type="application/json")


@router.post("")
async def accept(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Append the next version of the client's policy: a compact JWS signed with one of the client's keys."""
    token = (await small(request, 128 * 1024)).decode("ascii", "replace").strip()
    receipt = await run_in_threadpool(steward.accept, house, who, token, request_id)
    value = {"version": receipt.version, "hash": receipt.policy_hash, "sentences": list(receipt.sentences)}
    return Response(json.dumps(value), 201, media_type="application/json")
