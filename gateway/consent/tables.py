"""Rows of what people signed and with what: policies, keys, mandates, who may decide for whom, and who vouches."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel


class PolicyRow(SQLModel, table=True):
    """One version of one holder's policy for a client, stored verbatim. `branch`: above 0 for a fork.

    `confirmed`: when an older key, a second factor or two recovery contacts confirmed it.
    """

    __tablename__ = "policy"

    client_id: str = Field(primary_key=True, max_length=36)
    holder: str = Field(primary_key=True, max_length=36)
    ver: int = Field(primary_key=True)
    branch: int = Field(primary_key=True)
    hash: str
    kid: str
    token: str
    received: datetime
    confirmed: datetime | None = None


class ClientKeyRow(SQLModel, table=True):
    """A public key that may sign for a client. `holder`: in whose name; `keeper`: who has it, when that is another.

    `mandate`: for a delegate's key, what bounds it. `binding`: the registrar's signed statement. `sealed_private`: only
    for tier C, the key the gateway keeps. `ended`: nothing new can be signed; `compromised`: in other hands since then.
    """

    __tablename__ = "client_key"

    client_id: str = Field(primary_key=True, max_length=36)
    kid: str = Field(primary_key=True)
    holder: str = Field(max_length=36)
    keeper: str = Field(max_length=36)
    mandate: str | None = None
    jwk: str
    form: str = "jws"
    tier: str
    assurance: str
    first: bool
    binding: str | None = None
    enrolled: datetime
    ended: datetime | None = None
    compromised: datetime | None = None
    sealed_private: bytes | None = None


class MandateRow(SQLModel, table=True):
    """A machtiging as signed. `holder`: who gave it; the delegate's key points here. `taken_back`: what the holder
    signed to end it, when they did so on a page.
    """

    __tablename__ = "mandate"

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=64)
    holder: str = Field(max_length=36)
    delegate: str = Field(index=True, max_length=36)
    kid: str
    token: str
    received: datetime
    ended: datetime | None = None
    taken_back: str | None = None


class MeetingConsentRow(SQLModel, table=True):
    """What a holder lets the people at one meeting see. `id`: hash of the signing input; `ended`: taken back, or the
    meeting was closed.
    """

    __tablename__ = "meeting_consent"

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=64)
    meeting: str = Field(max_length=36)
    holder: str = Field(max_length=36)
    kid: str
    token: str
    received: datetime
    ended: datetime | None = None


class AuthorityRow(SQLModel, table=True):
    """Who may decide for a client. `scope`: rules (JSON) of what, absent: everything; `basis`: how we know."""

    __tablename__ = "authority"

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    holder: str = Field(index=True, max_length=36)
    capacity: str
    begins: datetime
    ends: datetime | None = None
    scope: str | None = None
    basis: str


class AuthorityCaseRow(SQLModel, table=True):
    """The work list: what a register left open for a person to find out. `sealed`: what the register said."""

    __tablename__ = "authority_case"

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    why: str
    sealed: bytes
    opened: datetime
    decided: datetime | None = None
    decided_by: str | None = None


class IncapacityRow(SQLModel, table=True):
    """That a person established that the client cannot weigh this reasonably, from when to when."""

    __tablename__ = "incapacity"

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    begins: datetime
    ends: datetime | None = None
    basis: str


class RecoveryContactRow(SQLModel, table=True):
    """One of the three people of whom two can help a client back in. Their own keys vouch."""

    __tablename__ = "recovery_contact"

    client_id: str = Field(primary_key=True, max_length=36)
    contact: str = Field(primary_key=True, max_length=36)
    since: datetime


class VoucherRow(SQLModel, table=True):
    """A recovery contact's signed statement about one thing: a new key (by kid) or a policy (by hash)."""

    __tablename__ = "voucher"

    client_id: str = Field(primary_key=True, max_length=36)
    about: str = Field(primary_key=True, max_length=64)
    contact: str = Field(primary_key=True, max_length=36)
    token: str
    received: datetime


class LetterRow(SQLModel, table=True):
    """A notice for the client over another channel than the one used (letter or SMS). `sealed`: its text.

    `code_index`: keyed index of the code in it that confirms `about` (a policy hash).
    """

    __tablename__ = "letter"

    client_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    kind: str
    about: str | None = None
    code_index: str | None = None
    tries: int = 0
    sealed: bytes
    made: datetime
    sent: datetime | None = None


class PinRow(SQLModel, table=True):
    """The PIN that releases a kept key at the desk, as keyed index; `tries` since it was last right."""

    __tablename__ = "pin"

    client_id: str = Field(primary_key=True, max_length=36)
    pin_index: str
    tries: int = 0
    since: datetime


class RegistrarRow(SQLModel, table=True):
    """Somebody who may bind keys at the desk, with the public key they sign that with."""

    __tablename__ = "registrar"

    kid: str = Field(primary_key=True)
    person: str = Field(index=True, max_length=36)
    jwk: str
    since: datetime
    ended: datetime | None = None
