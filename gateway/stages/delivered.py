"""RawDelivery → SourceMessage: what a connector sent, and what its parser read in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gateway.stages.vocabulary import Domain, Law, OrgType


@dataclass(frozen=True, slots=True)
class RawDelivery:
    """One message as received: who sent it, what it claims to be, its bytes. `received` is UTC."""

    id: str
    connector: str
    content_type: str
    body: bytes
    received: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a delivery comes from, as registered: never from the message body."""

    organisation: str  # id in our registry, at most 36 characters
    name: str
    orgtype: OrgType
    domain: Domain
    law: Law


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in the input that was not (fully) understood, named instead of passed over.

    `where`: element path in the source; `text`: one English sentence without values from the message.
    """

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """A parsed message. `kind`: the name its standard gives it (`WMO301`, `contactverslag`, `ons-omaha`,
    `fhir-r4` …); `version`: of that standard (`3.2`, `4.0.1`, `810`); `body`: its typed form, defined
    beside its parser in `gateway.sources`."""

    kind: str
    version: str
    body: Any
    notices: tuple[Notice, ...] = ()
