"""Rows of the registry. What could identify a person is sealed or a keyed index; `client_id` leads every key."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class OrganisationRow(SQLModel, table=True):
    __tablename__ = "organisation"

    id: str = Field(primary_key=True, max_length=36)
    name: str
    orgtype: str
    domain: str
    law: str
    agb: str | None = None
    ura: str | None = None
    gemeentecode: str | None = None


class ConnectorRow(SQLModel, table=True):
    """A registered care system. `jwks`: its public keys; the organisation follows from it, never from a body.

    `jwks_url`: where it publishes them, empty when they were registered as a document; `fetched`: when they were last
    read there, `asked`: when that was last tried, `lasts`: seconds they may be kept by what was said there.
    `certificates`: thumbprints, one of which it must connect with.
    """

    __tablename__ = "connector"

    id: str = Field(primary_key=True, max_length=36)
    organisation: str = Field(index=True)
    name: str
    jwks: str
    scopes: str
    registered: datetime
    jwks_url: str = ""
    fetched: datetime | None = None
    asked: datetime | None = None
    lasts: int | None = None
    certificates: str = ""


class ProfessionalRow(SQLModel, table=True):
    """`agb`, `uzi`, `big`: by which a source may name them as who wrote something."""

    __tablename__ = "professional"

    id: str = Field(primary_key=True, max_length=36)
    name: str
    role: str
    organisation: str = Field(index=True)
    agb: str | None = None
    uzi: str | None = None
    big: str | None = None


class ClientRow(SQLModel, table=True):
    """One client per BSN; `bsn_index` is an HMAC, under the key of its generation."""

    __tablename__ = "client"

    id: str = Field(primary_key=True, max_length=36)
    bsn_index: str = Field(unique=True)
    created: datetime
    bsn_generation: int = 1


class BaseDataRow(SQLModel, table=True):
    """What one source says of the person, each different version kept. `sealed`: FHIR Patient."""

    __tablename__ = "base_data"

    client_id: str = Field(primary_key=True, max_length=36)
    source: str = Field(primary_key=True, max_length=36)
    seq: int = Field(primary_key=True)
    authority: str
    dagtekening: date | None
    received: datetime
    delivery: str
    fingerprint: str
    sealed: bytes


class IdMapRow(SQLModel, table=True):
    """A connector's own patient id (as keyed index) → our client."""

    __tablename__ = "id_map"

    connector: str = Field(primary_key=True, max_length=36)
    local_index: str = Field(primary_key=True)
    client_id: str = Field(index=True)
    since: datetime


class RelationRow(SQLModel, table=True):
    """Why a party has this client in its caseload: the relation that a legal ground asks for.

    `until`: the last day it holds; None has no end.
    """

    __tablename__ = "relation"

    client_id: str = Field(primary_key=True, max_length=36)
    party: str = Field(primary_key=True, max_length=48, index=True)  # org:<id> or person:<id>
    kind: str = Field(primary_key=True)
    since: datetime
    basis: str  # delivery id, "registered by hand", or policy hash
    until: date | None = None


class AllocationRow(SQLModel, table=True):
    """Which client a ToewijzingNummer of one gemeente and law belongs to (TR332); the number as keyed index."""

    __tablename__ = "allocation"

    number_index: str = Field(primary_key=True)
    client_id: str = Field(index=True)


class MeetingRow(SQLModel, table=True):
    """An MDO: who the chair confirmed as present. `present` is a JSON list of person ids."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("id"),)

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    chair: str = Field(index=True)
    chair_org: str
    present: str
    opened: datetime
    confirmed: datetime | None = None
    closed: datetime | None = None


class ErasureRow(SQLModel, table=True):
    """Proof that something was erased, without what it was. `source` empty: the whole client.

    `keys`: JSON list of the SHA-256 of each destroyed data key as it was stored; `counts`: JSON, kind of row → number.
    """

    __tablename__ = "erasure"

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    source: str = Field(max_length=36)
    erased: datetime
    by: str
    reason: str
    keys: str
    counts: str


class TariefRow(SQLModel, table=True):
    """A tariff that gemeente and aanbieder agreed for a product code, in cents per Eenheid (WJ756)."""

    __tablename__ = "tarief"

    law: str = Field(primary_key=True)
    gemeente: str = Field(primary_key=True, max_length=4)
    aanbieder: str = Field(primary_key=True, max_length=8)
    product_code: str = Field(primary_key=True, max_length=5)
    eenheid: str = Field(primary_key=True, max_length=2)
    vanaf: date = Field(primary_key=True)
    tot: date | None = None
    tarief: int
