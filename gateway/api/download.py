"""GET /clients/{handle}/dossier: the client, or who decides for them, takes the whole record along as one Bundle."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from gateway.api.callers import InHouse, RequestId, Who
from gateway.auth import scopes
from gateway.errors import Refused
from gateway.flows import download

router = APIRouter(tags=["client"])


@router.get("/clients/{handle}/dossier")
def dossier(
    handle: str, house: InHouse, who: Who, request_id: RequestId, state: str | None = None
) -> StreamingResponse:
    """`handle`: `mijn`, or that of somebody you decide for. `state`: as offered; 410 when it is of before a change."""
    if not scopes.permits(who.scopes, "*", "r"):
        raise Refused("scope", "The token lacks a scope such as system/*.r")
    taken = download.take(house, who, handle, state, request_id)
    return StreamingResponse(
        taken.fhir(),
        media_type="application/fhir+json",
        headers={"Content-Disposition": 'attachment; filename="dossier.json"'},
    )
