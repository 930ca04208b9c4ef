"""What claims were granted, per client and claim, sealed: the next claim is judged without reading them again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, select

from gateway.intake.tables import DeliveryRow, PrestatieRow
from gateway.keyring import Keyring
from gateway.wire import json

TABLE = "prestatie"
# Of what one claim may be, one client may have all.
MOST_BYTES = 25 * 1024 * 1024


def keep(
    session: Session,
    keyring: Keyring,
    client: str,
    source: str,
    claim: DeliveryRow,
    law: str,
    gemeente: str,
    granted: list[list[Any]],
) -> None:
    """Replace what a claim was granted for a client. `source`: organisation of the claim's connector."""
    sealed = keyring.seal(session, client, source, json.dumps(granted).encode(), TABLE, claim.id)
    row = session.get(PrestatieRow, (client, claim.id))
    if row is None:
        row = PrestatieRow(
            client_id=client,
            delivery=claim.id,
            connector=claim.connector,
            law=law,
            gemeente=gemeente,
            sealed=sealed,
        )
    row.sealed = sealed
    session.add(row)
    session.flush()


def of_client(
    session: Session, keyring: Keyring, source: Callable[[str], str], client: str, law: str, gemeente: str
) -> dict[str, list[list[Any]]]:
    """By claim. `source`: the organisation of a connector."""
    query = select(PrestatieRow).where(
        PrestatieRow.client_id == client, PrestatieRow.law == law, PrestatieRow.gemeente == gemeente
    )
    return {
        row.delivery: json.loads(
            keyring.unseal(session, client, source(row.connector), row.sealed, TABLE, row.delivery), limit=MOST_BYTES
        )
        for row in session.exec(query.order_by(PrestatieRow.delivery)).all()
    }
