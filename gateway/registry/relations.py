"""The caseload: which parties have a relation to which client, of which kind, since when and why."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from gateway.registry.tables import RelationRow
from gateway.stages import Caller

Kind = Literal["behandelrelatie", "toewijzing", "casus", "maatregel", "mantelzorg", "genoemd"]


def note(session: Session, client: str, party: str, kind: Kind, now: datetime, basis: str) -> None:
    if session.get(RelationRow, (client, party, kind)) is None:
        session.add(RelationRow(client_id=client, party=party, kind=kind, since=now, basis=basis))
        session.flush()


def forget(session: Session, client: str, kind: Kind) -> None:
    """Drop all relations of one kind (those named in a policy are rewritten with each new policy)."""
    rows = session.exec(select(RelationRow).where(RelationRow.client_id == client, RelationRow.kind == kind))
    for row in rows.all():
        session.delete(row)
    session.flush()


def kinds(session: Session, client: str, caller: Caller) -> frozenset[str]:
    """The relations of a caller, as a person or through the organisation acted for, to one client."""
    rows = session.exec(
        select(RelationRow.kind).where(RelationRow.client_id == client, col(RelationRow.party).in_(_parties(caller)))
    )
    return frozenset(rows.all())


def caseload(session: Session, caller: Caller) -> tuple[str, ...]:
    """Client ids in the caller's caseload."""
    rows = session.exec(select(RelationRow.client_id).where(col(RelationRow.party).in_(_parties(caller))).distinct())
    return tuple(sorted(rows.all()))


def parties_of(session: Session, client: str, kind: str | None = None) -> tuple[str, ...]:
    """Every party with a relation (of one kind) to this client: for the client's own eyes."""
    query = select(RelationRow.party).where(RelationRow.client_id == client)
    rows = session.exec((query if kind is None else query.where(RelationRow.kind == kind)).distinct())
    return tuple(sorted(rows.all()))


def _parties(caller: Caller) -> list[str]:
    person = [f"person:{caller.person}"] if caller.person else []
    return person + ([f"org:{caller.org}"] if caller.org else [])
