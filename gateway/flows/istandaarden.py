"""Judging an iWmo or iJw message against what earlier ones said, and answering with its return message.

What earlier messages amount to is read back from the kept deliveries themselves: there is no second truth beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from gateway.errors import Rejected
from gateway.flows.house import House
from gateway.flows.receipts import Reason, Receipt
from gateway.identifiers import Bsn
from gateway.intake import deliveries
from gateway.registry import clients, parties
from gateway.sources.istandaarden import lezen, oordeel
from gateway.sources.istandaarden.bericht import Bericht, Bericht301
from gateway.sources.istandaarden.retour import retour
from gateway.sources.istandaarden.stand import State, fold
from gateway.stages import SourceMessage

KINDS = {"Wmo": ("WMO301", "WMO305", "WMO307"), "Jeugdwet": ("JW301", "JW305", "JW307")}
ALL = frozenset(kind for kinds in KINDS.values() for kind in kinds)
MOST_REASONS = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one message and the return message that tells it."""

    accepted: bool
    codes: tuple[str, ...]
    reasons: tuple[Reason, ...]
    retourbericht: str


def is_bericht(message: SourceMessage) -> bool:
    return message.kind in ALL


def judge(house: House, session: Session, message: SourceMessage, delivery: str) -> Judged:
    """Judge a message that its XSD approved, on control levels 2 and 3 (and the date rule of level 4)."""
    bericht: Bericht = message.body
    client = _client(house, session, bericht)
    if client is not None:
        clients.lock(session, client)
    header = bericht.header
    named = header.bericht_identificatie
    verdict = oordeel.judge(
        message,
        _state(house, session, client, bericht),
        identificatie_used=deliveries.identificatie_used(
            session, _afzender(bericht), message.kind, named.identificatie
        ),
        elsewhere=_elsewhere(house, session, client, bericht),
        today=house.today(),
    )
    codes = (*verdict.header, *(code for found in verdict.klassen.values() for code in found))
    return Judged(
        accepted=verdict.accepted,
        codes=tuple(dict.fromkeys(code for code in codes if code != oordeel.IN_ORDE)),
        reasons=tuple(
            Reason(found.bron.rpartition(" ")[2], f"{found.bron}: {found.rule}", found.where, found.mend)
            for found in verdict.bevindingen[:MOST_REASONS]
        ),
        retourbericht=retour(message, verdict, _own_identificatie(delivery), house.today()).decode(),
    )


def refusal(delivery: str, message: SourceMessage, judged: Judged) -> Receipt:
    """The receipt of a message that is rejected as a whole (functionally not received)."""
    return Receipt(
        delivery=delivery,
        state="rejected",
        status=422,
        kind=message.kind,
        version=message.version,
        law=message.body.law,
        code=judged.codes[0],
        issue="business-rule",
        reasons=judged.reasons,
        notices=message.notices,
        retourbericht=judged.retourbericht,
    )


def note(house: House, session: Session, message: SourceMessage, delivery: str, touched: tuple[str, ...]) -> None:
    """Remember what later messages are judged by: the Identificatie, and whose each ToewijzingNummer is."""
    bericht: Bericht = message.body
    named = bericht.header.bericht_identificatie
    deliveries.note_identificatie(session, _afzender(bericht), message.kind, named.identificatie, delivery)
    if isinstance(bericht, Bericht301):
        for product in bericht.client.toegewezen_producten:
            number = str(product.toewijzing_nummer)
            for client in touched:
                clients.note_allocation(
                    session, house.vault, bericht.law, bericht.header.gemeente.value, number, client
                )


def _state(house: House, session: Session, client: str | None, bericht: Bericht) -> State:
    if client is None:
        return fold(())
    organisations = {c.id: c.organisation.id for c in parties.connectors(session)}
    rows = deliveries.accepted_of(session, client, KINDS[bericht.law])
    return fold(lezen.parse(deliveries.body(session, house.keyring, row, organisations[row.connector])) for row in rows)


def _elsewhere(house: House, session: Session, client: str | None, bericht: Bericht) -> frozenset[int]:
    if not isinstance(bericht, Bericht301):
        return frozenset()
    gemeente = bericht.header.gemeente.value
    owners = {
        product.toewijzing_nummer: clients.allocated_to(
            session, house.vault, bericht.law, gemeente, str(product.toewijzing_nummer)
        )
        for product in bericht.client.toegewezen_producten
    }
    return frozenset(number for number, owner in owners.items() if owner is not None and owner != client)


def _client(house: House, session: Session, bericht: Bericht) -> str | None:
    try:
        return clients.find(session, house.vault, Bsn(bericht.client.bsn))
    except Rejected:
        return None  # a BSN that fails the 11-proef is CS002: the rules will say so


def _afzender(bericht: Bericht) -> str:
    header = bericht.header
    return (header.gemeente if header.afzender == "gemeente" else header.aanbieder).value


def _own_identificatie(delivery: str) -> str:
    """Our own IdentificatieRetour: at most 12 characters, another one for each delivery."""
    return delivery.replace("-", "")[:12]
