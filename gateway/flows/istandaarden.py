"""Judging an iWmo or iJw message against what earlier ones said, and answering with its return message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlmodel import Session

from gateway.flows.house import House
from gateway.flows.istandaarden_archief import Archief
from gateway.flows.istandaarden_kennis import gather
from gateway.flows.receipts import Reason, Receipt
from gateway.intake import berichten, deliveries
from gateway.registry import clients
from gateway.sources.istandaarden import oordeel
from gateway.sources.istandaarden.bericht import Bericht301
from gateway.sources.istandaarden.berichten import Heenbericht
from gateway.sources.istandaarden.declaratie import Bericht323, Client323
from gateway.sources.istandaarden.declaratieantwoord import antwoord
from gateway.sources.istandaarden.overstijgend_declaratie import ONBEKENDE_CLIENT
from gateway.sources.istandaarden.plaatsen import clienten
from gateway.sources.istandaarden.regels import Bevinding
from gateway.sources.istandaarden.retour import retour
from gateway.sources.istandaarden.soorten import BY_KIND, BY_RETOUR
from gateway.sources.istandaarden.stand import referenties
from gateway.sources.istandaarden.verdict import Verdict
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317
from gateway.stages.delivered import SourceMessage
from gateway.stages.normalised import Normalised

MOST_REASONS = 50
# Of one part of a claim.
MOST_CLIENTS, MOST_PRESTATIES = 100, 1000


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one message and the return message that tells it.

    `unknown`: BSNs of a claim that no earlier message was about; nothing is kept of those (TR304).
    """

    accepted: bool
    codes: tuple[str, ...]
    reasons: tuple[Reason, ...]
    retourbericht: str
    unknown: frozenset[str] = frozenset()

    def known_only(self, normalised: Normalised) -> Normalised:
        return replace(
            normalised,
            resources=tuple(
                resource
                for resource in normalised.resources
                if resource.subject is None
                or resource.subject.bsn is None
                or resource.subject.bsn.value not in self.unknown
            ),
        )


def parts(message: SourceMessage) -> Iterator[SourceMessage]:
    """A message as it is stored: a claim in parts of some clients each, so that their FHIR is never all there."""
    bericht = message.body
    if not isinstance(bericht, Bericht323):
        yield message
        return
    part: list[Client323] = []
    for client in bericht.declaratie.clienten:
        part.append(client)
        if len(part) == MOST_CLIENTS or sum(len(each.prestaties) for each in part) >= MOST_PRESTATIES:
            yield _part(message, part)
            part = []
    if part:
        yield _part(message, part)


def _part(message: SourceMessage, part: list[Client323]) -> SourceMessage:
    bericht: Bericht323 = message.body
    return replace(message, body=replace(bericht, declaratie=replace(bericht.declaratie, clienten=tuple(part))))


def is_bericht(message: SourceMessage) -> bool:
    """Whether it is answered with a return message."""
    return message.kind in BY_KIND


def is_retour(message: SourceMessage) -> bool:
    """Whether it answers another message, and is never answered itself."""
    return message.kind in BY_RETOUR


def judge(house: House, session: Session, message: SourceMessage, delivery: str) -> Judged:
    """Judge a message that its XSD approved, on control levels 2, 3 and 4."""
    bericht: Heenbericht = message.body
    known = gather(Archief(house, session), bericht)
    verdict = oordeel.judge(message, known)
    write = antwoord if isinstance(bericht, Bericht323) else retour
    return Judged(
        accepted=verdict.accepted,
        codes=verdict.codes,
        reasons=reasons(verdict.bevindingen),
        retourbericht=write(message, verdict, _own_identificatie(delivery), house.today()).decode(),
        unknown=_unknown(bericht, verdict) if isinstance(bericht, Bericht323) else frozenset(),
    )


def _unknown(bericht: Bericht323, verdict: Verdict) -> frozenset[str]:
    known = ((verdict.klassen.get(place, ()), client.bsn) for place, client in clienten(bericht))
    return frozenset(bsn for codes, bsn in known if ONBEKENDE_CLIENT.retourcode in codes)


def reasons(found: tuple[Bevinding, ...]) -> tuple[Reason, ...]:
    return tuple(
        Reason(each.bron.rpartition(" ")[2], f"{each.bron}: {each.rule}", each.where, each.mend)
        for each in found[:MOST_REASONS]
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
    """Remember what later messages are judged by: the Identificatie, and where to find what this message names."""
    bericht: Heenbericht = message.body
    header, vault = bericht.header, house.vault
    named = header.bericht_identificatie.identificatie
    deliveries.note_identificatie(session, header.afzender_code, message.kind, named, delivery)
    gemeente, aanbieder = header.gemeente.value, header.aanbieder.value
    match bericht:
        case Bericht301():
            for product in bericht.client.toegewezen_producten:
                number = str(product.toewijzing_nummer)
                for client in touched:
                    clients.note_allocation(session, vault, bericht.law, gemeente, number, client)
        case Bericht315() | Bericht317():
            berichten.note(session, vault, "verzoek-aan", bericht.law, gemeente, aanbieder, delivery=delivery)
            for referentie in referenties(bericht):
                berichten.note(session, vault, "verzoek", bericht.law, aanbieder, referentie, delivery=delivery)
        case Bericht323():
            _note_claim(house, session, bericht, delivery, touched)
        case _:
            pass
    session.flush()


def _note_claim(house: House, session: Session, bericht: Bericht323, delivery: str, touched: tuple[str, ...]) -> None:
    vault, law, claimed = house.vault, bericht.law, bericht.declaratie
    gemeente, aanbieder = bericht.header.gemeente.value, bericht.header.aanbieder.value
    begin = claimed.declaratie_periode.begindatum
    berichten.note(session, vault, "declaratienummer", law, aanbieder, claimed.declaratie_nummer, delivery=delivery)
    berichten.note(session, vault, "declaratieperiode", law, gemeente, aanbieder, delivery=delivery, dag=begin)
    berichten.note_all(session, vault, "declaratie-van", (law, gemeente), touched, delivery=delivery)
    numbers = (prestatie.referentie_nummer for klant in claimed.clienten for prestatie in klant.prestaties)
    berichten.note_all(session, vault, "prestatie", (law, aanbieder), numbers, delivery=delivery)


def _own_identificatie(delivery: str) -> str:
    """Our own IdentificatieRetour: at most 12 characters, another one for each delivery."""
    return delivery.replace("-", "")[:12]
