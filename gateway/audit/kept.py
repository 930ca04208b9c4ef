"""Checkpoints that left the house, each with the signatures of the witnesses that saw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from gateway.audit.tables import CheckpointRow, CosignatureRow


@dataclass(frozen=True, slots=True)
class Kept:
    """`note`: the signed note with every cosignature below our own. `made` UTC."""

    size: int
    note: str
    made: datetime


@dataclass(frozen=True, slots=True)
class Apart:
    """The same with its `cosignatures` (witness, line) apart from what this log signed itself."""

    size: int
    note: str
    cosignatures: tuple[tuple[str, str], ...]


def keep(session: Session, size: int, note: str, now: datetime) -> Kept:
    """Keep a checkpoint; one of the same size is there once."""
    if session.get(CheckpointRow, size) is None:
        session.add(CheckpointRow(size=size, note=note, made=now))
        session.flush()
    return _kept(session, session.get_one(CheckpointRow, size))


def cosign(session: Session, size: int, witness: str, line: str, now: datetime) -> None:
    """Keep what a witness signed; its newest signature replaces an older one of the same checkpoint."""
    session.merge(CosignatureRow(size=size, witness=witness, line=line, received=now))
    session.flush()


def newest(session: Session) -> Kept | None:
    row = session.exec(select(CheckpointRow).order_by(col(CheckpointRow.size).desc()).limit(1)).first()
    return None if row is None else _kept(session, row)


def of_size(session: Session, size: int) -> Kept | None:
    row = session.get(CheckpointRow, size)
    return None if row is None else _kept(session, row)


def covering(session: Session, size: int) -> Kept | None:
    """The smallest kept checkpoint of at least this size: one that a witness signed where there is one."""
    signed = session.exec(select(func.min(CosignatureRow.size)).where(col(CosignatureRow.size) >= size)).one()
    own = session.exec(select(func.min(CheckpointRow.size)).where(col(CheckpointRow.size) >= size)).one()
    found = signed or own
    return None if found is None else of_size(session, found)


def everything(session: Session) -> Iterator[Apart]:
    """All of them, smallest first."""
    lines: dict[int, list[tuple[str, str]]] = {}
    for row in session.exec(select(CosignatureRow).order_by(CosignatureRow.witness)):
        lines.setdefault(row.size, []).append((row.witness, row.line))
    for size, note in session.exec(select(CheckpointRow.size, CheckpointRow.note).order_by(col(CheckpointRow.size))):
        yield Apart(size, note, tuple(lines.get(size, ())))


def strays(session: Session) -> list[CosignatureRow]:
    """Signatures of witnesses under checkpoints that are not here."""
    known = select(CheckpointRow.size)
    return list(session.exec(select(CosignatureRow).where(col(CosignatureRow.size).not_in(known))).all())


def _kept(session: Session, row: CheckpointRow) -> Kept:
    lines = session.exec(
        select(CosignatureRow.line).where(CosignatureRow.size == row.size).order_by(CosignatureRow.witness)
    )
    return Kept(row.size, row.note + "".join(lines), row.made.replace(tzinfo=UTC))
