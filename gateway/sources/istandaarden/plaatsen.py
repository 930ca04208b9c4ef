"""Walks a message and yields each class with its place, so that a rule reads as one line."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.istandaarden.bericht import (
    Bericht,
    Bericht301,
    Bericht305,
    Bericht307,
    StartProduct,
    StopProduct,
    ToegewezenProduct,
)
from gateway.sources.istandaarden.persoon import Adres, Contact, Geboortedatum, Naam
from gateway.sources.istandaarden.regels import klasse


def toegewezen(bericht: Bericht) -> Iterator[tuple[str, ToegewezenProduct]]:
    if isinstance(bericht, Bericht301):
        for number, product in enumerate(bericht.client.toegewezen_producten, start=1):
            yield klasse(bericht, number), product


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
    yield "Client/Geboortedatum", bericht.client.geboortedatum
    if isinstance(bericht, Bericht301):
        for number, relatie in enumerate(bericht.client.relaties, start=1):
            if relatie.geboortedatum is not None:
                yield f"Client/Relaties/Relatie[{number}]/Geboortedatum", relatie.geboortedatum
