"""Rows of review. A ruling names no client; what is said of a client's records is sealed with the client's data."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel


class RulingRow(SQLModel, table=True):
    """One ruling, never changed: the last revision on a code holds. `problems`: Omaha codes, space between."""

    __tablename__ = "map_ruling"

    map: str = Field(primary_key=True, max_length=64)
    revision: int = Field(primary_key=True)
    system: str
    code: str
    kind: str
    problems: str
    equivalence: str
    confidence: str
    life: str
    reviewer: str
    reviewer_name: str
    recorded: datetime
    day: str
    reason: str


class ConfirmationRow(SQLModel, table=True):
    """What a professional said of one record's tags; the last one holds while the record's codes stay the same."""

    __tablename__ = "tag_confirmation"

    client_id: str = Field(primary_key=True, max_length=36)
    record: str = Field(primary_key=True, max_length=36)
    seq: int = Field(primary_key=True)
    source: str = Field(max_length=36)
    recorded: datetime
    sealed: bytes


class RectificationRow(SQLModel, table=True):
    """That a client asked a source to put something right: where to find it. What was asked is sealed in the record."""

    __tablename__ = "rectification"

    client_id: str = Field(primary_key=True, max_length=36)
    task: str = Field(primary_key=True, max_length=36)
    about: str = Field(max_length=36)
    source: str = Field(index=True, max_length=36)
    asked: datetime
    answered: datetime | None = None


class WithholdingRow(SQLModel, table=True):
    """One step of a withholding, never changed: the last one holds. What was said of it is sealed.

    `act`: begin, renew or end; `binds`, `records`, `contacts`: words with a space between; `review`: the Dutch day on
    which it ends by itself.
    """

    __tablename__ = "withholding"

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    seq: int = Field(primary_key=True)
    source: str = Field(index=True, max_length=36)
    act: str = Field(max_length=8)
    ground: str = Field(max_length=40)
    binds: str = Field(max_length=40)
    records: str
    contacts: str
    review: date
    recorded: datetime
    sealed: bytes
