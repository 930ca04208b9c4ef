"""Whether the gateway is there and can reach its database."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import text

from gateway.api.callers import InHouse

router = APIRouter(tags=["health"])


@router.get("/health")
def health(house: InHouse) -> dict[str, str]:
    with house.database.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ok"}
