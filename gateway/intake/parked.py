"""Items whose client is not known yet: sealed, not on any timeline, taken up when the link arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from gateway.intake.tables import ParkedRow
from gateway.keyring import Keyring
from gateway.stages.normalised import Resource, SubjectRef
from gateway.wire import json

TABLE = "parked"


@dataclass(frozen=True, slots=True)
class Parked:
    """A parked resource with what is needed to store it later."""

    delivery: str
    mapping: str
    resource: Resource


def park(session: Session, keyring: Keyring, connector: str, seq: int, item: Parked, now: datetime) -> None:
    resource = item.resource
    local = resource.subject.local if resource.subject else None
    content = json.dumps(
        {
            "mapping": item.mapping,
            "content": resource.content,
            "local": local,
            "basis": resource.basis,
            "stands_at": resource.stands_at,
            "aliases": list(resource.aliases),
            "law": resource.law,
            "domain": resource.domain,
        }
    )
    bound = (TABLE, item.delivery, seq)
    session.merge(
        ParkedRow(
            connector=connector,
            delivery=item.delivery,
            seq=seq,
            local_index=keyring.vault.index("local", f"{connector}|{local}"),
            type=resource.type,
            since=now,
            sealed=keyring.seal(session, "", connector, content.encode(), *bound),
        )
    )
    session.flush()


def take_up(session: Session, keyring: Keyring, connector: str, local: str) -> list[Parked]:
    """All items parked for this patient id; they are no longer parked."""
    index = keyring.vault.index("local", f"{connector}|{local}")
    query = select(ParkedRow).where(ParkedRow.connector == connector, ParkedRow.local_index == index)
    rows = session.exec(query.order_by(col(ParkedRow.since), col(ParkedRow.seq))).all()
    items = [_open(session, keyring, row) for row in rows]
    for row in rows:
        session.delete(row)
    session.flush()
    return items


def still_parked(session: Session, delivery: str) -> bool:
    return session.exec(select(ParkedRow.seq).where(ParkedRow.delivery == delivery)).first() is not None


def listing(session: Session) -> list[ParkedRow]:
    """For the operator: where from, what type, since when; never what it says."""
    return list(session.exec(select(ParkedRow).order_by(col(ParkedRow.since))).all())


def _open(session: Session, keyring: Keyring, row: ParkedRow) -> Parked:
    value = json.loads(keyring.unseal(session, "", row.connector, row.sealed, TABLE, row.delivery, row.seq))
    return Parked(
        delivery=row.delivery,
        mapping=value["mapping"],
        resource=Resource(
            content=value["content"],
            subject=SubjectRef(local=value["local"]),
            basis=value["basis"],
            stands_at=value["stands_at"],
            aliases=tuple(value["aliases"]),
            law=value["law"],
            domain=value["domain"],
        ),
    )
