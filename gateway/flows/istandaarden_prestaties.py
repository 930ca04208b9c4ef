"""What earlier claims were granted for a client: kept with each claim and answer, read when the next is judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from gateway.errors import Rejected
from gateway.flows.istandaarden_archief import Archief
from gateway.identifiers import Bsn
from gateway.intake import berichten, deliveries, prestaties
from gateway.intake.tables import DeliveryRow
from gateway.registry import clients
from gateway.sources.istandaarden.bericht import Header, Wet
from gateway.sources.istandaarden.declaratie import Bedrag, Bericht323, Bericht325, Periode, Prestatie
from gateway.sources.istandaarden.toegekend import toegekend


def keep(archief: Archief, claim: DeliveryRow, bericht: Bericht323, antwoorden: Iterable[Bericht325]) -> None:
    """What no answer rejected of a claim, for each client that is known here."""
    granted = toegekend(bericht, antwoorden)
    house, session, source = archief.house, archief.session, archief.organisation(claim.connector)
    gemeente = bericht.header.gemeente.value
    for bsn in dict.fromkeys(client.bsn for client in bericht.declaratie.clienten):
        client = find(archief, bsn)
        if client is not None:
            told = [_told(each) for each in granted.get(bsn, ())]
            prestaties.keep(session, house.keyring, client, source, claim, bericht.law, gemeente, told)


def granted(archief: Archief, law: Wet, header: Header, client: str | None, bsn: str) -> tuple[Prestatie, ...]:
    """Of one client at one gemeente, of any aanbieder."""
    if client is None:
        return ()
    house, session, gemeente = archief.house, archief.session, header.gemeente.value
    kept = prestaties.of_client(session, house.keyring, archief.organisation, client, law, gemeente)
    found = [_read(each) for told in kept.values() for each in told]
    for delivery in berichten.named(session, house.vault, "declaratie-van", law, gemeente, client):
        row = None if delivery in kept else deliveries.find(session, delivery)
        # Processed before what was granted was kept apart; what was sent from here is granted when its 325 is in.
        if row is not None and row.state == "accepted" and (given := archief.antwoorden(row)):
            found += toegekend(archief.message(row).body, given).get(bsn, ())
    return tuple(found)


def find(archief: Archief, bsn: str) -> str | None:
    """The client with this number; None for an unknown one, and for one that fails the 11-proef (CS002 tells)."""
    try:
        return clients.find(archief.session, archief.house.vault, Bsn(bsn))
    except Rejected:
        return None


def _told(each: Prestatie) -> list[Any]:
    return [
        each.referentie_nummer,
        each.vorig_referentie_nummer,
        each.toewijzing_nummer,
        each.product_categorie,
        each.product_code,
        each.product_periode.begindatum.isoformat(),
        each.product_periode.einddatum.isoformat(),
        each.geleverd_volume,
        each.eenheid,
        each.product_tarief,
        each.ingediend_bedrag.bedrag,
        each.ingediend_bedrag.debet_credit,
    ]


def _read(told: list[Any]) -> Prestatie:
    referentie, vorig, nummer, categorie, code, begin, eind, volume, eenheid, tarief, bedrag, debet_credit = told
    return Prestatie(
        referentie_nummer=referentie,
        vorig_referentie_nummer=vorig,
        toewijzing_nummer=nummer,
        product_categorie=categorie,
        product_code=code,
        product_periode=Periode(date.fromisoformat(begin), date.fromisoformat(eind)),
        geleverd_volume=volume,
        eenheid=eenheid,
        product_tarief=tarief,
        ingediend_bedrag=Bedrag(bedrag, debet_credit),
    )
