"""How many deliveries came from each care system and what became of them: numbers for the operator, never whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from gateway.intake.deliveries import State
from gateway.intake.tables import DeliveryRow, ParkedRow, VerzondenRow

OPEN: tuple[State, ...] = ("rejected", "parked", "received")


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one care system. `last` UTC; `today` and `today_rejected` since a moment; `waiting`: parked or undecided."""

    last: datetime | None = None
    today: int = 0
    today_rejected: int = 0
    waiting: int = 0
    rejected: int = 0


def by_connector(session: Session, since: datetime) -> Mapping[str, Figures]:
    """What came in, by connector. What was sent from here is no delivery of anybody and is left out."""
    came = col(DeliveryRow.id).not_in(select(VerzondenRow.id))
    newest = columns(col(DeliveryRow.connector), func.max(DeliveryRow.received)).where(came)
    rows = session.execute(newest.group_by(col(DeliveryRow.connector))).all()
    last: dict[str, datetime | None] = {connector: moment for connector, moment in rows}  # noqa: C416 - mypy reads it
    standing = _counted(session, came, col(DeliveryRow.state).in_(OPEN))
    today = _counted(session, came, col(DeliveryRow.received) >= since)
    return {
        connector: Figures(
            last=None if moment is None else moment.replace(tzinfo=UTC),
            today=sum(number for (of, _), number in today.items() if of == connector),
            today_rejected=today.get((connector, "rejected"), 0),
            waiting=standing.get((connector, "parked"), 0) + standing.get((connector, "received"), 0),
            rejected=standing.get((connector, "rejected"), 0),
        )
        for connector, moment in last.items()
    }


def last_of(session: Session, connector: str) -> datetime | None:
    """When one care system last delivered (UTC), None when it never did."""
    query = select(func.max(DeliveryRow.received)).where(
        DeliveryRow.connector == connector, col(DeliveryRow.id).not_in(select(VerzondenRow.id))
    )
    found = session.exec(query).one()
    return found and found.replace(tzinfo=UTC)


def in_states(
    session: Session, states: tuple[State, ...], connector: str | None, offset: int, most: int
) -> list[DeliveryRow]:
    """Deliveries in these states, newest first, of one connector or of all; a page of them."""
    query = select(DeliveryRow).where(col(DeliveryRow.state).in_(states))
    if connector is not None:
        query = query.where(DeliveryRow.connector == connector)
    ordered = query.order_by(col(DeliveryRow.received).desc(), DeliveryRow.id)
    return list(session.exec(ordered.offset(offset).limit(most)).all())


def parked_types(session: Session) -> Mapping[tuple[str, str], tuple[int, datetime]]:
    """Connector and resource type → how many wait for their client, and since when the first (UTC)."""
    keys = (col(ParkedRow.connector), col(ParkedRow.type))
    query = columns(*keys, func.count(), func.min(ParkedRow.since)).group_by(*keys)
    rows = session.execute(query).all()
    return {(connector, type_): (number, first.replace(tzinfo=UTC)) for connector, type_, number, first in rows}


def standing_still(session: Session) -> Mapping[tuple[str, str | None, str], tuple[int, datetime]]:
    """Connector, kind and state → how many deliveries wait for something else than their client, and since when."""
    items = select(ParkedRow.delivery)
    keys = (col(DeliveryRow.connector), col(DeliveryRow.kind), col(DeliveryRow.state))
    query = columns(*keys, func.count(), func.min(DeliveryRow.received)).where(
        col(DeliveryRow.state).in_(("parked", "received")), col(DeliveryRow.id).not_in(items)
    )
    rows = session.execute(query.group_by(*keys)).all()
    return {(of, kind, state): (number, first.replace(tzinfo=UTC)) for of, kind, state, number, first in rows}


def _counted(session: Session, *where: object) -> Mapping[tuple[str, str], int]:
    query = select(DeliveryRow.connector, DeliveryRow.state, func.count()).where(*where)  # type: ignore[arg-type]
    rows = session.exec(query.group_by(DeliveryRow.connector, DeliveryRow.state)).all()
    return {(connector, state): number for connector, state, number in rows}
