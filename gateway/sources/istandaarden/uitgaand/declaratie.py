"""Writes a 323 below its header."""

from __future__ import annotations

from gateway.sources.istandaarden.declaratie import Bedrag, Declaratie, Periode, Prestatie
from gateway.sources.istandaarden.uitgaand.pen import Pen


def declaratie(pen: Pen, claimed: Declaratie) -> None:
    onder = pen.onder("Declaratie")
    onder.eigen("DeclaratieNummer", claimed.declaratie_nummer)
    _periode(onder.onder("DeclaratiePeriode"), claimed.declaratie_periode)
    onder.eigen("DeclaratieDagtekening", claimed.declaratie_dagtekening)
    _bedrag(onder.onder("TotaalIngediendBedrag"), "TotaalBedrag", claimed.totaal_ingediend_bedrag)
    clienten = onder.onder("Clienten")
    for client in claimed.clienten:
        klant = clienten.onder("Client")
        klant.eigen("Bsn", client.bsn)
        prestaties = klant.onder("Prestaties")
        for prestatie in client.prestaties:
            _prestatie(prestaties.onder("Prestatie"), prestatie)


def _prestatie(pen: Pen, prestatie: Prestatie) -> None:
    referentie = pen.onder("ProductReferentie")
    referentie.basis("ReferentieNummer", prestatie.referentie_nummer)
    referentie.basis("VorigReferentieNummer", prestatie.vorig_referentie_nummer)
    pen.eigen("ToewijzingNummer", prestatie.toewijzing_nummer)
    pen.eigen("ProductCategorie", prestatie.product_categorie)
    pen.eigen("ProductCode", prestatie.product_code)
    _periode(pen.onder("ProductPeriode"), prestatie.product_periode)
    pen.eigen("GeleverdVolume", prestatie.geleverd_volume)
    pen.eigen("Eenheid", prestatie.eenheid)
    pen.eigen("ProductTarief", prestatie.product_tarief)
    _bedrag(pen.onder("IngediendBedrag"), "Bedrag", prestatie.ingediend_bedrag)


def _periode(pen: Pen, periode: Periode) -> None:
    pen.basis("Begindatum", periode.begindatum)
    pen.basis("Einddatum", periode.einddatum)


def _bedrag(pen: Pen, name: str, bedrag: Bedrag) -> None:
    pen.basis(name, bedrag.bedrag)
    pen.basis("DebetCredit", bedrag.debet_credit)
