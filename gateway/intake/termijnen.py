"""Terms that run, kept per client and law: a list for an organisation must not read every message there is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session, col, or_, select

from gateway.intake.tables import TermijnRow


def replace(session: Session, client: str, law: str, rows: Iterable[dict[str, Any]]) -> None:
    """What one client's messages under one law leave open now. `rows`: the other columns of each term."""
    for old in session.exec(select(TermijnRow).where(TermijnRow.client_id == client, TermijnRow.law == law)).all():
        session.delete(old)
    session.flush()
    for number, row in enumerate(rows):
        session.add(TermijnRow(client_id=client, law=law, volgnummer=number, **row))
    session.flush()


def running(session: Session, today: date, *, code: str | None = None) -> list[TermijnRow]:
    """Terms that began and did not lapse, the most urgent first. `code`: a gemeente code or AGB code; None for all."""
    query = select(TermijnRow).where(
        col(TermijnRow.vanaf) <= today, or_(col(TermijnRow.vervalt).is_(None), col(TermijnRow.vervalt) >= today)
    )
    if code is not None:
        query = query.where(or_(TermijnRow.gemeente == code, TermijnRow.aanbieder == code))
    order = (col(TermijnRow.uiterlijk), col(TermijnRow.identificatie), col(TermijnRow.plaats))
    return list(session.exec(query.order_by(*order)).all())
