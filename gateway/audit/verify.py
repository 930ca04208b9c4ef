"""Checking the whole log in its database against a checkpoint: rows, hashes, subtrees and columns must all agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from gateway.audit import tree
from gateway.audit.checkpoint import Checkpoint
from gateway.audit.tables import AuditNodeRow, AuditRow
from gateway.wire import json


def verify(session: Session, against: Checkpoint) -> tuple[str, ...]:
    """Findings, empty when the log is whole: changed, removed, reordered, emptied or cut-off rows all show."""
    rows = session.exec(select(AuditRow).order_by(col(AuditRow.seq))).all()
    findings = [*_rows(rows), *_erased(rows)]
    leaves = [_leaf(row) for row in rows]
    if len(leaves) < against.size:
        findings.append(f"cut off: {len(leaves)} rows, the checkpoint has {against.size}")
    elif tree.root(leaves[: against.size]) != against.root:
        findings.append(f"the first {against.size} rows do not give the root of the checkpoint")
    return (*findings, *_nodes(session, leaves))


def _rows(rows: Sequence[AuditRow]) -> Iterator[str]:
    for expected, row in enumerate(rows, start=1):
        if row.seq != expected:
            yield f"row {expected} is missing: the next one there is {row.seq}"
            break
    for row in rows:
        if (row.body is None) != (row.salt is None) or _leaf(row).hex() != row.leaf or not _columns_agree(row):
            yield f"row {row.seq} was changed"


def _erased(rows: Sequence[AuditRow]) -> Iterator[str]:
    """An emptied row is right only when a later erasure on the log names it."""
    erasures = [
        (row.seq, json.from_trusted(row.body)["leaves"]) for row in rows if row.body and row.event == "log-erasure"
    ]
    for row in rows:
        if row.body is None and not any(
            seq > row.seq and any(first <= row.seq <= last for first, last in runs) for seq, runs in erasures
        ):
            yield f"row {row.seq} was emptied without an erasure"


def _nodes(session: Session, leaves: Sequence[bytes]) -> Iterator[str]:
    """The kept hashes of subtrees are for fast proofs; they must be what the leaves give."""
    right: dict[tuple[int, int], bytes] = {(0, place): leaf for place, leaf in enumerate(leaves)}
    for place, leaf in enumerate(leaves):
        for level, at, node in tree.completed(lambda level, at: right[level, at], place, leaf):
            right[level, at] = node
    kept = {(row.level, row.place): row.hash for row in session.exec(select(AuditNodeRow))}
    if kept != {key: node.hex() for key, node in right.items() if key[0]}:
        yield "the kept hashes of subtrees are not those of the rows"


def _leaf(row: AuditRow) -> bytes:
    """Computed from what is there; an erased event has its hash only."""
    if row.body is None or row.salt is None:
        return bytes.fromhex(row.leaf)
    return tree.leaf_hash(row.salt, row.body)


def _columns_agree(row: AuditRow) -> bool:
    """The columns beside the body are for searching; they must say what the sealed-in body says."""
    if row.body is None:
        return row.client_id is None and row.org is None and row.event == "erased"
    body = json.from_trusted(row.body)
    recorded = datetime.fromisoformat(body["time"])
    # Milliseconds in the body, microseconds in the column.
    drift = abs((row.recorded.replace(tzinfo=UTC) - recorded).total_seconds())
    said = (body["event"], body.get("client"), body.get("org"))
    return said == (row.event, row.client_id, row.org) and drift < 0.001
