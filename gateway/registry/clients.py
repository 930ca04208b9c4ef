"""Finding and making the client a message is about: one client per BSN, and the id map of each connector."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlmodel import Session, col, select

from gateway.crypto.vault import Vault
from gateway.errors import Raced
from gateway.identifiers import Bsn
from gateway.registry.tables import AllocationRow, ClientRow, IdMapRow

HELD = "clients held"  # of a transaction: client → whether alone


def find(session: Session, vault: Vault, bsn: Bsn) -> str | None:
    """Client id for a BSN, by its keyed index of whatever generation."""
    query = select(ClientRow.id).where(col(ClientRow.bsn_index).in_(vault.bsn_indexes(bsn.value)))
    return session.exec(query).first()


def index(session: Session, client: str) -> str | None:
    """The keyed index that this client's BSN stands under."""
    return session.exec(select(ClientRow.bsn_index).where(ClientRow.id == client)).first()


def find_or_make(session: Session, vault: Vault, bsn: Bsn, now: datetime) -> str:
    known = find(session, vault, bsn)
    if known is not None:
        return known
    client = str(uuid.uuid4())
    index, generation = vault.bsn_index(bsn.value), vault.bsn_generation
    session.add(ClientRow(id=client, bsn_index=index, created=now, bsn_generation=generation))
    session.flush()
    return client


def exists(session: Session, client: str) -> bool:
    return session.get(ClientRow, client) is not None


def lock(session: Session, client: str, *, write: bool = True) -> None:
    """Hold this client's record until the transaction ends: policy and data are then one snapshot.

    Readers share the hold, a writer has it alone. On PostgreSQL a row lock; SQLite already runs one transaction
    at a time and ignores the clause. Who holds the client already is not asked again: a delivery has many resources.
    Raises Raced for who would write about somebody who was erased since they were found.
    """
    if not hold(session, client, write=write) and write:
        raise Raced("client-erased", "Whom this is about was erased at the same moment", mend="ask again")


def hold(session: Session, client: str, *, write: bool = True) -> bool:
    """The same for who can do with a client that is not there. Whether it is."""
    holds: dict[str, bool] = session.info.setdefault(HELD, {})
    if holds.get(client, False) or (client in holds and not write):
        return True
    found = session.exec(select(ClientRow.id).where(ClientRow.id == client).with_for_update(read=not write)).first()
    if found is not None:
        holds[client] = write
    return found is not None


def everyone(session: Session) -> tuple[str, ...]:
    """Every client id, in stable order."""
    return tuple(session.exec(select(ClientRow.id).order_by(ClientRow.id)))


def map_local(session: Session, vault: Vault, connector: str, local: str, client: str, now: datetime) -> bool:
    """Remember that `local` at this connector is this client. True when the link is new."""
    index = local_index(vault, connector, local)
    row = session.get(IdMapRow, (connector, index))
    if row is not None and row.client_id == client:
        return False
    if row is not None:
        row.client_id, row.since = client, now
    else:
        session.add(IdMapRow(connector=connector, local_index=index, client_id=client, since=now))
    session.flush()
    return True


def local_index(vault: Vault, connector: str, local: str) -> str:
    """The keyed index of a connector's own patient id."""
    return vault.index("local", f"{connector}|{local}")


def local_indexes(session: Session, client: str) -> set[tuple[str, str]]:
    """Connector and keyed index of every id by which a care system calls this client."""
    query = select(IdMapRow.connector, IdMapRow.local_index).where(IdMapRow.client_id == client)
    return {(connector, index) for connector, index in session.exec(query)}


def by_local(session: Session, vault: Vault, connector: str, local: str) -> str | None:
    row = session.get(IdMapRow, (connector, local_index(vault, connector, local)))
    return None if row is None else row.client_id


def note_allocation(session: Session, vault: Vault, law: str, gemeente: str, number: str, client: str) -> None:
    index = vault.index("toewijzing", f"{law}|{gemeente}|{number}")
    if session.get(AllocationRow, index) is None:
        session.add(AllocationRow(number_index=index, client_id=client))
        session.flush()


def allocated_to(session: Session, vault: Vault, law: str, gemeente: str, number: str) -> str | None:
    """The client for whom this gemeente used this ToewijzingNummer under this law, if any (TR332)."""
    row = session.get(AllocationRow, vault.index("toewijzing", f"{law}|{gemeente}|{number}"))
    return None if row is None else row.client_id
