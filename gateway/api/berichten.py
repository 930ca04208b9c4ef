"""POST /berichten/{kind}: an iWmo or iJw message made of FHIR, and sent; GET /berichten: what became of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.answers import as_json
from gateway.api.bodies import bounded
from gateway.api.callers import InHouse, RequestId, System
from gateway.errors import BadInput
from gateway.flows import istandaarden_envelop, versturen, verzonden
from gateway.flows.ingest import Sender
from gateway.flows.istandaarden_envelop import Verpakt
from gateway.flows.versturen import Verstuurd, Wens
from gateway.flows.verzonden import State, Wanted
from gateway.wire import json

router = APIRouter(prefix="/berichten", tags=["berichten"])
REFERENTIE = "X-Referentienummer"
Limit = Annotated[int, Query(ge=1, le=500, description="how many at most")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the page before")]


@router.post("/{kind}")
async def send(
    kind: str,
    request: Request,
    house: InHouse,
    system: System,
    request_id: RequestId,
    ontvanger: str | None = None,
    identificatie: str | None = None,
    *,
    envelop: bool = False,
) -> Response:
    """Send one message (WMO301 … JW323) from a Bundle, or from Parameters that name records of the sender.

    Answers 201 with the message as XML (200 when the same was sent before), or as JSON when that is asked for. With
    `envelop` the XML is that of the message in a GGk envelope, of which `X-Referentienummer` gives the number.
    """
    bron = json.loads(await bounded(request, house.settings.max_body_bytes), limit=house.settings.max_body_bytes)
    if not isinstance(bron, dict):
        raise BadInput("body", "The body is not a FHIR resource", mend="send a Bundle or Parameters as JSON")
    wens = Wens(kind, bron, ontvanger, identificatie)
    sent = await run_in_threadpool(versturen.verstuur, house, Sender(system, request=request_id), wens)
    packed = await run_in_threadpool(istandaarden_envelop.outgoing, house, sent.xml) if envelop else None
    return _answer(sent, packed, request.headers.get("accept", "*/*"))


@router.get("")
def listing(
    house: InHouse,
    system: System,
    request_id: RequestId,
    state: State | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """What the caller's organisation sent, oldest first, page by page; `state` narrows.

    `total` counts all that match. `next` is the cursor of the page that follows, null on the last; it belongs to the
    caller's organisation and to this `state`, and to nothing else (410 `cursor-expired`).
    """
    return as_json(verzonden.of_sender(house, system, Wanted(state, limit, cursor), request_id).to_json())


@router.get("/{bericht}")
def state(bericht: str, house: InHouse, system: System, request_id: RequestId) -> Response:
    """What became of one message, with the return codes of each part."""
    return as_json(verzonden.one(house, system, bericht, request_id).to_json())


@router.get("/{bericht}/envelop")
def envelope(bericht: str, house: InHouse, system: System, request_id: RequestId) -> Response:
    """The message as it goes to the GGk: in a StUF envelope, each time under a new referentienummer.

    That number is remembered: by it a Fo01 that comes in by `POST /deliveries` is known to be about this message.
    """
    inner = verzonden.xml(house, system, bericht, request_id)
    packed = istandaarden_envelop.outgoing(house, inner)
    return Response(packed.xml, 200, {REFERENTIE: packed.referentienummer}, media_type="application/xml")


@router.get("/{bericht}/xml")
def message(bericht: str, house: InHouse, system: System, request_id: RequestId) -> Response:
    """The message as it was sent."""
    return Response(verzonden.xml(house, system, bericht, request_id), media_type="application/xml")


def _answer(sent: Verstuurd, packed: Verpakt | None, accept: str) -> Response:
    status = 201 if sent.new else 200
    headers = {"Location": f"/berichten/{sent.id}", "X-Bericht-Identificatie": sent.identificatie}
    if packed is not None:
        headers[REFERENTIE] = packed.referentienummer
    data = packed.xml if packed is not None else sent.xml
    if "json" not in accept:
        return Response(data, status, headers, media_type="application/xml")
    value = {
        "id": sent.id,
        "kind": sent.kind,
        "identificatie": sent.identificatie,
        "nummer": sent.nummer,
        "state": sent.state,
        "new": sent.new,
        "remarks": [{"code": r.code, "text": r.text, "where": r.where, "mend": r.mend} for r in sent.remarks],
        "notices": [{"where": n.where, "text": n.text} for n in sent.notices],
        "referentienummer": packed.referentienummer if packed is not None else None,
        "xml": data.decode(),
    }
    return as_json(value, status, headers)
