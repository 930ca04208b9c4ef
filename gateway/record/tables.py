"""Rows of the record. What a resource says, its tags and its dates are sealed; `client_id` leads every key."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

TABLE = "record_version"


class RecordRow(SQLModel, table=True):
    """One resource of one client: which of its versions is current. `stands_at` orders versions by source time.

    `basis`, `confidence`, `question`: how sure its tags are and whether a person should look; never what they are.
    """

    __tablename__ = "record"

    client_id: str = Field(primary_key=True, max_length=36)
    record: str = Field(primary_key=True, max_length=36, index=True)
    type: str
    source: str = Field(max_length=36)
    current: int
    latest: int
    stands_at: str | None = None
    basis: str | None = None
    confidence: str | None = None
    question: str | None = None


class VersionRow(SQLModel, table=True):
    """One version. `retagged`: when set, it differs from the one before in its tags alone; `recorded` is then the
    time at which its content came."""

    __tablename__ = TABLE

    client_id: str = Field(primary_key=True, max_length=36)
    record: str = Field(primary_key=True, max_length=36)
    version: int = Field(primary_key=True)
    delivery: str = Field(max_length=36, index=True)
    mapping: str
    recorded: datetime
    fingerprint: str
    sealed_index: bytes  # attributes and tags: all that a decision needs
    sealed_content: bytes  # the FHIR JSON text
    retagged: datetime | None = None


def place(record: str, version: int, part: str) -> str:
    """What binds a sealed part to its place: the same as (TABLE, record, version, part) when it was sealed."""
    return f"{TABLE}|{record}|{version}|{part}"
