"""Organisations, care systems and professionals as registered: who a sender or reader is follows from here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, or_, update
from sqlmodel import Session, col, select

from gateway.errors import NotFound
from gateway.registry.tables import ConnectorRow, OrganisationRow, ProfessionalRow
from gateway.stages.delivered import Origin
from gateway.stages.vocabulary import SELF_SOURCE, Domain, Law, OrgType


@dataclass(frozen=True, slots=True)
class Organisation:
    id: str
    name: str
    orgtype: OrgType
    domain: Domain
    law: Law
    agb: str | None = None
    ura: str | None = None
    gemeentecode: str | None = None

    @property
    def origin(self) -> Origin:
        return Origin(organisation=self.id, name=self.name, orgtype=self.orgtype, domain=self.domain, law=self.law)


NUMBERLESS: Mapping[str, str] = {}
# What a client says of themselves comes from no organisation.
SELF = Organisation(SELF_SOURCE, "Cliënt zelf", "informeel", "eigen", "vrij")


@dataclass(frozen=True, slots=True)
class Connector:
    """A care system that may deliver. `keys`: kid → public JWK, each with exactly one `alg`.

    `jwks_url`: where it publishes its keys ("": they were registered as they are), `fetched`: when they were last read
    there, `asked`: when that was last tried (UTC), `lasts`: for how many seconds they may be kept, None: not said.
    `certificates`: thumbprints (base64url of SHA-256), one of which it connects with; none: with any.
    """

    id: str
    name: str
    organisation: Organisation
    keys: Mapping[str, Mapping[str, Any]]
    scopes: tuple[str, ...]
    jwks_url: str = ""
    fetched: datetime | None = None
    asked: datetime | None = None
    lasts: int | None = None
    certificates: tuple[str, ...] = ()

    @property
    def origin(self) -> Origin:
        return self.organisation.origin


@dataclass(frozen=True, slots=True)
class Professional:
    """`numbers`: register (agb, uzi, big) → number, of those that are known."""

    id: str
    name: str
    role: str
    organisation: Organisation
    numbers: Mapping[str, str] = field(default_factory=dict)


def save_organisation(session: Session, organisation: Organisation) -> None:
    session.merge(
        OrganisationRow(
            id=organisation.id,
            name=organisation.name,
            orgtype=organisation.orgtype,
            domain=organisation.domain,
            law=organisation.law,
            agb=organisation.agb,
            ura=organisation.ura,
            gemeentecode=organisation.gemeentecode,
        )
    )


def save_professional(
    session: Session, id_: str, name: str, role: str, organisation: str, numbers: Mapping[str, str] = NUMBERLESS
) -> None:
    """Register a professional, or replace what was registered. `numbers`: as in Professional."""
    session.merge(ProfessionalRow(id=id_, name=name, role=role, organisation=organisation, **numbers))


def save_connector(
    session: Session,
    id_: str,
    name: str,
    organisation: str,
    keys: Mapping[str, Mapping[str, Any]],
    scopes: str,
    now: datetime,
    jwks_url: str = "",
    lasts: int | None = None,
    certificates: Sequence[str] = (),
) -> None:
    """Register a care system, or replace what was registered. `keys`: kid → public JWK with `alg`."""
    read = now if jwks_url else None
    session.merge(
        ConnectorRow(
            id=id_,
            name=name,
            organisation=organisation,
            jwks=_stored(keys),
            scopes=scopes,
            registered=now,
            jwks_url=jwks_url,
            fetched=read,
            asked=read,
            lasts=lasts,
            certificates=" ".join(certificates),
        )
    )


def claim_asking(session: Session, id_: str, now: datetime, seconds: int) -> bool:
    """Whether the keys of a care system may be asked for at its address now: once in so many seconds, by whoever is
    first. Notes that it was asked.
    """
    due = or_(col(ConnectorRow.asked).is_(None), col(ConnectorRow.asked) <= now - timedelta(seconds=seconds))
    query = update(ConnectorRow).where(col(ConnectorRow.id) == id_, due).values(asked=now)
    return cast("CursorResult[Any]", session.execute(query)).rowcount == 1


def save_keys(
    session: Session, id_: str, keys: Mapping[str, Mapping[str, Any]], now: datetime, lasts: int | None
) -> None:
    """What a care system publishes now: keys that are not among them are over. `lasts`: as in Connector."""
    row = session.get(ConnectorRow, id_)
    if row is not None:
        row.jwks, row.fetched, row.lasts = _stored(keys), now, lasts
        session.add(row)


def _stored(keys: Mapping[str, Mapping[str, Any]]) -> str:
    return json.dumps({"keys": list(keys.values())})


def organisation(session: Session, id_: str) -> Organisation:
    """Raises NotFound."""
    row = session.get(OrganisationRow, id_)
    if row is None:
        raise NotFound("organisation-unknown", "No such organisation")
    return _organisation(row)


def source(session: Session, id_: str) -> Organisation:
    """Where records come from: an organisation, or the client. Raises NotFound."""
    return SELF if id_ == SELF.id else organisation(session, id_)


def names(session: Session) -> dict[str, str]:
    """Name by id, of every source that records can come from."""
    return {SELF.id: SELF.name} | {one.id: one.name for one in organisations(session)}


def organisations(session: Session) -> tuple[Organisation, ...]:
    rows = session.exec(select(OrganisationRow).order_by(OrganisationRow.id)).all()
    return tuple(_organisation(row) for row in rows)


def with_agb(session: Session, agb: str) -> tuple[str, ...]:
    """Ids of the organisations that are registered with this AGB code."""
    return tuple(
        session.exec(select(OrganisationRow.id).where(OrganisationRow.agb == agb).order_by(OrganisationRow.id))
    )


def hold(session: Session, code: str) -> None:
    """Hold who sends under a gemeente or AGB code until the transaction ends: its messages are numbered one by one."""
    mine = or_(col(OrganisationRow.agb) == code, col(OrganisationRow.gemeentecode) == code)
    session.exec(select(OrganisationRow.id).where(mine).order_by(OrganisationRow.id).with_for_update()).all()


def connector(session: Session, id_: str) -> Connector | None:
    row = session.get(ConnectorRow, id_)
    return None if row is None else _connector(session, row)


def connectors(session: Session) -> tuple[Connector, ...]:
    rows = session.exec(select(ConnectorRow).order_by(ConnectorRow.id)).all()
    return tuple(_connector(session, row) for row in rows)


def professional(session: Session, id_: str) -> Professional | None:
    row = session.get(ProfessionalRow, id_)
    return None if row is None else _professional(session, row)


def professionals(session: Session, organisation_id: str | None = None) -> tuple[Professional, ...]:
    query = select(ProfessionalRow).order_by(ProfessionalRow.name)
    if organisation_id is not None:
        query = query.where(ProfessionalRow.organisation == organisation_id)
    return tuple(_professional(session, row) for row in session.exec(query).all())


def _connector(session: Session, row: ConnectorRow) -> Connector:
    keys = {str(key["kid"]): key for key in json.loads(row.jwks)["keys"]}
    return Connector(
        id=row.id,
        name=row.name,
        organisation=organisation(session, row.organisation),
        keys=keys,
        scopes=tuple(row.scopes.split()),
        jwks_url=row.jwks_url,
        fetched=_utc(row.fetched),
        asked=_utc(row.asked),
        lasts=row.lasts,
        certificates=tuple(row.certificates.split()),
    )


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=UTC)


def _professional(session: Session, row: ProfessionalRow) -> Professional:
    given = {"agb": row.agb, "uzi": row.uzi, "big": row.big}
    numbers = {register: number for register, number in given.items() if number is not None}
    return Professional(row.id, row.name, row.role, organisation(session, row.organisation), numbers)


def _organisation(row: OrganisationRow) -> Organisation:
    return Organisation(
        id=row.id,
        name=row.name,
        orgtype=cast("OrgType", row.orgtype),
        domain=cast("Domain", row.domain),
        law=cast("Law", row.law),
        agb=row.agb,
        ura=row.ura,
        gemeentecode=row.gemeentecode,
    )
