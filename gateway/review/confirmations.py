"""Confirmations kept and read: what a professional said of one record, sealed, never changed, the last one holding."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from gateway.keyring import Keyring
from gateway.review.tables import ConfirmationRow
from gateway.wire import json

TABLE = "tag_confirmation"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`problems`: none means niet te bepalen; `primary`: those that lead. `life`: given by hand, else empty.

    `about`: the codes of the item it was said of; it holds while they stay the same. `day`: ISO date.
    """

    kind: Literal["confirm", "correct"]
    problems: tuple[str, ...]
    primary: tuple[str, ...]
    life: tuple[str, ...]
    about: tuple[str, ...]
    person: str
    name: str
    role: str
    organisation: str
    day: str
    reason: str


def append(
    session: Session, keyring: Keyring, client: str, record: str, source: str, said: Confirmation, now: datetime
) -> int:
    """Keep what was said; returns its number within the record."""
    last = session.exec(
        select(func.max(ConfirmationRow.seq)).where(
            ConfirmationRow.client_id == client, ConfirmationRow.record == record
        )
    ).one()
    seq = 1 + (last or 0)
    sealed = keyring.seal(session, client, source, json.dumps(_plain(said)).encode(), TABLE, record, seq)
    session.add(ConfirmationRow(client_id=client, record=record, seq=seq, source=source, recorded=now, sealed=sealed))
    session.flush()
    return seq


def all_of(session: Session, keyring: Keyring, client: str) -> dict[str, tuple[Confirmation, datetime]]:
    """What holds for each record of one client, with when it was said (UTC)."""
    rows = session.exec(
        select(ConfirmationRow).where(ConfirmationRow.client_id == client).order_by(col(ConfirmationRow.seq))
    )
    return {row.record: (_read(keyring, session, row), row.recorded.replace(tzinfo=UTC)) for row in rows}


def _read(keyring: Keyring, session: Session, row: ConfirmationRow) -> Confirmation:
    opened = keyring.unseal(session, row.client_id, row.source, row.sealed, TABLE, row.record, row.seq)
    value: dict[str, Any] = json.from_trusted(opened.decode())
    typed: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in value.items()}
    return Confirmation(**typed)


def _plain(said: Confirmation) -> dict[str, Any]:
    return {name: list(one) if isinstance(one, tuple) else one for name, one in dataclasses.asdict(said).items()}
