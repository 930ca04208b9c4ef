"""A rejected or undecided delivery is judged again after a fix: the same bytes, the same story."""

from __future__ import annotations

from gateway.errors import Conflict, NotFound
from gateway.flows import ingest
from gateway.flows.house import House
from gateway.flows.ingest import Sender
from gateway.flows.receipts import Receipt
from gateway.intake import deliveries, verzonden
from gateway.registry import parties


def replay(house: House, id_: str) -> Receipt:
    """Process a kept delivery once more.

    Raises Conflict for one that was accepted, which would change nothing, for one that was erased, and for a message
    that was sent from here: that is its receiver's to judge.
    """
    with house.database.work() as session:
        row = deliveries.find(session, id_)
        connector = parties.connector(session, row.connector) if row is not None else None
        sent = verzonden.find(session, id_)
    if row is None or connector is None:
        raise NotFound("delivery-unknown", "No such delivery")
    if sent is not None:
        raise Conflict("delivery-sent", "This was sent from here: its receiver judges it", mend="send it anew")
    if row.state == deliveries.ERASED:
        raise Conflict("delivery-erased", "What this delivery said was erased", mend="have it sent again")
    if row.state == "accepted":
        raise Conflict("delivery-accepted", "This delivery was accepted already")
    return ingest.process(house, Sender(connector), id_)


def resume(house: House) -> tuple[Receipt, ...]:
    """At start: judge what was made durable but not yet decided when the gateway stopped."""
    with house.database.work() as session:
        waiting = [row.id for row in deliveries.in_state(session, "received")]
    return tuple(replay(house, id_) for id_ in waiting)
