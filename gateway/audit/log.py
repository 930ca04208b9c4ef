"""Appending to the log and reading it back; verification of the whole tree against a checkpoint."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from gateway.audit import events, tree
from gateway.audit.checkpoint import Checkpoint
from gateway.audit.tables import AuditRow
from gateway.db import Database
from gateway.wire import json

APPEND_LOCK = 0x57444C4F47  # any fixed number: it names the advisory lock of appenders


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as recorded. `recorded` UTC; `fields` as written."""

    seq: int
    client: str | None
    recorded: datetime
    event: str
    fields: dict[str, Any]


def append(
    database: Database, session: Session, event: str, now: datetime, client: str | None = None, **fields: Any
) -> str:
    """Write one event in the caller's transaction, as the last thing before it commits. Returns its id."""
    events.check(event, fields)
    database.lock_for_append(session, APPEND_LOCK)
    id_ = str(uuid.uuid4())
    body = json.canonical(
        {
            "id": id_,
            "time": now.astimezone(UTC).isoformat(timespec="milliseconds"),
            "event": event,
            "action": events.ACTIONS[event],
            "client": client,
            **{name: value for name, value in fields.items() if value is not None},
        }
    ).decode()
    salt = os.urandom(16)
    last = session.exec(select(func.max(AuditRow.seq))).one()
    session.add(
        AuditRow(
            seq=1 + (last or 0),
            client_id=client,
            recorded=now,
            event=event,
            body=body,
            salt=salt,
            leaf=tree.leaf_hash(salt, body).hex(),
        )
    )
    session.flush()
    return id_


def of_client(session: Session, client: str) -> Iterator[Entry]:
    """Everything recorded about one client, newest first."""
    query = select(AuditRow).where(AuditRow.client_id == client).order_by(col(AuditRow.seq).desc())
    for row in session.exec(query):
        body = json.from_trusted(row.body)
        yield Entry(row.seq, row.client_id, row.recorded.replace(tzinfo=UTC), row.event, body)


def checkpoint(session: Session) -> Checkpoint:
    """The state of the log now."""
    leaves = [bytes.fromhex(leaf) for leaf in session.exec(select(AuditRow.leaf).order_by(col(AuditRow.seq)))]
    return Checkpoint(size=len(leaves), root=tree.root(leaves))


def verify(session: Session, against: Checkpoint) -> tuple[str, ...]:
    """Findings, empty when the log is whole: changed, removed, reordered or cut-off rows all show."""
    findings: list[str] = []
    leaves: list[bytes] = []
    for expected, row in enumerate(session.exec(select(AuditRow).order_by(col(AuditRow.seq))), start=1):
        if row.seq != expected and not findings:
            findings.append(f"row {expected} is missing: the next one there is {row.seq}")
        computed = tree.leaf_hash(row.salt, row.body)
        if computed.hex() != row.leaf or not _columns_agree(row):
            findings.append(f"row {row.seq} was changed")
        leaves.append(computed)
    if len(leaves) < against.size:
        findings.append(f"cut off: {len(leaves)} rows, the checkpoint has {against.size}")
    elif tree.root(leaves[: against.size]) != against.root:
        findings.append(f"the first {against.size} rows do not give the root of the checkpoint")
    return tuple(findings)


def _columns_agree(row: AuditRow) -> bool:
    """The columns beside the body are for searching; they must say what the sealed-in body says."""
    body = json.from_trusted(row.body)
    recorded = datetime.fromisoformat(body["time"])
    # Milliseconds in the body, microseconds in the column.
    drift = abs((row.recorded.replace(tzinfo=UTC) - recorded).total_seconds())
    return body["event"] == row.event and body.get("client") == row.client_id and drift < 0.001
