"""Rows of authentication: sessions by hash, and the assertion ids that were used."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel


class SessionRow(SQLModel, table=True):
    """A login. `token_hash`: SHA-256 of the cookie; the cookie itself is nowhere stored."""

    __tablename__ = "login_session"

    token_hash: str = Field(primary_key=True)
    person: str
    kind: str
    csrf: str
    created: datetime
    expires: datetime


class JtiRow(SQLModel, table=True):
    """An assertion id that was used: single use within its life."""

    __tablename__ = "used_jti"

    connector: str = Field(primary_key=True, max_length=36)
    jti: str = Field(primary_key=True, max_length=128)
    expires: datetime
