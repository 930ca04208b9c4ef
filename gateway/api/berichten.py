"""POST /berichten/{kind}: an iWmo or iJw message made of FHIR, and sent; GET /berichten: what became of it."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.bodies import bounded
from gateway.api.callers import InHouse, RequestId, System
from gateway.errors import BadInput
from gateway.flows import istandaarden_envelop, versturen, verzonden
from gateway.flows.ingest import Sender
from gateway.flows.versturen import Verstuurd, Wens
from gateway.wire import json

router = APIRouter(prefix="/berichten", tags=["berichten"])
State = Literal["verzonden", "goedgekeurd", "gedeeltelijk", "afgekeurd"]


@router.post("/{kind}")
async def send(
    kind: str,
    request: Request,
    house: InHouse,
    system: System,
    request_id: RequestId,
    ontvanger: str | None = None,
    identificatie: str | None = None,
) -> Response:
    """Send one message (WMO301 … JW323) from a Bundle, or from Parameters that name records of the sender.

    Answers 201 with the message as XML (200 when the same was sent before), or as JSON when that is asked for.
    """
    bron = json.loads(await bounded(request, house.settings.max_body_bytes), limit=house.settings.max_body_bytes)
    if not isinstance(bron, dict):
        raise BadInput("body", "The body is not a FHIR resource", mend="send a Bundle or Parameters as JSON")
    wens = Wens(kind, bron, ontvanger, identificatie)
    sent = await run_in_threadpool(versturen.verstuur, house, Sender(system, request=request_id), wens)
    return _answer(sent, request.headers.get("accept", "*/*"))


@router.get("")
def listing(house: InHouse, system: System, request_id: RequestId, state: State | None = None) -> Response:
    """What the caller's organisation sent, oldest first; `state` narrows."""
    found = [one.to_json() for one in verzonden.of_sender(house, system, state, request_id)]
    return _json({"total": len(found), "items": found})


@router.get("/{bericht}")
def state(bericht: str, house: InHouse, system: System, request_id: RequestId) -> Response:
    """What became of one message, with the return codes of each part."""
    return _json(verzonden.one(house, system, bericht, request_id).to_json())


@router.get("/{bericht}/envelop")
def envelope(bericht: str, house: InHouse, system: System, request_id: RequestId) -> Response:
    """The message as it goes to the GGk: in a StUF envelope, each time under a new referentienummer."""
    inner = verzonden.xml(house, system, bericht, request_id)
    return Response(istandaarden_envelop.outgoing(house, inner), media_type="application/xml")


@router.get("/{bericht}/xml")
def message(bericht: str, house: InHouse, system: System, request_id: RequestId) -> Response:
    """The message as it was sent."""
    return Response(verzonden.xml(house, system, bericht, request_id), media_type="application/xml")


def _answer(sent: Verstuurd, accept: str) -> Response:
    status = 201 if sent.new else 200
    headers = {"Location": f"/berichten/{sent.id}", "X-Bericht-Identificatie": sent.identificatie}
    if "json" not in accept:
        return Response(sent.xml, status, headers, media_type="application/xml")
    value = {
        "id": sent.id,
        "kind": sent.kind,
        "identificatie": sent.identificatie,
        "nummer": sent.nummer,
        "state": sent.state,
        "new": sent.new,
        "remarks": [{"code": r.code, "text": r.text, "where": r.where, "mend": r.mend} for r in sent.remarks],
        "notices": [{"where": n.where, "text": n.text} for n in sent.notices],
        "xml": sent.xml.decode(),
    }
    return Response(json.dumps(value), status, headers, media_type="application/json")


def _json(value: object) -> Response:
    return Response(json.dumps(value), media_type="application/json")
