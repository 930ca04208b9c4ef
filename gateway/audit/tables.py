"""Rows of the audit log. Bodies hold no content and no BSN; the client is a pseudonym (the gateway's client id)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel


class AuditRow(SQLModel, table=True):
    """One leaf. `leaf`: SHA-256 over 0x00, the salt and the canonical body, hex.

    An erased event has neither salt nor body nor client: what is left is a hash that nothing can be tried against.
    """

    __tablename__ = "audit"

    seq: int = Field(primary_key=True)
    client_id: str | None = Field(default=None, index=True)
    recorded: datetime
    event: str
    org: str | None = Field(default=None, index=True)
    body: str | None = None
    salt: bytes | None = None
    leaf: str


class AuditNodeRow(SQLModel, table=True):
    """Hash (hex) of the complete subtree over 2^level leaves that begins at leaf place × 2^level; level 1 and up.

    Kept so that a proof costs a few rows, not the whole log. What it says is checked by `verify-audit`.
    """

    __tablename__ = "audit_node"

    level: int = Field(primary_key=True)
    place: int = Field(primary_key=True)
    hash: str


class CheckpointRow(SQLModel, table=True):
    """A checkpoint that left the house, with our own signature. `size`: leaves it covers."""

    __tablename__ = "audit_checkpoint"

    size: int = Field(primary_key=True)
    note: str
    made: datetime


class CosignatureRow(SQLModel, table=True):
    """The signature line of one witness under one checkpoint."""

    __tablename__ = "audit_cosignature"

    size: int = Field(primary_key=True)
    witness: str = Field(primary_key=True)
    line: str
    received: datetime
