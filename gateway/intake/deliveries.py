"""Keeping a delivery before it is judged, and its state after."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session, col, select

from gateway.crypto.primitives import sha256
from gateway.intake import verteld
from gateway.intake.tables import BerichtRow, DeliveryRow
from gateway.keyring import Keyring

State = Literal["received", "accepted", "parked", "rejected"]
TABLE = "delivery"
ERASED = "erased"


def keep(
    session: Session, keyring: Keyring, connector: str, content_type: str, body: bytes, now: datetime
) -> tuple[DeliveryRow, bool]:
    """Seal the bytes. Returns the row and whether it is new; the same bytes give the row that was there.

    What was erased and is sent again is new: its sender says so once more, and it is judged once more.
    """
    fingerprint = keyring.vault.index("delivery", f"{connector}|{sha256(body)}")
    query = select(DeliveryRow).where(DeliveryRow.connector == connector, DeliveryRow.fingerprint == fingerprint)
    known = session.exec(query).first()
    if known is not None and known.state != ERASED:
        return known, False
    id_ = str(uuid.uuid4()) if known is None else known.id
    if known is not None:
        session.delete(known)
        session.flush()
    row = DeliveryRow(
        client_id="",
        id=id_,
        connector=connector,
        received=now,
        content_type=content_type[:200],
        size=len(body),
        fingerprint=fingerprint,
        sealed_body=keyring.seal(session, "", connector, body, TABLE, id_, "body"),
    )
    session.add(row)
    session.flush()
    return row, True


def find(session: Session, id_: str) -> DeliveryRow | None:
    return session.exec(select(DeliveryRow).where(DeliveryRow.id == id_)).first()


def body(session: Session, keyring: Keyring, row: DeliveryRow, source: str) -> bytes:
    """The bytes as received. `source`: organisation of the connector."""
    return keyring.unseal(session, row.client_id, _source(row, source), row.sealed_body, TABLE, row.id, "body")


def receipt(session: Session, keyring: Keyring, row: DeliveryRow, source: str) -> dict[str, Any] | None:
    """What the sender was told, None while it is undecided."""
    if row.sealed_receipt is None:
        return None
    opened = keyring.unseal(session, row.client_id, _source(row, source), row.sealed_receipt, TABLE, row.id, "receipt")
    return verteld.unpack(opened)


def decide(
    session: Session,
    keyring: Keyring,
    row: DeliveryRow,
    source: str,
    state: State,
    receipt: dict[str, Any],
    now: datetime,
    client: str | None = None,
) -> DeliveryRow:
    """Fix the state and what the sender is told; with its client known, all moves under that client's key."""
    row.state, row.decided, row.code = state, now, receipt.get("code")
    row.kind, row.version = receipt.get("kind"), receipt.get("version")
    row.law = receipt.get("law")
    if client and client != row.client_id:
        opened = body(session, keyring, row, source)
        session.delete(row)
        session.flush()
        row = DeliveryRow(**{**row.model_dump(), "client_id": client})
        session.add(row)
        row.sealed_body = keyring.seal(session, client, source, opened, TABLE, row.id, "body")
    told = verteld.pack(receipt)
    row.sealed_receipt = keyring.seal(session, row.client_id, _source(row, source), told, TABLE, row.id, "receipt")
    session.add(row)
    session.flush()
    return row


def accepted_of(session: Session, client: str, kinds: Sequence[str]) -> list[DeliveryRow]:
    """Earlier accepted messages of one client, of some kinds, in order of arrival."""
    query = select(DeliveryRow).where(
        DeliveryRow.client_id == client, DeliveryRow.state == "accepted", col(DeliveryRow.kind).in_(kinds)
    )
    return list(session.exec(query.order_by(col(DeliveryRow.received))).all())


def identificatie_used(session: Session, afzender: str, kind: str, identificatie: str) -> bool:
    """TR056: whether an accepted message of this sender and kind bears this Identificatie already."""
    return session.get(BerichtRow, (afzender, kind, identificatie)) is not None


def with_identificatie(session: Session, afzender: str, kind: str, identificatie: str) -> DeliveryRow | None:
    """The accepted message that bears this Identificatie."""
    row = session.get(BerichtRow, (afzender, kind, identificatie))
    return None if row is None else find(session, row.delivery)


def note_identificatie(session: Session, afzender: str, kind: str, identificatie: str, delivery: str) -> None:
    session.add(BerichtRow(afzender=afzender, kind=kind, identificatie=identificatie, delivery=delivery))
    session.flush()


def in_state(session: Session, *states: State) -> list[DeliveryRow]:
    query = select(DeliveryRow).where(col(DeliveryRow.state).in_(states))
    return list(session.exec(query.order_by(col(DeliveryRow.received))).all())


def _source(row: DeliveryRow, source: str) -> str:
    return source if row.client_id else row.connector
