"""Envelopes in which sent messages left, each by its referentienummer, and the faults that were reported of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from gateway.intake.tables import EnvelopRow

# Of one query; databases bound the number of parameters.
MOST_KEYS = 500


def keep(session: Session, referentienummer: str, bericht: str, now: datetime) -> None:
    session.add(EnvelopRow(referentienummer=referentienummer, bericht=bericht, made=now))
    session.flush()


def find(session: Session, referentienummer: str) -> EnvelopRow | None:
    return session.get(EnvelopRow, referentienummer)


def of(session: Session, berichten: Iterable[str]) -> dict[str, list[EnvelopRow]]:
    """The envelopes of each of these messages that left in one, in order."""
    wanted, found = list(berichten), defaultdict[str, list[EnvelopRow]](list)
    for start in range(0, len(wanted), MOST_KEYS):
        query = select(EnvelopRow).where(col(EnvelopRow.bericht).in_(wanted[start : start + MOST_KEYS]))
        for row in session.exec(query.order_by(col(EnvelopRow.made), EnvelopRow.referentienummer)):
            found[row.bericht].append(row)
    return found


def report(session: Session, row: EnvelopRow, fout: str, code: str, now: datetime) -> None:
    """A fault in this envelope was reported."""
    row.fout, row.code, row.reported = fout, code, now
    session.add(row)
    session.flush()
