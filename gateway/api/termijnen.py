"""GET /termijnen: what a care system's organisation must still send by iWmo and iJw, and what it is owed."""

from __future__ import annotations

from fastapi import APIRouter, Response

from gateway.api.answers import as_json
from gateway.api.callers import InHouse, RequestId, System
from gateway.flows import istandaarden_termijnen

router = APIRouter(tags=["deliveries"])


@router.get("/termijnen")
def mine(house: InHouse, system: System, request_id: RequestId) -> Response:
    """Terms that run, the most urgent first; `wij`: the caller's organisation must send. No content of messages."""
    found = istandaarden_termijnen.of_organisation(house, system, request_id)
    own = istandaarden_termijnen.code(system.organisation)
    return as_json({"termijnen": [each.to_json(own) for each in found]})
