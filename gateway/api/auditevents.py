"""FHIR AuditEvent: the log as its readers may see it. A BSN never stands in an address: use POST _search."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.callers import InHouse, RequestId, Who
from gateway.api.fhir_shape import acceptable, searched, unshaped
from gateway.errors import Rejected
from gateway.flows import logbook
from gateway.flows.house import House
from gateway.flows.logbook import Events
from gateway.wire import json

router = APIRouter(prefix="/fhir/AuditEvent", tags=["fhir"], dependencies=[Depends(acceptable)])
FHIR_JSON = "application/fhir+json"
BSN = "patient.identifier"
Pairs = list[tuple[str, str]]


@router.get("")
def search(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Newest first. Parameters: patient, date, action, outcome, subtype, _id, _count."""
    pairs = _query(request)
    if any(name == BSN for name, _value in pairs):
        raise Rejected("bsn-in-address", "A BSN does not belong in an address", mend="POST /fhir/AuditEvent/_search")
    return _bundle(house, logbook.find(house, who, pairs, request=request_id))


@router.post("/_search")
async def search_by_post(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """The same with parameters in the body, and `patient.identifier` (BSN) for a privacy officer."""
    pairs = [*_query(request), *await searched(request)]
    named = [value for name, value in pairs if name == BSN]
    kept = [(name, value) for name, value in pairs if name != BSN]
    found = await run_in_threadpool(logbook.find, house, who, kept, named[0] if named else None, request_id)
    return _bundle(house, found)


@router.get("/{id_}")
def read(id_: str, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """One event; 404 alike for another's and for none."""
    return Response(json.dumps(logbook.read(house, who, id_, request_id)), media_type=FHIR_JSON)


def _bundle(house: House, page: Events) -> Response:
    base = f"{house.settings.base_url}/fhir/AuditEvent"
    links = [{"relation": "self", "url": f"{base}?{page.self_query}" if page.self_query else base}]
    if page.next:
        following = "&".join(filter(None, (page.self_query, urlencode({"_cursor": page.next}))))
        links.append({"relation": "next", "url": f"{base}?{following}"})
    bundle = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": page.total,
        "link": links,
        "entry": [
            {"fullUrl": f"{base}/{event['id']}", "resource": event, "search": {"mode": "match"}} for event in page.found
        ],
    }
    if not page.found:
        del bundle["entry"]
    return Response(json.dumps(bundle), media_type=FHIR_JSON)


def _query(request: Request) -> Pairs:
    return unshaped(request.query_params.multi_items())
