"""Whether the gateway is there and can reach its database."""

from __future__ import annotations

from fastapi import APIRouter

from gateway.api.callers import InHouse

router = APIRouter(tags=["health"])


@router.get("/health")
def health(house: InHouse) -> dict[str, str]:
    """Answers 503 when the database does not."""
    house.database.ping()
    return {"status": "ok"}
