"""Withholdings kept and read: each step appended, never changed, the last one holding.

What was said of a step is sealed with what its source delivered, and goes with it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, cast

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from gateway.keyring import Keyring
from gateway.review.tables import WithholdingRow
from gateway.wire import json

TABLE = "withholding"
Act = Literal["begin", "renew", "end"]


@dataclass(frozen=True, slots=True)
class Withholding:
    """One withholding as its last step left it. `review`: the Dutch day on which it ends by itself; `recorded`: UTC."""

    client: str
    id: str
    seq: int
    source: str
    act: Act
    ground: str
    binds: tuple[str, ...]
    records: tuple[str, ...]
    contacts: tuple[str, ...]
    review: date
    recorded: datetime

    def runs(self, today: date) -> bool:
        """Whether it holds on this Dutch day: without a renewal no longer on the day of review itself."""
        return self.act != "end" and today < self.review


@dataclass(frozen=True, slots=True)
class Account:
    """What was said of a step. `by`: who decided; `consulted`: the other professional, where one is asked for;
    `contact`: whom the client can ask, which alone the client reads.
    """

    reason: str
    by: str
    consulted: str
    contact: str


def append(session: Session, keyring: Keyring, step: Withholding, said: Account) -> None:
    text = json.dumps(dataclasses.asdict(said)).encode()
    session.add(
        WithholdingRow(
            client_id=step.client,
            id=step.id,
            seq=step.seq,
            source=step.source,
            act=step.act,
            ground=step.ground,
            binds=" ".join(step.binds),
            records=" ".join(step.records),
            contacts=" ".join(step.contacts),
            review=step.review,
            recorded=step.recorded,
            sealed=keyring.seal(session, step.client, step.source, text, TABLE, step.id, step.seq),
        )
    )
    session.flush()


def of_client(session: Session, client: str) -> tuple[Withholding, ...]:
    """As each stands now, oldest first."""
    return _last(session.exec(_ordered().where(WithholdingRow.client_id == client)))


def of_source(session: Session, source: str) -> tuple[Withholding, ...]:
    """As each stands now, oldest first."""
    return _last(session.exec(_ordered().where(WithholdingRow.source == source)))


def find(session: Session, id_: str) -> Withholding | None:
    found = _last(session.exec(_ordered().where(WithholdingRow.id == id_)))
    return found[0] if found else None


def told(session: Session, keyring: Keyring, client: str, id_: str) -> tuple[tuple[Withholding, Account], ...]:
    """Every step with what was said of it, oldest first."""
    rows = session.exec(_ordered().where(WithholdingRow.client_id == client, WithholdingRow.id == id_))
    return tuple((_read(row), _account(keyring, session, row)) for row in rows)


def _ordered() -> SelectOfScalar[WithholdingRow]:
    return select(WithholdingRow).order_by(
        col(WithholdingRow.client_id), col(WithholdingRow.id), col(WithholdingRow.seq)
    )


def _last(rows: Iterable[WithholdingRow]) -> tuple[Withholding, ...]:
    steps: dict[str, list[Withholding]] = {}
    for row in rows:
        steps.setdefault(row.id, []).append(_read(row))
    return tuple(sorted((each[-1] for each in steps.values()), key=lambda one: (steps[one.id][0].recorded, one.id)))


def _account(keyring: Keyring, session: Session, row: WithholdingRow) -> Account:
    opened = keyring.unseal(session, row.client_id, row.source, row.sealed, TABLE, row.id, row.seq)
    return Account(**json.from_trusted(opened.decode()))


def _read(row: WithholdingRow) -> Withholding:
    return Withholding(
        client=row.client_id,
        id=row.id,
        seq=row.seq,
        source=row.source,
        act=cast("Act", row.act),
        ground=row.ground,
        binds=tuple(row.binds.split()),
        records=tuple(row.records.split()),
        contacts=tuple(row.contacts.split()),
        review=row.review,
        recorded=row.recorded.replace(tzinfo=UTC),
    )
