"""Resealing and erasing what was decided and said of one client's records, as far as they came from one source."""

from __future__ import annotations

from sqlmodel import Session, select

from gateway.keyring import Reseal
from gateway.review import confirmations, withholdings
from gateway.review.tables import ConfirmationRow, RectificationRow, WithholdingRow


def reseal(session: Session, client: str, source: str, again: Reseal) -> int:
    """Every sealed value under the key that came; the number of values."""
    rows = _rows(session, client, source)
    for row in rows:
        row.sealed = again(row.sealed, confirmations.TABLE, row.record, row.seq)
        session.add(row)
    withheld = _withheld(session, client, source)
    for step in withheld:
        step.sealed = again(step.sealed, withholdings.TABLE, step.id, step.seq)
        session.add(step)
    session.flush()
    return len(rows) + len(withheld)


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
    withheld = _withheld(session, client, source)
    for step in withheld:
        session.delete(step)
    session.flush()
    return {"confirmations": len(rows), "rectifications": len(asked), "withholdings": len({s.id for s in withheld})}


def _rows(session: Session, client: str, source: str) -> list[ConfirmationRow]:
    query = select(ConfirmationRow).where(ConfirmationRow.client_id == client, ConfirmationRow.source == source)
    return list(session.exec(query).all())


def _withheld(session: Session, client: str, source: str) -> list[WithholdingRow]:
    query = select(WithholdingRow).where(WithholdingRow.client_id == client, WithholdingRow.source == source)
    return list(session.exec(query).all())
