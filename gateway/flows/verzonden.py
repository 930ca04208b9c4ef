"""What an organisation sent and what became of it: for its own systems, and for the operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from gateway.audit import log as audit
from gateway.errors import Gone, NotFound
from gateway.flows.house import House
from gateway.flows.istandaarden_archief import Archief
from gateway.flows.istandaarden_uitkomst import Deel, delen
from gateway.intake import deliveries, verzonden
from gateway.intake.tables import VerzondenRow
from gateway.registry.parties import Connector
from gateway.sources.istandaarden.catalogus import betekenis


@dataclass(frozen=True, slots=True)
class Stand:
    """One message that was sent. `delen`: return codes per part, of one that was not granted as a whole."""

    id: str
    organisation: str
    kind: str
    law: str
    afzender: str
    ontvanger: str
    identificatie: str
    nummer: int
    dagtekening: date
    made: datetime
    state: str
    answered: datetime | None
    retour: str | None
    delen: tuple[Deel, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "law": self.law,
            "afzender": self.afzender,
            "ontvanger": self.ontvanger,
            "identificatie": self.identificatie,
            "nummer": self.nummer,
            "dagtekening": self.dagtekening.isoformat(),
            "made": self.made.isoformat(),
            "state": self.state,
            "retour": self.retour
            and {
                "delivery": self.retour,
                "received": self.answered.isoformat() if self.answered else None,
                "delen": [
                    {
                        "plaats": deel.plaats,
                        "referentie": deel.referentie,
                        "codes": [{"code": code, "text": betekenis(code)} for code in deel.codes],
                    }
                    for deel in self.delen
                ],
            },
        }


def of_sender(house: House, connector: Connector, state: str | None, request: str | None = None) -> tuple[Stand, ...]:
    """What the connector's organisation sent, oldest first, without its parts."""
    with house.database.work() as session:
        rows = verzonden.listing(session, connector.organisation.id, state)
        _audit(house, session, connector, None, "seen", request)
        return tuple(_stand(row) for row in rows)


def everything(house: House, organisation: str | None = None, state: str | None = None) -> tuple[Stand, ...]:
    """For the operator: ids, codes and states, never what a message says."""
    with house.database.work() as session:
        archief = Archief(house, session)
        return tuple(_stand(row, _delen(archief, row)) for row in verzonden.listing(session, organisation, state))


def one(house: House, connector: Connector, id_: str, request: str | None = None) -> Stand:
    """State and return codes of a message. Raises NotFound for another organisation's as for one that is not there."""
    with house.database.work() as session:
        row = _mine(house, session, connector, id_, request)
        found = None if row is None else _stand(row, _delen(Archief(house, session), row))
    if found is None:
        raise _niet_gevonden()
    return found


def xml(house: House, connector: Connector, id_: str, request: str | None = None) -> bytes:
    """The message as it was sent. Raises NotFound, Gone (bericht-gewist)."""
    with house.database.work() as session:
        sent = _mine(house, session, connector, id_, request)
        row = None if sent is None else deliveries.find(session, sent.id)
        data = None
        if row is not None and row.sealed_body:
            data = deliveries.body(session, house.keyring, row, connector.organisation.id)
    if sent is None:
        raise _niet_gevonden()
    if data is None:
        raise Gone("bericht-gewist", "What this message said was erased")
    return data


def _mine(house: House, session: Session, connector: Connector, id_: str, request: str | None) -> VerzondenRow | None:
    row = verzonden.find(session, id_[:36])
    mine = row if row is not None and row.organisation == connector.organisation.id else None
    _audit(house, session, connector, mine, "refused" if mine is None else "seen", request)
    return mine


def _niet_gevonden() -> NotFound:
    return NotFound("bericht-unknown", "No such message of yours")


def _delen(archief: Archief, row: VerzondenRow) -> tuple[Deel, ...]:
    answer = deliveries.find(archief.session, row.retour) if row.retour else None
    if answer is None or not answer.sealed_body:
        return ()
    return tuple(delen(archief.message(answer).body))


def _stand(row: VerzondenRow, parts: tuple[Deel, ...] = ()) -> Stand:
    return Stand(
        id=row.id,
        organisation=row.organisation,
        kind=row.kind,
        law=row.law,
        afzender=row.afzender,
        ontvanger=row.ontvanger,
        identificatie=row.identificatie,
        nummer=row.nummer,
        dagtekening=row.dagtekening,
        made=row.made.replace(tzinfo=UTC),
        state=row.state,
        answered=row.answered.replace(tzinfo=UTC) if row.answered else None,
        retour=row.retour,
        delen=parts,
    )


def _audit(
    house: House,
    session: Session,
    connector: Connector,
    row: VerzondenRow | None,
    outcome: str,
    request: str | None,
) -> None:
    audit.append(
        house.database,
        session,
        "bericht-status",
        house.now(),
        connector=connector.id,
        org=connector.organisation.id,
        delivery=row.id if row is not None else None,
        outcome=outcome,
        via="koppeling",
        request=request,
    )
