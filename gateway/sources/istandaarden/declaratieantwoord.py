"""Writes the declaratie-antwoord (325) that answers a 323 (IV087): totals, and only what was rejected (TR342)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from gateway.sources.istandaarden.declaratie import CREDIT, DEBET, Bericht323, Prestatie
from gateway.sources.istandaarden.plaatsen import prestaties
from gateway.sources.istandaarden.regels_declaratie import VOLLEDIG_TOEGEWEZEN
from gateway.sources.istandaarden.schrijver import Schrijver
from gateway.sources.istandaarden.soort import XSD_VERSIE
from gateway.sources.istandaarden.soorten import BY_KIND
from gateway.sources.istandaarden.terugmelding import IN_ORDE
from gateway.sources.istandaarden.verdict import Verdict
from gateway.stages.delivered import SourceMessage
from gateway.wire import xml
from gateway.wire.xml import Element

DECLARATIE = "Declaratie"
# Where the clients go; after it nothing is written that anybody but this gateway chose.
PLAATS: Final = b"[clienten]"


def antwoord(message: SourceMessage, verdict: Verdict, identificatie: str, dagtekening: date) -> bytes:
    """The 325 as XML. `identificatie` (at most 12 characters) and `dagtekening` are its own; the gemeente sends it.

    Clients are written one by one: a tree of all that a claim of 25 MB is rejected for would cost too much.
    """
    bericht: Bericht323 = message.body
    schrijver = Schrijver(BY_KIND[message.kind], verdict)
    root = schrijver.bericht()
    _kop(schrijver, root, bericht, identificatie, dagtekening)
    if not verdict.header or DECLARATIE in verdict.klassen:
        _antwoord(schrijver, root, bericht)
    before, marked, after = xml.serialise(root).rpartition(PLAATS)
    return b"".join((before, *_clienten(schrijver, bericht), after)) if marked else after


def _kop(schrijver: Schrijver, root: Element, bericht: Bericht323, identificatie: str, dagtekening: date) -> None:
    """No XsltVersie: the official XSLTs are not used here."""
    header, known = schrijver.voeg_toe(root, "Header"), bericht.header
    schrijver.voeg_toe(header, "BerichtCode", schrijver.soort.retour_code)
    schrijver.voeg_toe(header, "BerichtVersie", str(known.bericht_versie))
    schrijver.voeg_toe(header, "BerichtSubversie", str(known.bericht_subversie))
    schrijver.voeg_toe(header, "Afzender", known.gemeente.value)
    schrijver.voeg_toe(header, "Ontvanger", known.aanbieder.value)
    eigen = schrijver.voeg_toe(header, "BerichtIdentificatie")
    schrijver.basis(eigen, "Identificatie", identificatie)
    schrijver.basis(eigen, "Dagtekening", dagtekening.isoformat())
    _versie(schrijver, header, "XsdVersie", XSD_VERSIE, XSD_VERSIE)
    answered = schrijver.voeg_toe(header, "DeclaratieIdentificatie")
    schrijver.basis(answered, "Identificatie", known.bericht_identificatie.identificatie)
    schrijver.basis(answered, "Dagtekening", known.dagtekening.isoformat())
    used = known.xsd_versie
    _versie(schrijver, header, "XsdVersieDeclaratie", used.basisschema_xsd_versie, used.bericht_xsd_versie)
    schrijver.codes(header, schrijver.verdict.header or (IN_ORDE,))


def _versie(schrijver: Schrijver, header: Element, name: str, basis: str, bericht: str) -> None:
    versie = schrijver.voeg_toe(header, name)
    schrijver.basis(versie, "BasisschemaXsdVersie", basis)
    schrijver.basis(versie, "BerichtXsdVersie", bericht)


def _antwoord(schrijver: Schrijver, root: Element, bericht: Bericht323) -> None:
    declaratie, klassen = bericht.declaratie, schrijver.verdict.klassen
    made = schrijver.voeg_toe(root, "DeclaratieAntwoord")
    schrijver.voeg_toe(made, "DeclaratieNummer", declaratie.declaratie_nummer)
    _totaal(schrijver, made, "TotaalIngediendBedrag", declaratie.totaal_ingediend_bedrag.saldo)
    if DECLARATIE in klassen:
        _totaal(schrijver, made, "TotaalToegekendBedrag", 0)
        schrijver.codes(made, klassen[DECLARATIE])
        return
    rejected = sum(p.ingediend_bedrag.saldo for place, p in prestaties(bericht) if place in klassen)
    _totaal(schrijver, made, "TotaalToegekendBedrag", declaratie.totaal_ingediend_bedrag.saldo - rejected)
    if klassen:
        schrijver.voeg_toe(made, "Clienten", PLAATS.decode())
    schrijver.codes(made, (IN_ORDE,) if klassen else (VOLLEDIG_TOEGEWEZEN,))


def _totaal(schrijver: Schrijver, parent: Element, name: str, saldo: int) -> None:
    """Never negative: the way it goes says DebetCredit; 0 is debit (CS325)."""
    totaal = schrijver.voeg_toe(parent, name)
    schrijver.basis(totaal, "TotaalBedrag", str(abs(saldo)))
    schrijver.basis(totaal, "DebetCredit", CREDIT if saldo < 0 else DEBET)


def _clienten(schrijver: Schrijver, bericht: Bericht323) -> Iterator[bytes]:
    """Clients with a rejected Prestatie, and of those the rejected ones alone."""
    klassen = schrijver.verdict.klassen
    for number, client in enumerate(bericht.declaratie.clienten, start=1):
        place = f"{DECLARATIE}/Clienten/Client[{number}]"
        rejected = [
            (codes, prestatie)
            for n, prestatie in enumerate(client.prestaties, start=1)
            if (codes := klassen.get(f"{place}/Prestaties/Prestatie[{n}]")) is not None
        ]
        if rejected:
            made = schrijver.los("Client")
            schrijver.voeg_toe(made, "Bsn", client.bsn)
            holder = schrijver.voeg_toe(made, "Prestaties")
            for codes, prestatie in rejected:
                _prestatie(schrijver, holder, prestatie, codes)
            schrijver.codes(made, klassen.get(place, (IN_ORDE,)))
            yield xml.part(made)


def _prestatie(schrijver: Schrijver, holder: Element, prestatie: Prestatie, codes: tuple[str, ...]) -> None:
    """As it was claimed, value for value."""
    made = schrijver.voeg_toe(holder, "Prestatie")
    referentie = schrijver.voeg_toe(made, "ProductReferentie")
    schrijver.basis(referentie, "ReferentieNummer", prestatie.referentie_nummer)
    if prestatie.vorig_referentie_nummer is not None:
        schrijver.basis(referentie, "VorigReferentieNummer", prestatie.vorig_referentie_nummer)
    schrijver.voeg_toe(made, "ToewijzingNummer", str(prestatie.toewijzing_nummer))
    schrijver.voeg_toe(made, "ProductCategorie", prestatie.product_categorie)
    schrijver.voeg_toe(made, "ProductCode", prestatie.product_code)
    periode = schrijver.voeg_toe(made, "ProductPeriode")
    schrijver.basis(periode, "Begindatum", prestatie.product_periode.begindatum.isoformat())
    schrijver.basis(periode, "Einddatum", prestatie.product_periode.einddatum.isoformat())
    schrijver.voeg_toe(made, "GeleverdVolume", str(prestatie.geleverd_volume))
    schrijver.voeg_toe(made, "Eenheid", prestatie.eenheid)
    if prestatie.product_tarief is not None:
        schrijver.voeg_toe(made, "ProductTarief", str(prestatie.product_tarief))
    bedrag = schrijver.voeg_toe(made, "IngediendBedrag")
    schrijver.basis(bedrag, "Bedrag", str(prestatie.ingediend_bedrag.bedrag))
    schrijver.basis(bedrag, "DebetCredit", prestatie.ingediend_bedrag.debet_credit)
    schrijver.codes(made, codes)
