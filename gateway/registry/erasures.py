"""The register of erasures: what was destroyed, when, by whom, why; so that a backup put back can be erased again."""

from __future__ import annotations

import json as plain
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from gateway.registry.tables import ErasureRow


@dataclass(frozen=True, slots=True)
class Erasure:
    """`client`: the pseudonym that the log knows; `source` empty: everything of the client; `erased` UTC."""

    id: str
    client: str
    source: str
    erased: datetime
    by: str
    reason: str
    keys: tuple[str, ...]
    counts: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "client": self.client,
            "source": self.source,
            "erased": self.erased.isoformat(timespec="seconds"),
            "by": self.by,
            "reason": self.reason,
            "keys": list(self.keys),
            "counts": dict(self.counts),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Erasure:
        members = {**value, "erased": datetime.fromisoformat(value["erased"]), "keys": tuple(value["keys"])}
        return cls(**members)


def note(session: Session, erasure: Erasure) -> None:
    session.add(
        ErasureRow(
            client_id=erasure.client,
            id=erasure.id,
            source=erasure.source,
            erased=erasure.erased,
            by=erasure.by,
            reason=erasure.reason,
            keys=plain.dumps(erasure.keys),
            counts=plain.dumps(erasure.counts),
        )
    )
    session.flush()


def listing(session: Session) -> list[Erasure]:
    """All, oldest first."""
    return [_read(row) for row in session.exec(select(ErasureRow).order_by(col(ErasureRow.erased))).all()]


def missing(session: Session, known: Iterable[Erasure]) -> list[Erasure]:
    """Of erasures known elsewhere, those that this database does not have: it was put back from before."""
    here = set(session.exec(select(ErasureRow.id)).all())
    return [erasure for erasure in known if erasure.id not in here]


def _read(row: ErasureRow) -> Erasure:
    return Erasure(
        id=row.id,
        client=row.client_id,
        source=row.source,
        erased=row.erased.replace(tzinfo=UTC),
        by=row.by,
        reason=row.reason,
        keys=tuple(plain.loads(row.keys)),
        counts=plain.loads(row.counts),
    )
