"""Resealing and erasing what professionals said of one client's records, as far as they came from one source."""

from __future__ import annotations

from sqlmodel import Session, select

from gateway.keyring import Reseal
from gateway.review.confirmations import TABLE
from gateway.review.tables import ConfirmationRow, RectificationRow


def reseal(session: Session, client: str, source: str, again: Reseal) -> int:
    """Every sealed value under the key that came; the number of values."""
    rows = _rows(session, client, source)
    for row in rows:
        row.sealed = again(row.sealed, TABLE, row.record, row.seq)
        session.add(row)
    session.flush()
    return len(rows)


def erase(session: Session, client: str, source: str) -> dict[str, int]:
    rows = _rows(session, client, source)
    for row in rows:
        session.delete(row)
    session.flush()
    asked = session.exec(
        select(RectificationRow).where(RectificationRow.client_id == client, RectificationRow.source == source)
    ).all()
    for question in asked:
        session.delete(question)
    session.flush()
    return {"confirmations": len(rows), "rectifications": len(asked)}


def _rows(session: Session, client: str, source: str) -> list[ConfirmationRow]:
    query = select(ConfirmationRow).where(ConfirmationRow.client_id == client, ConfirmationRow.source == source)
    return list(session.exec(query).all())
