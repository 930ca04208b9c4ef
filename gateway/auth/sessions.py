"""Sessions of people: a random cookie, known here only by its hash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from gateway.auth.tables import SessionRow
from gateway.crypto import random_token, sha256
from gateway.errors import NotAuthenticated


def open_(session: Session, person: str, kind: str, now: datetime, minutes: int) -> str:
    """Start a session; returns the cookie value."""
    token = random_token()
    session.add(
        SessionRow(
            token_hash=sha256(token.encode()),
            person=person,
            kind=kind,
            csrf=random_token(),
            created=now,
            expires=now + timedelta(minutes=minutes),
        )
    )
    session.flush()
    return token


def find(session: Session, token: str | None, now: datetime) -> SessionRow:
    """Raises NotAuthenticated when there is no such session or it has ended."""
    row = session.get(SessionRow, sha256(token.encode())) if token else None
    if row is None or row.expires.replace(tzinfo=UTC) <= now:
        raise NotAuthenticated("session-ended", "You are not logged in, or were for too long", mend="log in again")
    return row


def close(session: Session, token: str) -> None:
    row = session.get(SessionRow, sha256(token.encode()))
    if row is not None:
        session.delete(row)
        session.flush()
