"""Rows of authentication: sessions and logins under way by hash, and the assertion ids that were used."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel


class SessionRow(SQLModel, table=True):
    """A login. `token_hash`: SHA-256 of the cookie; the cookie itself is nowhere stored.

    `provider`: who said who it is; `proved`: when that was last said; `seen`: when the session was last used;
    `expires`: when it ends however much it is used.
    """

    __tablename__ = "login_session"

    token_hash: str = Field(primary_key=True)
    person: str
    kind: str
    csrf: str
    created: datetime
    expires: datetime
    provider: str
    proved: datetime
    seen: datetime


class AttemptRow(SQLModel, table=True):
    """A login under way at a provider. `state_hash`, `browser_hash`: SHA-256 of what the browser brings back."""

    __tablename__ = "login_attempt"

    state_hash: str = Field(primary_key=True)
    browser_hash: str
    provider: str
    nonce: str
    verifier: str
    again_for: str
    path: str
    expires: datetime = Field(index=True)


class JtiRow(SQLModel, table=True):
    """An assertion id that was used: single use within its life."""

    __tablename__ = "used_jti"

    connector: str = Field(primary_key=True, max_length=36)
    jti: str = Field(primary_key=True, max_length=128)
    expires: datetime
