"""The caseload: which parties have a relation to which client, of which kind, since when and why."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from gateway.registry.tables import RelationRow
from gateway.stages.decided import Caller

# `levering`: delivers about the client, which puts it in the caseload and is no ground by itself.
Kind = Literal["behandelrelatie", "toewijzing", "casus", "maatregel", "mantelzorg", "genoemd", "levering"]
BY_HAND = "registered by hand"


def note(session: Session, client: str, party: str, kind: Kind, now: datetime, basis: str) -> None:
    if session.get(RelationRow, (client, party, kind)) is None:
        session.add(RelationRow(client_id=client, party=party, kind=kind, since=now, basis=basis))
        session.flush()


def hold_until(
    session: Session, client: str, party: str, kind: Kind, now: datetime, basis: str, until: date | None
) -> None:
    """Note a relation that ends by itself, or change when it ends. What somebody registered by hand stays as it is."""
    row = session.get(RelationRow, (client, party, kind))
    if row is None:
        session.add(RelationRow(client_id=client, party=party, kind=kind, since=now, basis=basis, until=until))
    elif row.basis != BY_HAND and row.until != until:
        row.until, row.basis = until, basis
        session.add(row)
    session.flush()


def withdraw(session: Session, client: str, party: str, kind: Kind) -> None:
    """Drop one relation, unless somebody registered it by hand."""
    row = session.get(RelationRow, (client, party, kind))
    if row is not None and row.basis != BY_HAND:
        session.delete(row)
        session.flush()


def forget(session: Session, client: str, kind: Kind) -> None:
    """Drop all relations of one kind (those named in a policy are rewritten with each new policy)."""
    rows = session.exec(select(RelationRow).where(RelationRow.client_id == client, RelationRow.kind == kind))
    for row in rows.all():
        session.delete(row)
    session.flush()


def kinds(session: Session, client: str, caller: Caller, today: date) -> frozenset[str]:
    """The relations of a caller, as a person or through the organisation acted for, to one client on this day."""
    query = select(RelationRow.kind).where(
        RelationRow.client_id == client, col(RelationRow.party).in_(_parties(caller)), _holds(today)
    )
    return frozenset(session.exec(query).all())


def caseload(session: Session, caller: Caller, today: date) -> tuple[str, ...]:
    """Client ids in the caller's caseload on this day."""
    query = select(RelationRow.client_id).where(col(RelationRow.party).in_(_parties(caller)), _holds(today))
    return tuple(sorted(session.exec(query.distinct()).all()))


def parties_of(session: Session, client: str, today: date, kind: str | None = None) -> tuple[str, ...]:
    """Every party with a relation (of one kind) to this client on this day: for the client's own eyes."""
    query = select(RelationRow.party).where(RelationRow.client_id == client, _holds(today))
    rows = session.exec((query if kind is None else query.where(RelationRow.kind == kind)).distinct())
    return tuple(sorted(rows.all()))


def _holds(today: date) -> ColumnElement[bool]:
    return or_(col(RelationRow.until).is_(None), col(RelationRow.until) >= today)


def _parties(caller: Caller) -> list[str]:
    person = [f"person:{caller.person}"] if caller.person else []
    return person + ([f"org:{caller.org}"] if caller.org else [])
