"""Everybody that the interactions of one delivery name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from gateway.sources.huisarts.interacties import (
    Alerts,
    AlgemeneBepalingen,
    Allergieintoleranties,
    Contactmomenten,
    Contactverslag,
    Episodes,
    Interactie,
    Ketenzorg,
    Labbepalingen,
    Medicatieafspraken,
)
from gateway.sources.huisarts.model import Organisatie, Zorgverlener


def people(message: Ketenzorg) -> tuple[Zorgverlener, ...]:
    """Who wrote, saw, measured and prescribed, and who keeps the record."""
    return tuple(who for one in message.interacties for who in (*_named(one), one.kop.custodian) if who)


def senders(message: Ketenzorg) -> tuple[Organisatie, ...]:
    return tuple(one.kop.bron for one in message.interacties if one.kop.bron)


def _named(one: Interactie) -> Iterator[Zorgverlener | None]:
    match one:
        case Contactverslag():
            yield from (note.auteur for note in one.verslagen)
        case Contactmomenten():
            yield from (contact.uitvoerende for contact in one.contacten)
        case Alerts():
            yield from (alert.auteur for alert in one.alerts)
        case Allergieintoleranties():
            yield from (allergy.auteur for allergy in one.allergieen)
        case AlgemeneBepalingen() | Labbepalingen():
            yield from (who for found in one.bepalingen for who in found.uitvoerenden)
        case Medicatieafspraken():
            yield from (found.auteur for found in one.afspraken)
        case Episodes():
            pass
        case _:
            assert_never(one)
