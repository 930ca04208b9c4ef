"""Writes the declaratie-antwoord (325) that answers a 323 (IV087): totals, and only what was rejected (TR342)."""

from __future__ import annotations

from datetime import date

from gateway.sources.istandaarden.declaratie import CREDIT, DEBET, Bericht323
from gateway.sources.istandaarden.elementen import alle, een
from gateway.sources.istandaarden.plaatsen import prestaties
from gateway.sources.istandaarden.regels_declaratie import VOLLEDIG_TOEGEWEZEN
from gateway.sources.istandaarden.schrijver import Schrijver
from gateway.sources.istandaarden.soort import XSD_VERSIE
from gateway.sources.istandaarden.soorten import BY_KIND
from gateway.sources.istandaarden.terugmelding import IN_ORDE
from gateway.sources.istandaarden.verdict import Verdict
from gateway.stages import SourceMessage
from gateway.wire import xml
from gateway.wire.xml import Element

DECLARATIE = "Declaratie"


def antwoord(message: SourceMessage, verdict: Verdict, identificatie: str, dagtekening: date) -> bytes:
    """The 325 as XML. `identificatie` (at most 12 characters) and `dagtekening` are its own; the gemeente sends it."""
    bericht: Bericht323 = message.body
    schrijver = Schrijver(BY_KIND[message.kind], verdict)
    root = schrijver.bericht()
    _kop(schrijver, root, bericht, identificatie, dagtekening)
    if not verdict.header or DECLARATIE in verdict.klassen:
        _antwoord(schrijver, root, bericht)
    return xml.serialise(root)


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
        _clienten(schrijver, made, bericht.root)
    schrijver.codes(made, (IN_ORDE,) if klassen else (VOLLEDIG_TOEGEWEZEN,))


def _totaal(schrijver: Schrijver, parent: Element, name: str, saldo: int) -> None:
    """Never negative: the way it goes says DebetCredit; 0 is debit (CS325)."""
    totaal = schrijver.voeg_toe(parent, name)
    schrijver.basis(totaal, "TotaalBedrag", str(abs(saldo)))
    schrijver.basis(totaal, "DebetCredit", CREDIT if saldo < 0 else DEBET)


def _clienten(schrijver: Schrijver, parent: Element, root: Element) -> None:
    """Clients with a rejected Prestatie, and of those the rejected ones alone."""
    klassen, made = schrijver.verdict.klassen, schrijver.voeg_toe(parent, "Clienten")
    for number, client in enumerate(alle(root, DECLARATIE, "Clienten", "Client"), start=1):
        place = f"{DECLARATIE}/Clienten/Client[{number}]"
        rejected = [
            (each, prestatie)
            for n, prestatie in enumerate(alle(client, "Prestaties", "Prestatie"), start=1)
            if (each := f"{place}/Prestaties/Prestatie[{n}]") in klassen
        ]
        if not rejected:
            continue
        copied = schrijver.voeg_toe(made, "Client")
        bsn = een(client, "Bsn")
        schrijver.voeg_toe(copied, "Bsn", None if bsn is None else bsn.text)
        holder = schrijver.voeg_toe(copied, "Prestaties")
        for each, prestatie in rejected:
            schrijver.kopie(holder, prestatie, each)
        schrijver.codes(copied, klassen.get(place, (IN_ORDE,)))
