"""Sessions of people: a random cookie, known here only by its hash. They end when unused, and some day anyhow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from gateway.auth.oidc import FRESH_SECONDS
from gateway.auth.tables import SessionRow
from gateway.crypto.primitives import random_token, sha256
from gateway.errors import NotAuthenticated


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a session lasts: `idle` minutes unused, `most` minutes at all."""

    idle: int
    most: int

    def ends(self, row: SessionRow) -> datetime:
        """When it is over if nothing more is done in it (UTC)."""
        return min(_utc(row.seen) + timedelta(minutes=self.idle), _utc(row.expires))


@dataclass(frozen=True, slots=True)
class Proven:
    """Who somebody is, and who says so."""

    person: str
    kind: str
    provider: str


def open_(session: Session, who: Proven, now: datetime, terms: Terms, most: datetime | None = None) -> str:
    """Start a session; returns the cookie value, never anybody's before. `most`: its end, when that is set."""
    session.execute(delete(SessionRow).where(col(SessionRow.expires) <= now))
    token = random_token()
    session.add(
        SessionRow(
            token_hash=hashed(token),
            person=who.person,
            kind=who.kind,
            csrf=random_token(),
            created=now,
            expires=most or now + timedelta(minutes=terms.most),
            provider=who.provider,
            proved=now,
            seen=now,
        )
    )
    session.flush()
    return token


def find(session: Session, token: str | None, now: datetime, terms: Terms) -> SessionRow:
    """Raises NotAuthenticated when there is no such session or it has ended. Being found is being used."""
    row = session.get(SessionRow, hashed(token)) if token else None
    if row is None or terms.ends(row) <= now:
        raise NotAuthenticated("session-ended", "You are not logged in, or were for too long", mend="log in again")
    row.seen = now
    session.add(row)
    return row


def renew(session: Session, row: SessionRow, now: datetime, terms: Terms) -> str:
    """The same session after its person proved who they are again, under a new cookie; the old one is over.

    Its end stays where it was.
    """
    who, most = Proven(row.person, row.kind, row.provider), _utc(row.expires)
    session.delete(row)
    session.flush()
    return open_(session, who, now, terms, most)


def proved_just_now(row: SessionRow, now: datetime) -> bool:
    return now - _utc(row.proved) <= timedelta(seconds=FRESH_SECONDS)


def close(session: Session, token: str) -> None:
    row = session.get(SessionRow, hashed(token))
    if row is not None:
        session.delete(row)
        session.flush()


def close_all(session: Session, person: str) -> None:
    """End every session of a person."""
    session.execute(delete(SessionRow).where(col(SessionRow.person) == person))


def hashed(token: str) -> str:
    return sha256(token.encode())


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
