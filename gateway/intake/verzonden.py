"""Messages that were sent from here: numbered per sender and kind, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from gateway.intake.deliveries import identificatie_used
from gateway.intake.tables import BerichtSleutelRow, VerzondenRow

State = Literal["verzonden", "goedgekeurd", "gedeeltelijk", "afgekeurd", "foutbericht"]
STATES: tuple[State, ...] = get_args(State)
# It counts as never sent: its receiver rejected it, or it did not get there.
NEVER_SENT: tuple[State, ...] = ("afgekeurd", "foutbericht")


@dataclass(frozen=True, slots=True)
class Afzending:
    """What is known of a message when it leaves. `id`: of the delivery that holds it."""

    id: str
    organisation: str
    connector: str
    law: str
    kind: str
    afzender: str
    ontvanger: str
    identificatie: str
    nummer: int
    dagtekening: date
    fingerprint: str


def keep(session: Session, sent: Afzending, now: datetime) -> VerzondenRow:
    row = VerzondenRow(
        id=sent.id,
        organisation=sent.organisation,
        connector=sent.connector,
        law=sent.law,
        kind=sent.kind,
        afzender=sent.afzender,
        ontvanger=sent.ontvanger,
        identificatie=sent.identificatie,
        nummer=sent.nummer,
        dagtekening=sent.dagtekening,
        made=now,
        fingerprint=sent.fingerprint,
    )
    session.add(row)
    session.flush()
    return row


def find(session: Session, id_: str) -> VerzondenRow | None:
    return session.get(VerzondenRow, id_)


def same(session: Session, fingerprint: str) -> VerzondenRow | None:
    """The newest message that says the same, unless it counts as never sent."""
    query = select(VerzondenRow).where(
        VerzondenRow.fingerprint == fingerprint, col(VerzondenRow.state).not_in(NEVER_SENT)
    )
    return session.exec(query.order_by(col(VerzondenRow.nummer).desc())).first()


def named(session: Session, afzender: str, kind: str, identificatie: str) -> VerzondenRow | None:
    query = select(VerzondenRow).where(
        VerzondenRow.afzender == afzender, VerzondenRow.kind == kind, VerzondenRow.identificatie == identificatie
    )
    return session.exec(query).first()


def numbers(session: Session, afzender: str, kind: str) -> Iterator[tuple[int, str]]:
    """The next numbers of this sender and kind with the Identificatie each gives, those that are in use left out."""
    query = select(func.max(VerzondenRow.nummer)).where(VerzondenRow.afzender == afzender, VerzondenRow.kind == kind)
    number = session.exec(query).one() or 0
    while True:
        number += 1
        identificatie = f"WD{number:010}"
        if named(session, afzender, kind, identificatie) is None and not identificatie_used(
            session, afzender, kind, identificatie
        ):
            yield number, identificatie


def listing(session: Session, organisation: str | None = None, state: str | None = None) -> list[VerzondenRow]:
    """Oldest first; of one organisation, in one state."""
    query = select(VerzondenRow)
    if organisation is not None:
        query = query.where(VerzondenRow.organisation == organisation)
    if state is not None:
        query = query.where(VerzondenRow.state == state)
    return list(session.exec(query.order_by(col(VerzondenRow.made), col(VerzondenRow.id))).all())


def page(
    session: Session, organisation: str, state: str | None, after: VerzondenRow | None, limit: int
) -> list[VerzondenRow]:
    """At most `limit` of one organisation, oldest first, those after this one."""
    query = _of(organisation, state).order_by(col(VerzondenRow.made), col(VerzondenRow.id)).limit(limit)
    if after is not None:
        later = and_(col(VerzondenRow.made) == after.made, col(VerzondenRow.id) > after.id)
        query = query.where(or_(col(VerzondenRow.made) > after.made, later))
    return list(session.exec(query).all())


def count(session: Session, organisation: str, state: str | None) -> int:
    return session.exec(select(func.count()).select_from(_of(organisation, state).subquery())).one()


def _of(organisation: str, state: str | None) -> SelectOfScalar[VerzondenRow]:
    query = select(VerzondenRow).where(VerzondenRow.organisation == organisation)
    return query if state is None else query.where(VerzondenRow.state == state)


def unanswered(session: Session, code: str | None = None) -> list[VerzondenRow]:
    """Messages without a return, oldest first; those that this gemeente or provider sent or is to answer."""
    query = select(VerzondenRow).where(VerzondenRow.state == "verzonden")
    if code is not None:
        query = query.where(or_(col(VerzondenRow.afzender) == code, col(VerzondenRow.ontvanger) == code))
    return list(session.exec(query.order_by(col(VerzondenRow.made), col(VerzondenRow.id))).all())


def answered(session: Session, row: VerzondenRow, state: State, retour: str, now: datetime) -> None:
    row.state, row.retour, row.answered = state, retour, now
    session.add(row)
    session.flush()


def not_received(session: Session, id_: str) -> None:
    """A message that counts as never sent: what it names is free again."""
    for row in session.exec(select(BerichtSleutelRow).where(BerichtSleutelRow.delivery == id_)).all():
        session.delete(row)
    session.flush()
