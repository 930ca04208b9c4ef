"""Visits to the desk: whom a registrar identified in person, on what document, and until when they stand there."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, select

LASTS: Final = timedelta(minutes=30)
# What identifies somebody (Wet op de identificatieplicht, art. 1); its number is kept nowhere.
DOCUMENTS: Final = ("paspoort", "identiteitskaart", "rijbewijs", "verblijfsdocument")


class VisitRow(SQLModel, table=True):
    """`id` is what stands in addresses: by chance, of one registrar, and of no use when the visit is over."""

    __tablename__ = "desk_visit"
    __table_args__ = (UniqueConstraint("id"),)

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    registrar: str = Field(index=True, max_length=36)
    document: str
    opened: datetime
    ends: datetime


def begin(session: Session, client: str, registrar: str, document: str, now: datetime) -> VisitRow:
    row = VisitRow(
        client_id=client, id=str(uuid.uuid4()), registrar=registrar, document=document, opened=now, ends=now + LASTS
    )
    session.add(row)
    session.flush()
    return row


def find(session: Session, id_: str, registrar: str | None) -> VisitRow | None:
    """A registrar's own visit, over or not; None for another's just as for none."""
    return session.exec(select(VisitRow).where(VisitRow.id == id_, VisitRow.registrar == registrar)).first()


def is_over(row: VisitRow, now: datetime) -> bool:
    return row.ends.replace(tzinfo=UTC) <= now


def end(session: Session, row: VisitRow, now: datetime) -> None:
    row.ends = now
    session.add(row)
    session.flush()
