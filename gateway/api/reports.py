"""What an operator told the calling care system about its deliveries, and the care system's word that it has it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from gateway.api.answers import as_json
from gateway.api.callers import InHouse, RequestId, System
from gateway.flows import reporting

router = APIRouter(tags=["deliveries"])


@router.get("/reports")
def unread(house: InHouse, system: System, request_id: RequestId) -> Response:
    """What was reported about the caller's deliveries and is not confirmed yet, oldest first.

    `about`: `rejected` (so many stand refused, by error code), `quiet` (nothing came since), or `delivery` (that one).
    """
    found = [
        {
            "report": one.id,
            "about": one.about,
            "made": one.made.isoformat(),
            "since": one.since and one.since.isoformat(),
            **({"number": one.number, "codes": dict(one.codes)} if one.codes else {}),
            **({"delivery": f"/deliveries/{one.delivery}"} if one.delivery else {}),
        }
        for one in reporting.unread(house, system, request_id)
    ]
    return as_json({"reports": found})


@router.post("/reports/{report}/confirmation", status_code=204)
def confirm(report: str, house: InHouse, system: System, request_id: RequestId) -> None:
    """The caller has it: it is listed no more, and the operator sees that."""
    reporting.confirm(house, system, report, request_id)
