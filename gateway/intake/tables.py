"""Rows of the intake. Bodies, answers and parked items are sealed; no column holds anything about a person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class DeliveryRow(SQLModel, table=True):
    """One delivery. `client_id` empty: sealed under the connector's own key, until its client is known.

    `fingerprint`: keyed index of the bytes; the same bytes from the same connector are the same delivery.
    `state`: received → accepted | parked | rejected. `receipt` (sealed): what the sender was told.
    """

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("connector", "fingerprint"),)

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36, index=True)
    connector: str = Field(index=True)
    received: datetime
    content_type: str
    size: int
    fingerprint: str
    state: str = Field(default="received", index=True)
    kind: str | None = None
    version: str | None = None
    law: str | None = None
    code: str | None = None
    decided: datetime | None = None
    sealed_body: bytes
    sealed_receipt: bytes | None = None


class BerichtRow(SQLModel, table=True):
    """An accepted iWmo/iJw message by sender, kind and Identificatie (TR056)."""

    __tablename__ = "bericht"

    afzender: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    identificatie: str = Field(primary_key=True)
    delivery: str


class BerichtSleutelRow(SQLModel, table=True):
    """Where an iWmo/iJw message is found again by what it names: a request's reference, a claim's number, a client.

    `sleutel`: a keyed index, so that no reference of a provider stands here in the clear; `dag`: of a claim, the first
    day of its period.
    """

    __tablename__ = "bericht_sleutel"

    sleutel: str = Field(primary_key=True)
    delivery: str = Field(primary_key=True, max_length=36)
    dag: date | None = None


class PrestatieRow(SQLModel, table=True):
    """What one processed claim (323) was granted for one client: what the next claims are judged by.

    `sealed`: under the client's and source's key. The claim itself is about many clients, and may be 25 MB.
    """

    __tablename__ = "prestatie"

    client_id: str = Field(primary_key=True, max_length=36)
    delivery: str = Field(primary_key=True, max_length=36, index=True)
    connector: str
    law: str
    gemeente: str
    sealed: bytes


class TermijnRow(SQLModel, table=True):
    """A term that runs: what one client's messages under one law leave to be sent, by which party and which day.

    It names the message it follows from, and a place in it; nothing of what stands there.
    """

    __tablename__ = "termijn"

    client_id: str = Field(primary_key=True, max_length=36)
    law: str = Field(primary_key=True)
    volgnummer: int = Field(primary_key=True)
    regel: str
    partij: str
    gemeente: str = Field(index=True, max_length=4)
    aanbieder: str = Field(index=True, max_length=8)
    kind: str
    identificatie: str
    plaats: str
    verwacht: str
    vanaf: date
    uiterlijk: date
    vervalt: date | None = None
    delivery: str = Field(max_length=36)


class VerzondenRow(SQLModel, table=True):
    """An iWmo/iJw message that was sent from here; what it says stands sealed in its delivery, under the same id.

    `nummer` counts per `afzender` and `kind`; `state`: verzonden → goedgekeurd | gedeeltelijk | afgekeurd, by the
    return message `retour` (a delivery), or foutbericht, by a Fo01. `fingerprint`: keyed index of what it says,
    whatever its name and date.
    """

    __tablename__ = "verzonden"
    __table_args__ = (UniqueConstraint("afzender", "kind", "identificatie"),)

    id: str = Field(primary_key=True, max_length=36)
    organisation: str = Field(index=True)
    connector: str
    law: str
    kind: str
    afzender: str
    ontvanger: str
    identificatie: str
    nummer: int
    dagtekening: date
    made: datetime
    fingerprint: str = Field(index=True)
    state: str = Field(default="verzonden", index=True)
    retour: str | None = Field(default=None, max_length=36)
    answered: datetime | None = None


class EnvelopRow(SQLModel, table=True):
    """An envelope in which a sent message (`bericht`) left, by its referentienummer; and what was reported of it.

    `fout`: the delivery of the Fo01 about it; `code`: what that says is wrong.
    """

    __tablename__ = "envelop"

    referentienummer: str = Field(primary_key=True, max_length=40)
    bericht: str = Field(index=True, max_length=36)
    made: datetime
    fout: str | None = Field(default=None, max_length=36)
    code: str | None = Field(default=None, max_length=7)
    reported: datetime | None = None


class ParkedRow(SQLModel, table=True):
    """A resource whose subject is not (yet) in the connector's id map."""

    __tablename__ = "parked"

    connector: str = Field(primary_key=True, max_length=36)
    delivery: str = Field(primary_key=True, max_length=36)
    seq: int = Field(primary_key=True)
    local_index: str = Field(index=True)
    type: str
    since: datetime
    sealed: bytes


class ReportRow(SQLModel, table=True):
    """What an operator told a care system about its deliveries (a melding): numbers and our own codes, no message.

    `about`: rejected | quiet | delivery; `codes`: how many by error code, as JSON; `since`: of the first that is
    counted, or when it last delivered; `read`: when the care system said that it has it.
    """

    __tablename__ = "source_report"

    id: str = Field(primary_key=True, max_length=36)
    connector: str = Field(index=True, max_length=36)
    about: str = Field(max_length=8)
    delivery: str | None = Field(default=None, max_length=36, index=True)
    codes: str
    since: datetime | None = None
    made: datetime
    read: datetime | None = None
