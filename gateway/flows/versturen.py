"""The gateway as sender: a message is made of FHIR, judged as its receiver will, numbered, kept, and then it leaves.

What leaves is kept as a delivery of its sender, so that returns find it and later messages are judged with it; whether
its receiver accepts it, the return message says (`istandaarden_uitkomst`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session

from gateway.crypto.primitives import sha256
from gateway.errors import Conflict, Gone, NotFound, Refused
from gateway.flows import deeds, versturen_bewaren, versturen_dossier
from gateway.flows.house import House
from gateway.flows.ingest import Sender
from gateway.flows.receipts import Reason
from gateway.intake import deliveries, verzonden
from gateway.intake.tables import VerzondenRow
from gateway.intake.verzonden import Afzending
from gateway.mappings.istandaarden import normalise
from gateway.mappings.istandaarden.uitgaand import Bundel, Inhoud, Opdracht, inhoud, ongezegd, samenstellen
from gateway.registry import parties
from gateway.registry.parties import Organisation
from gateway.sources.istandaarden import lezen
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.istandaarden.soorten import BY_KIND
from gateway.sources.istandaarden.uitgaand import gekeurd, schrijf
from gateway.sources.istandaarden.verzoek import Bericht319
from gateway.stages.delivered import Notice, SourceMessage
from gateway.stages.vocabulary import FhirJson

# Stands for the date of a message while it is compared with what was sent before.
NERGENS = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Wens:
    """What is to be sent. `kind`: WMO301 … JW323. `bron`: a Bundle, or Parameters that name records of the sender.

    `ontvanger`: gemeente or AGB code, where the resources name none. `identificatie`: of the sender's own numbering.
    """

    kind: str
    bron: FhirJson = field(repr=False)
    ontvanger: str | None = None
    identificatie: str | None = None


@dataclass(frozen=True, slots=True)
class Verstuurd:
    """`xml`: the message; `new` False: the same was sent before, and this is what was sent then.

    `notices`: what FHIR said and the message has no place for. `remarks`: rules of level 3 and 4 that it breaks as far
    as is known here; the receiver may know better.
    """

    id: str
    kind: str
    identificatie: str
    nummer: int
    state: str
    xml: bytes = field(repr=False)
    new: bool
    remarks: tuple[Reason, ...] = ()
    notices: tuple[Notice, ...] = ()
    clients: tuple[str, ...] = ()


def soort_van(kind: str) -> Berichtsoort:
    """Raises NotFound for what is not a message that can be sent."""
    found = BY_KIND.get(kind.upper())
    if found is None:
        raise NotFound("bericht-kind", "No such message can be sent", mend=f"one of {', '.join(BY_KIND)}")
    return found


def proef(house: House, wens: Wens) -> bytes:
    """The message as it would leave, judged, without a sender: nothing is kept and nothing is sent."""
    said = inhoud(soort_van(wens.kind), Bundel.lees(wens.bron), wens.ontvanger)
    data, _ = gekeurd(samenstellen(said, Opdracht(wens.identificatie or "PROEF", house.today())))
    return data


def afzender(wens: Wens) -> str:
    """Code of who a Bundle is from, by what it says itself."""
    return inhoud(soort_van(wens.kind), Bundel.lees(wens.bron), wens.ontvanger).afzender_code


def verstuur(house: House, sender: Sender, wens: Wens) -> Verstuurd:
    """Make, judge, number and keep one message, in one transaction. The same again gives what was sent.

    Raises Rejected (bericht-mist, bericht-onzegbaar, bericht-partijen, bericht-ongeldig …), Refused
    (bericht-afzender), Conflict (bericht-identificatie), NotFound (bericht-kind, record-unknown).
    """
    soort = soort_van(wens.kind)
    with house.database.work() as session:
        bundel, dossier = _bron(house, session, sender, soort, wens)
        said = inhoud(soort, bundel, wens.ontvanger)
        _als_zichzelf(sender.connector.organisation, said)
        parties.hold(session, said.afzender_code)
        fingerprint = _fingerprint(house, said, wens)
        known = verzonden.same(session, fingerprint)
        if known is not None:
            sent = _again(house, session, known)
        else:
            sent = _nieuw(house, session, sender, said, wens, fingerprint, dossier)
            sent = replace(sent, notices=_ongezegd(bundel, sent.xml, sender))
        _audit(house, session, sender, sent)
    return sent


def _bron(
    house: House, session: Session, sender: Sender, soort: Berichtsoort, wens: Wens
) -> tuple[Bundel, tuple[str, ...]]:
    """The resources, and whose records they are when they come from the record."""
    if wens.bron.get("resourceType") != "Parameters":
        return Bundel.lees(wens.bron), ()
    found = versturen_dossier.uit_dossier(house, session, sender, soort, wens.bron)
    return Bundel.van([(None, resource) for resource in found.resources]), found.clients


def _als_zichzelf(organisation: Organisation, said: Inhoud) -> None:
    own = organisation.gemeentecode if said.afzender == "gemeente" else organisation.agb
    if own is None or own != said.afzender_code:
        raise Refused(
            "bericht-afzender",
            "An organisation sends messages as itself alone",
            where="Header/Afzender",
            mend="send through the organisation that is registered with the code of this sender",
        )


def _fingerprint(house: House, said: Inhoud, wens: Wens) -> str:
    """What a message says, whatever its name and date; an Identificatie that was asked for makes it another."""
    bare = samenstellen(said, Opdracht(wens.identificatie or "", NERGENS))
    return house.vault.index("verzonden", f"{said.afzender_code}|{said.soort.kind}|{sha256(schrijf(bare))}")


def _again(house: House, session: Session, known: VerzondenRow) -> Verstuurd:
    row = deliveries.find(session, known.id)
    if row is None or not row.sealed_body:
        raise Gone("bericht-gewist", "This was sent before, and what it said was erased since")
    data = deliveries.body(session, house.keyring, row, known.organisation)
    return Verstuurd(known.id, known.kind, known.identificatie, known.nummer, known.state, data, new=False)


def _nieuw(
    house: House, session: Session, sender: Sender, said: Inhoud, wens: Wens, fingerprint: str, dossier: tuple[str, ...]
) -> Verstuurd:
    nummer, identificatie = _naam(session, said, wens)
    data, message = gekeurd(samenstellen(said, Opdracht(identificatie, house.today())))
    kept = versturen_bewaren.bewaar(house, session, sender.connector, data, message, dossier)
    sent = Afzending(
        id=kept.delivery,
        organisation=sender.connector.organisation.id,
        connector=sender.connector.id,
        law=said.soort.release.law,
        kind=said.soort.kind,
        afzender=said.afzender_code,
        ontvanger=said.ontvanger_code,
        identificatie=identificatie,
        nummer=nummer,
        dagtekening=house.today(),
        fingerprint=fingerprint,
    )
    verzonden.keep(session, sent, house.now())
    return Verstuurd(
        kept.delivery,
        sent.kind,
        identificatie,
        nummer,
        "verzonden",
        data,
        new=True,
        remarks=kept.remarks,
        clients=kept.clients,
    )


def _ongezegd(bundel: Bundel, xml: bytes, sender: Sender) -> tuple[Notice, ...]:
    """Of a 319 nothing can be told: its Task says more than an answer does, of the request itself."""
    message: SourceMessage = lezen.parse(xml)
    if isinstance(message.body, Bericht319):
        return ()
    again = normalise(message, sender.connector.origin)
    return ongezegd(bundel, [*(p.patient for p in again.people), *(r.content for r in again.resources)])


def _naam(session: Session, said: Inhoud, wens: Wens) -> tuple[int, str]:
    """The next number, and the Identificatie: that of the number, or the one asked for."""
    code, kind = said.afzender_code, said.soort.kind
    nummer, own = next(verzonden.numbers(session, code, kind))
    if wens.identificatie is None:
        return nummer, own
    if deliveries.identificatie_used(session, code, kind, wens.identificatie):
        raise Conflict(
            "bericht-identificatie",
            "This sender used this Identificatie before for a message of this kind (TR056)",
            where="Header/BerichtIdentificatie/Identificatie",
            mend="give each message an Identificatie of its own",
        )
    return nummer, wens.identificatie


def _audit(house: House, session: Session, sender: Sender, sent: Verstuurd) -> None:
    for client in sent.clients or (None,):
        deeds.record(
            house,
            session,
            "bericht",
            sender.connector,
            client,
            delivery=sent.id,
            kind=sent.kind,
            state="verzonden",
            outcome="done" if sent.new else "seen",
            request=sender.request,
        )
