"""Rows of the audit log. Bodies hold no content and no BSN; the client is a pseudonym (the gateway's client id)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel


class AuditRow(SQLModel, table=True):
    """One leaf. `leaf`: SHA-256 over 0x00, the salt and the canonical body, hex."""

    __tablename__ = "audit"

    seq: int = Field(primary_key=True)
    client_id: str | None = Field(default=None, index=True)
    recorded: datetime
    event: str
    body: str
    salt: bytes
    leaf: str
