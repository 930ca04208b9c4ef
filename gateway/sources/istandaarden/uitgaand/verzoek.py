"""Writes a 315, a 317 and a 319 below their header."""

from __future__ import annotations

from gateway.sources.istandaarden.uitgaand import persoon
from gateway.sources.istandaarden.uitgaand.pen import Pen
from gateway.sources.istandaarden.uitgaand.toewijzing import omvang, product
from gateway.sources.istandaarden.verzoek import (
    AangevraagdProduct,
    Antwoord,
    Client315,
    Client317,
    NieuwProduct,
    TeWijzigenProduct,
    Verzoek,
)


def om_toewijzing(pen: Pen, known: Client315) -> None:
    onder = pen.onder("Client")
    persoon.client(onder, known)
    onder.eigen("GezagsdragerBekend", known.gezagsdrager_bekend)
    onder.eigen("Commentaar", known.commentaar)
    producten = onder.onder("AangevraagdeProducten")
    for asked in known.aangevraagde_producten:
        _aangevraagd(producten.onder("AangevraagdProduct"), asked)


def _aangevraagd(pen: Pen, asked: AangevraagdProduct) -> None:
    pen.eigen("ReferentieAanbieder", asked.referentie_aanbieder)
    pen.eigen("BeschikkingNummer", asked.beschikking_nummer)
    product(pen, asked.product)
    pen.eigen("BeschikkingIngangsdatum", asked.beschikking_ingangsdatum)
    pen.eigen("ToewijzingIngangsdatum", asked.toewijzing_ingangsdatum)
    pen.eigen("ToewijzingEinddatum", asked.toewijzing_einddatum)
    omvang(pen, asked.omvang)
    pen.eigen("Budget", asked.budget)
    verwijzer = pen.onder("Verwijzer")
    verwijzer.basis("Type", asked.verwijzer.type)
    verwijzer.basis("Naam", asked.verwijzer.naam)
    verwijzer.basis("ZorgverlenerCode", asked.verwijzer.zorgverlener_code)
    pen.eigen("Raamcontract", asked.raamcontract)
    pen.eigen("Commentaar", asked.commentaar)


def om_wijziging(pen: Pen, known: Client317) -> None:
    onder = pen.onder("Client")
    onder.eigen("Bsn", known.bsn)
    _verzoek(onder.onder("Verzoek"), known.verzoek)


def _verzoek(pen: Pen, verzoek: Verzoek) -> None:
    """A group that would be empty is not written (RS033)."""
    pen.eigen("ReferentieAanbieder", verzoek.referentie_aanbieder)
    pen.eigen("RedenVerzoek", verzoek.reden_verzoek)
    if verzoek.ongewijzigde_producten:
        blijft = pen.onder("OngewijzigdeProducten")
        for each in verzoek.ongewijzigde_producten:
            blijft.onder("OngewijzigdProduct").eigen("ToewijzingNummer", each.toewijzing_nummer)
    if verzoek.te_wijzigen_producten:
        wijzigt = pen.onder("TeWijzigenProducten")
        for change in verzoek.te_wijzigen_producten:
            onder = wijzigt.onder("TeWijzigenProduct")
            onder.eigen("ToewijzingNummer", change.toewijzing_nummer)
            _gewenst(onder, change)
    if verzoek.nieuwe_producten:
        nieuw = pen.onder("NieuweProducten")
        for wanted in verzoek.nieuwe_producten:
            onder = nieuw.onder("NieuwProduct")
            product(onder, wanted.product)
            _gewenst(onder, wanted)


def _gewenst(pen: Pen, wanted: TeWijzigenProduct | NieuwProduct) -> None:
    pen.eigen("GewensteIngangsdatum", wanted.gewenste_ingangsdatum)
    pen.eigen("Einddatum", wanted.einddatum)
    omvang(pen, wanted.omvang)
    pen.eigen("Budget", wanted.budget)


def antwoord(pen: Pen, given: Antwoord) -> None:
    onder = pen.onder("Antwoord")
    onder.eigen("ReferentieAanbieder", given.referentie_aanbieder)
    onder.eigen("VerzoekAntwoord", given.verzoek_antwoord)
    onder.eigen("RedenAfwijzingVerzoek", given.reden_afwijzing_verzoek)
    if given.woonplaatsbeginsel is not None:
        onder.onder("Woonplaatsbeginsel").eigen("Gemeente", given.woonplaatsbeginsel)
