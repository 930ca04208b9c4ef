"""What is known of records with everything closed: whose they are, what made them, how sure their tags are."""

from __future__ import annotations

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from gateway.record.store import Sureness
from gateway.record.tables import RecordRow, VersionRow


def origin_of(session: Session, client: str, record: str, version: int) -> tuple[str, str]:
    """Delivery, and name with version of the mapping, that made one version: for Provenance."""
    row = session.get(VersionRow, (client, record, version))
    return (row.delivery, row.mapping) if row else ("", "")


def owner(session: Session, record: str) -> str | None:
    """The client a record belongs to."""
    return session.exec(select(RecordRow.client_id).where(RecordRow.record == record)).first()


def questioned(session: Session) -> tuple[str, ...]:
    """Clients with a record about which a person is asked something."""
    query = select(RecordRow.client_id).where(col(RecordRow.question).is_not(None)).distinct()
    return tuple(sorted(session.exec(query)))


def counted(session: Session, *, without: str) -> tuple[tuple[str, Sureness, int], ...]:
    """Number of records by source and by how they are tagged; those of scope `without` belong to no client."""
    keys = (col(RecordRow.source), col(RecordRow.basis), col(RecordRow.confidence), col(RecordRow.question))
    of_clients = columns(*keys, func.count()).where(col(RecordRow.client_id) != without)
    rows = session.execute(of_clients.group_by(*keys).order_by(*keys)).all()
    return tuple((source, Sureness(*marks), number) for source, *marks, number in rows)
