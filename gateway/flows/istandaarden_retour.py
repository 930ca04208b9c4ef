"""Digesting an incoming return message: matched to the message it answers, its outcome recorded there; never answered.

The order of arrival has no meaning (OP080): a return whose message has not come by waits for it, parked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from sqlmodel import Session

from gateway.errors import Rejected
from gateway.flows import istandaarden_prestaties, istandaarden_uitkomst, toewijzen
from gateway.flows.house import House
from gateway.flows.istandaarden import parts, reasons
from gateway.flows.istandaarden_archief import Archief
from gateway.flows.istandaarden_gevolg import keep, renew, requests
from gateway.flows.istandaarden_kennis import kop
from gateway.flows.istandaarden_prestaties import find
from gateway.flows.receipts import Receipt
from gateway.flows.storing import Stored
from gateway.identifiers import Bsn
from gateway.intake import berichten, deliveries, verzonden
from gateway.intake.tables import DeliveryRow
from gateway.mappings import istandaarden as mapping
from gateway.registry import parties
from gateway.registry.parties import Connector
from gateway.sources.istandaarden import oordeel
from gateway.sources.istandaarden.bericht import Bericht301, BerichtIdentificatie, Wet
from gateway.sources.istandaarden.berichten import Heenbericht, Retour
from gateway.sources.istandaarden.declaratie import Bericht323, Bericht325
from gateway.sources.istandaarden.soorten import BY_RETOUR
from gateway.sources.istandaarden.terugmelding import Terugmelding
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317, Bericht319
from gateway.stages.delivered import Notice, SourceMessage

WAITS = Notice("Header", "the message that this one answers has not come by here; its outcome waits for it")
ANOTHER = Notice("Header", "the sender is registered with another code than the party that answers here")


@dataclass(frozen=True, slots=True)
class Answered:
    """What a return message answers: kind, sender and Identificatie of that message."""

    kind: str
    afzender: str
    named: BerichtIdentificatie

    @property
    def names(self) -> tuple[str, str, str]:
        return self.kind, self.afzender, self.named.identificatie


@dataclass(frozen=True, slots=True)
class Named:
    """A message by what a return would name it by, without what it says."""

    law: Wet
    kind: str
    afzender: str
    identificatie: str

    @classmethod
    def of(cls, message: SourceMessage) -> Self:
        """`message`: one that is answered."""
        header = message.body.header
        identificatie = header.bericht_identificatie.identificatie
        return cls(message.body.law, message.kind, header.afzender_code, identificatie)


def answered(retour: Retour) -> Answered:
    header = retour.header
    match retour:
        case Terugmelding():
            return Answered(retour.heen, header.afzender_code, header.bericht_identificatie)
        case Bericht325():
            kind = BY_RETOUR[retour.kind].kind
            return Answered(kind, header.aanbieder.value, retour.declaratie_identificatie)


def digest(house: House, session: Session, message: SourceMessage, row: DeliveryRow) -> Stored | None:
    """Record the outcome; None when the message it answers is not known, or not as the return describes it.

    Raises Rejected (istandaarden-antwoord) for a 325 that breaks a rule: nobody is answered, so the sender is told
    outside the message flow (OP090x2).
    """
    retour: Retour = message.body
    archief = Archief(house, session)
    heen = _heen(archief, retour, row)
    if heen is None:
        if isinstance(retour, Bericht325):
            _judge(archief, retour, None)
        wanted = answered(retour)
        berichten.note(session, house.vault, "wacht-op", *wanted.names, delivery=row.id)
        return None
    match retour:
        case Bericht325():
            return _claim(archief, heen, message, row)
        case Terugmelding():
            return _terugmelding(archief, heen, message, row)


def waiting(house: House, session: Session, message: Named) -> tuple[str, ...]:
    """Deliveries of returns that waited for this message; they wait no longer."""
    names = (message.kind, message.afzender, message.identificatie)
    return berichten.forget(session, house.vault, "wacht-op", *names)


def receipt(delivery: str, message: SourceMessage, sender: Connector, stored: Stored | None) -> Receipt:
    """What the sender of a return is told; the return itself is not answered (IV028)."""
    notices = [*message.notices, *([ANOTHER] if _another(sender, message.body) else [])]
    told = Receipt(
        delivery=delivery,
        state="parked",
        status=202,
        kind=message.kind,
        version=message.version,
        law=message.body.law,
        notices=(*notices, WAITS),
        parked=1,
    )
    if stored is None:
        return told
    return replace(told, state="accepted", status=201, notices=tuple(notices), parked=0, resources=len(stored.tags))


def _heen(archief: Archief, retour: Retour, answer: DeliveryRow) -> DeliveryRow | None:
    """The accepted message with this kind, sender and Identificatie, between these two and of that day.

    What was sent from here is answered once, by who may.
    """
    wanted = answered(retour)
    row = deliveries.with_identificatie(archief.session, wanted.afzender, wanted.kind, wanted.named.identificatie)
    if row is None or row.state != "accepted":
        return None
    sent, answering = verzonden.find(archief.session, row.id), parties.connector(archief.session, answer.connector)
    if sent is not None and not istandaarden_uitkomst.may_answer(sent, answering):
        return None
    header = archief.message(row).body.header
    known = (header.gemeente, header.aanbieder, header.bericht_identificatie)
    return row if known == (retour.header.gemeente, retour.header.aanbieder, wanted.named) else None


def _terugmelding(archief: Archief, heen: DeliveryRow, message: SourceMessage, row: DeliveryRow) -> Stored | None:
    bericht: Heenbericht = archief.message(heen).body
    bsn, sent = bsn_of(archief, bericht), verzonden.find(archief.session, heen.id)
    if bsn is None:
        if sent is None:
            return None
        istandaarden_uitkomst.settle(archief.house, archief.session, heen, message.body, row.id)
        return Stored()  # a 319 of ours on a request that did not come by here
    stored = keep(archief, heen, mapping.returned(message, bsn), row.id)
    rejected = istandaarden_uitkomst.settle(archief.house, archief.session, heen, message.body, row.id)
    if sent is not None and isinstance(bericht, Bericht301) and heen.client_id:
        toewijzen.relate(archief.house, archief.session, heen.client_id, row)
    if isinstance(bericht, Bericht315 | Bericht317):
        stored.add(renew(archief, heen, (message,), row.id))
    if rejected and isinstance(bericht, Bericht301 | Bericht319):
        for request in requests(archief, bericht):
            stored.add(renew(archief, request, (), row.id))
    return stored


def bsn_of(archief: Archief, bericht: Heenbericht) -> Bsn | None:
    """Whom a message is about. A 319 does not say: its request does."""
    match bericht:
        case Bericht319():
            asked = next(iter(requests(archief, bericht)), None)
            return Bsn(archief.message(asked).body.client.bsn) if asked else None
        case Bericht323():
            return None  # a 323 is answered by a 325
        case _:
            return Bsn(bericht.client.bsn)


def _claim(archief: Archief, heen: DeliveryRow, message: SourceMessage, row: DeliveryRow) -> Stored:
    retour: Bericht325 = message.body
    claimed = archief.message(heen)
    bericht: Bericht323 = claimed.body
    _judge(archief, retour, bericht)
    stored = Stored()
    for part in parts(claimed):
        made = mapping.claim_answered(part, retour)
        known = [r for r in made.resources if r.subject and r.subject.bsn and find(archief, r.subject.bsn.value)]
        stored.add(keep(archief, heen, replace(made, resources=tuple(known)), row.id))
    named = retour.header.bericht_identificatie.identificatie
    deliveries.note_identificatie(archief.session, retour.header.afzender_code, retour.kind, named, row.id)
    berichten.note(archief.session, archief.house.vault, "antwoord-op", heen.id, delivery=row.id)
    istandaarden_uitkomst.settle(archief.house, archief.session, heen, retour, row.id)
    istandaarden_prestaties.keep(archief, heen, bericht, (*archief.antwoorden(heen), retour))
    return stored


def _judge(archief: Archief, retour: Bericht325, claimed: Bericht323 | None) -> None:
    """That no claim is known (TR337) is no fault yet: it may still come by."""
    verdict = oordeel.judge_antwoord(retour, replace(kop(archief, retour), beantwoord=claimed))
    found = [each for each in reasons(verdict.bevindingen) if claimed is not None or each.code != "TR337"]
    if found:
        raise Rejected(
            "istandaarden-antwoord",
            found[0].text,
            where=found[0].where,
            mend="correct the answer; no return message follows",
            details=tuple((each.where or "", each.text) for each in found),
        )


def _another(sender: Connector, retour: Retour) -> bool:
    """Who answers a message is its receiver; a 325 is sent by the gemeente."""
    organisation, header = sender.organisation, retour.header
    by_gemeente = isinstance(retour, Bericht325) or header.afzender == "aanbieder"
    registered = organisation.gemeentecode if by_gemeente else organisation.agb
    return registered is not None and registered != (header.gemeente if by_gemeente else header.aanbieder).value
