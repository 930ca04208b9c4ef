"""What came in a GGk envelope is answered in one: a return message as Du01, a fault as Fo01.

The envelope's answer has the id of the delivery for its own referentienummer: a UUID of version 4, given once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import uuid4

from sqlmodel import Session

from gateway.errors import Conflict, Rejected
from gateway.flows.house import DUTCH, House
from gateway.flows.receipts import Receipt
from gateway.intake import berichten, enveloppen, verzonden
from gateway.sources.istandaarden import ggk_lezen, ggk_schrijven, lezen
from gateway.sources.istandaarden.ggk import Stuurgegevens, Systeem, Versies
from gateway.sources.istandaarden.ggk_fouten import foutcode
from gateway.sources.istandaarden.ggk_schrijven import Fout
from gateway.sources.istandaarden.terugmelding import Terugmelding
from gateway.stages.delivered import SourceMessage
from gateway.wire import xml_stream

APPLICATIE = "wijkdossier"
KNOOPPUNT = "GGk"


@dataclass(frozen=True, slots=True)
class Verpakt:
    """A message in an envelope, and the referentienummer that a Fo01 about it would name."""

    xml: bytes = field(repr=False)
    referentienummer: str


def outgoing(house: House, inner_xml: bytes, *, cross: str | None = None) -> Verpakt:
    """A message as it goes to the GGk: Di01, or Du01 with the referentienummer of what it answers in `cross`.

    Who sends it to whom is read from the message. Of a message that was sent from here the referentienummer is
    remembered. Raises what reading it raises (nothing invalid is wrapped), and Conflict (bericht-nooit-verzonden).
    """
    message = lezen.parse(inner_xml)
    header = message.body.header
    sender, receiver = _parties(message)
    stuur = Stuurgegevens(
        zender=Systeem(sender, APPLICATIE),
        ontvanger=Systeem(receiver, KNOOPPUNT),
        referentienummer=str(uuid4()),
        tijdstip=_tijdstip(house),
        functie=message.kind,
        cross=cross,
    )
    version = Versies(functie=f"{header.bericht_versie:04}", functie_sub=f"{header.bericht_subversie:04}")
    if cross is None:
        _remember(house, message, stuur.referentienummer)
    return Verpakt(ggk_schrijven.wrap(inner_xml, stuur, version), stuur.referentienummer)


def _remember(house: House, message: SourceMessage, referentienummer: str) -> None:
    header = message.body.header
    named = (header.afzender_code, message.kind, header.bericht_identificatie.identificatie)
    with house.database.work() as session:
        sent = verzonden.named(session, *named)
        if sent is None:
            return
        if sent.state in verzonden.NEVER_SENT:
            raise Conflict(
                "bericht-nooit-verzonden",
                "This message was refused, so it counts as never sent",
                mend="send it anew: it gets another Identificatie",
            )
        enveloppen.keep(session, referentienummer, sent.id, house.now())


def opened(data: bytes) -> bytes:
    """The message in an envelope, judged by nobody yet. Raises what `ggk_lezen.lees` raises."""
    return ggk_lezen.lees(data).inhoud


def note(house: House, session: Session, connector: str, head: bytes, delivery: str) -> None:
    """Remember the referentienummer of an envelope. Raises Rejected (ggk-referentie) for one that was used before."""
    stuur = ggk_lezen.afzender(xml_stream.beginning(head))
    if stuur is None:
        return
    names = (connector, stuur.referentienummer)
    if any(other != delivery for other in berichten.named(session, house.vault, "ggk-referentie", *names)):
        raise Rejected(
            "ggk-referentie",
            "Another message came with this referentienummer",
            "stuurgegevens/referentienummer",
            "give each envelope a new UUID",
        )
    berichten.note(session, house.vault, "ggk-referentie", *names, delivery=delivery)


def answer(house: House, head: bytes, receipt: Receipt) -> Receipt:
    """The receipt as who sent an envelope can read it; any other as it is. `head`: the first 64 KiB of the delivery."""
    stuur = ggk_lezen.afzender(xml_stream.beginning(head))
    if stuur is None:
        return receipt
    told = replace(receipt, referentienummer=stuur.referentienummer)
    if receipt.retourbericht is not None:
        return replace(told, retourbericht=_retour(house, stuur, receipt))
    return replace(told, foutbericht=_fout(house, stuur, receipt)) if receipt.state == "rejected" else told


def _retour(house: House, op: Stuurgegevens, receipt: Receipt) -> str:
    inner = (receipt.retourbericht or "").encode()
    kind = ggk_lezen.soort(xml_stream.beginning(inner))
    return ggk_schrijven.wrap(inner, _stuur(house, op, receipt, kind)).decode()


def _fout(house: House, op: Stuurgegevens, receipt: Receipt) -> str | None:
    """None where the national list has no code for this: then the refusal is told as to anybody else."""
    code = foutcode(receipt.code or "")
    if code is None:
        return None
    said = (f"{reason.code} {reason.where or ''}: {reason.text}" for reason in receipt.reasons)
    return ggk_schrijven.foutbericht(_stuur(house, op, receipt, ""), Fout(code, "; ".join(said))).decode()


def _stuur(house: House, op: Stuurgegevens, receipt: Receipt, functie: str) -> Stuurgegevens:
    return ggk_schrijven.antwoord(op, APPLICATIE, receipt.delivery, _tijdstip(house), functie)


def _tijdstip(house: House) -> str:
    return house.now().astimezone(DUTCH).strftime("%Y%m%d%H%M%S")


def _parties(message: SourceMessage) -> tuple[str, str]:
    """Sender and receiver. A return message has those of what it answers (IV028): it goes the other way."""
    header = message.body.header
    van, aan = (header.gemeente.value, header.aanbieder.value)
    if header.afzender != "gemeente":
        van, aan = aan, van
    return (aan, van) if isinstance(message.body, Terugmelding) else (van, aan)
