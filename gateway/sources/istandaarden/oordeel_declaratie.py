"""Judges a claim (323), of which single Prestaties may be rejected (IV087), and the answer to one (325)."""

from __future__ import annotations

from gateway.sources.istandaarden import overstijgend_terug as terugregels
from gateway.sources.istandaarden.bevonden import Bevonden
from gateway.sources.istandaarden.declaratie import Bericht323, Bericht325, Client323
from gateway.sources.istandaarden.kennis import ClientKennis, Kennis
from gateway.sources.istandaarden.overstijgend_declaratie import (
    DECLARATIEKLASSEREGELS,
    ONBEKENDE_CLIENT,
    DeclaratieSituatie,
)
from gateway.sources.istandaarden.overstijgend_prestatie import PrestatieSituatie
from gateway.sources.istandaarden.plaatsen import clienten, prestaties_van
from gateway.sources.istandaarden.prestatieregels import PRESTATIEREGELS
from gateway.sources.istandaarden.prestaties import Ingediend
from gateway.sources.istandaarden.regels import gebroken
from gateway.sources.istandaarden.verdict import Verdict

DECLARATIE, SOORT, ANTWOORD = "Declaratie", "323", "325"


def klassen(bericht: Bericht323, kennis: Kennis) -> Verdict:
    """A broken rule on the claim as a whole rejects it: then no Prestatie is judged (TR342)."""
    bevonden = Bevonden(bericht)
    geheel = DeclaratieSituatie(bericht.declaratie, kennis.declaratie)
    if bevonden.noteer(DECLARATIE, gebroken(DECLARATIEKLASSEREGELS, SOORT, geheel)):
        return bevonden.verdict()
    gebruikt = set(kennis.declaratie.referenties)
    for place, client in clienten(bericht):
        assert isinstance(client, Client323), "a 323 has the clients of a 323"
        _client(bericht, kennis, place, client, gebruikt, bevonden)
    return bevonden.verdict(header=False)


def _client(
    bericht: Bericht323, kennis: Kennis, place: str, client: Client323, gebruikt: set[str], bevonden: Bevonden
) -> None:
    """Prestaties one by one, credits first: what is taken back makes room for what replaces it (IV086)."""
    known = kennis.declaratie.clienten.get(client.bsn, ClientKennis())
    onbekend = bevonden.noteer(place, gebroken((ONBEKENDE_CLIENT,), SOORT, known))
    ingediend = Ingediend(known.prestaties)
    for each, prestatie in sorted(prestaties_van(place, client), key=lambda pair: not pair[1].credit):
        if onbekend:
            bevonden.niet_getoetst(each)
            continue
        situatie = PrestatieSituatie(
            law=bericht.law,
            prestatie=prestatie,
            periode=bericht.declaratie.declaratie_periode,
            toewijzing=known.toewijzingen.get(prestatie.toewijzing_nummer),
            ingediend=ingediend,
            nummer_gebruikt=prestatie.referentie_nummer in gebruikt,
            tarieven=kennis.declaratie.tarieven,
        )
        gebruikt.add(prestatie.referentie_nummer)
        if not bevonden.noteer(each, gebroken(PRESTATIEREGELS, SOORT, situatie)):
            ingediend.verwerk(prestatie)


def terug(bericht: Bericht325, kennis: Kennis) -> Verdict:
    """A 325 against the claim it answers. Its codes are never sent: a return is not answered."""
    bevonden = Bevonden(bericht)
    situatie = terugregels.TerugSituatie(bericht, kennis.beantwoord)
    if bevonden.noteer("", gebroken(terugregels.TERUGREGELS, ANTWOORD, situatie)) and kennis.beantwoord is None:
        return bevonden.verdict()
    for place, client in terugregels.klanten(situatie):
        bevonden.noteer(place, gebroken(terugregels.KLANTREGELS, ANTWOORD, client))
    for place, prestatie in terugregels.prestaties(situatie):
        bevonden.noteer(place, gebroken(terugregels.PRESTATIETERUGREGELS, ANTWOORD, prestatie))
    return bevonden.verdict()
