"""Resealing and erasing deliveries and parked items; finding a person in what was never given to a client."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import Session, col, select

from gateway.intake import naming
from gateway.intake.berichten import MOST_KEYS
from gateway.intake.deliveries import ERASED, TABLE
from gateway.intake.parked import TABLE as PARKED
from gateway.intake.prestaties import TABLE as GRANTED
from gateway.intake.tables import (
    BerichtRow,
    BerichtSleutelRow,
    DeliveryRow,
    ParkedRow,
    PrestatieRow,
    TermijnRow,
)
from gateway.keyring import Keyring, Reseal


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom a message may name: `bsn` says whether a number is theirs, `local` whether a care system's own id is."""

    bsn: Callable[[str], bool]
    local: Callable[[str, str], bool]


def reseal(session: Session, client: str, source: str, connectors: Collection[str], again: Reseal) -> int:
    """All that is sealed under this client and source; for an empty client, under this connector."""
    done = 0
    for row in _deliveries(session, client, connectors if client else [source]):
        if row.state != ERASED:
            row.sealed_body = again(row.sealed_body, TABLE, row.id, "body")
            done += 1
        if row.sealed_receipt is not None:
            row.sealed_receipt = again(row.sealed_receipt, TABLE, row.id, "receipt")
            done += 1
        session.add(row)
    for granted in _granted(session, client, connectors):
        granted.sealed = again(granted.sealed, GRANTED, granted.delivery)
        session.add(granted)
        done += 1
    if not client:
        for item in session.exec(select(ParkedRow).where(ParkedRow.connector == source)).all():
            item.sealed = again(item.sealed, PARKED, item.delivery, item.seq)
            session.add(item)
            done += 1
    session.flush()
    return done


def erase(session: Session, client: str, connectors: Collection[str]) -> dict[str, int]:
    """Deliveries kept under this client's own key, of the connectors of one source, and by what they could be found."""
    rows = _deliveries(session, client, connectors)
    _forget(session, [row.id for row in rows])
    for row in rows:
        session.delete(row)
    terms = session.exec(
        select(TermijnRow).where(TermijnRow.client_id == client, col(TermijnRow.delivery).in_([row.id for row in rows]))
    ).all()
    granted = _granted(session, client, connectors)
    for gone in (*terms, *granted):
        session.delete(gone)
    session.flush()
    return {"deliveries": len(rows), "terms": len(terms), "granted claims": len(granted)}


def erase_shared(
    session: Session, keyring: Keyring, sought: Sought, fed: Collection[str], connectors: Collection[str]
) -> dict[str, int]:
    """Bodies under the key of one of these connectors that hold this person: those that fed the client, and those that
    name the BSN or the id by which their sender calls them.

    The bytes go whole: what they said of others stands in the record already. Parked items that name the BSN go too.
    """
    bodies = items = 0
    shared = select(DeliveryRow).where(DeliveryRow.client_id == "", DeliveryRow.state != ERASED)
    for row in session.exec(shared.where(col(DeliveryRow.connector).in_(list(connectors)))):
        body = keyring.unseal(session, "", row.connector, row.sealed_body, TABLE, row.id, "body")
        if row.id in fed or _names(row.connector, body, sought):
            row.state, row.sealed_body, row.sealed_receipt, row.size = ERASED, b"", None, 0
            session.add(row)
            bodies += 1
    for item in session.exec(select(ParkedRow).where(col(ParkedRow.connector).in_(list(connectors)))).all():
        content = keyring.unseal(session, "", item.connector, item.sealed, PARKED, item.delivery, item.seq)
        if item.delivery in fed or _names(item.connector, content, sought):
            session.delete(item)
            items += 1
    session.flush()
    return {"shared deliveries": bodies, "parked": items}


def _names(connector: str, content: bytes, sought: Sought) -> bool:
    return any(map(sought.bsn, set(naming.bsns(content)))) or any(
        sought.local(connector, id_) for id_ in naming.patients(content)
    )


def _forget(session: Session, deliveries: Sequence[str]) -> None:
    """What iWmo and iJw messages named, and their own names: sent again they are new messages."""
    for start in range(0, len(deliveries), MOST_KEYS):
        part = deliveries[start : start + MOST_KEYS]
        session.execute(delete(BerichtSleutelRow).where(col(BerichtSleutelRow.delivery).in_(part)))
        session.execute(delete(BerichtRow).where(col(BerichtRow.delivery).in_(part)))


def _granted(session: Session, client: str, connectors: Collection[str]) -> list[PrestatieRow]:
    query = select(PrestatieRow).where(
        PrestatieRow.client_id == client, col(PrestatieRow.connector).in_(list(connectors))
    )
    return list(session.exec(query).all())


def connectors_of(organisations: Mapping[str, str], source: str) -> list[str]:
    """`organisations`: connector → organisation."""
    return [connector for connector, organisation in organisations.items() if organisation == source]


def _deliveries(session: Session, client: str, connectors: Collection[str]) -> list[DeliveryRow]:
    query = select(DeliveryRow).where(DeliveryRow.client_id == client, col(DeliveryRow.connector).in_(list(connectors)))
    return list(session.exec(query).all())
