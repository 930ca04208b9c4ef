"""Resealing and erasing all versions of one client and source."""

from __future__ import annotations

from sqlmodel import Session, col, select

from gateway.keyring import Reseal
from gateway.record.tables import TABLE, RecordRow, VersionRow


def reseal(session: Session, client: str, source: str, again: Reseal) -> int:
    """Every sealed value under the key that came; the number of values."""
    rows = _versions(session, client, source)
    for row in rows:
        bound = (TABLE, row.record, row.version)
        row.sealed_index = again(row.sealed_index, *bound, "index")
        row.sealed_content = again(row.sealed_content, *bound, "content")
        session.add(row)
    session.flush()
    return 2 * len(rows)


def erase(session: Session, client: str, source: str) -> dict[str, int]:
    """Delete records and versions; how many of each."""
    versions = _versions(session, client, source)
    records = session.exec(select(RecordRow).where(RecordRow.client_id == client, RecordRow.source == source)).all()
    for row in (*versions, *records):
        session.delete(row)
    session.flush()
    return {"records": len(records), "versions": len(versions)}


def deliveries(session: Session, client: str) -> set[str]:
    """The deliveries that gave this client something."""
    return set(session.exec(select(VersionRow.delivery).where(VersionRow.client_id == client).distinct()).all())


def clients_of(session: Session, delivery: str) -> set[str]:
    """Whom a delivery gave something."""
    return set(session.exec(select(VersionRow.client_id).where(VersionRow.delivery == delivery).distinct()).all())


def _versions(session: Session, client: str, source: str) -> list[VersionRow]:
    mine = select(RecordRow.record).where(RecordRow.client_id == client, RecordRow.source == source)
    query = select(VersionRow).where(VersionRow.client_id == client, col(VersionRow.record).in_(mine))
    return list(session.exec(query).all())
