"""GET /audit/…: key, checkpoint and proofs of the audit log, for anybody. Hashes and counts only; no content, no names.

Who may read what is on the log is another matter: that is FHIR AuditEvent (`gateway.api.auditevents`).
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from gateway.api.answers import as_json
from gateway.api.callers import InHouse
from gateway.flows import watch

router = APIRouter(prefix="/audit", tags=["audit"])
Number = Annotated[int, Query(ge=0, lt=2**53)]


@router.get("/key")
def key(house: InHouse) -> Response:
    """The verifier key of this log (C2SP signed-note). Get it once, by another way than this one."""
    return Response(f"{watch.key(house)}\n", media_type="text/plain")


@router.get("/checkpoint")
def checkpoint(house: InHouse) -> Response:
    """The newest published checkpoint with the signatures of its witnesses (C2SP tlog-checkpoint)."""
    return Response(watch.latest(house), media_type="text/plain")


@router.get("/proof/inclusion")
def inclusion(house: InHouse, number: Number, size: Number) -> Response:
    """Leaf hash and audit path (hex, nearest sibling first) of leaf `number`, from 1, in the tree of `size` leaves."""
    return as_json(watch.inclusion(house, number, size))


@router.get("/proof/consistency")
def consistency(house: InHouse, first: Number, second: Number) -> Response:
    """Proof (hex) that the tree of `second` leaves begins with the tree of `first` leaves."""
    return as_json(watch.consistency(house, first, second))
