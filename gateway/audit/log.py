"""Appending to the log and reading it back."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from gateway.audit import events, tree
from gateway.audit.checkpoint import Checkpoint
from gateway.audit.tables import AuditNodeRow, AuditRow
from gateway.db import Database
from gateway.errors import Fault
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


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf with what opens it. `salt` and `body` are None for an erased event; `leaf` is hex."""

    seq: int
    leaf: str
    salt: bytes | None
    body: str | None


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
    leaf = tree.leaf_hash(salt, body)
    place = size(session)
    session.add(
        AuditRow(
            seq=place + 1,
            client_id=client,
            recorded=now,
            event=event,
            org=fields.get("org"),
            body=body,
            salt=salt,
            leaf=leaf.hex(),
        )
    )
    for level, at, node in tree.completed(lambda level, at: _node(session, level, at), place, leaf):
        session.add(AuditNodeRow(level=level, place=at, hash=node.hex()))
    session.flush()
    return id_


def size(session: Session) -> int:
    """Number of leaves."""
    return session.exec(select(func.max(AuditRow.seq))).one() or 0


def of_client(session: Session, client: str) -> Iterator[Entry]:
    """Everything recorded about one client, newest first."""
    return entries(session, col(AuditRow.client_id) == client)


def of_organisation(session: Session, organisation: str) -> Iterator[Entry]:
    """Everything that people and systems of one organisation did, newest first."""
    return entries(session, col(AuditRow.org) == organisation)


def entries(session: Session, *where: ColumnElement[bool]) -> Iterator[Entry]:
    """Events that were not erased, newest first."""
    query = select(AuditRow).where(col(AuditRow.body).is_not(None), *where).order_by(col(AuditRow.seq).desc())
    for row in session.exec(query):
        fields = json.from_trusted(str(row.body))
        yield Entry(row.seq, row.client_id, row.recorded.replace(tzinfo=UTC), row.event, fields)


def leaves(session: Session, first: int, last: int) -> Iterator[Leaf]:
    """The leaves from row `first` up to and including row `last`, in order."""
    parts = select(AuditRow.seq, AuditRow.leaf, AuditRow.salt, AuditRow.body)
    for seq, leaf, salt, body in session.exec(
        parts.where(col(AuditRow.seq).between(first, last)).order_by(col(AuditRow.seq))
    ):
        if not isinstance(leaf, str) or not isinstance(salt, bytes | None) or not isinstance(body, str | None):
            raise _not_whole()
        yield Leaf(seq, leaf, salt, body)


def checkpoint(session: Session, upto: int | None = None) -> Checkpoint:
    """The state of the log now, or when it had `upto` leaves."""
    count = size(session) if upto is None else upto
    return Checkpoint(size=count, root=tree.root_of(lambda level, at: _node(session, level, at), count))


def inclusion(session: Session, seq: int, upto: int) -> tuple[bytes, ...]:
    """Proof that row `seq` is in the log of `upto` leaves."""
    return tree.inclusion(lambda level, at: _node(session, level, at), seq - 1, upto)


def consistency(session: Session, first: int, second: int) -> tuple[bytes, ...]:
    """Proof that the log of `second` leaves begins with that of `first`."""
    return tree.consistency(lambda level, at: _node(session, level, at), first, second)


def _node(session: Session, level: int, place: int) -> bytes:
    query = (
        select(AuditNodeRow.hash).where(AuditNodeRow.level == level, AuditNodeRow.place == place)
        if level
        else select(AuditRow.leaf).where(AuditRow.seq == place + 1)
    )
    found = session.exec(query).first()
    try:
        return bytes.fromhex(found or "-")
    except (ValueError, TypeError):  # nothing there, or nothing that a hash can be
        raise _not_whole() from None


def _not_whole() -> Fault:
    return Fault("audit-log", "The audit log is not whole", mend="wijkdossier verify-audit")
