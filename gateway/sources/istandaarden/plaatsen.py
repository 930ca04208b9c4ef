"""Walks a message and yields each class with its place, so that a rule reads as one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gateway.sources.istandaarden.bericht import (
    Bericht301,
    Bericht305,
    Bericht307,
    Omvang,
    Product,
    StartProduct,
    StopProduct,
    ToegewezenProduct,
)
from gateway.sources.istandaarden.berichten import Bericht
from gateway.sources.istandaarden.declaratie import (
    AfgewezenPrestatie,
    Bericht323,
    Bericht325,
    Client323,
    Client325,
    Prestatie,
)
from gateway.sources.istandaarden.persoon import Adres, Contact, Geboortedatum, Naam
from gateway.sources.istandaarden.regels import klasse
from gateway.sources.istandaarden.verzoek import AangevraagdProduct, Bericht315, Bericht317


@dataclass(frozen=True, slots=True)
class Zorgvraag:
    """What a ToegewezenProduct, AangevraagdProduct, NieuwProduct and TeWijzigenProduct have in common.

    `eind_naam`: the element that `eind` stands in. `product` is always None in a TeWijzigenProduct.
    """

    plaats: str
    product: Product | None
    ingang: date
    eind: date | None
    eind_naam: str
    omvang: Omvang | None
    budget: int | None
    verwijderd: bool = False

    @property
    def code(self) -> str | None:
        return self.product.code if self.product else None


def toegewezen(bericht: Bericht) -> Iterator[tuple[str, ToegewezenProduct]]:
    if isinstance(bericht, Bericht301):
        for number, product in enumerate(bericht.client.toegewezen_producten, start=1):
            yield klasse(bericht, number), product


def aangevraagd(bericht: Bericht) -> Iterator[tuple[str, AangevraagdProduct]]:
    if isinstance(bericht, Bericht315):
        for number, product in enumerate(bericht.client.aangevraagde_producten, start=1):
            yield f"Client/AangevraagdeProducten/AangevraagdProduct[{number}]", product


def zorgvragen(bericht: Bericht) -> Iterator[Zorgvraag]:
    """Allocated, requested and newly wanted products."""
    for plaats, t in toegewezen(bericht):
        yield Zorgvraag(plaats, t.product, t.ingangsdatum, t.einddatum, "Einddatum", t.omvang, t.budget, t.verwijderd)
    for plaats, a in aangevraagd(bericht):
        yield Zorgvraag(
            plaats,
            a.product,
            a.toewijzing_ingangsdatum,
            a.toewijzing_einddatum,
            "ToewijzingEinddatum",
            a.omvang,
            a.budget,
        )
    if isinstance(bericht, Bericht317):
        for number, n in enumerate(bericht.client.verzoek.nieuwe_producten, start=1):
            plaats = f"Client/Verzoek/NieuweProducten/NieuwProduct[{number}]"
            yield Zorgvraag(plaats, n.product, n.gewenste_ingangsdatum, n.einddatum, "Einddatum", n.omvang, n.budget)


def zorgvragen_en_wijzigingen(bericht: Bericht) -> Iterator[Zorgvraag]:
    yield from zorgvragen(bericht)
    if isinstance(bericht, Bericht317):
        for number, w in enumerate(bericht.client.verzoek.te_wijzigen_producten, start=1):
            plaats = f"Client/Verzoek/TeWijzigenProducten/TeWijzigenProduct[{number}]"
            yield Zorgvraag(plaats, None, w.gewenste_ingangsdatum, w.einddatum, "Einddatum", w.omvang, w.budget)


def start(bericht: Bericht) -> Iterator[tuple[str, StartProduct]]:
    if isinstance(bericht, Bericht305):
        for number, product in enumerate(bericht.client.start_producten, start=1):
            yield klasse(bericht, number), product


def stop(bericht: Bericht) -> Iterator[tuple[str, StopProduct]]:
    if isinstance(bericht, Bericht307):
        for number, product in enumerate(bericht.client.stop_producten, start=1):
            yield klasse(bericht, number), product


def levering(bericht: Bericht) -> Iterator[tuple[str, StartProduct | StopProduct]]:
    yield from start(bericht)
    yield from stop(bericht)


def clienten(bericht: Bericht) -> Iterator[tuple[str, Client323 | Client325]]:
    """Clients of a claim or its answer."""
    if isinstance(bericht, Bericht323):
        for number, client in enumerate(bericht.declaratie.clienten, start=1):
            yield f"Declaratie/Clienten/Client[{number}]", client
    if isinstance(bericht, Bericht325) and bericht.antwoord is not None:
        for number, afgewezen in enumerate(bericht.antwoord.clienten, start=1):
            yield f"DeclaratieAntwoord/Clienten/Client[{number}]", afgewezen


def prestaties_van(plaats: str, client: Client323 | Client325) -> Iterator[tuple[str, Prestatie]]:
    found: tuple[Prestatie | AfgewezenPrestatie, ...] = client.prestaties
    for number, each in enumerate(found, start=1):
        yield f"{plaats}/Prestaties/Prestatie[{number}]", each if isinstance(each, Prestatie) else each.prestatie


def prestaties(bericht: Bericht) -> Iterator[tuple[str, Prestatie]]:
    for plaats, client in clienten(bericht):
        yield from prestaties_van(plaats, client)


def contacten(bericht: Bericht) -> Iterator[tuple[str, Contact]]:
    """Contacts of the client and of each relation."""
    if isinstance(bericht, Bericht301):
        for number, contact in enumerate(bericht.client.contactgegevens, start=1):
            yield f"Client/Contactgegevens/Contact[{number}]", contact
        for number, relatie in enumerate(bericht.client.relaties, start=1):
            yield f"Client/Relaties/Relatie[{number}]/Contact", relatie.contact


def adressen(bericht: Bericht) -> Iterator[tuple[str, Contact, Adres]]:
    for place, contact in contacten(bericht):
        if contact.adres is not None:
            yield f"{place}/Adres", contact, contact.adres


def volledige_namen(bericht: Bericht) -> Iterator[tuple[str, Naam]]:
    """Names with NaamGebruik: only a 301 has them."""
    if isinstance(bericht, Bericht301):
        yield "Client/Naam", bericht.client.naam
        for number, relatie in enumerate(bericht.client.relaties, start=1):
            yield f"Client/Relaties/Relatie[{number}]/Naam", relatie.naam


def geboortedata(bericht: Bericht) -> Iterator[tuple[str, Geboortedatum]]:
    if isinstance(bericht, Bericht301 | Bericht305 | Bericht307 | Bericht315):
        yield "Client/Geboortedatum", bericht.client.geboortedatum
    if isinstance(bericht, Bericht301):
        for number, relatie in enumerate(bericht.client.relaties, start=1):
            if relatie.geboortedatum is not None:
                yield f"Client/Relaties/Relatie[{number}]/Geboortedatum", relatie.geboortedatum
