"""Writes a 301 below its header, and the products that other messages name as it does."""

from __future__ import annotations

from gateway.sources.istandaarden.bericht import Client301, Omvang, Product, ToegewezenProduct
from gateway.sources.istandaarden.uitgaand import persoon
from gateway.sources.istandaarden.uitgaand.pen import Pen


def toewijzing(pen: Pen, known: Client301) -> None:
    onder = pen.onder("Client")
    persoon.client(onder, known)
    if known.communicatie is not None:
        communicatie = onder.onder("Communicatie")
        communicatie.basis("Vorm", known.communicatie.vorm)
        communicatie.basis("Taal", known.communicatie.taal)
    onder.eigen("JuridischeStatus", known.juridische_status)
    onder.eigen("WettelijkeVertegenwoordiging", known.wettelijke_vertegenwoordiging)
    onder.eigen("Commentaar", known.commentaar)
    if known.relaties:
        relaties = onder.onder("Relaties")
        for relatie in known.relaties:
            persoon.relatie(relaties, relatie)
    contacten = onder.onder("Contactgegevens")
    for contact in known.contactgegevens:
        persoon.contact(contacten, contact)
    producten = onder.onder("ToegewezenProducten")
    for toegewezen in known.toegewezen_producten:
        _toegewezen(producten.onder("ToegewezenProduct"), toegewezen)


def _toegewezen(pen: Pen, toegewezen: ToegewezenProduct) -> None:
    pen.eigen("ToewijzingNummer", toegewezen.toewijzing_nummer)
    pen.eigen("ReferentieAanbieder", toegewezen.referentie_aanbieder)
    product(pen, toegewezen.product)
    pen.eigen("Toewijzingsdatum", toegewezen.toewijzingsdatum)
    pen.eigen("Toewijzingstijd", toegewezen.toewijzingstijd)
    pen.eigen("Ingangsdatum", toegewezen.ingangsdatum)
    pen.eigen("Einddatum", toegewezen.einddatum)
    pen.eigen("RedenWijziging", toegewezen.reden_wijziging)
    omvang(pen, toegewezen.omvang)
    pen.eigen("Budget", toegewezen.budget)
    pen.eigen("Commentaar", toegewezen.commentaar)


def product(pen: Pen, named: Product | None) -> None:
    if named is not None:
        onder = pen.onder("Product")
        onder.basis("Categorie", named.categorie)
        onder.basis("Code", named.code)


def omvang(pen: Pen, how_much: Omvang | None) -> None:
    if how_much is not None:
        onder = pen.onder("Omvang")
        onder.basis("Volume", how_much.volume)
        onder.basis("Eenheid", how_much.eenheid)
        onder.basis("Frequentie", how_much.frequentie)
