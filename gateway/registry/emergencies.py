"""Each noodinzage: asked with a reason, opened after logging in again, over by itself, reviewed afterwards."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from gateway.keyring import Keyring, Reseal

TABLE = "emergency"
SOURCE = "noodinzage"  # reasons are sealed under a key of their own: no source's erasure takes them along


class EmergencyRow(SQLModel, table=True):
    """`opened` None: the reason was given, the proof not yet. `verdict`: `terecht` or `onterecht`, once reviewed."""

    __tablename__ = TABLE
    __table_args__ = (UniqueConstraint("id"),)

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    person: str = Field(index=True)
    org: str = Field(index=True)
    sealed_reason: bytes
    asked: datetime
    opened: datetime | None = None
    ends: datetime | None = None
    reviewed: datetime | None = None
    reviewer: str | None = None
    verdict: str | None = None
    escalated: datetime | None = None


def ask(
    session: Session, keyring: Keyring, client: str, person: str, org: str, reason: str, now: datetime
) -> EmergencyRow:
    id_ = str(uuid.uuid4())
    sealed = keyring.seal(session, client, SOURCE, reason.encode(), TABLE, id_)
    row = EmergencyRow(client_id=client, id=id_, person=person, org=org, sealed_reason=sealed, asked=now)
    session.add(row)
    session.flush()
    return row


def find(session: Session, id_: str) -> EmergencyRow | None:
    return session.exec(select(EmergencyRow).where(EmergencyRow.id == id_)).first()


def save(session: Session, row: EmergencyRow) -> None:
    session.add(row)
    session.flush()


def holds(row: EmergencyRow, now: datetime) -> bool:
    """Whether it is open at this moment; decided at each look, so it ends by itself."""
    return row.opened is not None and row.ends is not None and _utc(row.opened) <= now < _utc(row.ends)


def held_by(session: Session, client: str, person: str | None, now: datetime) -> bool:
    """Whether this person has the client's record open in an emergency now."""
    rows = session.exec(
        select(EmergencyRow).where(
            EmergencyRow.client_id == client, EmergencyRow.person == person, col(EmergencyRow.opened).is_not(None)
        )
    )
    return any(holds(row, now) for row in rows)


def unreviewed(session: Session, org: str | None = None) -> list[EmergencyRow]:
    """What was opened and not yet reviewed, oldest first."""
    query = select(EmergencyRow).where(col(EmergencyRow.opened).is_not(None), col(EmergencyRow.reviewed).is_(None))
    if org is not None:
        query = query.where(EmergencyRow.org == org)
    return list(session.exec(query.order_by(col(EmergencyRow.opened), EmergencyRow.id)).all())


def overdue(session: Session, now: datetime, hours: int) -> list[EmergencyRow]:
    """What should have been reviewed by now and was not escalated yet."""
    limit = now - timedelta(hours=hours)
    return [row for row in unreviewed(session) if row.escalated is None and _utc(row.opened or now) <= limit]


def reason(session: Session, keyring: Keyring, row: EmergencyRow) -> str:
    return keyring.unseal(session, row.client_id, SOURCE, row.sealed_reason, TABLE, row.id).decode()


def reasons(session: Session, keyring: Keyring, client: str) -> dict[str, str]:
    """Id → reason, for the client's own eyes."""
    rows = session.exec(select(EmergencyRow).where(EmergencyRow.client_id == client)).all()
    return {row.id: reason(session, keyring, row) for row in rows}


def reseal(session: Session, client: str, source: str, again: Reseal) -> int:
    """The reasons, under the key that came."""
    rows = session.exec(select(EmergencyRow).where(EmergencyRow.client_id == client)).all() if source == SOURCE else []
    for row in rows:
        row.sealed_reason = again(row.sealed_reason, TABLE, row.id)
        session.add(row)
    session.flush()
    return len(rows)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
