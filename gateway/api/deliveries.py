"""POST /deliveries: a care system sends what it already sends, and gets an honest answer."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.answers import as_json
from gateway.api.bodies import measured
from gateway.api.callers import InHouse, RequestId, System
from gateway.api.described import MESSAGE, MESSAGE_ANSWERS
from gateway.errors import WrongContentType
from gateway.fhir import outcomes
from gateway.flows import ingest, sizes, status
from gateway.flows.ingest import Sender
from gateway.flows.receipts import Receipt
from gateway.wire import json

router = APIRouter(tags=["deliveries"])
PLAIN = "send the message as it is, without Content-Encoding"


@router.post("/deliveries", status_code=201, responses=MESSAGE_ANSWERS, openapi_extra=MESSAGE)
async def deliver(request: Request, house: InHouse, system: System, request_id: RequestId) -> Response:
    """Take one message in its own content type.

    Answers 201 accepted, 202 parked, 4xx rejected. An iWmo or iJw message is answered with its retourbericht (XML)
    unless JSON is asked for, in an envelope when it came in one (a fault with a Fo01); everything else with JSON, a
    rejection with an OperationOutcome.
    """
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"", "identity"}:
        # Read as it is, a compressed message would be called malformed, which it is not.
        raise WrongContentType("content-encoding", "A compressed body is not taken", "Content-Encoding", PLAIN)
    body = await measured(request, partial(sizes.most, house.settings))
    content_type = request.headers.get("content-type", "")
    sender = Sender(system, request=request_id)
    id_, receipt = await run_in_threadpool(ingest.keep, house, sender, content_type, body)
    del body  # it is kept now, and may be 25 MB
    if receipt is None:
        receipt = await run_in_threadpool(ingest.process, house, sender, id_)
    return answer(receipt, request.headers.get("accept", "*/*"))


@router.get("/deliveries/{delivery}")
def state(delivery: str, house: InHouse, system: System, request_id: RequestId) -> Response:
    """What became of one of the caller's own deliveries."""
    receipt, received = status.of_delivery(house, system, delivery, request_id)
    value = {"delivery": delivery, "state": "received"} if receipt is None else told(receipt)
    return as_json({**value, "id": delivery, "received": received.isoformat()})


@router.get("/deliveries/{delivery}/retourbericht")
def retourbericht(delivery: str, house: InHouse, system: System, request_id: RequestId) -> Response:
    """The iWmo/iJw return message that answers a delivery."""
    receipt, _received = status.of_delivery(house, system, delivery, request_id)
    if receipt is None or receipt.retourbericht is None:
        return as_json(outcomes.simple("not-found", "This delivery has no retourbericht"), 404)
    return Response(receipt.retourbericht, 200, media_type="application/xml")


def answer(receipt: Receipt, accept: str) -> Response:
    """The HTTP answer to a delivery, in the form its sender can read."""
    headers = {"Location": f"/deliveries/{receipt.delivery}", "X-Delivery-State": receipt.state}
    own = receipt.retourbericht or receipt.foutbericht
    if own is not None and "json" not in accept:
        return Response(own, receipt.status, headers, media_type="application/xml")
    if receipt.state == "rejected" and receipt.retourbericht is None:
        outcome = outcomes.of_reasons(
            receipt.issue, [(r.code, r.text, r.where, r.mend) for r in receipt.reasons], receipt.delivery
        )
        return Response(json.dumps(outcome), receipt.status, headers, media_type="application/fhir+json")
    return as_json({"id": receipt.delivery, **told(receipt)}, receipt.status, headers)


def told(receipt: Receipt) -> dict[str, Any]:
    """A receipt as JSON; only what was refused has a kind of issue."""
    return {**receipt.to_json(), "issue": receipt.issue if receipt.state == "rejected" else None}
