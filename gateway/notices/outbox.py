"""What is to be told, written in the same transaction as what happened, so that neither can be without the other.

Taking one out is a claim for a while: a sender that dies after it leaves the notice to the next. A notice may so come
twice, and never not at all.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func, update
from sqlmodel import Field, Session, SQLModel, col, select

from gateway.keyring import Keyring, Reseal
from gateway.wire import json

TABLE = "notice"
SOURCE = "notices"
CLAIM = timedelta(seconds=60)
LONGEST = timedelta(hours=1)
To = Literal["client", "contact", "privacy", "escalation"]


class NoticeRow(SQLModel, table=True):
    """`sealed`: address, subject and text under the client's key; emptied when sent."""

    __tablename__ = TABLE

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    addressee: str
    sealed: bytes
    written: datetime
    due: datetime = Field(index=True)
    attempts: int = 0
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One message. `address` None: nobody knows how to reach them; the privacy officer hears of that."""

    id: str
    to: str
    address: str | None
    subject: str
    text: str


def write(
    session: Session, keyring: Keyring, client: str, to: To, address: str | None, subject: str, text: str, now: datetime
) -> None:
    """Put one notice in the outbox, in the caller's transaction."""
    id_ = str(uuid.uuid4())
    content = json.dumps({"address": address, "subject": subject, "text": text}).encode()
    session.add(
        NoticeRow(
            client_id=client,
            id=id_,
            addressee=to,
            sealed=keyring.seal(session, client, SOURCE, content, TABLE, id_),
            written=now,
            due=now,
        )
    )
    session.flush()


def claim(session: Session, keyring: Keyring, now: datetime) -> tuple[Notice, ...]:
    """Everything due, for this sender alone until the claim runs out; each attempt waits twice as long for the next."""
    query = select(NoticeRow).where(col(NoticeRow.sent).is_(None), col(NoticeRow.due) <= now)
    found = []
    for row in session.exec(query.order_by(col(NoticeRow.written)).limit(100)).all():
        again = now + min(CLAIM * 2**row.attempts, LONGEST)
        taken = session.execute(
            update(NoticeRow)
            .where(col(NoticeRow.id) == row.id, col(NoticeRow.attempts) == row.attempts)
            .values(attempts=row.attempts + 1, due=again)
        )
        if taken.rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE has a row count
            found.append(_open(session, keyring, row))
    return tuple(found)


def done(session: Session, id_: str, now: datetime) -> None:
    """It was sent: the row stays as proof, its content goes."""
    session.execute(update(NoticeRow).where(col(NoticeRow.id) == id_).values(sent=now, sealed=b""))


def waiting(session: Session) -> int:
    """How many are not sent yet."""
    return session.exec(select(func.count()).select_from(NoticeRow).where(col(NoticeRow.sent).is_(None))).one()


def reseal(session: Session, client: str, source: str, again: Reseal) -> int:
    """What is not sent yet, under the key that came."""
    waiting_ = select(NoticeRow).where(NoticeRow.client_id == client, col(NoticeRow.sent).is_(None))
    rows = session.exec(waiting_).all() if source == SOURCE else []
    for row in rows:
        row.sealed = again(row.sealed, TABLE, row.id)
        session.add(row)
    session.flush()
    return len(rows)


def ids(session: Session, client: str) -> set[str]:
    """Of all notices about this client, sent or not."""
    return set(session.exec(select(NoticeRow.id).where(NoticeRow.client_id == client)).all())


def erase(session: Session, client: str) -> dict[str, int]:
    rows = session.exec(select(NoticeRow).where(NoticeRow.client_id == client)).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return {"notices": len(rows)}


def _open(session: Session, keyring: Keyring, row: NoticeRow) -> Notice:
    content = json.loads(keyring.unseal(session, row.client_id, SOURCE, row.sealed, TABLE, row.id))
    return Notice(row.id, row.addressee, content["address"], content["subject"], content["text"])
