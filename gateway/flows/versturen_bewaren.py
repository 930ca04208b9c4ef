"""Keeping what is sent: a delivery of its sender that nobody here judged, in the record like any other of theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlmodel import Session

from gateway.flows import istandaarden, istandaarden_gevolg, istandaarden_termijnen, storing
from gateway.flows.house import House
from gateway.flows.istandaarden_archief import Archief
from gateway.flows.istandaarden_kennis import gather
from gateway.flows.receipts import Reason, Receipt, count_tags
from gateway.flows.storing import Stored
from gateway.intake import deliveries
from gateway.mappings import normalise
from gateway.registry.parties import Connector
from gateway.sources.istandaarden import oordeel
from gateway.sources.istandaarden.berichten import Heenbericht
from gateway.sources.istandaarden.kennis import Kennis
from gateway.stages.delivered import SourceMessage
from gateway.stages.normalised import Normalised

XML = "application/xml"


@dataclass(frozen=True, slots=True)
class Bewaard:
    """`delivery`: where it is kept; `clients`: whose record it is in; `remarks`: rules that it seems to break."""

    delivery: str
    clients: tuple[str, ...]
    remarks: tuple[Reason, ...]


def bewaar(
    house: House, session: Session, connector: Connector, data: bytes, message: SourceMessage, dossier: tuple[str, ...]
) -> Bewaard:
    """Keep one message in the caller's transaction. `dossier`: clients whose record it was made of.

    What came from the record is not stored there again. No answer is made up: a claim waits for its 325.
    """
    bericht: Heenbericht = message.body
    known = gather(Archief(house, session), bericht)
    remarks = istandaarden.reasons(oordeel.judge(message, known).bevindingen)
    row, _ = deliveries.keep(session, house.keyring, connector.id, XML, data, house.now())
    stored = Stored(touched=dict.fromkeys(dossier))
    if not dossier:
        said = _known_only(normalise(message, connector.origin), known)
        stored = storing.store(house, session, connector, row.id, said, None)
    istandaarden.note(house, session, message, row.id, stored.clients)
    stored.add(istandaarden_gevolg.asked_and_answered(house, session, message, row))
    receipt = Receipt(
        delivery=row.id,
        state="accepted",
        kind=message.kind,
        version=message.version,
        law=bericht.law,
        resources=len(stored.tags),
        tags=count_tags(stored.tags),
        notices=tuple(stored.notices),
    )
    clients = stored.clients
    deliveries.decide(
        session,
        house.keyring,
        row,
        connector.organisation.id,
        "accepted",
        receipt.to_json(),
        house.now(),
        clients[0] if len(clients) == 1 else None,
    )
    if len(clients) == 1:
        istandaarden_termijnen.renew(house, session, bericht.law, clients[0])
    return Bewaard(row.id, clients, remarks)


def _known_only(said: Normalised, known: Kennis) -> Normalised:
    """Of a claim, nothing is kept of somebody whom no earlier message was about (as when one is received)."""
    unknown = {bsn for bsn, client in known.declaratie.clienten.items() if not client.bekend}
    kept = tuple(r for r in said.resources if not (r.subject and r.subject.bsn and r.subject.bsn.value in unknown))
    return replace(said, resources=kept)
