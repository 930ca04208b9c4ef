"""A connector asks what became of its delivery; an operator asks for all of them. Never what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from gateway.errors import Gone, NotFound
from gateway.flows import deeds
from gateway.flows.house import House
from gateway.flows.receipts import Receipt
from gateway.intake import deliveries, parked
from gateway.registry.parties import Connector


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery for the operator's list."""

    delivery: str
    connector: str
    received: datetime
    state: str
    kind: str | None
    code: str | None
    size: int


def of_delivery(
    house: House, connector: Connector, id_: str, request: str | None = None
) -> tuple[Receipt | None, datetime]:
    """Receipt (None while undecided) and time of receipt of one of the connector's own deliveries.

    Raises NotFound for another connector's delivery just as for one that does not exist, Gone for one that was erased.
    """
    with house.database.work() as session:
        row = deliveries.find(session, id_)
        mine = row is not None and row.connector == connector.id
        told = (
            deliveries.receipt(session, house.keyring, row, connector.organisation.id)
            if row is not None and mine
            else None
        )
        deeds.record(
            house,
            session,
            "delivery-status",
            connector,
            delivery=id_[:36] if mine else None,
            outcome="seen" if mine else "refused",
            request=request,
        )
        received = row.received.replace(tzinfo=UTC) if row is not None else house.now()
    if row is None or not mine:
        raise NotFound("delivery-unknown", "No such delivery of yours")
    if row.state == deliveries.ERASED:
        raise Gone("delivery-gone", "What this delivery said was erased")
    return (None if told is None else Receipt.from_json(told)), received


def quarantine(house: House) -> tuple[Line, ...]:
    """All deliveries that are rejected, parked or undecided, oldest first."""
    with house.database.work() as session:
        rows = deliveries.in_state(session, "rejected", "parked", "received")
        return tuple(
            Line(row.id, row.connector, row.received.replace(tzinfo=UTC), row.state, row.kind, row.code, row.size)
            for row in rows
        )


def parked_items(house: House) -> tuple[tuple[str, str, str, datetime], ...]:
    """Connector, delivery, resource type and since when, of everything that waits for its client."""
    with house.database.work() as session:
        return tuple(
            (row.connector, row.delivery, row.type, row.since.replace(tzinfo=UTC)) for row in parked.listing(session)
        )
