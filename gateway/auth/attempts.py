"""A login that is under way at a provider: kept here by hash, for one browser, for once, for ten minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from gateway.auth.oidc import Asked
from gateway.auth.tables import AttemptRow
from gateway.crypto.primitives import random_token, sha256
from gateway.errors import Refused

MINUTES = 10


def keep(session: Session, provider: str, asked: Asked, now: datetime, *, again_for: str, path: str) -> str:
    """Returns what only this browser knows. `again_for`: hash of the session that must prove itself again, or ""."""
    session.execute(delete(AttemptRow).where(col(AttemptRow.expires) <= now))
    browser = random_token()
    session.add(
        AttemptRow(
            state_hash=sha256(asked.state.encode()),
            browser_hash=sha256(browser.encode()),
            provider=provider,
            nonce=asked.nonce,
            verifier=asked.verifier,
            again_for=again_for,
            path=path,
            expires=now + timedelta(minutes=MINUTES),
        )
    )
    session.flush()
    return browser


def take(session: Session, provider: str, state: str, browser: str, now: datetime) -> AttemptRow:
    """The attempt this answer belongs to; it is over, whatever comes of it. Raises Refused(login-state)."""
    row = session.get(AttemptRow, sha256(state.encode()))
    if row is not None and row.browser_hash == sha256(browser.encode()) and row.provider == provider:
        session.delete(row)
        session.flush()
        if row.expires.replace(tzinfo=UTC) > now:
            return row
    raise Refused("login-state", "This login was not begun in this browser, or too long ago", mend="begin again")
