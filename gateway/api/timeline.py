"""GET /clients/{handle}/timeline: one client's visible events as JSON, by day, with filters."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway import timeline
from gateway.api.answers import as_json
from gateway.api.callers import InHouse, RequestId, WhoOfAll, WhoOfPeople
from gateway.flows import caseloads, disclose

router = APIRouter(tags=["timeline"])


@router.get("/clients")
def clients(house: InHouse, who: WhoOfPeople) -> Response:
    """The caller's caseload: handle, name and birth date."""
    cards = [{"handle": c.handle, "name": c.name, "born": c.born} for c in caseloads.my_clients(house, who)]
    return as_json({"clients": cards})


@router.get("/clients/{handle}/timeline")
async def of_client(handle: str, request: Request, house: InHouse, who: WhoOfAll, request_id: RequestId) -> Response:
    """Filters in the query string: life, source, law, problem, kind, period, from, to."""
    selection = timeline.Selection(timeline.read_filters(request.query_params.multi_items()), house.today())
    disclosed = await run_in_threadpool(
        disclose.disclose, house, who, handle, request=request_id, shown=selection.shown
    )
    return as_json(timeline.to_json(selection.of(disclosed)))
