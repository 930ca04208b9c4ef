"""Resealing and erasing what the registry keeps of a client, and rewriting the BSN index."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session, col, select

from gateway.keyring import Reseal
from gateway.registry import emergencies, subjects
from gateway.registry.basedata import TABLE
from gateway.registry.emergencies import EmergencyRow
from gateway.registry.tables import AllocationRow, BaseDataRow, ClientRow, IdMapRow, MeetingRow, RelationRow
from gateway.registry.visits import VisitRow


def reseal(session: Session, client: str, source: str, again: Reseal) -> int:
    """Base data of one source, and reasons of noodinzage, under the key that came."""
    emergencies.reseal(session, client, source, again)
    rows = _base_data(session, client, source)
    for row in rows:
        row.sealed = again(row.sealed, TABLE, row.seq)
        session.add(row)
    session.flush()
    return len(rows)


def erase_source(session: Session, client: str, source: str) -> dict[str, int]:
    """Base data as one source gave it."""
    rows = _base_data(session, client, source)
    for row in rows:
        session.delete(row)
    session.flush()
    return {"base data": len(rows)}


def erase_client(session: Session, client: str) -> dict[str, int]:
    """Everything by which the client could be found or named, the client's own row last."""
    counts = {}
    for name, table in (
        ("relations", RelationRow),
        ("id map", IdMapRow),
        ("allocations", AllocationRow),
        ("meetings", MeetingRow),
        ("emergencies", EmergencyRow),
        ("desk visits", VisitRow),
        ("base data", BaseDataRow),
    ):
        rows = session.exec(select(table).where(col(table.client_id) == client)).all()
        counts[name] = len(rows)
        for row in rows:
            session.delete(row)
    counts["logins"] = subjects.erase(session, client)
    own = session.get(ClientRow, client)
    if own is not None:
        session.delete(own)
    session.flush()
    return counts


def deliveries(session: Session, client: str) -> set[str]:
    """The deliveries that gave base data of this client."""
    return set(session.exec(select(BaseDataRow.delivery).where(BaseDataRow.client_id == client)).all())


def of_older_index(session: Session, generation: int, most: int, after: str = "") -> list[str]:
    """Clients whose BSN index is of an earlier generation, in order of id."""
    query = select(ClientRow.id).where(ClientRow.bsn_generation < generation, col(ClientRow.id) > after)
    return list(session.exec(query.order_by(col(ClientRow.id)).limit(most)).all())


def index_again(session: Session, client: str, index: Callable[[], tuple[str, int]]) -> None:
    """Write one client's BSN index as it is made now (index and generation)."""
    row = session.get_one(ClientRow, client)
    row.bsn_index, row.bsn_generation = index()
    session.add(row)
    session.flush()


def _base_data(session: Session, client: str, source: str) -> list[BaseDataRow]:
    query = select(BaseDataRow).where(BaseDataRow.client_id == client, BaseDataRow.source == source)
    return list(session.exec(query).all())
