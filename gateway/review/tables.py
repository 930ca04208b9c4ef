"""Rows of review. A ruling is about a code and names no client; a confirmation is sealed with the client's data."""

from __future__ import annotations

from datetime import datetime

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
