"""Which questions for rectification wait at a source: ids and moments alone; nothing is unsealed to find them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from gateway.review.tables import RectificationRow


@dataclass(frozen=True, slots=True)
class Asked:
    """`task`, `about`: record ids of the question and of what it is about. Moments UTC."""

    client: str
    task: str
    about: str
    source: str
    asked: datetime
    answered: datetime | None


def note(session: Session, asked: Asked) -> None:
    session.add(
        RectificationRow(
            client_id=asked.client, task=asked.task, about=asked.about, source=asked.source, asked=asked.asked
        )
    )
    session.flush()


def answer(session: Session, client: str, task: str, now: datetime) -> None:
    row = session.get_one(RectificationRow, (client, task))
    row.answered = now
    session.add(row)
    session.flush()


def find(session: Session, task: str) -> Asked | None:
    row = session.exec(select(RectificationRow).where(RectificationRow.task == task)).first()
    return None if row is None else _asked(row)


def of_client(session: Session, client: str) -> tuple[Asked, ...]:
    """Newest first."""
    return _found(session, RectificationRow.client_id == client)


def waiting(session: Session, source: str) -> tuple[Asked, ...]:
    """What a source has still to answer, newest first."""
    return _found(session, RectificationRow.source == source, col(RectificationRow.answered).is_(None))


def _found(session: Session, *where: object) -> tuple[Asked, ...]:
    query = select(RectificationRow).where(*where)  # type: ignore[arg-type]  # conditions on its own columns
    newest = col(RectificationRow.asked).desc(), col(RectificationRow.task)
    return tuple(_asked(row) for row in session.exec(query.order_by(*newest)))


def _asked(row: RectificationRow) -> Asked:
    return Asked(
        client=row.client_id,
        task=row.task,
        about=row.about,
        source=row.source,
        asked=row.asked.replace(tzinfo=UTC),
        answered=None if row.answered is None else row.answered.replace(tzinfo=UTC),
    )
