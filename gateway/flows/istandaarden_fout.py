"""Digesting a received Fo01: found by its crossRefnummer is the envelope it is about, and so what was sent from here.

A message may leave in more than one envelope. It counts as never sent when a fault was reported of every one of them;
until then another may have arrived. That an envelope came twice (IB016 …) says that it came. An envelope may also hold
our answer to a delivery: who delivered is told where that answer still is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlmodel import Session

from gateway.errors import Rejected
from gateway.flows import istandaarden_uitkomst, toewijzen
from gateway.flows.house import House
from gateway.flows.istandaarden_archief import Archief
from gateway.flows.istandaarden_gevolg import answers, keep, renew, requests
from gateway.flows.istandaarden_retour import bsn_of
from gateway.flows.receipts import Receipt
from gateway.flows.storing import Stored
from gateway.intake import deliveries, enveloppen, verzonden
from gateway.intake.tables import DeliveryRow, EnvelopRow, VerzondenRow
from gateway.mappings import istandaarden as mapping
from gateway.registry import parties
from gateway.sources.istandaarden.bericht import Bericht301
from gateway.sources.istandaarden.ggk import FOUT_KIND, Foutmelding
from gateway.sources.istandaarden.ggk_fouten import DUBBEL, getoond
from gateway.sources.istandaarden.soorten import BY_KIND
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317, Bericht319
from gateway.stages.delivered import Notice, SourceMessage

CROSS = "stuurgegevens/crossRefnummer"
DECIDED = Notice(CROSS, "what became of this message was known already; that does not change")
CAME_TWICE = Notice("body/code", "it came there before: what became of it then decides")
ANOTHER = Notice(CROSS, "another envelope of this message is out, of which no fault was reported")


@dataclass(frozen=True, slots=True)
class Gemeld:
    """`clients`: whom the message is about; `notices`: why its state stays, where it does."""

    law: str
    clients: tuple[str, ...]
    resources: int = 0
    notices: tuple[Notice, ...] = ()


def answer_is_at(delivery: str) -> Notice:
    where = f"GET /deliveries/{delivery}/retourbericht"
    return Notice(CROSS, f"it is about our answer to delivery {delivery}, which stays as it is: {where}")


def is_fout(message: SourceMessage) -> bool:
    return message.kind == FOUT_KIND


def digest(house: House, session: Session, message: SourceMessage, row: DeliveryRow) -> Gemeld:
    """Record the fault with the envelope, and with the message when that did not get there.

    Raises Rejected (ggk-fo01) for an envelope that was not made here, and alike for one that the caller is no party to.
    """
    fout: Foutmelding = message.body
    if (answered := _answered(session, fout, row)) is not None:
        clients = (answered.client_id,) if answered.client_id else ()
        return Gemeld(str(answered.law), clients, notices=(answer_is_at(answered.id),))
    envelop, sent = _sent(session, fout, row)
    parties.hold(session, sent.afzender)  # of two envelopes the faults may come at once
    if envelop.code is None or envelop.code in DUBBEL:
        enveloppen.report(session, envelop, row.id, fout.code, house.now())
    heen = deliveries.find(session, sent.id)
    clients = (heen.client_id,) if heen is not None and heen.client_id else ()
    if still := _stays(session, sent, fout):
        return Gemeld(sent.law, clients, notices=(still,))
    istandaarden_uitkomst.undelivered(house, session, sent, heen, fout.code, row.id)
    stored = Stored()
    if heen is not None and heen.sealed_body:
        stored = _follow(Archief(house, session), heen, fout, row)
    return Gemeld(sent.law, stored.clients or clients, len(stored.tags))


def receipt(delivery: str, message: SourceMessage, found: Gemeld) -> Receipt:
    """What who passes on a Fo01 is told; it is not answered."""
    return Receipt(
        delivery=delivery,
        state="accepted",
        kind=message.kind,
        version=message.version,
        law=found.law,
        resources=found.resources,
        notices=found.notices,
    )


def _answered(session: Session, fout: Foutmelding, row: DeliveryRow) -> DeliveryRow | None:
    """The delivery whose answer did not get there: the Du01 around that bears its id. For who sent or passes on."""
    heen, teller = deliveries.find(session, fout.cross), parties.connector(session, row.connector)
    if heen is None or heen.kind not in BY_KIND or teller is None or verzonden.find(session, heen.id) is not None:
        return None
    sender = parties.connector(session, heen.connector)
    own = sender is not None and sender.organisation.id == teller.organisation.id
    return heen if own or istandaarden_uitkomst.passes_on(teller) else None


def _sent(session: Session, fout: Foutmelding, row: DeliveryRow) -> tuple[EnvelopRow, VerzondenRow]:
    envelop = enveloppen.find(session, fout.cross)
    sent = None if envelop is None else verzonden.find(session, envelop.bericht)
    if envelop is not None and sent is not None:
        answering = parties.connector(session, row.connector)
        if istandaarden_uitkomst.is_party(sent, answering):
            return envelop, sent
    raise Rejected(
        "ggk-fo01",
        f"This reports an error ({getoond(fout.code)}) in an envelope that was not made here",
        CROSS,
        "mend the message that crossRefnummer names, at the system that sent it",
    )


def _stays(session: Session, sent: VerzondenRow, fout: Foutmelding) -> Notice | None:
    """Why this fault does not decide what became of the message; None when it does."""
    if sent.state != "verzonden":
        return DECIDED
    if fout.code in DUBBEL:
        return CAME_TWICE
    out = enveloppen.of(session, (sent.id,))[sent.id]
    return ANOTHER if any(each.code is None or each.code in DUBBEL for each in out) else None


def _follow(archief: Archief, heen: DeliveryRow, fout: Foutmelding, row: DeliveryRow) -> Stored:
    """In the record of its sender: the fault, a request that failed, an answer or allocation that was not given."""
    message, stored = archief.message(heen), Stored()
    bericht, bsn = message.body, bsn_of(archief, message.body)
    if bsn is not None:
        stored.add(keep(archief, heen, mapping.undelivered(message, fout, bsn), row.id))
    if isinstance(bericht, Bericht315 | Bericht317):
        known = replace(answers(archief, message, heen, ()), fout=fout.code)
        stored.add(keep(archief, heen, mapping.answered(message, known), row.id))
    if isinstance(bericht, Bericht301 | Bericht319):
        for request in requests(archief, bericht):
            stored.add(renew(archief, request, (), row.id))
    if isinstance(bericht, Bericht301) and heen.client_id:
        toewijzen.relate(archief.house, archief.session, heen.client_id, row)
    return stored
