"""Checking the whole log in its database against a checkpoint: rows, hashes, subtrees, columns and all that was signed
of it must agree. Whatever stands in a row, it ends in a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from gateway.audit import checkpoint, kept, retention, tree
from gateway.audit.checkpoint import Checkpoint, VerifierKey
from gateway.audit.tables import AuditNodeRow, AuditRow
from gateway.errors import BadInput
from gateway.wire import json

MALFORMED = (ValueError, TypeError, KeyError, AttributeError)


def verify(
    session: Session, against: Checkpoint, key: VerifierKey, witnesses: Sequence[VerifierKey] = ()
) -> tuple[str, ...]:
    """Findings, empty when the log is whole: changed, removed, reordered, emptied or cut-off rows all show.

    `key`: of this log. `witnesses`: whose signatures under the kept checkpoints are checked too.
    """
    rows, unreadable = _rows(session)
    findings = [*unreadable, *_sound(rows), *_erased(rows)]
    leaves = [_leaf(row) for row in rows]
    if len(leaves) < against.size:
        findings.append(f"cut off: {len(leaves)} rows, the checkpoint has {against.size}")
    elif tree.root(leaves[: against.size]) != against.root:
        findings.append(f"the first {against.size} rows do not give the root of the checkpoint")
    right = _nodes(leaves)
    if _kept_nodes(session) != {place: node.hex() for place, node in right.items() if place[0]}:
        findings.append("the kept hashes of subtrees are not those of the rows")
    return (*findings, *_signed(session, right, len(leaves), key, witnesses))


def erasures(session: Session) -> tuple[str, ...]:
    """What was erased of the log, by its own events: to be held against who ordered it."""
    query = select(AuditRow).where(AuditRow.event == retention.EVENT).order_by(col(AuditRow.seq))
    said = [(row.seq, json.from_trusted(str(row.body))) for row in session.exec(query)]
    return tuple(
        f"row {seq} erased rows 1 to {one['leaves'][0][1]} on {one['time'][:10]}: older than {one['before']}"
        for seq, one in said
    )


def _rows(session: Session) -> tuple[Sequence[AuditRow], list[str]]:
    """All rows in order; those that cannot even be read are told."""
    ordered = select(AuditRow).order_by(col(AuditRow.seq))
    try:
        return session.exec(ordered).all(), []
    except MALFORMED:
        rows, findings = [], []
        for seq in session.exec(select(AuditRow.seq).order_by(col(AuditRow.seq))).all():
            try:
                rows.append(session.exec(ordered.where(AuditRow.seq == seq)).one())
            except MALFORMED:
                findings.append(f"row {seq} cannot be read")
        return rows, findings


def _sound(rows: Sequence[AuditRow]) -> Iterator[str]:
    for expected, row in enumerate(rows, start=1):
        if row.seq != expected:
            yield f"row {expected} is missing: the next one there is {row.seq}"
            break
    for row in rows:
        try:
            right = (row.body is None) == (row.salt is None) and _leaf(row).hex() == row.leaf and _columns_agree(row)
        except MALFORMED:
            right = False
        if not right:
            yield f"row {row.seq} was changed"


def _erased(rows: Sequence[AuditRow]) -> Iterator[str]:
    """An emptied row is right only when a later erasure on the log names it, and may."""
    upto = 0
    for row in (row for row in rows if row.body is not None and row.event == retention.EVENT):
        last = retention.erased_up_to(_said(row), row.seq)
        if last is None:
            yield f"row {row.seq} is an erasure that cannot be: the log forgets from its beginning, and by age alone"
        upto = max(upto, last or 0)
    for row in rows:
        if row.body is None and row.seq > upto:
            yield f"row {row.seq} was emptied without an erasure"


def _said(row: AuditRow) -> dict[str, Any]:
    try:
        return dict(json.from_trusted(str(row.body)))
    except MALFORMED:
        return {}


def _nodes(leaves: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
    """The hash of every complete subtree that the leaves give, by level and place."""
    right: dict[tuple[int, int], bytes] = {(0, place): leaf for place, leaf in enumerate(leaves)}
    for place, leaf in enumerate(leaves):
        for level, at, node in tree.completed(lambda level, at: right[level, at], place, leaf):
            right[level, at] = node
    return right


def _kept_nodes(session: Session) -> dict[tuple[int, int], str]:
    """Kept for fast proofs: they must be what the leaves give."""
    return {(row.level, row.place): row.hash for row in session.exec(select(AuditNodeRow))}


def _signed(
    session: Session,
    right: dict[tuple[int, int], bytes],
    size: int,
    key: VerifierKey,
    witnesses: Sequence[VerifierKey],
) -> Iterator[str]:
    """Every checkpoint that this log signed and kept must be of these rows, also one from before it had this name."""
    for point in kept.everything(session):
        named = VerifierKey(point.note.partition("\n")[0], key.kind, key.public)
        try:
            said = checkpoint.read(point.note, named)
        except BadInput:
            yield f"the kept checkpoint of {point.size} rows is not signed by this log"
            continue
        if said.size != point.size or said.size > size:
            yield f"the kept checkpoint of {point.size} rows is of a log with more rows than there are"
        elif tree.root_of(lambda level, at: right[level, at], said.size) != said.root:
            yield f"the kept checkpoint of {point.size} rows is not of these rows"
        for name, line in point.cosignatures:
            known = [witness for witness in witnesses if witness.name == name]
            if known and not any(checkpoint.cosigned(point.note, line, witness) for witness in known):
                yield f"under the kept checkpoint of {point.size} rows the signature of {name} is not its own"
    for stray in kept.strays(session):
        yield f"there is a signature of {stray.witness} under a checkpoint of {stray.size} rows that is not kept"


def _leaf(row: AuditRow) -> bytes:
    """Computed from what is there; an erased event has its hash only. Of what gives none, one that fits nothing."""
    try:
        if row.body is None or row.salt is None:
            return bytes.fromhex(row.leaf)
        return tree.leaf_hash(row.salt, row.body)
    except MALFORMED:
        return b""


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
