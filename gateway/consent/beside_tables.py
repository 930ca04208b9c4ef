"""Rows of what stands beside the policy without a signature: objections from Mitz, denies, and proposals to sign."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel


class ObjectionRow(SQLModel, table=True):
    """The newest answer in Mitz to one question, as one organisation passed it on. `holder`: `ura:…` or `type:…`.

    `stated`: when the client said it; `trusted`: the sender may pass on answers about every record holder.
    """

    __tablename__ = "mitz_objection"

    client_id: str = Field(primary_key=True, max_length=36)
    said_by: str = Field(primary_key=True, max_length=36)
    holder: str = Field(primary_key=True, max_length=40)
    data: str = Field(primary_key=True, max_length=20)
    category: str = Field(primary_key=True, max_length=20)
    refused: bool
    trusted: bool
    stated: datetime
    delivery: str


class RestrictionRow(SQLModel, table=True):
    """A deny that counts without a signature. `said_by`: the client (or who decides for them), or an organisation.

    `document`: the id of the FHIR Consent it came in, by which its sender replaces or ends it; `rule`: JSON.
    """

    __tablename__ = "restriction"

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    said_by: str = Field(max_length=36)
    document: str = Field(max_length=64)
    rule: str
    received: datetime
    ended: datetime | None = None


class ProposalRow(SQLModel, table=True):
    """Permits that came in without the client's signature: nothing until the client signs them. `rules`: JSON."""

    __tablename__ = "proposal"

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    said_by: str = Field(max_length=36)
    document: str = Field(max_length=64)
    rules: str
    received: datetime
    closed: datetime | None = None
