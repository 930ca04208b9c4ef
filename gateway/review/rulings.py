"""Rulings kept and read: each appends the next revision of its table; the tables themselves are never edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func
from sqlmodel import Session, col, select

from gateway.db import Database
from gateway.review.tables import RulingRow
from omaha.crosswalks.rulings import Ruling

APPEND_LOCK = 0x57445255  # any fixed number: it names the advisory lock of those who rule


def append(database: Database, session: Session, ruling: Ruling, reviewer: str, now: datetime) -> Ruling:
    """Keep a ruling as the next revision of its table; the one given it is in the answer."""
    database.lock_for_append(session, APPEND_LOCK)
    last = session.exec(select(func.max(RulingRow.revision)).where(RulingRow.map == ruling.table)).one()
    numbered = replace(ruling, revision=1 + (last or 0))
    session.add(
        RulingRow(
            map=numbered.table,
            revision=numbered.revision,
            system=numbered.system,
            code=numbered.code,
            kind=numbered.kind,
            problems=" ".join(numbered.problems),
            equivalence=numbered.equivalence,
            confidence=numbered.confidence,
            life=numbered.life,
            reviewer=reviewer,
            reviewer_name=numbered.reviewer,
            recorded=now,
            day=numbered.day,
            reason=numbered.reason,
        )
    )
    session.flush()
    return numbered


def all_of(session: Session) -> tuple[Ruling, ...]:
    """Every ruling ever made, in order."""
    rows = session.exec(select(RulingRow).order_by(col(RulingRow.map), col(RulingRow.revision)))
    return tuple(_ruling(row) for row in rows)


def _ruling(row: RulingRow) -> Ruling:
    return Ruling(
        table=row.map,
        system=row.system,
        code=row.code,
        kind=cast("Any", row.kind),
        problems=tuple(row.problems.split()),
        equivalence=row.equivalence,
        confidence=row.confidence,
        life=row.life,
        reviewer=row.reviewer_name,
        day=row.day,
        reason=row.reason,
        revision=row.revision,
    )
